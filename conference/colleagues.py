"""Registering for somebody else: the same dialogue, on a draft of a person who has no chat.

Whoever fills it in is the secretary here. The colleague hears of it by e-mail, and may go on in Telegram.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import dialogue, drafts, people, registration
from conference.dialogue import Draft
from conference.event import Event
from conference.people import Person
from conference.question import QuestionUse
from conference.registration import Registration, RegistrationStatus
from conference.tables import people as people_table
from conference.tables import registrations

MOST = 30
"""Colleagues that one person can register for an event: each of them gets a letter that they have not asked for."""

NEEDED = (QuestionUse.NAME, QuestionUse.EMAIL)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whom a secretary has registered."""

    registration: Registration
    has_chat: bool
    """Whether they go on in Telegram: then they decide for themselves."""


def can_be_registered(event: Event) -> bool:
    """Return whether an event asks for what a colleague needs: a name, and an address to hear of it."""
    return all(event.question_for(use) for use in NEEDED)


def asked(event: Event, draft: Draft) -> Event:
    """Return the event as a draft's questions are asked: of a colleague, the name and the address are required."""
    if draft.filled_by is None:
        return event
    questions = (
        question.model_copy(update={"required": True}) if question.use in NEEDED else question
        for question in event.questions
    )
    return event.model_copy(update={"questions": tuple(questions)})


async def open_draft(connection: AsyncConnection, event: Event, secretary: Person, now: datetime) -> Draft:
    """Return the draft of the colleague whom somebody is registering, or of a new one."""
    draft = await drafts.of_colleague(connection, secretary.id, event.key)
    if draft is None:
        new = insert(people_table).values(language=secretary.language, created_at=now).returning(people_table.c.id)
        person_id = (await connection.execute(new)).scalar_one()
        draft = dialogue.new_draft(person_id, event, now, filled_by=secretary.id)
        await drafts.save(connection, draft, now)
    return dialogue.settled(asked(event, draft), draft)


async def registered_by(connection: AsyncConnection, secretary_id: int, event: Event) -> Sequence[Colleague]:
    """Return the colleagues whom somebody has registered and who are still coming, the first one first."""
    mine = select(registrations.c.person_id).where(
        registrations.c.registered_by == secretary_id,
        registrations.c.event == event.key,
        registrations.c.status != RegistrationStatus.CANCELLED,
    )
    ids = (await connection.execute(mine.order_by(registrations.c.id))).scalars().all()
    found = await registration.find_all(connection, ids, [event.key])
    known = await people.get_all(connection, ids)
    return [Colleague(found[id_, event.key], known[id_].chat_id is not None) for id_ in ids]


async def has_registered_most(connection: AsyncConnection, secretary_id: int, event: Event) -> bool:
    """Return whether somebody has registered as many as they may, also if they have cancelled some since."""
    counted = select(func.count()).where(
        registrations.c.registered_by == secretary_id, registrations.c.event == event.key
    )
    return (await connection.execute(counted)).scalar_one() >= MOST


async def find(
    connection: AsyncConnection, secretary_id: int, event: Event, registration_id: int
) -> Registration | None:
    """Return a registration that a secretary may cancel: their own work, of somebody who has no chat."""
    for colleague in await registered_by(connection, secretary_id, event):
        if colleague.registration.id == registration_id and not colleague.has_chat:
            return colleague.registration
    return None


async def cancel(
    connection: AsyncConnection, secretary_id: int, event: Event, registration_id: int, now: datetime
) -> bool:
    """Cancel a colleague's registration and let them know. Return False if it is none that this person may cancel."""
    found = await find(connection, secretary_id, event, registration_id)
    person = await people.get(connection, found.person_id) if found else None
    return person is not None and await registration.cancel(connection, event, person, now)
