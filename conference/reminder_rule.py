"""When a reminder is due: wall-clock rules around the moments of an event."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, ValidationInfo, field_validator

from conference.text import Key, Model, Text, TimeOfDay

if TYPE_CHECKING:
    from conference.event import Event


class Audience(StrEnum):
    """Who is meant. OPENED and UNFINISHED can still register; REGISTERED are coming."""

    OPENED = "opened"
    UNFINISHED = "unfinished"
    REGISTERED = "registered"


class Anchor(StrEnum):
    OPENING = "opening"
    DEADLINE = "deadline"
    START = "start"
    END = "end"


class Moment(Model):
    """A moment relative to an anchor: `days` and `at`, or `hours`.

    Days are wall-clock days in the event's time zone ("10:00 the day before"), hours are elapsed hours: the two
    differ by one on the nights when clocks change. A time of day that a spring night skips is read as if the clocks
    had not changed yet (03:30 comes out as 04:30); of one that an autumn night has twice, the first is meant.
    """

    anchor: Anchor
    days: Annotated[int, Field(ge=-366, le=366)] | None = None
    at: TimeOfDay | None = None
    hours: Annotated[int, Field(ge=-24 * 366, le=24 * 366)] | None = None

    @field_validator("at")
    @classmethod
    def _days_have_a_time_of_day(cls, at: time | None, info: ValidationInfo) -> time | None:
        if "days" in info.data and (info.data["days"] is None) != (at is None):
            raise ValueError('`days` and `at` together, such as `days = -1, at = "10:00"`')
        return at

    @field_validator("hours")
    @classmethod
    def _days_or_hours(cls, hours: int | None, info: ValidationInfo) -> int | None:
        if "days" in info.data and (info.data["days"] is None) == (hours is None):
            raise ValueError("either `days` (with `at`) or `hours`")
        return hours

    def instant(self, event: "Event") -> datetime:
        """Return the moment in UTC."""
        if self.days is not None and self.at is not None:
            return event.at(anchor_day(self.anchor, event) + timedelta(days=self.days), self.at)
        return anchor_instant(self.anchor, event) + timedelta(hours=self.hours or 0)

    def counts_from_the_unknown(self, event: "Event") -> str | None:
        """Return the setting of *event* without which this moment means nothing; None if all is known."""
        if self.anchor is Anchor.OPENING and event.registration_opens is None:
            return "registration_opens"
        if self.anchor is Anchor.START and self.hours is not None and event.starts is None:
            return "starts"
        if self.anchor is Anchor.END and self.hours is not None and event.ends is None:
            return "ends"
        return None


class ReminderRule(Moment):
    """Remind *audience* at a moment; never after `useless_after`, by default the anchor itself."""

    key: Key
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    useless_after: Moment | None = None
    text: Text | None = None

    @field_validator("audience")
    @classmethod
    def _one_kind_of_people(cls, audience: tuple[Audience, ...]) -> tuple[Audience, ...]:
        if Audience.REGISTERED in audience and len(audience) > 1:
            raise ValueError("either registered alone, or people who can still register (opened, unfinished)")
        return audience

    def due_at(self, event: "Event") -> datetime:
        """Return when the reminder is due, in UTC."""
        return self.instant(event)

    def useless_at(self, event: "Event") -> datetime:
        """Return the first moment, in UTC, at which the reminder is better not sent.

        Who has not registered yet is never reminded once registration is over.
        """
        useless = self.useless_after.instant(event) if self.useless_after else anchor_instant(self.anchor, event)
        return useless if Audience.REGISTERED in self.audience else min(useless, event.deadline_at)

    def fitting(self, event: "Event") -> Self:
        """Return the rule itself; raise ValueError, saying what was expected, if it can never be sent for *event*."""
        for moment in (self, self.useless_after):
            unknown = moment and moment.counts_from_the_unknown(event)
            if moment and unknown:
                raise ValueError(f"`{unknown}` of the event to be set, as this counts from its {moment.anchor}")
        due, useless = event.local(self.due_at(event)), event.local(self.useless_at(event))
        if due >= useless:
            raise ValueError(
                f"a moment before the reminder becomes useless ({useless:%Y-%m-%d %H:%M}); it is due "
                f"{due:%Y-%m-%d %H:%M}. Move it, or give a later `useless_after`"
            )
        return self


def anchor_day(anchor: Anchor, event: "Event") -> date:
    """Return the anchor's calendar day; the deadline's is the last day on which one can register."""
    match anchor:
        case Anchor.OPENING:
            return event.local(_opening(event)).date()
        case Anchor.DEADLINE:
            return event.deadline_day
        case Anchor.START | Anchor.END:
            return event.date


def anchor_instant(anchor: Anchor, event: "Event") -> datetime:
    """Return the anchor's moment in UTC; where no start time is known, the start is the beginning of its day."""
    match anchor:
        case Anchor.OPENING:
            return _opening(event)
        case Anchor.DEADLINE:
            return event.deadline_at
        case Anchor.START:
            return event.starts_at or event.at(event.date, time(0))
        case Anchor.END:
            return event.ends_at


def _opening(event: "Event") -> datetime:
    if event.opens_at is None:
        raise LookupError(f"{event.key} has no `registration_opens` to count from")
    return event.opens_at
