"""An event as the settings describe it: what it is, what is asked, when people are reminded. Frozen and pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, HttpUrl, model_validator

from conference.question import Question, QuestionUse
from conference.reminder_rule import Anchor, Moment, ReminderRule
from conference.text import Key, Line, Model, Text

Day = date


def repeated(keys: Iterable[str]) -> list[str]:
    """Return what occurs more than once, in order."""
    return [key for key, count in Counter(keys).items() if count > 1]


class Venue(Model):
    """Where it is, and how to get there."""

    name: Text
    address: Text
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    directions: Text | None = None
    map_link: HttpUrl | None = None

    @model_validator(mode="after")
    def _coordinates_come_in_pairs(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("expected both latitude and longitude, or neither")
        return self

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees (WGS 84), when both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class Speaker(Model):
    name: Line
    role: Text | None = None


class ProgrammeItem(Model):
    at: time
    title: Text
    speaker: Text | None = None


class PrivacyNotice(Model):
    """What a person agrees to. Whoever agreed to another version is asked again when they change something."""

    version: Line
    text: Text
    link: HttpUrl | None = None


class Contact(Model):
    """Whom to ask: shown in /help and at the end of e-mails."""

    name: Text
    email: Line | None = None
    phone: Line | None = None


class RegistrationPeriod(StrEnum):
    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    OVER = "over"


class Event(Model):
    """One conference. Times of day are wall-clock times in `time_zone`."""

    key: Key
    title: Text
    subtitle: Text | None = None
    description: Text
    organisers: tuple[Text, ...] = ()
    financing: Text | None = None
    fee: Text | None = None
    contact: Contact
    venue: Venue
    date: Day
    starts: time | None = None
    ends: time | None = None
    time_zone: ZoneInfo = ZoneInfo("Europe/Riga")
    registration_opens: Day | datetime | None = None
    registration_deadline: Day | datetime
    capacity: Annotated[int, Field(gt=0)] | None = None
    speakers: tuple[Speaker, ...] = ()
    programme: tuple[ProgrammeItem, ...] = ()
    privacy: PrivacyNotice
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    reminders: tuple[ReminderRule, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.ends and not self.starts:
            raise ValueError("`ends` needs `starts` too")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("expected `ends` after `starts`")
        if self.opens_at and self.opens_at >= self.deadline_at:
            raise ValueError("expected `registration_opens` before `registration_deadline`")
        if self.deadline_day > self.date:
            raise ValueError("expected `registration_deadline` no later than `date`")
        return self

    @model_validator(mode="after")
    def _keys_and_uses_are_unique(self) -> Self:
        for name, rows in (("questions", self.questions), ("reminders", self.reminders)):
            twice = repeated(row.key for row in rows)
            if twice:
                raise ValueError(f"expected `{name}` with different keys; more than one has: {', '.join(twice)}")
        uses = repeated(question.use for question in self.questions if question.use)
        if uses:
            raise ValueError(f"expected one question for each `use`; more than one has: {', '.join(uses)}")
        return self

    @model_validator(mode="after")
    def _hours_need_a_known_time(self) -> Self:
        for rule in self.reminders:
            for moment in (rule, rule.useless_after):
                if moment and self._counts_hours_from_nowhere(moment):
                    raise ValueError(
                        f"reminder {rule.key}: `hours` from the {moment.anchor} need `starts` (and `ends`)"
                    )
        return self

    def _counts_hours_from_nowhere(self, moment: Moment) -> bool:
        unknown = {Anchor.START: self.starts is None, Anchor.END: self.ends is None}
        return moment.hours is not None and unknown.get(moment.anchor, False)

    @property
    def opens_at(self) -> datetime | None:
        """When registration opens, in UTC; None: it always was."""
        opens = self.registration_opens
        if opens is None or isinstance(opens, datetime):
            return opens and self.utc(opens)
        return self.at(opens, time(0))

    @property
    def deadline_at(self) -> datetime:
        """The first moment, in UTC, at which registration is over. A date means: until the end of that day."""
        deadline = self.registration_deadline
        if isinstance(deadline, datetime):
            return self.utc(deadline)
        return self.at(deadline + timedelta(days=1), time(0))

    @property
    def deadline_day(self) -> Day:
        """The last day on which one can register, as the event's time zone counts days."""
        return (self.deadline_at - timedelta(microseconds=1)).astimezone(self.time_zone).date()

    @property
    def starts_at(self) -> datetime | None:
        return self.at(self.date, self.starts) if self.starts else None

    @property
    def ends_at(self) -> datetime:
        """When it is over, in UTC; where no time is known, at the end of its day."""
        return self.at(self.date, self.ends) if self.ends else self.at(self.date + timedelta(days=1), time(0))

    def at(self, day: Day, time_of_day: time) -> datetime:
        """Return a wall-clock moment of the event's time zone in UTC."""
        return self.utc(datetime.combine(day, time_of_day))

    def utc(self, moment: datetime) -> datetime:
        """Return *moment* in UTC; one without a zone is read as the event's local time."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=self.time_zone)
        return aware.astimezone(UTC)

    def local(self, moment: datetime) -> datetime:
        """Return *moment* as the event's clocks show it."""
        return moment.astimezone(self.time_zone)

    def registration_period(self, now: datetime) -> RegistrationPeriod:
        if self.opens_at and now < self.opens_at:
            return RegistrationPeriod.NOT_YET_OPEN
        return RegistrationPeriod.OPEN if now < self.deadline_at else RegistrationPeriod.OVER

    def is_over(self, now: datetime) -> bool:
        return now >= self.ends_at

    def question_for(self, use: QuestionUse) -> Question | None:
        return next((question for question in self.questions if question.use is use), None)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def rule(self, key: str) -> ReminderRule | None:
        return next((rule for rule in self.reminders if rule.key == key), None)
