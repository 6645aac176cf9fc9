"""Kopā's own part in `benchmarks.broadcast`: the ledger on disk, the lane, the marks, the channel, the pacing.

All of it as the service runs it, with its tick that brings back what was put off. `--pace` beyond what Telegram allows
leaves only our own code as the limit. Prints the ledger's report as JSON.
"""

import argparse
import asyncio
import json
import tempfile
from contextlib import AsyncExitStack, suppress
from datetime import date
from pathlib import Path

from sqlalchemy import insert
from telegram.ext import ExtBot

from benchmarks.peers.announcing import announce
from conference import claims, outbox
from conference.announcements.announcement import Words
from conference.channels.channel import ChannelName
from conference.channels.pacing import Pacing
from conference.channels.telegram import TelegramChannel
from conference.channels.telegram_request import AiohttpRequest
from conference.clock import wall_clock
from conference.config import Settings
from conference.content import Written
from conference.database import Database
from conference.delivery import Lane
from conference.event import Event
from conference.marks import Marks
from conference.outbox import DeliveryStatus
from conference.rendering import Renderer
from conference.tables import people, registrations
from conference.texts import Texts

ON_DISK = "/var/tmp"  # noqa: S108  /tmp may be memory

TICK = 5.0
"""Seconds, as in jobs.scheduler."""

EVENT = Event.model_validate(
    {
        "key": "benchmark",
        "title": "The conference",
        "description": "A conference for measuring.",
        "contact": {"name": "The organisers"},
        "venue": {"name": "The hall", "address": "Raunas iela 12"},
        "date": date(2199, 6, 14),
        "registration_deadline": date(2199, 6, 7),
        "privacy": {"version": "1", "text": "Only the organisers see the data."},
        "questions": [{"key": "name", "kind": "text", "text": "Your name?", "label": "Name"}],
    }
)
TEXT = "<b>The hall has changed</b>\n\nWe meet in the small hall, not in the large one.\n\nThe time is the same: 10.00."
WORDS = Words(None, Written(TEXT))
ROWS = 5_000
UNFINISHED = {DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED, DeliveryStatus.SENDING}


async def register(database: Database, chats: int) -> None:
    """Register one person for each chat from 1 to *chats*."""
    now = wall_clock()
    for start in range(1, chats + 1, ROWS):
        some = range(start, min(start + ROWS, chats + 1))
        persons = [{"id": chat, "chat_id": chat, "language": "en", "created_at": now} for chat in some]
        registered = {"event": EVENT.key, "answers": {"name": "Anna"}, "status": "registered", "consent_version": "1"}
        moments = {"consented_at": now, "registered_at": now, "updated_at": now}
        async with database.transaction() as connection:
            await connection.execute(insert(people), persons)
            await connection.execute(
                insert(registrations), [{"person_id": person["id"], **registered, **moments} for person in persons]
            )


async def report(database: Database) -> dict[str, int]:
    """Return how many deliveries the ledger has in each state."""
    async with database.snapshot() as connection:
        counts = await outbox.counts(connection)
    return {str(status): count for (_, status), count in counts.items()}


async def broadcast(database: Database, base_url: str, chats: int, pace: float) -> dict[str, int]:
    """Announce something to everybody, and return the ledger's report when nothing is left to be sent."""
    settings = Settings.model_validate({"events": [EVENT], "service": {"languages": ["en"]}})
    await register(database, chats)
    await announce(database, EVENT, "en", WORDS, ChannelName.TELEGRAM, wall_clock())
    bot = ExtBot("1:benchmark", base_url, request=AiohttpRequest(64), rate_limiter=Pacing(pace))
    async with bot:
        channel = TelegramChannel(bot, pace)
        lane = Lane(database, channel, Renderer(settings, Texts(["en"])), wall_clock, "benchmark", Marks(database))
        work = asyncio.create_task(lane.run())
        while True:
            async with database.transaction() as connection:
                await claims.release_due(connection, wall_clock())
            lane.wake()
            # A broadcast takes longer than a tick, and the ledger is asked no more often.
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await lane.idle()
                    if not UNFINISHED & {*(counts := await report(database))}:
                        break
                    await asyncio.sleep(TICK)
        lane.stop()
        await work
    return counts


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("base_url")
    parser.add_argument("chats", type=int)
    parser.add_argument("--pace", type=float, default=30.0, help="messages a second")
    options = parser.parse_args()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=ON_DISK))
        database = await Database.open(f"sqlite+aiosqlite:///{Path(folder) / 'kopa.db'}")
        stack.push_async_callback(database.close)
        counts = await broadcast(database, options.base_url, options.chats, options.pace)
    print(json.dumps(counts))


if __name__ == "__main__":
    asyncio.run(main())
