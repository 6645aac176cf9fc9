"""Kopā's delivery side in a process that is killed again and again: run by `benchmarks.crash`.

What the service does at its start and then all the time: it takes back what its predecessor was sending, and delivers.
Everybody gets one delivery only, in a chat with their own number, so that a receiver can tell what it was.
"""

import asyncio
import secrets
from collections import Counter
from datetime import date
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.ext import ExtBot

from benchmarks.peers.broadcast_kopa import EVENT, UNFINISHED, WORDS
from conference import claims, outbox
from conference.announcements.announcement import State, body_to_json
from conference.channels.channel import ChannelName
from conference.channels.pacing import Pacing, Rank
from conference.channels.telegram import TelegramChannel
from conference.channels.telegram_request import AiohttpRequest
from conference.clock import wall_clock
from conference.config import Settings
from conference.database import Database
from conference.delivery import Lane
from conference.event import Event
from conference.marks import Marks
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.rendering import Renderer
from conference.tables import deliveries, notices, people, registrations
from conference.texts import Texts

PACE = 30.0
"""Messages a second: how many slots the service has follows from it. Nobody is held to it here."""
LIFTED = 100_000.0

RULE = {
    "key": "soon",
    "audience": ["registered"],
    "anchor": "opening",
    "hours": 1,
    "useless_after": {"anchor": "end", "days": 0, "at": "23:00"},
}
OPEN = {"registration_opens": date(2024, 5, 20), "reminders": [RULE]}
SETTINGS = Settings.model_validate(
    {
        "events": [Event.model_validate(EVENT.model_dump(exclude_unset=True) | OPEN)],
        "service": {"languages": ["en"]},
    }
)
TEXTS = Texts(["en"])

PRIORITIES = {
    NoticeKind.REGISTERED: Priority.CONFIRMATION,
    NoticeKind.REMINDER: Priority.REMINDER,
    NoticeKind.ANNOUNCEMENT: Priority.ANNOUNCEMENT,
}
REPEATABLE = (NoticeKind.REGISTERED, NoticeKind.REMINDER)

FEW = 300
"""More than can be delivered before the next kill."""
MORE = 500
"""Of each kind."""


async def deliver(url: str, base_url: str, *, finish: bool, pipe: Connection) -> None:
    """Say what the predecessor left in the middle, then deliver: for ever, or with *finish* until nothing is left."""
    owner = secrets.token_hex(8)
    database = await Database.open(url)
    async with database.transaction() as connection:
        under_way = await _under_way(connection)
        await claims.recover(connection, owner, wall_clock(), alone=True)
    if not finish:
        await refill(database)
    bot = ExtBot[Rank]("1:benchmark", base_url, request=AiohttpRequest(128), rate_limiter=Pacing(LIFTED))
    async with bot:
        lane = Lane(database, TelegramChannel(bot, PACE), Renderer(SETTINGS, TEXTS), wall_clock, owner, Marks(database))
        work = asyncio.create_task(lane.run())
        pipe.send(under_way)
        lane.wake()
        if finish:
            await _finished(database, lane)
            lane.stop()
        await work
    await database.close()


def run(url: str, base_url: str, finish: bool, pipe: Connection) -> None:
    asyncio.run(deliver(url, base_url, finish=finish, pipe=pipe))


async def _under_way(connection: AsyncConnection) -> list[int]:
    sending = select(deliveries.c.person_id).where(_is(DeliveryStatus.SENDING))
    return list((await connection.execute(sending)).scalars())


async def refill(database: Database) -> None:
    """Let more be waiting where little is."""
    async with database.transaction() as connection:
        kinds = select(notices.c.kind).select_from(deliveries.join(notices))
        waiting = Counter((await connection.execute(kinds.where(_is(DeliveryStatus.WAITING)))).scalars())
        if sum(waiting[kind] for kind in REPEATABLE) < FEW:
            for kind in REPEATABLE:
                await _enqueue(connection, kind)
        if waiting[NoticeKind.ANNOUNCEMENT] < FEW:
            await _enqueue(connection, NoticeKind.ANNOUNCEMENT)


async def _enqueue(connection: AsyncConnection, kind: NoticeKind) -> None:
    """Register some people, and queue one delivery for each."""
    now, last = wall_clock(), (await connection.execute(select(func.max(people.c.id)))).scalar() or 0
    ids = range(last + 1, last + 1 + MORE)
    registered: dict[str, Any] = {"event": EVENT.key, "answers": {"name": "Anna"}, "status": "registered"}
    registered |= {"consent_version": "1", "consented_at": now, "registered_at": now, "updated_at": now}
    await connection.execute(
        insert(people), [{"id": chat, "chat_id": chat, "language": "en", "created_at": now} for chat in ids]
    )
    await connection.execute(insert(registrations), [{"id": chat, "person_id": chat, **registered} for chat in ids])
    row = {"channel": ChannelName.TELEGRAM, "priority": PRIORITIES[kind], "status": DeliveryStatus.WAITING}
    row |= {"due_at": now, "created_at": now}
    named = {chat: await _notice(connection, kind, chat) for chat in ids}
    await connection.execute(
        insert(deliveries), [{"notice_id": notice, "person_id": chat, **row} for chat, notice in named.items()]
    )


async def _notice(connection: AsyncConnection, kind: NoticeKind, chat: int) -> int:
    keys = {NoticeKind.REGISTERED: f"{chat}:0", NoticeKind.REMINDER: str(RULE["key"])}
    notice = await outbox.add_notice(connection, EVENT.key, kind, keys.get(kind, "news"), wall_clock())
    if kind is NoticeKind.ANNOUNCEMENT:
        said = {"body": body_to_json({"en": WORDS}), "state": State.SENDING}
        await connection.execute(notices.update().where(notices.c.id == notice).values(said))
    return notice


async def _finished(database: Database, lane: Lane) -> None:
    """Wait until nothing is left to be sent, bringing back what was put off."""
    while True:
        async with database.transaction() as connection:
            await claims.release_due(connection, wall_clock())
        lane.wake()
        await lane.idle()
        async with database.snapshot() as connection:
            counts = await outbox.counts(connection)
        if not UNFINISHED & {status for _, status in counts}:
            return
        await asyncio.sleep(1)


def _is(status: DeliveryStatus) -> ColumnElement[bool]:
    return deliveries.c.status == status
