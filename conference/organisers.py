"""Organisers: who runs an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import invites
from conference.database import insert_into, take_turn
from conference.tables import organisers


class Role(StrEnum):
    ORGANISER = "organiser"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Organiser:
    person_id: int
    event: str
    role: Role
    since: datetime


async def find(connection: AsyncConnection, person_id: int, event: str) -> Organiser | None:
    """Return the person's part in an event, if they have one."""
    row = (await connection.execute(select(*_COLUMNS).where(_of(person_id, event)))).first()
    return _organiser(row) if row else None


async def roles(connection: AsyncConnection, person_id: int) -> list[Organiser]:
    """Return all events that a person helps to run, in the order in which they came to it."""
    rows = await connection.execute(select(*_COLUMNS).where(organisers.c.person_id == person_id).order_by("id"))
    return [_organiser(row) for row in rows]


async def of_event(connection: AsyncConnection, event: str) -> Sequence[Organiser]:
    """Return everybody who runs an event, the first one first."""
    rows = await connection.execute(select(*_COLUMNS).where(organisers.c.event == event).order_by("id"))
    return [_organiser(row) for row in rows]


async def appoint(connection: AsyncConnection, person_id: int, event: str, role: Role, now: datetime) -> None:
    """Give somebody a part in an event. An organiser who opens a link for door staff stays an organiser."""
    new = insert_into(connection, organisers).values(person_id=person_id, event=event, role=role, since=now)
    promoted = {"role": Role.ORGANISER} if role is Role.ORGANISER else {"event": event}
    await connection.execute(new.on_conflict_do_update(index_elements=["person_id", "event"], set_=promoted))


async def dismiss(connection: AsyncConnection, person_id: int, event: str) -> bool:
    """Take somebody's part away, and the invites they made. Return False if they had none, or nobody would be left.

    The last organiser stays: without one, nobody could invite another.
    """
    # Two organisers who dismiss each other at the same moment would both find that one is left.
    await take_turn(connection, f"organisers {event}")
    others = [one for one in await of_event(connection, event) if one.person_id != person_id]
    if not any(one.role is Role.ORGANISER for one in others):
        return False
    await invites.withdraw(connection, person_id, event)
    return (await connection.execute(delete(organisers).where(_of(person_id, event)))).rowcount == 1


def _of(person_id: int, event: str) -> Any:
    return (organisers.c.person_id == person_id) & (organisers.c.event == event)


_COLUMNS = [organisers.c[name] for name in ("person_id", "event", "role", "since")]


def _organiser(row: Row[Any]) -> Organiser:
    values = dict(row._mapping)
    return Organiser(**(values | {"role": Role(values["role"])}))
