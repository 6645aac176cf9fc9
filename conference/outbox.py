"""The ledger: every delivery of every notice, once and for ever. Enqueue, claim, mark.

    scheduled --(due)--> waiting --claim--> sending --mark--> sent
        ^                                     |  |
        +-------- a temporary failure --------+  +--> uncertain, dead, missed, withdrawn

A claim carries an owner, an attempt number and a lease. A mark counts only while owner and attempt still match, so
that a process which lost its lease cannot overwrite the work of the one that took over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Update, bindparam, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName, Purpose
from conference.database import insert_into, lease_clock
from conference.people import Person
from conference.service_state import is_paused
from conference.tables import deliveries, notices


class NoticeKind(StrEnum):
    REGISTERED = "registered"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    ANNOUNCEMENT = "announcement"
    BAD_ADDRESS = "bad_address"

    @property
    def purpose(self) -> Purpose:
        named = {NoticeKind.REMINDER: Purpose.REMINDER, NoticeKind.ANNOUNCEMENT: Purpose.ANNOUNCEMENT}
        return named.get(self, Purpose.CONFIRMATION)


class DeliveryStatus(StrEnum):
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class Priority(IntEnum):
    """Lower goes first."""

    CONFIRMATION = 0
    REMINDER = 5
    ANNOUNCEMENT = 9


CLAIM_SIZE = 5  # small, so that a confirmation does not wait behind a broadcast
LEASE = timedelta(seconds=30)
"""How long a process may be silent before others take back what it was sending. Whoever is alive renews it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed row: one notice, one person, one channel."""

    id: int
    notice_id: int
    person_id: int
    channel: ChannelName
    event: str
    kind: NoticeKind
    key: str
    attempts: int
    parts_sent: int
    external_id: str | None
    owner: str


async def add_notice(connection: AsyncConnection, event: str, kind: NoticeKind, key: str, now: datetime) -> int:
    """Return the id of the notice of that name, new or known."""
    new = insert_into(connection, notices).values(event=event, kind=kind, key=key, created_at=now)
    # The no-op update makes RETURNING give the known row too.
    added = new.on_conflict_do_update(index_elements=["event", "kind", "key"], set_={"key": key})
    return int((await connection.execute(added.returning(notices.c.id))).scalar_one())


async def enqueue(
    connection: AsyncConnection, notice_id: int, person: Person, priority: Priority, now: datetime
) -> None:
    """Queue a notice for one person, on each of their channels. What is in the ledger already stays as it is."""
    for channel in person.channels:
        row = insert_into(connection, deliveries).values(
            notice_id=notice_id,
            person_id=person.id,
            channel=channel,
            priority=priority,
            status=DeliveryStatus.WAITING,
            due_at=now,
            created_at=now,
        )
        await connection.execute(row.on_conflict_do_nothing())


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
        .where(deliveries.c.channel == channel, _has(DeliveryStatus.WAITING), wanted, ~is_paused())
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


async def finish(
    connection: AsyncConnection,
    delivery: Delivery,
    status: DeliveryStatus,
    now: datetime,
    *,
    external_id: str | None = None,
    reason: str | None = None,
) -> bool:
    """Mark a delivery with its end. Return False if it is no longer the caller's."""
    end: dict[str, Any] = {"status": status, "reason": reason, "finished_at": now, "leased_until": None}
    if external_id and not delivery.external_id:
        end["external_id"] = external_id
    return await _mark(connection, _mine(delivery).values(end))


async def finish_sent(connection: AsyncConnection, sent: Sequence[tuple[Delivery, str, datetime]]) -> list[bool]:
    """Mark deliveries as sent, under what the other side knows them by. Return which of them were the caller's."""
    marks = [
        {
            "its_id": delivery.id,
            "its_owner": delivery.owner,
            "its_attempts": delivery.attempts,
            "its_external_id": delivery.external_id or external_id or None,
            "its_end": at,
        }
        for delivery, external_id, at in sent
    ]
    if (await connection.execute(_SENT, marks)).rowcount == len(sent):
        return [True] * len(sent)
    # One was not ours any more, or this driver does not count (asyncpg): look which.
    claims = [(delivery.id, delivery.owner, delivery.attempts) for delivery, _, _ in sent]
    marked = select(deliveries.c.id, deliveries.c.owner, deliveries.c.attempts).where(
        deliveries.c.id.in_([delivery_id for delivery_id, _, _ in claims]), _has(DeliveryStatus.SENT)
    )
    ours = {tuple(row) for row in await connection.execute(marked)}
    return [claim in ours for claim in claims]


async def note_part(connection: AsyncConnection, delivery: Delivery, parts_sent: int, external_id: str) -> bool:
    """Remember how much of a delivery has arrived; the first part's id is what later edits refer to."""
    first = func.coalesce(deliveries.c.external_id, external_id)
    return await _mark(connection, _mine(delivery).values(parts_sent=parts_sent, external_id=first))


async def postpone(
    connection: AsyncConnection, delivery: Delivery, due_at: datetime, reason: str, *, costs_attempt: bool = True
) -> bool:
    """Put a delivery back until *due_at*."""
    attempts = deliveries.c.attempts if costs_attempt else deliveries.c.attempts - 1
    later = {"status": DeliveryStatus.SCHEDULED, "due_at": due_at, "reason": reason, "leased_until": None}
    return await _mark(connection, _mine(delivery).values(later | {"attempts": attempts}))


async def release_due(connection: AsyncConnection, now: datetime) -> int:
    """Move what was put back and is due again to the waiting. Return how many."""
    due = update(deliveries).where(_has(DeliveryStatus.SCHEDULED), deliveries.c.due_at <= now)
    return (await connection.execute(due.values(status=DeliveryStatus.WAITING))).rowcount


async def renew(connection: AsyncConnection, owner: str, now: datetime) -> None:
    """Say that *owner* is alive, and goes on with what it is sending."""
    mine = update(deliveries).where(_has(DeliveryStatus.SENDING), deliveries.c.owner == owner)
    await connection.execute(mine.values(leased_until=lease_clock(connection, now) + LEASE))


async def recover(connection: AsyncConnection, owner: str, now: datetime, *, alone: bool = False) -> int:
    """Take back what a dead process was sending. Return how many.

    Reminders and confirmations are sent again: better twice than never. Announcements are left for the organiser to
    decide. What *owner* itself is sending is in good hands, however long it takes. Who else is sending is dead when
    the lease has ended; and at once where *owner* is *alone* on the database.
    """
    abandoned = _has(DeliveryStatus.SENDING) & (deliveries.c.owner != owner)
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


async def counts(connection: AsyncConnection) -> dict[tuple[ChannelName, DeliveryStatus], int]:
    """Return how many deliveries each channel has in each state."""
    grouped = select(deliveries.c.channel, deliveries.c.status, func.count()).group_by(
        deliveries.c.channel, deliveries.c.status
    )
    rows = (await connection.execute(grouped)).all()
    return {(ChannelName(channel), DeliveryStatus(status)): count for channel, status, count in rows}


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


def _has(status: DeliveryStatus) -> ColumnElement[bool]:
    # Spelt out in the SQL: PostgreSQL may plan without knowing the value of a parameter, and would not see that the
    # partial index of this status holds all it looks for.
    return deliveries.c.status == literal(str(status), literal_execute=True)


def _mine(delivery: Delivery) -> Update:
    # Fencing: owner and attempt name exactly this claim; a later claim of the same row has another attempt.
    return update(deliveries).where(
        deliveries.c.id == delivery.id,
        _has(DeliveryStatus.SENDING),
        deliveries.c.owner == delivery.owner,
        deliveries.c.attempts == delivery.attempts,
    )


async def _mark(connection: AsyncConnection, mark: Update) -> bool:
    return (await connection.execute(mark)).rowcount == 1


_SENT = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("its_id"),
        deliveries.c.status == DeliveryStatus.SENDING,
        deliveries.c.owner == bindparam("its_owner"),
        deliveries.c.attempts == bindparam("its_attempts"),
    )
    .values(
        status=DeliveryStatus.SENT,
        external_id=bindparam("its_external_id"),
        finished_at=bindparam("its_end"),
        reason=None,
        leased_until=None,
    )
)
"""The one mark that is made by the thousand."""
