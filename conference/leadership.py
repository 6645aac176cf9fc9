"""Several processes on one PostgreSQL: which of them leads, and how many are alive.

The leader asks Telegram for updates and runs the clock's jobs; everybody sends. Both the lead and a place among the
living are leases: rows that count until a moment on the database's clock, and are renewed well before.

The lead keeps order (Telegram answers two who ask at once with 409). Correctness does not hang on it: an update has
its effects once, a delivery is claimed by one, and a reminder is queued once, whoever believes that they lead.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.database import insert_into, lease_clock
from conference.tables import leases

LEASE = timedelta(seconds=10)
LEAD = "lead"


async def live(connection: AsyncConnection, owner: str, now: datetime) -> int:
    """Take or renew *owner*'s place among the living. Return how many are alive, *owner* among them."""
    clock = lease_clock(connection, now)
    await connection.execute(delete(leases).where(leases.c.name != LEAD, leases.c.until < clock))
    await _take(connection, owner, owner, now)
    return (await connection.execute(select(func.count()).where(leases.c.name != LEAD))).scalar_one()


async def lead(connection: AsyncConnection, owner: str, now: datetime) -> bool:
    """Renew the lead of *owner*, or take over one that has ended. Return whether *owner* leads, for LEASE from now."""
    return await _take(connection, LEAD, owner, now)


async def leave(connection: AsyncConnection, owner: str) -> None:
    """Give back what *owner* holds, so that nobody has to wait for its end."""
    await connection.execute(delete(leases).where(leases.c.owner == owner))


async def _take(connection: AsyncConnection, name: str, owner: str, now: datetime) -> bool:
    clock = lease_clock(connection, now)
    taken = insert_into(connection, leases).values(name=name, owner=owner, until=clock + LEASE)
    # Compare and set: whoever comes second waits for the first, and finds a lease that has not ended.
    free = (leases.c.owner == owner) | (leases.c.until < clock)
    values = {"owner": taken.excluded.owner, "until": taken.excluded.until}
    held = taken.on_conflict_do_update(index_elements=["name"], set_=values, where=free)
    return (await connection.execute(held.returning(leases.c.name))).first() is not None
