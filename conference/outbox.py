"""The ledger: every delivery of every notice, once and for ever. What is in it, and how it gets there.

    scheduled --(due)--> waiting --claim--> sending --mark--> sent
        ^                                     |  |
        +-------- a temporary failure --------+  +--> uncertain, dead, missed, withdrawn

What is `held` has been paused by an organiser, and waits again when they resume it.

`claims` takes deliveries to send and gives them back, `marking` writes down what became of them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import ColumnElement, String, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName, Purpose
from conference.database import insert_into
from conference.people import Person
from conference.tables import deliveries, notices


class NoticeKind(StrEnum):
    REGISTERED = "registered"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    ANNOUNCEMENT = "announcement"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    PINNING = "pinning"
    BAD_ADDRESS = "bad_address"
    QUESTION = "question"
    ANSWER = "answer"
    ANSWERED = "answered"
    EVENT_CHANGED = "event_changed"

    @property
    def purpose(self) -> Purpose:
        if self is NoticeKind.ANNOUNCEMENT or self in FOLLOW_UPS:
            return Purpose.ANNOUNCEMENT
        return Purpose.REMINDER if self is NoticeKind.REMINDER else Purpose.CONFIRMATION


FOLLOW_UPS = frozenset({NoticeKind.CORRECTION, NoticeKind.RETRACTION, NoticeKind.PINNING})
"""What is done to an announcement where it has arrived."""


class DeliveryStatus(StrEnum):
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    HELD = "held"
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


async def counts(connection: AsyncConnection) -> dict[tuple[ChannelName, DeliveryStatus], int]:
    """Return how many deliveries each channel has in each state."""
    grouped = select(deliveries.c.channel, deliveries.c.status, func.count()).group_by(
        deliveries.c.channel, deliveries.c.status
    )
    rows = (await connection.execute(grouped)).all()
    return {(ChannelName(channel), DeliveryStatus(status)): count for channel, status, count in rows}


def has_status(status: DeliveryStatus) -> ColumnElement[bool]:
    # Spelt out in the SQL: PostgreSQL may plan without knowing the value of a parameter, and would not see that the
    # partial index of this status holds all it looks for.
    return deliveries.c.status == literal_column(f"'{status}'", String)
