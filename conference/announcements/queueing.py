"""Queueing: an announcement's audience into the ledger, in chunks, so that nobody else waits for long.

People are queued in the order of their numbers, on both channels in one transaction: so what the ledger has tells how
far it came before a crash, and whoever changes their wishes meanwhile is not queued again.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.announcements.announcement import State
from conference.announcements.selection import Selection, condition, reached
from conference.channels.channel import ChannelName
from conference.database import Database, insert_into
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.tables import deliveries, notices, people

CHUNK = 4_000
"""People whose deliveries are written in one transaction: other writers wait for no longer than that takes."""

FOLLOWED = (DeliveryStatus.SENDING, DeliveryStatus.SENT)

ON_CHANNELS = {
    NoticeKind.CORRECTION: tuple(ChannelName),
    NoticeKind.RETRACTION: (ChannelName.TELEGRAM,),
    NoticeKind.PINNING: (ChannelName.TELEGRAM,),
}
"""Where what has arrived can be followed up at all."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose deliveries are to be written: for each channel, rows of a person's number and the channel."""

    person_id: Any
    recipients: tuple[Select[Any], ...]
    everybody: Select[Any]
    """The numbers, in no order."""


def chosen(event: Event, selection: Selection) -> Audience:
    """Return who is to get an announcement."""
    meant = condition(event, selection)
    on_channels = tuple(
        select(people.c.id, literal(str(channel))).where(meant, reached(selection, channel)) for channel in ChannelName
    )
    return Audience(people.c.id, on_channels, select(people.c.id).where(meant))


def followed(kind: NoticeKind, about_id: int) -> Audience:
    """Return who got what is followed up, or is getting it."""
    arrived = (
        deliveries.c.notice_id == about_id,
        deliveries.c.status.in_(FOLLOWED),
        deliveries.c.channel.in_(ON_CHANNELS[kind]),
    )
    rows = select(deliveries.c.person_id, deliveries.c.channel).where(*arrived)
    return Audience(deliveries.c.person_id, (rows,), select(deliveries.c.person_id).where(*arrived))


async def queue(database: Database, notice_id: int, audience: Audience, now: datetime) -> bool:
    """Queue a notice to its audience, from where it was left. Return False if it is not to be sent any more."""
    async for ids in _chunks(database, notice_id, audience):
        async with database.transaction() as connection:
            if not await _is_being_sent(connection, notice_id):
                return False
            for rows in audience.recipients:
                await _enqueue(connection, notice_id, rows.where(audience.person_id.between(*ids)), now)
    async with database.transaction() as connection:
        queued = update(notices).where(notices.c.id == notice_id, notices.c.state == State.SENDING)
        return (await connection.execute(queued.values(queued_at=now))).rowcount == 1


async def _chunks(database: Database, notice_id: int, audience: Audience) -> AsyncIterator[tuple[int, int]]:
    """Yield ranges of numbers, from to, from the first one that the ledger does not have."""
    async with database.snapshot() as connection:
        last = select(func.max(deliveries.c.person_id)).where(deliveries.c.notice_id == notice_id)
        end: int | None = (await connection.execute(last)).scalar() or 0
    while end is not None:
        begin, end = end + 1, await _end_of_chunk(database, audience, end)
        if end is not None:
            yield begin, end


async def _end_of_chunk(database: Database, audience: Audience, last: int) -> int | None:
    next_ones = audience.everybody.where(audience.person_id > last).distinct().order_by(audience.person_id)
    ids = next_ones.limit(CHUNK).subquery()
    async with database.snapshot() as connection:
        end: int | None = (await connection.execute(select(func.max(ids.c[0])))).scalar()
    return end


async def _is_being_sent(connection: AsyncConnection, notice_id: int) -> bool:
    # Locked, so that what is stopped at this moment waits for the chunk, and then finds all of it.
    state = select(notices.c.state).where(notices.c.id == notice_id).with_for_update(read=True)
    return (await connection.execute(state)).scalar() == State.SENDING


async def _enqueue(connection: AsyncConnection, notice_id: int, recipients: Select[Any], now: datetime) -> None:
    rows = recipients.add_columns(
        literal(notice_id),
        literal(int(Priority.ANNOUNCEMENT)),
        literal(str(DeliveryStatus.WAITING)),
        literal(now, deliveries.c.due_at.type),
        literal(now, deliveries.c.created_at.type),
    )
    columns = ["person_id", "channel", "notice_id", "priority", "status", "due_at", "created_at"]
    await connection.execute(insert_into(connection, deliveries).from_select(columns, rows).on_conflict_do_nothing())
