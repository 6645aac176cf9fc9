"""What the clock brings: the moments of the conferences, and how much of each has been said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.announcements.announcement import State
from conference.config import Settings
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind
from conference.reminders import QUIET
from conference.tables import deliveries, drafts, notices

A_MINUTE = timedelta(minutes=1)


class MomentKind(StrEnum):
    OPENING = "opening"
    DEADLINE = "deadline"
    REMINDER = "reminder"
    ANNOUNCEMENT = "announcement"
    START = "start"
    END = "end"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens by itself, at a moment in UTC."""

    at: datetime
    kind: MomentKind
    event: str
    """The event's key."""
    key: str = ""
    """Which reminder, or announcement."""
    sent: int = 0
    """How many deliveries have arrived; of a reminder or an announcement."""
    queued: int = 0
    """How many are still to be sent."""
    failed: int = 0
    """How many will not arrive, or may not have arrived."""

    @property
    def is_notice(self) -> bool:
        """Whether something is said then."""
        return self.kind in (MomentKind.REMINDER, MomentKind.ANNOUNCEMENT)


Counts = Mapping[tuple[str, NoticeKind, str], Mapping[DeliveryStatus, int]]

_QUEUED = (DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED, DeliveryStatus.HELD, DeliveryStatus.SENDING)
_FAILED = (DeliveryStatus.DEAD, DeliveryStatus.UNCERTAIN)


async def moments(connection: AsyncConnection, settings: Settings) -> tuple[Moment, ...]:
    """Return all moments of the events of *settings*, the earliest first."""
    counts = await _counts(connection)
    found = [moment for event in settings.events for moment in of_event(event, settings, counts)]
    return tuple(sorted([*found, *await _announcements(connection, counts)], key=lambda moment: moment.at))


def of_event(event: Event, settings: Settings, counts: Counts) -> Iterable[Moment]:
    """Yield the moments that the settings give an event."""
    keep = timedelta(days=settings.service.keep_personal_data_days)
    fixed = {
        MomentKind.OPENING: event.opens_at,
        MomentKind.DEADLINE: event.deadline_at,
        MomentKind.START: event.starts_at,
        MomentKind.END: event.ends_at,
        MomentKind.ERASURE: event.ends_at + keep,
    }
    yield from (Moment(at, kind, event.key) for kind, at in fixed.items() if at)
    for rule in event.reminders:
        numbers = _numbers(counts.get((event.key, NoticeKind.REMINDER, rule.key), {}))
        yield Moment(rule.due_at(event), MomentKind.REMINDER, event.key, rule.key, *numbers)


async def late_reminders(connection: AsyncConnection, events: Iterable[Event], now: datetime) -> list[datetime]:
    """Return when those who were in the middle of registering as a reminder became due get it after all."""
    found = []
    for event in events:
        touched = select(drafts.c.updated_at).where(drafts.c.event == event.key, drafts.c.updated_at > now - QUIET)
        quiet = [_next_minute(at + QUIET) for at in (await connection.execute(touched)).scalars()]
        spans = [(rule.due_at(event), rule.useless_at(event)) for rule in event.reminders]
        found += [at for at in quiet if any(due < at < useless for due, useless in spans)]
    return found


async def tried_again_at(connection: AsyncConnection, now: datetime) -> datetime | None:
    """Return when the next delivery that was put back is tried again."""
    put_back = deliveries.c.status == DeliveryStatus.SCHEDULED
    found = select(func.min(deliveries.c.due_at)).where(put_back, deliveries.c.due_at > now)
    moment = (await connection.execute(found)).scalar_one()
    return moment and _next_minute(moment)


def _next_minute(moment: datetime) -> datetime:
    """Return a full minute, no earlier than *moment*: what is due within a minute is one stop."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + A_MINUTE


async def _announcements(connection: AsyncConnection, counts: Counts) -> list[Moment]:
    begins = func.coalesce(notices.c.starts_at, notices.c.created_at)
    shown = notices.c.kind == NoticeKind.ANNOUNCEMENT, notices.c.state.not_in([State.COMPOSING, State.DISCARDED])
    rows = await connection.execute(select(begins, notices.c.event, notices.c.key).where(*shown))
    return [
        Moment(
            at, MomentKind.ANNOUNCEMENT, event, key, *_numbers(counts.get((event, NoticeKind.ANNOUNCEMENT, key), {}))
        )
        for at, event, key in rows
    ]


async def _counts(connection: AsyncConnection) -> Counts:
    named = notices.c.event, notices.c.kind, notices.c.key, deliveries.c.status
    counted = select(*named, func.count()).select_from(deliveries.join(notices)).group_by(*named)
    wanted = notices.c.kind.in_([NoticeKind.REMINDER, NoticeKind.ANNOUNCEMENT])
    counts: dict[tuple[str, NoticeKind, str], dict[DeliveryStatus, int]] = {}
    for event, kind, key, status, count in await connection.execute(counted.where(wanted)):
        counts.setdefault((event, NoticeKind(kind), key), {})[DeliveryStatus(status)] = count
    return counts


def _numbers(counts: Mapping[DeliveryStatus, int]) -> tuple[int, int, int]:
    queued, failed = (sum(counts.get(status, 0) for status in of) for of in (_QUEUED, _FAILED))
    return counts.get(DeliveryStatus.SENT, 0), queued, failed
