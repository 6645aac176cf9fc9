"""People for tests, as they are stored, and what the ledger has for them."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from conference import people, registration
from conference.database import Database
from conference.dialogue import SUMMARY, Draft
from conference.event import Event
from conference.people import Person
from conference.tables import deliveries, notices
from conference.tables import people as people_table

MAY = datetime(2024, 5, 20, 9, tzinfo=UTC)
ANSWERS = {"name": "Anna Kalniņa", "email": "anna@inbox.lv", "field": None}

_chats = count(1000)


async def a_person(database: Database, **columns: Any) -> Person:
    """Store somebody with a chat of their own and no e-mail address, but for *columns*."""
    row = {"chat_id": next(_chats), "language": "lv", "created_at": MAY} | columns
    async with database.transaction() as connection:
        stored = insert(people_table).values(row).returning(people_table.c.id)
        person = await people.get(connection, (await connection.execute(stored)).scalar_one())
    assert person is not None
    return person


def a_complete_draft(event: Event, person: Person, **changes: Any) -> Draft:
    """Return a draft of *person* that can be confirmed; its e-mail address is the person's, if they have one."""
    draft = {
        "position": SUMMARY,
        "answers": ANSWERS | ({"email": person.email} if person.email else {}),
        "consent_version": event.privacy.version,
        "consented_at": MAY,
    }
    return Draft(person.id, event.key, **(draft | changes))


async def a_registrant(database: Database, event: Event, now: datetime = MAY, **columns: Any) -> Person:
    """Store somebody who registered at *now*."""
    person = await a_person(database, **columns)
    async with database.transaction() as connection:
        await registration.confirm(connection, event, a_complete_draft(event, person), person, now)
    return person


async def ledger(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    """Return the deliveries in the order of the ledger: these columns of them and of their notices."""
    known = {column.name: column for column in (*notices.c, *deliveries.c)}
    chosen = select(*(known[name] for name in columns)).select_from(deliveries.join(notices))
    async with database.snapshot() as connection:
        return [tuple(row) for row in await connection.execute(chosen.order_by(deliveries.c.id))]
