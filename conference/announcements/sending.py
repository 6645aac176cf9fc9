"""Sending: what an organiser says to an announcement, each one compare-and-set; what its deliveries do follows.

Two who press at once: one of them wins, the other is told. `settling` makes the deliveries follow, in chunks; those
that are claimed meanwhile look at the state before they leave (`rendering`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.announcements.announcement import State
from conference.outbox import DeliveryStatus, has_status
from conference.tables import deliveries, notices


async def plan(connection: AsyncConnection, announcement_id: int, starts_at: datetime) -> bool:
    """Let it begin at a moment. Return False if it is not being composed any more."""
    return await _change(connection, announcement_id, (State.COMPOSING,), State.PLANNED, starts_at=starts_at)


async def undo(connection: AsyncConnection, announcement_id: int) -> bool:
    """Take a planned one back to composing, its words kept. Return False if it has begun: then some have it."""
    return await _change(connection, announcement_id, (State.PLANNED,), State.COMPOSING, starts_at=None)


async def pause(connection: AsyncConnection, announcement_id: int) -> bool:
    """Let nothing more leave until it is resumed. Return False if it is not being sent."""
    return await _turn(connection, announcement_id, (State.SENDING,), State.PAUSED)


async def resume(connection: AsyncConnection, announcement_id: int) -> bool:
    """Go on where it was paused. Return False if it is not paused."""
    return await _turn(connection, announcement_id, (State.PAUSED,), State.SENDING)


async def stop(connection: AsyncConnection, announcement_id: int) -> bool:
    """Withdraw what has not left. Return False if it is neither being sent nor paused."""
    return await _turn(connection, announcement_id, (State.SENDING, State.PAUSED), State.STOPPED)


async def go_on(connection: AsyncConnection, announcement_id: int) -> bool:
    """Send a stopped one to the rest after all. Return False if it is not stopped."""
    return await _turn(connection, announcement_id, (State.STOPPED,), State.SENDING)


async def start_due(connection: AsyncConnection, now: datetime) -> int:
    """Begin what is planned for now or earlier. Return how many."""
    due = update(notices).where(notices.c.state == State.PLANNED, notices.c.starts_at <= now)
    begun = due.values(state=State.SENDING, unsettled=notices.c.unsettled + 1)
    return (await connection.execute(begun)).rowcount


async def finish_done(connection: AsyncConnection) -> list[int]:
    """Say of what is wholly sent that it is done. Return the ids."""
    # Then its whole audience is in the ledger, and nothing of it is held.
    settled = notices.c.state == State.SENDING, notices.c.unsettled == 0
    unfinished = (DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED, DeliveryStatus.SENDING)
    done = update(notices).where(*settled, *(~_has_rows(status) for status in unfinished))
    return list((await connection.execute(done.values(state=State.DONE).returning(notices.c.id))).scalars())


async def _turn(connection: AsyncConnection, announcement_id: int, before: tuple[State, ...], after: State) -> bool:
    return await _change(connection, announcement_id, before, after, unsettled=notices.c.unsettled + 1)


async def _change(
    connection: AsyncConnection, announcement_id: int, before: tuple[State, ...], after: State, **values: Any
) -> bool:
    changed = update(notices).where(notices.c.id == announcement_id, notices.c.state.in_(before))
    return (await connection.execute(changed.values(state=after, **values))).rowcount == 1


def _has_rows(status: DeliveryStatus) -> Any:
    # The few that are unfinished are looked through, not all of the announcement: the sum keeps its index out of it.
    of_it = deliveries.c.notice_id + literal_column("0") == notices.c.id
    return exists(select(deliveries.c.id).where(has_status(status), of_it).correlate(notices))
