"""What is stored about a person: to show it to them, and to erase it."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import people
from conference.answers import Answer
from conference.event import Event
from conference.outbox import DeliveryStatus
from conference.people import Person, Wants
from conference.tables import audit, deliveries, drafts, invites, notices, organisers, questions, registrations
from conference.tables import people as people_table


@dataclass(frozen=True, slots=True)
class StoredRow:
    """What a row tells about the person. Fields are called like the columns they come from."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    question: str
    label: str
    """What the question is called in lists; its key where the settings no longer have it."""
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class StoredDraft(StoredRow):
    event: str
    position: str
    step: int
    answers: tuple[StoredAnswer, ...]
    pending: Mapping[str, Any] | None
    consent_version: str | None
    consented_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StoredRegistration(StoredRow):
    event: str
    answers: tuple[StoredAnswer, ...]
    status: str
    attendance: str
    calendar_sequence: int
    consent_version: str
    consented_at: datetime
    registered_by: int | None
    """The number of the colleague who registered this person."""
    registered_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RegisteredColleague(StoredRow):
    """A registration that this person made for somebody else, whose data it leaves out."""

    event: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class BegunColleague(StoredRow):
    """A colleague whom this person has begun to register, and whose data it leaves out."""

    event: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StoredDelivery(StoredRow):
    event: str
    kind: str
    channel: str
    status: str
    attempts: int
    external_id: str | None
    reason: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrganiserRole(StoredRow):
    event: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OrganiserAction(StoredRow):
    event: str
    action: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedQuestion(StoredRow):
    """What the person asked, or an organiser answered."""

    event: str
    from_organiser: bool
    body: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class StoredInvite(StoredRow):
    """A one-time link that the person made or used, or that belongs to their registration."""

    event: str
    purpose: str
    invited_by: int | None
    used_by: int | None
    valid_until: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class WrittenNotice(StoredRow):
    event: str
    kind: str
    body: Any
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Everything stored about one person. Moments are UTC."""

    person: Person
    drafts: tuple[StoredDraft, ...]
    registrations: tuple[StoredRegistration, ...]
    registered_colleagues: tuple[RegisteredColleague, ...]
    begun_colleagues: tuple[BegunColleague, ...]
    deliveries: tuple[StoredDelivery, ...]
    organiser_roles: tuple[OrganiserRole, ...]
    organiser_actions: tuple[OrganiserAction, ...]
    written_notices: tuple[WrittenNotice, ...]
    questions: tuple[AskedQuestion, ...]
    invites: tuple[StoredInvite, ...]

    def as_json(self) -> bytes:
        """Return it as UTF-8 JSON, a structured and commonly used format (GDPR, article 20), with ISO 8601 moments."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=datetime.isoformat).encode()


_Kind = TypeVar("_Kind", bound=StoredRow)


async def collect(
    connection: AsyncConnection, person_id: int, events: Iterable[Event], language: str
) -> PersonalData | None:
    """Return what is stored about a person, with the questions' labels in *language*; None for an unknown number."""
    person = await people.get(connection, person_id)
    if person is None:
        return None
    by_key = {event.key: event for event in events}

    async def stored(kind: type[_Kind], condition: ColumnElement[bool], *tables: FromClause) -> tuple[_Kind, ...]:
        columns = [next(table.c[field.name] for table in tables if field.name in table.c) for field in fields(kind)]
        rows = await connection.execute(select(*columns).where(condition).order_by(tables[0].c.id))
        return tuple(kind(**_labelled(dict(row._mapping), by_key, language)) for row in rows)

    delivered = (deliveries.c.person_id == person_id) & (deliveries.c.notice_id == notices.c.id)
    return PersonalData(
        person=person,
        drafts=await stored(StoredDraft, drafts.c.person_id == person_id, drafts),
        registrations=await stored(StoredRegistration, registrations.c.person_id == person_id, registrations),
        registered_colleagues=await stored(
            RegisteredColleague, registrations.c.registered_by == person_id, registrations
        ),
        begun_colleagues=await stored(BegunColleague, drafts.c.filled_by == person_id, drafts),
        deliveries=await stored(StoredDelivery, delivered, deliveries, notices),
        organiser_roles=await stored(OrganiserRole, organisers.c.person_id == person_id, organisers),
        organiser_actions=await stored(OrganiserAction, audit.c.person_id == person_id, audit),
        written_notices=await stored(WrittenNotice, notices.c.author_id == person_id, notices),
        questions=await stored(AskedQuestion, questions.c.person_id == person_id, questions),
        invites=await stored(StoredInvite, _invites_of([person_id]), invites),
    )


async def erase(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Erase what is stored about a person, for every event. See `erase_people`."""
    await erase_people(connection, [person_id], now)


async def erase_people(connection: AsyncConnection, person_ids: Collection[int], now: datetime) -> None:
    """Erase what is stored about these people, in the caller's transaction; an empty row stays behind each number.

    The ledger keeps that something was sent and when; the audit and the announcements of an organiser keep the
    number. Overwritten pages and the write-ahead log still hold the data until `Database.erase_traces`.
    """
    await _erase_for_events(connection, person_ids, None, now)
    # Colleagues whom they registered stay; who did it for them is forgotten.
    registered = update(registrations).where(registrations.c.registered_by.in_(person_ids))
    await connection.execute(registered.values(registered_by=None))
    # Whom they had only begun to register, nobody else can finish.
    await connection.execute(delete(drafts).where(drafts.c.filled_by.in_(person_ids)))
    await connection.execute(delete(invites).where(_invites_of(person_ids)))
    await connection.execute(delete(organisers).where(organisers.c.person_id.in_(person_ids)))
    emptied = {
        "language": "",
        "chat_id": None,
        "email": None,
        "wants": Wants.BOTH,
        "telegram_unreachable_since": None,
        "email_unreachable_since": None,
        "opted_out_at": None,
        "expects": None,
        "erased_at": func.coalesce(people_table.c.erased_at, now),
    }
    await connection.execute(update(people_table).where(people_table.c.id.in_(person_ids)).values(emptied))


async def erase_events(
    connection: AsyncConnection, person_ids: Collection[int], events: Collection[str], now: datetime
) -> None:
    """Erase what these people left for some events; their addresses and roles stay."""
    await _erase_for_events(connection, person_ids, events, now)


async def _erase_for_events(
    connection: AsyncConnection, person_ids: Collection[int], events: Collection[str] | None, now: datetime
) -> None:
    """Erase drafts, registrations, questions and what deliveries tell; None means every event."""

    def theirs(table: FromClause) -> ColumnElement[bool]:
        of_people = table.c.person_id.in_(person_ids)
        return of_people if events is None else of_people & table.c.event.in_(events)

    gone = select(registrations.c.id).where(theirs(registrations))
    await connection.execute(delete(invites).where(invites.c.registration_id.in_(gone)))
    await connection.execute(delete(registrations).where(theirs(registrations)))
    await connection.execute(delete(drafts).where(theirs(drafts)))
    await _erase_questions(connection, theirs(questions))
    of_events = select(notices.c.id) if events is None else select(notices.c.id).where(notices.c.event.in_(events))
    delivered = deliveries.c.person_id.in_(person_ids) & deliveries.c.notice_id.in_(of_events)
    await _empty_deliveries(connection, delivered, now)


async def _erase_questions(connection: AsyncConnection, condition: ColumnElement[bool]) -> None:
    thread = select(questions.c.id).where(condition).cte("thread", recursive=True)
    # Whatever was said in reply goes too: it would point at a question that is gone, and may quote it.
    thread = thread.union(select(questions.c.id).where(questions.c.in_reply_to == thread.c.id))
    await connection.execute(delete(questions).where(questions.c.id.in_(select(thread.c.id))))


async def _empty_deliveries(connection: AsyncConnection, condition: ColumnElement[bool], now: datetime) -> None:
    status = deliveries.c.status
    end = case(
        (status.in_([DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED, DeliveryStatus.HELD]), DeliveryStatus.WITHDRAWN),
        # It is on its way. Whoever sends it can no longer mark it, and so writes no id back into the emptied row.
        (status == DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN),
        else_=status,
    )
    finished_at = func.coalesce(deliveries.c.finished_at, now)
    emptied = {"status": end, "finished_at": finished_at, "leased_until": None, "external_id": None, "reason": None}
    await connection.execute(update(deliveries).where(condition).values(emptied))


def _invites_of(person_ids: Collection[int]) -> ColumnElement[bool]:
    theirs = select(registrations.c.id).where(registrations.c.person_id.in_(person_ids))
    return or_(
        invites.c.invited_by.in_(person_ids), invites.c.used_by.in_(person_ids), invites.c.registration_id.in_(theirs)
    )


def _labelled(values: dict[str, Any], events: Mapping[str, Event], language: str) -> dict[str, Any]:
    """Return the row with a label for each of its answers, if it has any."""
    if "answers" not in values:
        return values
    event = events.get(values["event"])
    asked = {question.key: question.label.in_language(language) for question in event.questions} if event else {}
    answers = tuple(StoredAnswer(key, asked.get(key, key), answer) for key, answer in values["answers"].items())
    return values | {"answers": answers}
