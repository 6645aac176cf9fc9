"""Registering, changing, cancelling, answering whether one comes: one transaction each, with its confirmation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import dialogue, drafts, outbox, people
from conference.answers import Answer
from conference.database import insert_into, take_turn
from conference.dialogue import Draft
from conference.event import Event, RegistrationPeriod
from conference.outbox import NoticeKind
from conference.people import Person
from conference.question import QuestionUse
from conference.tables import registrations


class RegistrationStatus(StrEnum):
    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Attendance(StrEnum):
    UNANSWERED = "unanswered"
    COMING = "coming"
    NOT_COMING = "not_coming"
    ATTENDED = "attended"


class Obstacle(StrEnum):
    """Why somebody cannot register now."""

    NOT_YET_OPEN = "not_yet_open"
    OVER = "over"
    FULL = "full"


class Confirmed(StrEnum):
    """What came of a confirmed summary."""

    REGISTERED = "registered"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Registration:
    id: int
    person_id: int
    event: str
    answers: Mapping[str, Answer | None]
    status: RegistrationStatus
    attendance: Attendance
    calendar_sequence: int
    consent_version: str
    consented_at: datetime
    registered_at: datetime
    updated_at: datetime
    registered_by: int | None = None
    """The person who registered this one, a colleague."""
    source: str | None = None
    """Where it was imported from."""

    @property
    def is_active(self) -> bool:
        return self.status is not RegistrationStatus.CANCELLED

    def name(self, event: Event) -> str | None:
        """Return the registrant's name, where the event asks for one."""
        question = event.question_for(QuestionUse.NAME)
        given = self.answers.get(question.key) if question else None
        return given if isinstance(given, str) else None


async def find(connection: AsyncConnection, person_id: int, event: str) -> Registration | None:
    """Return the person's registration for an event, cancelled ones too."""
    row = (await connection.execute(select(registrations).where(_of(person_id, event)))).first()
    return _registration(row) if row else None


async def find_all(
    connection: AsyncConnection, person_ids: Collection[int], events: Collection[str]
) -> dict[tuple[int, str], Registration]:
    """Return these people's registrations for these events, cancelled ones too, by person and event."""
    mine = registrations.c.person_id.in_(person_ids) & registrations.c.event.in_(events)
    rows = await connection.execute(select(registrations).where(mine))
    return {(found.person_id, found.event): found for found in map(_registration, rows)}


async def obstacle(connection: AsyncConnection, event: Event, now: datetime) -> Obstacle | None:
    """Return what keeps a newcomer from registering, if anything does."""
    match event.registration_period(now):
        case RegistrationPeriod.NOT_YET_OPEN:
            return Obstacle.NOT_YET_OPEN
        case RegistrationPeriod.OVER:
            return Obstacle.OVER
    places = await places_left(connection, event)
    return Obstacle.FULL if places is not None and places <= 0 else None


async def places_left(connection: AsyncConnection, event: Event) -> int | None:
    """Return how many places are free; None where there is no limit."""
    if event.capacity is None:
        return None
    taken = select(func.count()).where(
        registrations.c.event == event.key, registrations.c.status == RegistrationStatus.REGISTERED
    )
    return event.capacity - (await connection.execute(taken)).scalar_one()


async def open_draft(connection: AsyncConnection, event: Event, person: Person, now: datetime) -> Draft:
    """Return the person's draft for an event; a new one remembers no more than that the event was looked at."""
    draft = await drafts.load(connection, person.id, event.key)
    if draft is None:
        draft = dialogue.new_draft(person.id, event, now)
        await drafts.save(connection, draft, now)
    return dialogue.settled(event, draft)


async def open_change(connection: AsyncConnection, event: Event, registered: Registration, now: datetime) -> Draft:
    """Return a draft of the registration's answers that stands at the summary."""
    earlier = await drafts.load(connection, registered.person_id, event.key)
    fresh = dialogue.new_draft(registered.person_id, event, now)
    draft = dialogue.begin(
        event,
        replace(
            fresh,
            step=max(earlier.step, fresh.step) if earlier else fresh.step,
            answers=registered.answers,
            consent_version=registered.consent_version,
            consented_at=registered.consented_at,
        ),
    )
    await drafts.save(connection, draft, now)
    return draft


async def confirm(
    connection: AsyncConnection, event: Event, draft: Draft, person: Person, now: datetime
) -> Confirmed | Obstacle | None:
    """Turn a complete draft into a registration and queue its confirmation.

    Return what came of it, or what stands in the way; None where the draft is not complete. Whoever is registered
    already can change their answers after the deadline and in a full hall.
    """
    known = await find(connection, person.id, event.key)
    changes = known is not None and known.is_active
    if not changes and event.capacity is not None:
        # Two who count the places at the same time would both take the last one.
        await take_turn(connection, f"places of {event.key}")
    if not changes and (obstacle_now := await obstacle(connection, event, now)):
        return obstacle_now
    if draft.consent_version != event.privacy.version or not dialogue.is_complete(event, draft):
        return None
    registered = await _write(connection, event, draft, known, now)
    await _keep_address(connection, event, registered, person, known)
    await drafts.discard(connection, person.id, event.key)
    kind = NoticeKind.CHANGED if changes else NoticeKind.REGISTERED
    await _announce(connection, event, registered, kind, now)
    return Confirmed.CHANGED if changes else Confirmed.REGISTERED


async def cancel(connection: AsyncConnection, event: Event, person: Person, now: datetime) -> bool:
    """Cancel the person's registration and queue the confirmation of it. Return False if there was none."""
    cancelled = update(registrations).where(
        _of(person.id, event.key), registrations.c.status != RegistrationStatus.CANCELLED
    )
    values = {
        "status": RegistrationStatus.CANCELLED,
        "attendance": Attendance.NOT_COMING,
        "calendar_sequence": registrations.c.calendar_sequence + 1,
        "updated_at": now,
    }
    row = (await connection.execute(cancelled.values(values).returning(registrations))).first()
    if row is None:
        return False
    await drafts.discard(connection, person.id, event.key)
    await _announce(connection, event, _registration(row), NoticeKind.CANCELLED, now)
    return True


async def say_coming(connection: AsyncConnection, event: Event, person: Person, now: datetime) -> bool:
    """Record that a registrant is coming. Return False if the person is not registered."""
    coming = update(registrations).where(
        _of(person.id, event.key), registrations.c.status == RegistrationStatus.REGISTERED
    )
    result = await connection.execute(coming.values(attendance=Attendance.COMING, updated_at=now))
    return result.rowcount == 1


async def _write(
    connection: AsyncConnection, event: Event, draft: Draft, known: Registration | None, now: datetime
) -> Registration:
    values = {
        "answers": {question.key: draft.answers.get(question.key) for question in event.questions},
        "status": RegistrationStatus.REGISTERED,
        "attendance": Attendance.UNANSWERED,
        "consent_version": draft.consent_version,
        "consented_at": draft.consented_at,
        "updated_at": now,
    }
    if known and known.is_active:
        values |= {"status": known.status, "attendance": known.attendance}
    new = insert_into(connection, registrations).values(
        person_id=draft.person_id, event=event.key, registered_at=now, registered_by=draft.filled_by, **values
    )
    again = values | {"calendar_sequence": registrations.c.calendar_sequence + 1}
    if known and not known.is_active:
        again["registered_at"] = now
    written = new.on_conflict_do_update(index_elements=["event", "person_id"], set_=again).returning(registrations)
    return _registration((await connection.execute(written)).one())


async def _keep_address(
    connection: AsyncConnection, event: Event, registered: Registration, person: Person, before: Registration | None
) -> None:
    question = event.question_for(QuestionUse.EMAIL)
    if question is None:
        return
    given = registered.answers.get(question.key)
    # Whoever takes an address out of the registration wants no more letters there; one given elsewhere stays.
    taken_back = before is not None and before.answers.get(question.key) == person.email
    if given or taken_back:
        await people.set_email(connection, person.id, given if isinstance(given, str) else None)


async def _announce(
    connection: AsyncConnection, event: Event, registered: Registration, kind: NoticeKind, now: datetime
) -> None:
    person = await people.get(connection, registered.person_id)
    assert person is not None
    # The key names this version of this registration, so that it is confirmed once, whatever is repeated.
    key = f"{registered.id}:{registered.calendar_sequence}"
    notice_id = await outbox.add_notice(connection, event.key, kind, key, now)
    await outbox.enqueue(connection, notice_id, person, outbox.Priority.CONFIRMATION, now)


def _of(person_id: int, event: str) -> Any:
    return (registrations.c.person_id == person_id) & (registrations.c.event == event)


def _registration(row: Row[Any]) -> Registration:
    values = dict(row._mapping)
    values["status"] = RegistrationStatus(values["status"])
    values["attendance"] = Attendance(values["attendance"])
    return Registration(**values)
