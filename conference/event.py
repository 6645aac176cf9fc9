"""An event as the settings describe it: what it is, what is asked, when people are reminded. Frozen and pure."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, HttpUrl, ValidationInfo, field_validator

from conference.question import Question, QuestionUse
from conference.reminder_rule import ReminderRule
from conference.text import Caption, Day, DayOrMoment, EmailAddress, Key, Line, Model, Text, TimeOfDay, all_different


class Venue(Model):
    """Where it is, and how to get there."""

    name: Caption
    address: Caption
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    directions: Text | None = None
    map_link: HttpUrl | None = None

    @field_validator("longitude")
    @classmethod
    def _coordinates_come_in_pairs(cls, longitude: float | None, info: ValidationInfo) -> float | None:
        if "latitude" in info.data and (info.data["latitude"] is None) != (longitude is None):
            raise ValueError("both `latitude` and `longitude`, or neither")
        return longitude

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees (WGS 84), when both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class Speaker(Model):
    name: Line
    role: Caption | None = None


class ProgrammeItem(Model):
    at: TimeOfDay
    title: Caption
    speaker: Caption | None = None


class PrivacyNotice(Model):
    """What a person agrees to. Whoever agreed to another version is asked again when they change something."""

    version: Line
    text: Text
    link: HttpUrl | None = None


class Contact(Model):
    """Whom to ask: shown in /help and at the end of e-mails."""

    name: Caption
    email: EmailAddress | None = None
    phone: Line | None = None
    telegram_group: Annotated[int, Field(lt=0)] | None = None
    """The chat in which organisers get the questions that people ask the bot; without it each gets them alone."""


class RegistrationPeriod(StrEnum):
    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    OVER = "over"


def _fitting_its_event(rule: ReminderRule, info: ValidationInfo) -> ReminderRule:
    dates = {"time_zone", "date", "starts", "ends", "registration_opens", "registration_deadline"}
    return rule.fitting(Event.model_construct(**info.data)) if dates <= info.data.keys() else rule


class Event(Model):
    """One conference. Times of day are wall-clock times in `time_zone`."""

    key: Key
    title: Caption
    subtitle: Caption | None = None
    description: Text
    organisers: tuple[Caption, ...] = ()
    financing: Text | None = None
    fee: Caption | None = None
    contact: Contact
    venue: Venue
    time_zone: ZoneInfo = ZoneInfo("Europe/Riga")
    date: Day
    starts: TimeOfDay | None = None
    ends: TimeOfDay | None = None
    registration_opens: DayOrMoment | None = None
    registration_deadline: DayOrMoment
    capacity: Annotated[int, Field(gt=0)] | None = None
    speakers: tuple[Speaker, ...] = ()
    programme: tuple[ProgrammeItem, ...] = ()
    privacy: PrivacyNotice
    questions: Annotated[tuple[Question, ...], Field(min_length=1), all_different("key"), all_different("use")]
    reminders: Annotated[
        tuple[Annotated[ReminderRule, AfterValidator(_fitting_its_event)], ...], all_different("key")
    ] = ()

    @field_validator("ends")
    @classmethod
    def _ends_after_it_starts(cls, ends: time | None, info: ValidationInfo) -> time | None:
        if ends is None or "starts" not in info.data:
            return ends
        starts = info.data["starts"]
        if starts is None:
            raise ValueError("`starts` too, as `ends` is given")
        if ends <= starts:
            raise ValueError(f"a time after `starts` ({starts:%H:%M}); got {ends:%H:%M}")
        return ends

    @field_validator("registration_deadline")
    @classmethod
    def _registration_ends_between_its_opening_and_the_event(
        cls, deadline: Day | datetime, info: ValidationInfo
    ) -> Day | datetime:
        if not {"time_zone", "date", "registration_opens"} <= info.data.keys():
            return deadline
        event = cls.model_construct(**info.data, registration_deadline=deadline)
        if event.deadline_day > event.date:
            raise ValueError(f"a date no later than the event's own ({event.date}); got {deadline}")
        if event.opens_at and event.opens_at >= event.deadline_at:
            raise ValueError(f"a date after `registration_opens` ({event.registration_opens}); got {deadline}")
        return deadline

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

    def without_use(self, use: QuestionUse) -> Self:
        """Return the event with a question's answers taken for nothing but answers."""
        questions = (
            question.model_copy(update={"use": None}) if question.use is use else question
            for question in self.questions
        )
        return self.model_copy(update={"questions": tuple(questions)})

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def rule(self, key: str) -> ReminderRule | None:
        return next((rule for rule in self.reminders if rule.key == key), None)
