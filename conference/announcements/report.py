"""Reports: how far an announcement is, whom it did not reach and why, and trying those again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import reminders
from conference.announcements.announcement import State
from conference.channels.channel import ChannelName
from conference.event import Event
from conference.ledger import FAILED
from conference.outbox import DeliveryStatus
from conference.question import QuestionUse
from conference.tables import deliveries, notices, people, registrations

UNFINISHED = frozenset({DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED, DeliveryStatus.HELD, DeliveryStatus.SENDING})


@dataclass(frozen=True, slots=True)
class Progress:
    """How many deliveries of a notice are in which state, by channel. A person may have one on each."""

    counts: Mapping[tuple[ChannelName, DeliveryStatus], int]

    def on(self, channel: ChannelName | None = None, *statuses: DeliveryStatus) -> int:
        """Return how many there are on a channel (None: on all) in these states (none: in all)."""
        wanted = statuses or tuple(DeliveryStatus)
        return sum(count for (on, status), count in self.counts.items() if status in wanted and channel in (None, on))

    @property
    def total(self) -> int:
        return self.on()

    @property
    def sent(self) -> int:
        return self.on(None, DeliveryStatus.SENT)

    @property
    def failed(self) -> int:
        """Dead, uncertain or missed."""
        return self.on(None, *FAILED, DeliveryStatus.MISSED)

    @property
    def withdrawn(self) -> int:
        return self.on(None, DeliveryStatus.WITHDRAWN)

    @property
    def remaining(self) -> int:
        return self.on(None, *UNFINISHED)


@dataclass(frozen=True, slots=True)
class Failure:
    """One delivery that did not arrive, or may not have."""

    delivery_id: int
    person_id: int
    name: str | None
    """The registrant's own, where the event asks for it."""
    channel: ChannelName
    status: DeliveryStatus
    reason: str | None


async def progress(connection: AsyncConnection, notice_id: int) -> Progress:
    """Return how far a notice is: an announcement, or what was done to one."""
    grouped = select(deliveries.c.channel, deliveries.c.status, func.count()).where(deliveries.c.notice_id == notice_id)
    rows = await connection.execute(grouped.group_by(deliveries.c.channel, deliveries.c.status))
    return Progress({(ChannelName(channel), DeliveryStatus(status)): count for channel, status, count in rows})


async def failures(connection: AsyncConnection, event: Event, notice_id: int, limit: int = 1000) -> Sequence[Failure]:
    """Return what is dead or uncertain, with names: for organisers only."""
    columns = [deliveries.c[name] for name in ("id", "person_id", "channel", "status", "reason")]
    theirs = (registrations.c.person_id == deliveries.c.person_id) & (registrations.c.event == event.key)
    bad = deliveries.c.notice_id == notice_id, deliveries.c.status.in_(FAILED)
    found = select(*columns, registrations.c.answers).select_from(deliveries.outerjoin(registrations, theirs))
    question = event.question_for(QuestionUse.NAME)
    return [
        Failure(
            row.id,
            row.person_id,
            (row.answers or {}).get(question.key) if question else None,
            ChannelName(row.channel),
            DeliveryStatus(row.status),
            row.reason,
        )
        for row in await connection.execute(found.where(*bad).order_by(deliveries.c.id).limit(limit))
    ]


async def retry(connection: AsyncConnection, notice_id: int, now: datetime, *, uncertain: bool = False) -> int:
    """Try again what is dead, and with *uncertain* what may have arrived: somebody could get it twice. Return how many.

    Not where the person cannot be reached on that channel any more, nor what is stopped, taken back or paused.
    """
    again = update(notices).where(notices.c.id == notice_id, notices.c.state.in_([State.SENDING, State.DONE]))
    if (await connection.execute(again.values(state=State.SENDING))).rowcount == 0:
        return 0
    statuses = sorted(FAILED) if uncertain else [DeliveryStatus.DEAD]
    failed = update(deliveries).where(deliveries.c.notice_id == notice_id, deliveries.c.status.in_(statuses))
    fresh = {"status": DeliveryStatus.WAITING, "attempts": 0, "due_at": now, "reason": None, "finished_at": None}
    return (await connection.execute(failed.where(_can_be_reached()).values(fresh))).rowcount


def _can_be_reached() -> ColumnElement[bool]:
    # Whoever was erased has no address, and is not reached either.
    on = (and_(deliveries.c.channel == channel, reminders.usable(channel)) for channel in ChannelName)
    return select(people.c.id).where(people.c.id == deliveries.c.person_id, or_(*on)).exists()
