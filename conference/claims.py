"""Claims: taking what waits in the ledger to send it, staying alive meanwhile, taking back what the dead left.

A claim carries an owner, an attempt number and a lease. A mark counts only while owner and attempt still match, so
that a process which lost its lease cannot overwrite the work of the one that took over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, select, update
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
    wanted = {"its_channel": channel, "first": int(first), "last": int(last), "most": limit, "its_owner": owner}
    taken = _TAKE.values(leased_until=lease_clock(connection, now) + LEASE)
    # Each begins with what they are ordered by; no statement returns what it changed in any order of its own.
    return [_delivery(row, channel, owner) for row in sorted(await connection.execute(taken, wanted))]


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
    # A correction by e-mail is a letter of its own; what is done to a message in a chat can be done again.
    letter = (notices.c.kind == NoticeKind.CORRECTION) & (deliveries.c.channel == ChannelName.EMAIL)
    announced = notices.c.id == deliveries.c.notice_id, (notices.c.kind == NoticeKind.ANNOUNCEMENT) | letter
    unsure = update(deliveries).where(abandoned, select(notices.c.id).where(*announced).exists())
    again = update(deliveries).where(abandoned)
    doubt = {"status": DeliveryStatus.UNCERTAIN, "reason": "the process died while sending", "finished_at": now}
    uncertain = await connection.execute(unsure.values(doubt | {"leased_until": None}))
    waiting = await connection.execute(again.values(status=DeliveryStatus.WAITING, leased_until=None))
    return uncertain.rowcount + waiting.rowcount


def _delivery(row: Sequence[Any], channel: ChannelName, owner: str) -> Delivery:
    _, _, row_id, notice_id, person_id, event, kind, key, attempts, parts, external_id = row
    named = event, NoticeKind(kind), key
    return Delivery(row_id, notice_id, person_id, channel, *named, attempts, parts, external_id, owner)


def _of_notice(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    return select(column).where(notices.c.id == deliveries.c.notice_id).correlate(deliveries).scalar_subquery()


_ORDER = (deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)

_WAITING = (
    select(deliveries.c.id)
    .where(
        deliveries.c.channel == bindparam("its_channel"),
        has_status(DeliveryStatus.WAITING),
        deliveries.c.priority.between(bindparam("first"), bindparam("last")),
        ~is_paused(),
    )
    .order_by(*_ORDER)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    # PostgreSQL could plan a subquery to run once for each row, and lock the next ones each time.
    .cte("first_waiting")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)

_TAKE = (
    update(deliveries)
    .where(deliveries.c.id.in_(select(_WAITING.c.id)))
    .values(status=DeliveryStatus.SENDING, owner=bindparam("its_owner"), attempts=deliveries.c.attempts + 1)
    .returning(
        *(*_ORDER, deliveries.c.notice_id, deliveries.c.person_id),
        *map(_of_notice, (notices.c.event, notices.c.kind, notices.c.key)),
        *(deliveries.c.attempts, deliveries.c.parts_sent, deliveries.c.external_id),
    )
)
"""It returns what the notices say, too: so a claim is one statement."""
