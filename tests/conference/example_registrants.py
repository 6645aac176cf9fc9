"""Registrants for tests, as many as are wanted, as they are stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert, select

from conference.answers import Answer
from conference.database import Database
from conference.event import Event
from conference.tables import people, registrations
from tests.conference.example_people import MAY

Answers = Mapping[str, Answer | None]


async def registered(database: Database, event: Event, answers: Iterable[Answers], **columns: Any) -> list[int]:
    """Store somebody for each of *answers*, registered in May, but for *columns*. Return their registrations' ids."""
    given = list(answers)
    common = {"event": event.key, "status": "registered", "consent_version": "1", "consented_at": MAY}
    common |= {"registered_at": MAY, "updated_at": MAY} | columns
    async with database.transaction() as connection:
        known = set((await connection.execute(select(people.c.id))).scalars())
        await connection.execute(insert(people), [{"language": "lv", "created_at": MAY} for _ in given])
        ids = (await connection.execute(select(people.c.id).order_by(people.c.id))).scalars().all()
        new = [person_id for person_id in ids if person_id not in known]
        rows = [common | {"person_id": one, "answers": dict(theirs)} for one, theirs in zip(new, given, strict=True)]
        await connection.execute(insert(registrations), rows)
        theirs = select(registrations.c.id).where(registrations.c.person_id.in_(new))
        return list((await connection.execute(theirs.order_by(registrations.c.person_id))).scalars())
