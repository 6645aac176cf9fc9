"""How the service is: what is queued, what came of the rest, who is registered. Reads only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import outbox, registration, service_state
from conference.channels.channel import ChannelName
from conference.event import Event
from conference.ledger import FAILED, QUEUED
from conference.outbox import DeliveryStatus
from conference.registration import RegistrationStatus
from conference.service_state import Pause
from conference.tables import deliveries, drafts, registrations


@dataclass(frozen=True, slots=True)
class LastError:
    """What went wrong last on a channel."""

    delivery_id: int
    status: DeliveryStatus
    """Queued again, or one of the two bad ends."""
    reason: str
    at: datetime
    """When it ended; for one that is queued, when it is tried again."""


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    states: Mapping[DeliveryStatus, int]
    """How many deliveries are in each state, with all states."""
    oldest_waiting: datetime | None
    """Since when the one waits that has waited longest."""
    sent_last_minute: int
    sent_last_hour: int
    last_error: LastError | None


@dataclass(frozen=True, slots=True)
class EventStatus:
    key: str
    registered: int
    waiting: int
    """On the waiting list."""
    cancelled: int
    unfinished: int
    """Who began to register and has not finished."""
    places_left: int | None
    """None where there is no limit."""


@dataclass(frozen=True, slots=True)
class Status:
    """Moments are UTC."""

    started: datetime | None
    """When the service was started last; it may have ended since."""
    paused: Pause | None
    channels: Mapping[ChannelName, ChannelStatus]
    events: tuple[EventStatus, ...]
    forgotten: tuple[str, ...] = ()
    """Events of which there are data, but which are not in the settings any more: these data are never erased."""


async def take(connection: AsyncConnection, events: Iterable[Event], now: datetime) -> Status:
    """Return how things are at *now*."""
    counts = await outbox.counts(connection)
    events = tuple(events)
    return Status(
        started=await service_state.started(connection),
        paused=await service_state.paused(connection),
        channels={channel: await _channel(connection, channel, counts, now) for channel in ChannelName},
        events=tuple([await of_event(connection, event) for event in events]),
        forgotten=await _forgotten(connection, [event.key for event in events]),
    )


async def _forgotten(connection: AsyncConnection, keys: Collection[str]) -> tuple[str, ...]:
    left = (select(table.c.event).where(table.c.event.not_in(keys)) for table in (registrations, drafts))
    return tuple(sorted((await connection.execute(union(*left))).scalars()))


async def _channel(
    connection: AsyncConnection,
    channel: ChannelName,
    counts: Mapping[tuple[ChannelName, DeliveryStatus], int],
    now: datetime,
) -> ChannelStatus:
    on_channel = deliveries.c.channel == channel
    waiting = on_channel, deliveries.c.status == DeliveryStatus.WAITING
    oldest = (await connection.execute(select(func.min(deliveries.c.due_at)).where(*waiting))).scalar()
    sent = on_channel, deliveries.c.status == DeliveryStatus.SENT
    since = [deliveries.c.finished_at > now - period for period in (timedelta(minutes=1), timedelta(hours=1))]
    paces = select(*(func.count().filter(recent) for recent in since)).where(*sent)
    pace = (await connection.execute(paces)).one()
    states = {status: counts.get((channel, status), 0) for status in DeliveryStatus}
    return ChannelStatus(states, oldest, pace[0], pace[1], await _last_error(connection, channel))


async def _last_error(connection: AsyncConnection, channel: ChannelName) -> LastError | None:
    # What is to be tried again comes later than all that has ended: what is wrong now is what matters.
    at = func.coalesce(deliveries.c.finished_at, deliveries.c.due_at, type_=deliveries.c.due_at.type)
    went_wrong = deliveries.c.channel == channel, deliveries.c.reason.is_not(None)
    with_error = deliveries.c.status.in_(FAILED | QUEUED)
    columns = deliveries.c.id, deliveries.c.status, deliveries.c.reason, at
    latest = select(*columns).where(*went_wrong, with_error).order_by(at.desc(), deliveries.c.id.desc()).limit(1)
    row = (await connection.execute(latest)).first()
    return LastError(row[0], DeliveryStatus(row[1]), row[2], row[3]) if row else None


async def of_event(connection: AsyncConnection, event: Event) -> EventStatus:
    """Return who is registered for an event, and who is not or not yet."""
    theirs = registrations.c.event == event.key
    grouped = select(registrations.c.status, func.count()).where(theirs).group_by(registrations.c.status)
    counts = {row[0]: row[1] for row in await connection.execute(grouped)}
    finished = select(registrations.c.person_id).where(theirs)
    begun = drafts.c.event == event.key, drafts.c.consented_at.is_not(None), drafts.c.person_id.not_in(finished)
    return EventStatus(
        event.key,
        registered=counts.get(RegistrationStatus.REGISTERED, 0),
        waiting=counts.get(RegistrationStatus.WAITING, 0),
        cancelled=counts.get(RegistrationStatus.CANCELLED, 0),
        unfinished=(await connection.execute(select(func.count()).where(*begun))).scalar_one(),
        places_left=await registration.places_left(connection, event),
    )
