"""The ledger in the hands of whoever runs the service: look, try again, give up, withdraw. Ids only, no names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, case, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus, NoticeKind
from conference.tables import deliveries, notices, people

QUEUED = frozenset({DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED, DeliveryStatus.HELD})
FAILED = frozenset({DeliveryStatus.DEAD, DeliveryStatus.UNCERTAIN})
GIVEN_UP = "given up by the operator"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which deliveries are meant; what is left out means all."""

    ids: Collection[int] = ()
    status: DeliveryStatus | None = None
    channel: ChannelName | None = None
    event: str | None = None
    person_id: int | None = None

    def condition(self) -> ColumnElement[bool]:
        of_event = select(notices.c.id).where(notices.c.event == self.event)
        wished = (
            (self.ids, deliveries.c.id.in_(self.ids)),
            (self.status, deliveries.c.status == self.status),
            (self.channel, deliveries.c.channel == self.channel),
            (self.event, deliveries.c.notice_id.in_(of_event)),
            (self.person_id, deliveries.c.person_id == self.person_id),
        )
        return and_(literal(True), *(condition for given, condition in wished if given))


@dataclass(frozen=True, slots=True)
class LedgerRow:
    id: int
    event: str
    kind: NoticeKind
    key: str
    notice_id: int
    person_id: int
    channel: ChannelName
    status: DeliveryStatus
    attempts: int
    reason: str | None
    due_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many deliveries of a reminder or an announcement, or of a kind of confirmation, are queued on a channel."""

    event: str
    kind: NoticeKind
    key: str
    """Empty for confirmations: each registration has its own."""
    channel: ChannelName
    before: int
    """How many were due by a moment in question."""
    after: int


async def rows(connection: AsyncConnection, choice: Choice, limit: int) -> list[LedgerRow]:
    """Return the newest *limit* deliveries of a choice, the newest first."""
    columns = [
        deliveries.c[n] for n in ("id", "notice_id", "person_id", "channel", "status", "attempts", "reason", "due_at")
    ]
    columns += [deliveries.c.finished_at, notices.c.event, notices.c.kind, notices.c.key]
    chosen = select(*columns).select_from(deliveries.join(notices)).where(choice.condition())
    found = await connection.execute(chosen.order_by(deliveries.c.id.desc()).limit(limit))
    return [LedgerRow(**(dict(row._mapping) | _typed(row.kind, row.channel, row.status))) for row in found]


async def failed(connection: AsyncConnection, choice: Choice) -> dict[DeliveryStatus, int]:
    """Return how many deliveries of a choice are dead or uncertain, and can be tried again."""
    counted = select(deliveries.c.status, func.count()).where(choice.condition(), _can_be_retried())
    found = await connection.execute(counted.group_by(deliveries.c.status))
    return {DeliveryStatus(status): count for status, count in found}


async def retry(connection: AsyncConnection, choice: Choice, now: datetime) -> int:
    """Put what is dead or uncertain back to the waiting, with all its attempts. Return how many.

    What has arrived of a message in several parts is not sent again.
    """
    fresh = {"status": DeliveryStatus.WAITING, "attempts": 0, "due_at": now, "reason": None, "finished_at": None}
    again = update(deliveries).where(choice.condition(), _can_be_retried())
    return (await connection.execute(again.values(fresh))).rowcount


async def give_up(connection: AsyncConnection, choice: Choice, now: datetime) -> int:
    """Let what is queued be dead. Return how many. What is being sent at this moment goes on."""
    return await _end(connection, choice.condition(), DeliveryStatus.DEAD, GIVEN_UP, now)


async def unsent(connection: AsyncConnection, moment: datetime) -> list[Unsent]:
    """Return what is queued, and how much of it was due by *moment*."""
    shared = notices.c.kind.in_([NoticeKind.REMINDER, NoticeKind.ANNOUNCEMENT])
    key = case((shared, notices.c.key), else_="").label("key")
    named = (notices.c.event, notices.c.kind, key, deliveries.c.channel)
    before = deliveries.c.due_at <= moment
    counts = (func.count().filter(before), func.count().filter(~before))
    queued = select(*named, *counts).select_from(deliveries.join(notices)).where(deliveries.c.status.in_(QUEUED))
    found = await connection.execute(queued.group_by(*named).order_by(*named))
    return [
        Unsent(event, NoticeKind(kind), key, ChannelName(channel), due, coming)
        for event, kind, key, channel, due, coming in found
    ]


async def withdraw(connection: AsyncConnection, moment: datetime, reason: str, now: datetime) -> int:
    """Withdraw what is queued and was due by *moment*. Return how many."""
    return await _end(connection, deliveries.c.due_at <= moment, DeliveryStatus.WITHDRAWN, reason, now)


async def _end(
    connection: AsyncConnection, condition: ColumnElement[bool], status: DeliveryStatus, reason: str, now: datetime
) -> int:
    ended: Update = update(deliveries).where(condition, deliveries.c.status.in_(QUEUED))
    end = {"status": status, "reason": reason, "finished_at": now}
    return (await connection.execute(ended.values(end))).rowcount


def _can_be_retried() -> ColumnElement[bool]:
    # Whoever was erased has no address. And a process that still sends to them must not take a new claim, whose
    # attempts are counted from the start again, for its own.
    erased = select(people.c.id).where(people.c.id == deliveries.c.person_id, people.c.erased_at.is_not(None))
    return deliveries.c.status.in_(FAILED) & ~erased.exists()


def _typed(kind: str, channel: str, status: str) -> dict[str, object]:
    return {"kind": NoticeKind(kind), "channel": ChannelName(channel), "status": DeliveryStatus(status)}
