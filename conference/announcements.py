"""Announcements: an organiser's words to many people, queued in chunks so that nobody else waits for long."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import outbox, reminders
from conference.channels.channel import ChannelName
from conference.database import Database, insert_into
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.tables import deliveries, notices, people, registrations

CHUNK = 8_000
"""Deliveries written in one transaction: other writers wait for no longer than that takes."""

Body = Mapping[str, Mapping[str, Any]]
"""What is said, by language: a title and paragraphs."""


async def announce(
    database: Database,
    event: str,
    key: str,
    body: Body,
    now: datetime,
    channels: Sequence[ChannelName] = tuple(ChannelName),
) -> int:
    """Queue an announcement to everybody who is registered for an event. Return the notice's id.

    *key* names it once for ever: announced again under the same key, it reaches only those whom it has not reached.
    """
    async with database.transaction() as connection:
        notice_id = await outbox.add_notice(connection, event, NoticeKind.ANNOUNCEMENT, key, now)
        await connection.execute(notices.update().where(notices.c.id == notice_id).values(body=body))
    for first, last in await _chunks(database, event):
        for channel in channels:
            async with database.transaction() as connection:
                await _enqueue(connection, event, notice_id, channel, (first, last), now)
    return notice_id


async def _chunks(database: Database, event: str) -> list[tuple[int, int]]:
    """Return the people registered for an event as ranges of their ids, from to, in order of the ids."""
    chunks: list[tuple[int, int]] = []
    last = 0
    async with database.snapshot() as connection:
        while end := await _end_of_chunk(connection, event, last):
            chunks.append((last + 1, end))
            last = end
    return chunks


async def _end_of_chunk(connection: AsyncConnection, event: str, last: int) -> int | None:
    ids = (
        select(registrations.c.person_id)
        .where(registrations.c.event == event, registrations.c.person_id > last)
        .order_by(registrations.c.person_id)
        .limit(CHUNK)
    ).subquery()
    end: int | None = (await connection.execute(select(func.max(ids.c.person_id)))).scalar()
    return end


async def _enqueue(
    connection: AsyncConnection,
    event: str,
    notice_id: int,
    channel: ChannelName,
    ids: tuple[int, int],
    now: datetime,
) -> None:
    rows = (
        select(
            registrations.c.person_id,
            literal(notice_id),
            literal(str(channel)),
            literal(int(Priority.ANNOUNCEMENT)),
            literal(str(DeliveryStatus.WAITING)),
            literal(now, deliveries.c.due_at.type),
            literal(now, deliveries.c.created_at.type),
        )
        .join(people, people.c.id == registrations.c.person_id)
        .where(
            registrations.c.event == event,
            registrations.c.person_id.between(*ids),
            registrations.c.status == "registered",
            reminders.reachable(channel),
        )
    )
    columns = ["person_id", "notice_id", "channel", "priority", "status", "due_at", "created_at"]
    await connection.execute(insert_into(connection, deliveries).from_select(columns, rows).on_conflict_do_nothing())
