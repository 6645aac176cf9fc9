"""What is true of the service as a whole: whether it is paused, when it was started, and what it signs with.

While it is paused, people are answered in their chats as always, and what is to be sent is queued; nothing of it
leaves until somebody says so.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_hex

from sqlalchemy import ColumnElement, Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.database import insert_into
from conference.signing import Signing
from conference.tables import service_state

PAUSED = "paused"
STARTED = "started"
SECRET = "secret"  # noqa: S105  the name of its row


class PauseReason(StrEnum):
    OPERATOR = "operator"
    RESTORED = "restored"
    """The database is a restored copy: the one that was lost may have sent what this one still has to send."""


@dataclass(frozen=True, slots=True)
class Pause:
    since: datetime
    reason: PauseReason


async def pause(connection: AsyncConnection, reason: PauseReason, now: datetime) -> bool:
    """Let nothing be delivered. Return False where it is so already; the first reason stays."""
    row = insert_into(connection, service_state).values(key=PAUSED, value=reason, since=now)
    return (await connection.execute(row.on_conflict_do_nothing())).rowcount == 1


async def resume(connection: AsyncConnection) -> None:
    """Let deliveries go on."""
    await connection.execute(delete(service_state).where(service_state.c.key == PAUSED))


async def paused(connection: AsyncConnection) -> Pause | None:
    """Return since when and why nothing is delivered; None where it is."""
    row = await _row(connection, PAUSED)
    return Pause(row.since, PauseReason(row.value)) if row else None


def is_paused() -> ColumnElement[bool]:
    """Return a condition for the SQL of a claim, so that no delivery is claimed after a pause is committed."""
    return select(service_state.c.key).where(service_state.c.key == PAUSED).exists()


async def note_start(connection: AsyncConnection, owner: str, now: datetime) -> None:
    """Remember that the process *owner* was started."""
    row = insert_into(connection, service_state).values(key=STARTED, value=owner, since=now)
    await connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": owner, "since": now}))


async def started(connection: AsyncConnection) -> datetime | None:
    """Return when the service was started last; it may have ended since."""
    row = await _row(connection, STARTED)
    return row.since if row else None


async def signing(connection: AsyncConnection, now: datetime) -> Signing:
    """Return what the service signs with. Its secret is made when it is first asked for; all processes share it."""
    new = insert_into(connection, service_state).values(key=SECRET, value=token_hex(32), since=now)
    # The no-op update makes RETURNING give the known row too.
    known = new.on_conflict_do_update(index_elements=["key"], set_={"key": SECRET})
    return Signing((await connection.execute(known.returning(service_state.c.value))).scalar_one())


async def _row(connection: AsyncConnection, key: str) -> Row[str, str, datetime] | None:
    return (await connection.execute(select(service_state).where(service_state.c.key == key))).first()
