"""When a reminder is due: wall-clock rules around the moments of an event."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from conference.text import Key, Model, Text

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
    differ by one on the nights when clocks change.
    """

    anchor: Anchor
    days: Annotated[int, Field(ge=-366, le=366)] | None = None
    at: time | None = None
    hours: Annotated[int, Field(ge=-24 * 366, le=24 * 366)] | None = None

    @model_validator(mode="after")
    def _days_or_hours(self) -> Self:
        if (self.days is None) == (self.hours is None):
            raise ValueError("expected either `days` (with `at`) or `hours`")
        if (self.days is None) != (self.at is None):
            raise ValueError("`days` and a time of day `at` go together")
        return self

    def instant(self, event: "Event") -> datetime:
        """Return the moment in UTC."""
        if self.days is not None and self.at is not None:
            return event.at(anchor_day(self.anchor, event) + timedelta(days=self.days), self.at)
        return anchor_instant(self.anchor, event) + timedelta(hours=self.hours or 0)


class ReminderRule(Moment):
    """Remind *audience* at a moment; never after `useless_after`, by default the anchor itself."""

    key: Key
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    useless_after: Moment | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_kind_of_people(self) -> Self:
        if Audience.REGISTERED in self.audience and len(self.audience) > 1:
            raise ValueError("expected either `registered` alone or people who can still register")
        return self

    def due_at(self, event: "Event") -> datetime:
        """Return when the reminder is due, in UTC."""
        return self.instant(event)

    def useless_at(self, event: "Event") -> datetime:
        """Return the first moment, in UTC, at which the reminder is better not sent."""
        return self.useless_after.instant(event) if self.useless_after else anchor_instant(self.anchor, event)


def anchor_day(anchor: Anchor, event: "Event") -> date:
    """Return the anchor's calendar day; the deadline's is the last day on which one can register."""
    match anchor:
        case Anchor.OPENING:
            return event.local(event.opens_at).date() if event.opens_at else event.deadline_day
        case Anchor.DEADLINE:
            return event.deadline_day
        case Anchor.START | Anchor.END:
            return event.date


def anchor_instant(anchor: Anchor, event: "Event") -> datetime:
    """Return the anchor's moment in UTC; where no start time is known, the start is the beginning of its day."""
    match anchor:
        case Anchor.OPENING:
            return event.opens_at or event.deadline_at
        case Anchor.DEADLINE:
            return event.deadline_at
        case Anchor.START:
            return event.starts_at or event.at(event.date, time(0))
        case Anchor.END:
            return event.ends_at
