"""An event at a glance, for those who run it: how many have registered, who they are, what goes out next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import status, timeline
from conference.answers import Answer
from conference.event import Event
from conference.question import CHOICE_KINDS, Question
from conference.registration import Attendance, RegistrationStatus
from conference.reminders import Timing
from conference.rendering import Renderer
from conference.status import EventStatus
from conference.tables import registrations
from conference.timeline import Upcoming


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How many of the registered gave which answer to a question that offers choices."""

    question: Question
    counts: Mapping[str, int]
    """By choice, in the order of the settings; who may choose several is counted with each."""
    others: int
    """Who has skipped it, or chose what the settings do not offer any more."""


@dataclass(frozen=True, slots=True)
class NextNotice:
    """A reminder to come. The moment is UTC; where it has passed, the next tick sends it."""

    due_at: datetime
    title: str
    people: int
    """How many it would go to, as things stand."""


@dataclass(frozen=True, slots=True)
class Overview:
    numbers: EventStatus
    attendance: Mapping[Attendance, int]
    """What the registered have said, with all that can be said."""
    breakdowns: tuple[Breakdown, ...]
    per_day: tuple[tuple[date, int], ...]
    """How many of today's registered came on each day of the event's time zone, from the first of them to today, or
    to the day of the event."""
    next_notices: tuple[NextNotice, ...]


async def take(connection: AsyncConnection, renderer: Renderer, event: Event, now: datetime, language: str) -> Overview:
    """Return how an event is at *now*; what goes out next is titled in *language*."""
    columns = registrations.c.answers, registrations.c.attendance, registrations.c.registered_at
    of_event = registrations.c.event == event.key, registrations.c.status == RegistrationStatus.REGISTERED
    registered = (await connection.execute(select(*columns).where(*of_event))).all()
    drawn_up = await timeline.draw_up(connection, renderer, [event], now, language)
    return Overview(
        numbers=await status.of_event(connection, event),
        attendance=_attendance(registered),
        breakdowns=_breakdowns(event, registered),
        per_day=_per_day(event, registered, now),
        next_notices=tuple(_next_notices(drawn_up.upcoming)),
    )


def _attendance(registered: Iterable[Any]) -> dict[Attendance, int]:
    counts = Counter(row.attendance for row in registered)
    return {attendance: counts[attendance] for attendance in Attendance}


def _breakdowns(event: Event, registered: Sequence[Any]) -> tuple[Breakdown, ...]:
    return tuple(
        _breakdown(question, [row.answers.get(question.key) for row in registered])
        for question in event.questions
        if question.kind in CHOICE_KINDS
    )


def _breakdown(question: Question, given: Iterable[Answer | None]) -> Breakdown:
    known = [choice.key for choice in question.choices]
    chosen = [[key for key in known if key in _as_list(answer)] for answer in given]
    counts = Counter(key for keys in chosen for key in keys)
    return Breakdown(question, {key: counts[key] for key in known}, others=sum(not keys for keys in chosen))


def _as_list(answer: Answer | None) -> list[str]:
    return answer if isinstance(answer, list) else [answer] if isinstance(answer, str) else []


def _per_day(event: Event, registered: Iterable[Any], now: datetime) -> tuple[tuple[date, int], ...]:
    counts = Counter(event.local(row.registered_at).date() for row in registered)
    if not counts:
        return ()
    first = min(counts)
    last = max(*counts, min(event.local(now).date(), event.date))
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple((day, counts[day]) for day in days)


def _next_notices(upcoming: Iterable[Upcoming]) -> Iterable[NextNotice]:
    for one in upcoming:
        reached = [variant for variant in one.variants if variant.reach.people]
        # One that is being sent is still of use, but whoever has it in their queue is not counted any more.
        if reached or one.timing is Timing.EARLY:
            title = (reached or one.variants)[0].content.title
            yield NextNotice(one.due_at, title, sum(variant.reach.people for variant in one.variants))
