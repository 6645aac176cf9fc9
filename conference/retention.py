"""How long personal data are kept: some days after an event. What is left of it are counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Row, delete, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.answers import Answer
from conference.database import insert_into
from conference.event import Event
from conference.personal_data import erase_events, erase_people
from conference.question import Question, QuestionKind
from conference.registration import Attendance, RegistrationStatus
from conference.tables import drafts, organisers, people, questions, registrations, seen_updates, statistics

ERASED_AT_ONCE = 500  # people a transaction: a registration that is being confirmed waits for no longer than that
UPDATES_ARE_REPEATED_FOR = timedelta(days=14)  # Telegram itself keeps an update for one day

Registered: TypeAlias = Row[str, str, Mapping[str, Answer | None]]
"""A registration's status, attendance and answers."""

LEFT_BY_PEOPLE = (registrations, drafts, questions)


async def erase_expired(connection: AsyncConnection, events: Iterable[Event], keep_days: int, now: datetime) -> int:
    """Erase the next people whose time is over, at most 500. Return how many; 0 when nobody is left.

    An event's time is over *keep_days* after its end: its counts are written, once, and then what people left for it
    is erased. People who left nothing for any other event are erased wholly; so are those who looked in *keep_days*
    ago and left nothing at all. Organisers and their groups stay. An event that the settings no longer have never
    expires.
    """
    keep = timedelta(days=keep_days)
    expired = [event for event in events if event.ends_at + keep <= now]
    await _write_statistics(connection, expired)
    keys = [event.key for event in expired]
    ids = await _next_people(connection, keys, now - keep)
    # Whoever does something at this moment is waited for, so that it is seen; from here on, they wait for us.
    held = select(people.c.id).where(people.c.id.in_(ids)).order_by(people.c.id).with_for_update(key_share=True)
    await connection.execute(held)
    await erase_events(connection, ids, keys, now)
    await erase_people(connection, set(ids) - await _staying(connection, ids), now)
    return len(ids)


async def prune_seen_updates(connection: AsyncConnection, now: datetime) -> int:
    """Forget updates that Telegram will not repeat any more. Return how many."""
    old = delete(seen_updates).where(seen_updates.c.seen_at < now - UPDATES_ARE_REPEATED_FOR)
    return (await connection.execute(old)).rowcount


def count(event: Event, registered: Sequence[Registered], unfinished: int) -> dict[str, int]:
    """Return an event's counts: in all, by status, by attendance, and by choice among those registered at the end.

    What comes from the settings ("field:health") has a colon, which no other measure has.
    """
    statuses = Counter(status for status, _, _ in registered)
    attendances = Counter(attendance for _, attendance, _ in registered)
    answers = (given for status, _, given in registered if status == RegistrationStatus.REGISTERED)
    choices = Counter(name for given in answers for name in _chosen(event, given))
    return {
        "registrations": len(registered),
        "drafts": unfinished,
        **{f"status.{status}": statuses[status] for status in RegistrationStatus},
        **{f"attendance.{attendance}": attendances[attendance] for attendance in Attendance},
        **{name: choices[name] for question in event.questions for name in _countable(question)},
    }


def _countable(question: Question) -> list[str]:
    keys = ["yes", "no"] if question.kind is QuestionKind.YES_NO else [choice.key for choice in question.choices]
    return [f"{question.key}:{key}" for key in keys]


def _chosen(event: Event, answers: Mapping[str, Answer | None]) -> Iterator[str]:
    for question in event.questions:
        match answers.get(question.key):
            case bool(yes):
                yield f"{question.key}:{'yes' if yes else 'no'}"
            case list(keys):
                yield from (f"{question.key}:{key}" for key in keys)
            case str(key):
                yield f"{question.key}:{key}"


async def _write_statistics(connection: AsyncConnection, expired: Iterable[Event]) -> None:
    counted = set((await connection.execute(select(statistics.c.event).distinct())).scalars())
    # Never a second time: after the first people are erased, it would count what is left of the event.
    for event in expired:
        if event.key not in counted:
            rows = [
                {"event": event.key, "measure": measure, "count": number}
                for measure, number in (await _count(connection, event)).items()
            ]
            await connection.execute(insert_into(connection, statistics).on_conflict_do_nothing(), rows)


async def _count(connection: AsyncConnection, event: Event) -> dict[str, int]:
    columns = (registrations.c.status, registrations.c.attendance, registrations.c.answers)
    registered = await connection.execute(select(*columns).where(registrations.c.event == event.key))
    unfinished = await connection.execute(select(func.count()).where(drafts.c.event == event.key))
    return count(event, registered.all(), unfinished.scalar_one())


async def _next_people(connection: AsyncConnection, expired: Sequence[str], met_before: datetime) -> Sequence[int]:
    left = [select(table.c.person_id).where(table.c.event.in_(expired)) for table in LEFT_BY_PEOPLE]
    known = union(*(select(table.c.person_id) for table in (*LEFT_BY_PEOPLE, organisers)))
    # Groups of organisers have negative ids: they are no people, and leave no data.
    strangers = select(people.c.id).where(
        people.c.erased_at.is_(None),
        people.c.created_at <= met_before,
        people.c.id.not_in(known),
        or_(people.c.chat_id.is_(None), people.c.chat_id > 0),
    )
    return (await connection.execute(union(*left, strangers).limit(ERASED_AT_ONCE))).scalars().all()


async def _staying(connection: AsyncConnection, ids: Sequence[int]) -> set[int]:
    """Return those of *ids* who have something for another event, or organise one."""
    reasons = (select(table.c.person_id).where(table.c.person_id.in_(ids)) for table in (*LEFT_BY_PEOPLE, organisers))
    return set((await connection.execute(union(*reasons))).scalars())
