"""Claims: taking what waits in the ledger to send it, staying alive meanwhile, taking back what the dead left.

A claim carries an owner, an attempt number and a lease. A mark counts only while owner and attempt still match, so
that a process which lost its lease cannot overwrite the work of the one that took over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName
from conference.database import lease_clock
from conference.outbox import Delivery, DeliveryStatus, NoticeKind, Priority, has_status
from conference.service_state import is_paused
from conference.tables import deliveries, notices

CLAIM_SIZE = 5  # small, so that a confirmation does not wait behind a broadcast
LEASE = timedelta(seconds=30)
"""How long a process may be silent before others take back what it was sending. Whoever is alive renews it."""


async def claim(
    connection: AsyncConnection,
    channel: ChannelName,
    owner: str,
    now: datetime,
    limit: int = CLAIM_SIZE,
    priorities: tuple[Priority, Priority] = (Priority.CONFIRMATION, Priority.ANNOUNCEMENT),
) -> list[Delivery]:
    """Take the next waiting deliveries of a channel for *owner*, until the lease ends; none while paused.

    *priorities* are the first and the last that are wanted.
    """
    first, last = priorities
    wanted = deliveries.c.priority.between(int(first), int(last))
    waiting = (
        select(deliveries.c.id)
        .where(deliveries.c.channel == channel, has_status(DeliveryStatus.WAITING), wanted, ~is_paused())
        .order_by(deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        # PostgreSQL could plan a subquery to run once for each row, and lock the next ones each time.
        .cte("first_waiting")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    taken = (
        update(deliveries)
        .where(deliveries.c.id.in_(select(waiting.c.id)))
        .values(
            status=DeliveryStatus.SENDING,
            owner=owner,
            attempts=deliveries.c.attempts + 1,
            leased_until=lease_clock(connection, now) + LEASE,
        )
        .returning(deliveries.c.id)
    )
    ids = (await connection.execute(taken)).scalars().all()
    return await _claimed(connection, ids) if ids else []


async def release_due(connection: AsyncConnection, now: datetime) -> int:
    """Move what was put back and is due again to the waiting. Return how many."""
    due = update(deliveries).where(has_status(DeliveryStatus.SCHEDULED), deliveries.c.due_at <= now)
    return (await connection.execute(due.values(status=DeliveryStatus.WAITING))).rowcount


async def renew(connection: AsyncConnection, owner: str, now: datetime) -> None:
    """Say that *owner* is alive, and goes on with what it is sending."""
    mine = update(deliveries).where(has_status(DeliveryStatus.SENDING), deliveries.c.owner == owner)
    await connection.execute(mine.values(leased_until=lease_clock(connection, now) + LEASE))


async def recover(connection: AsyncConnection, owner: str, now: datetime, *, alone: bool = False) -> int:
    """Take back what a dead process was sending. Return how many.

    Reminders and confirmations are sent again: better twice than never. Announcements are left for the organiser to
    decide. What *owner* itself is sending is in good hands, however long it takes. Who else is sending is dead when
    the lease has ended; and at once where *owner* is *alone* on the database.
    """
    abandoned = has_status(DeliveryStatus.SENDING) & (deliveries.c.owner != owner)
    if not alone:
        abandoned &= deliveries.c.leased_until < lease_clock(connection, now)
    # EXISTS, not IN: the few rows being sent are to be looked through, not all rows of all announcements.
    announced = notices.c.id == deliveries.c.notice_id, notices.c.kind == NoticeKind.ANNOUNCEMENT
    unsure = update(deliveries).where(abandoned, select(notices.c.id).where(*announced).exists())
    again = update(deliveries).where(abandoned)
    doubt = {"status": DeliveryStatus.UNCERTAIN, "reason": "the process died while sending", "finished_at": now}
    uncertain = await connection.execute(unsure.values(doubt | {"leased_until": None}))
    waiting = await connection.execute(again.values(status=DeliveryStatus.WAITING, leased_until=None))
    return uncertain.rowcount + waiting.rowcount


async def _claimed(connection: AsyncConnection, ids: Sequence[int]) -> list[Delivery]:
    joined = deliveries.join(notices)
    columns = [deliveries.c[name] for name in ("id", "notice_id", "person_id", "channel")]
    columns += [notices.c.event, notices.c.kind, notices.c.key]
    columns += [deliveries.c[name] for name in ("attempts", "parts_sent", "external_id", "owner")]
    order = (deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)
    rows = await connection.execute(
        select(*columns).select_from(joined).where(deliveries.c.id.in_(ids)).order_by(*order)
    )
    return [
        Delivery(**(dict(row._mapping) | {"channel": ChannelName(row.channel), "kind": NoticeKind(row.kind)}))
        for row in rows
    ]
