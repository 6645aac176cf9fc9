"""Deliveries for tests: queued, claimed, marked, each in a transaction of its own."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update

from conference import claims, outbox
from conference.channels.channel import ChannelName
from conference.claims import CLAIM_SIZE
from conference.database import Database
from conference.outbox import Delivery, NoticeKind, Priority
from conference.people import Person
from conference.tables import deliveries
from tests.conference.example_people import MAY, a_person

TELEGRAM, EMAIL = ChannelName
SECOND = timedelta(seconds=1)


async def queue(
    database: Database,
    person: Person,
    kind: NoticeKind = NoticeKind.REGISTERED,
    key: str = "1:0",
    priority: Priority = Priority.CONFIRMATION,
    now: datetime = MAY,
) -> None:
    """Queue a notice for a person."""
    async with database.transaction() as connection:
        notice_id = await outbox.add_notice(connection, "example-2024", kind, key, now)
        await outbox.enqueue(connection, notice_id, person, priority, now)


async def claim(
    database: Database,
    channel: ChannelName = TELEGRAM,
    owner: str = "me",
    now: datetime = MAY,
    limit: int = CLAIM_SIZE,
) -> list[Delivery]:
    async with database.transaction() as connection:
        return await claims.claim(connection, channel, owner, now, limit)


async def let_leases_end(database: Database) -> None:
    """Move the leases on PostgreSQL into the past; on SQLite the clock is an argument of whoever looks at them."""
    if not database.is_sqlite:
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).values(leased_until=func.now() - SECOND))


async def marked(database: Database, mark: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
    """Call what writes into the ledger, in a transaction of its own."""
    async with database.transaction() as connection:
        return await mark(connection, *args, **kwargs)


async def a_claimed(database: Database, kind: NoticeKind = NoticeKind.REGISTERED, owner: str = "me") -> Delivery:
    """Queue something for a newcomer on Telegram and claim it."""
    person = await a_person(database)
    await queue(database, person, kind, f"{person.id}:0")
    (delivery,) = await claim(database, owner=owner)
    return delivery
