"""Selections: whom an announcement is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import Column, ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import reminders
from conference.channels.channel import ChannelName
from conference.event import Event
from conference.outbox import DeliveryStatus
from conference.question import Question, QuestionKind
from conference.registration import Attendance, RegistrationStatus
from conference.tables import deliveries, drafts, people, registrations


class Group(StrEnum):
    REGISTERED = "registered"
    """All who have a place, and have not said that they are not coming."""
    UNFINISHED = "unfinished"
    """Who agreed to register and has not finished, and wants to be reminded."""
    WAITING = "waiting"
    CANCELLED = "cancelled"
    NOT_COMING = "not_coming"
    WITHOUT_TELEGRAM = "no_telegram"
    """Who is registered, and has no chat with the bot: others entered them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Groups unite. Choices narrow them down to those who answered so. Whoever got one of *missed* is left out."""

    groups: frozenset[Group] = frozenset({Group.REGISTERED})
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By question: the keys of its choices, any of which will do; "yes" and "no" for a question of that kind."""
    missed: frozenset[int] = frozenset()
    """Ids of announcements: only for those who received none of them."""
    channels: frozenset[ChannelName] | None = None
    """On these, whatever people wish; None: on those that each of them wishes."""

    def to_json(self) -> dict[str, Any]:
        return {
            "groups": sorted(self.groups),
            "choices": {question: sorted(keys) for question, keys in self.choices.items()},
            "missed": sorted(self.missed),
            "channels": None if self.channels is None else sorted(self.channels),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        channels = stored["channels"]
        return cls(
            frozenset(map(Group, stored["groups"])),
            {question: frozenset(keys) for question, keys in stored["choices"].items()},
            frozenset(stored["missed"]),
            None if channels is None else frozenset(map(ChannelName, channels)),
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people a selection has, and on which channels it reaches them: some on both, some on none."""

    people: int
    telegram: int
    email: int
    neither: int


async def count(connection: AsyncConnection, event: Event, selection: Selection) -> Counts:
    """Return how many people an announcement would reach now."""
    on = {channel: reached(selection, channel) for channel in ChannelName}
    counted = select(
        func.count(),
        func.count().filter(on[ChannelName.TELEGRAM]),
        func.count().filter(on[ChannelName.EMAIL]),
        func.count().filter(~or_(*on.values())),
    )
    row = (await connection.execute(counted.select_from(people).where(condition(event, selection)))).one()
    return Counts(*row)


def condition(event: Event, selection: Selection) -> ColumnElement[bool]:
    """Return the condition on a row of `people` for being meant, reachable or not."""
    return and_(or_(_registered(event, selection), _unfinished(event, selection)), ~_received(selection.missed))


def reached(selection: Selection, channel: ChannelName) -> ColumnElement[bool]:
    """Return the condition on a row of `people` for getting the announcement on a channel."""
    if selection.channels is None:
        return and_(reminders.reachable(channel))
    return and_(reminders.usable(channel)) if channel in selection.channels else false()


def _registered(event: Event, selection: Selection) -> ColumnElement[bool]:
    conditions = {
        Group.REGISTERED: _HAS_PLACE & (registrations.c.attendance != Attendance.NOT_COMING),
        Group.WAITING: registrations.c.status == RegistrationStatus.WAITING,
        Group.CANCELLED: registrations.c.status == RegistrationStatus.CANCELLED,
        Group.NOT_COMING: registrations.c.attendance == Attendance.NOT_COMING,
        Group.WITHOUT_TELEGRAM: _HAS_PLACE & people.c.chat_id.is_(None),
    }
    groups = or_(false(), *(known for group, known in conditions.items() if group in selection.groups))
    mine = registrations.c.person_id == people.c.id, registrations.c.event == event.key
    answered = _answered(event, selection, registrations.c.answers)
    return select(registrations.c.id).where(*mine, groups, answered).exists()


def _unfinished(event: Event, selection: Selection) -> ColumnElement[bool]:
    if Group.UNFINISHED not in selection.groups:
        return false()
    mine = drafts.c.person_id == people.c.id, drafts.c.event == event.key, drafts.c.consented_at.is_not(None)
    answered = _answered(event, selection, drafts.c.answers)
    finished = registrations.c.person_id == people.c.id, registrations.c.event == event.key
    return and_(
        people.c.opted_out_at.is_(None),
        select(drafts.c.id).where(*mine, answered).exists(),
        # A draft that changes a registration is not an unfinished one.
        ~select(registrations.c.id).where(*finished).exists(),
    )


def _answered(event: Event, selection: Selection, answers: Column[Any]) -> ColumnElement[bool]:
    narrowed = (
        or_(false(), *(_chosen(question, answers, key) for key in sorted(selection.choices[question.key])))
        for question in event.questions
        if question.key in selection.choices
    )
    return and_(*narrowed, *(false() for key in selection.choices if event.question(key) is None), true())


def _chosen(question: Question, answers: Column[Any], key: str) -> ColumnElement[bool]:
    given: Any = answers[question.key]
    chosen: ColumnElement[bool]
    match question.kind:
        case QuestionKind.YES_NO:
            chosen = given.as_boolean() == (key == "yes")
        case QuestionKind.CHOICES:
            # A list comes as its JSON, on SQLite and on PostgreSQL alike, but for blanks.
            chosen = given.as_string().contains(f'"{key}"', autoescape=True)
        case _:
            chosen = given.as_string() == key
    return chosen


def _received(announcements: frozenset[int]) -> ColumnElement[bool]:
    if not announcements:
        return false()
    mine = deliveries.c.person_id == people.c.id, deliveries.c.notice_id.in_(sorted(announcements))
    return select(deliveries.c.id).where(*mine, deliveries.c.status == DeliveryStatus.SENT).exists()


_HAS_PLACE = registrations.c.status == RegistrationStatus.REGISTERED
