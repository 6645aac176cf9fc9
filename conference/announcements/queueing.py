"""Queueing: an announcement's audience into the ledger, in chunks, so that nobody else waits for long.

People are queued in the order of their numbers, on both channels in one transaction: so what the ledger has tells how
far it came before a crash, and whoever changes their wishes meanwhile is not queued again.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, func, literal, select, update
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

ON_CHANNELS = {
    NoticeKind.CORRECTION: tuple(ChannelName),
    NoticeKind.RETRACTION: (ChannelName.TELEGRAM,),
    NoticeKind.PINNING: (ChannelName.TELEGRAM,),
}
"""Where what has arrived can be followed up at all."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose deliveries are to be written."""

    person_id: Column[int]
    recipients: tuple[Select[Any], ...]
    """Rows of a person's number and a channel."""
    numbers: Select[Any]
    """The numbers among which they are found, those of others too: chunks are cut by them."""


def chosen(event: Event, selection: Selection) -> Audience:
    """Return who is to get an announcement."""
    meant = condition(event, selection)
    on_channels = tuple(
        select(people.c.id, literal(str(channel))).where(meant, reached(selection, channel))
        for channel in ChannelName
        if selection.channels is None or channel in selection.channels
    )
    return Audience(people.c.id, on_channels, select(people.c.id))


def followed(kind: NoticeKind, about_id: int) -> Audience:
    """Return who got what is followed up, or is getting it."""
    # In a chat its first message may be there, though what follows that one was not sent.
    in_part = (deliveries.c.channel == ChannelName.TELEGRAM) & deliveries.c.external_id.is_not(None)
    arrived = deliveries.c.status.in_([DeliveryStatus.SENDING, DeliveryStatus.SENT]) | in_part
    there = deliveries.c.notice_id == about_id, deliveries.c.channel.in_(ON_CHANNELS[kind])
    rows = select(deliveries.c.person_id, deliveries.c.channel).where(*there, arrived)
    return Audience(deliveries.c.person_id, (rows,), having(about_id))


def having(notice_id: int) -> Select[Any]:
    """Return the numbers of the people who have deliveries of a notice."""
    return select(deliveries.c.person_id).where(deliveries.c.notice_id == notice_id)


async def queued_until(database: Database, notice_id: int) -> int:
    """Return the last number that the ledger has for a notice; 0 where it has none."""
    last = select(func.max(deliveries.c.person_id)).where(deliveries.c.notice_id == notice_id)
    async with database.snapshot() as connection:
        return (await connection.execute(last)).scalar() or 0


async def queue(database: Database, notice_id: int, audience: Audience, last: int, now: datetime) -> bool:
    """Queue a notice to those of its audience who come after *last*. Return False if it is not to be sent any more."""
    async for ids in chunks(database, audience.numbers, CHUNK, last):
        async with database.transaction() as connection:
            if not await _is_being_sent(connection, notice_id):
                return False
            for rows in audience.recipients:
                await _enqueue(connection, notice_id, rows.where(audience.person_id.between(*ids)), now)
    async with database.transaction() as connection:
        queued = update(notices).where(notices.c.id == notice_id, notices.c.state == State.SENDING)
        return (await connection.execute(queued.values(queued_at=now))).rowcount == 1


async def chunks(database: Database, numbers: Select[Any], size: int, last: int = 0) -> AsyncIterator[tuple[int, int]]:
    """Yield ranges, from to, of *size* of the numbers that come after *last*."""
    (number,) = numbers.selected_columns
    while True:
        ids = numbers.where(number > last).order_by(number).limit(size).subquery()
        async with database.snapshot() as connection:
            end: int | None = (await connection.execute(select(func.max(ids.c[0])))).scalar()
        if end is None:
            return
        yield last + 1, end
        last = end


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
