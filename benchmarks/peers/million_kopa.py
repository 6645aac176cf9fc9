"""Deliveries from a ledger that is there already, in a process of its own: run by `benchmarks.million`.

Either so many messages as fast as it goes, or so many confirmations in the middle of the announcement, at Telegram's
pace. Prints as JSON the most memory that it had, and for each chat that was confirmed the moment that was decided
(seconds of the monotonic clock).
"""

import argparse
import asyncio
import json
import resource
import time
from pathlib import Path

from sqlalchemy import func, select
from telegram.ext import ExtBot

from benchmarks.peers.broadcast_kopa import EVENT
from conference import people, registration
from conference.channels.pacing import Pacing, Rank
from conference.channels.telegram import TelegramChannel
from conference.channels.telegram_request import AiohttpRequest
from conference.clock import wall_clock
from conference.config import Settings
from conference.database import Database
from conference.delivery import Lane
from conference.dialogue import SUMMARY, Draft
from conference.marks import Marks
from conference.outbox import DeliveryStatus
from conference.rendering import Renderer
from conference.tables import deliveries
from conference.texts import Texts

LIFTED = 100_000.0
PACE = 30.0
WARMING_UP = 1.0
SPACING = 0.37
"""Seconds between two confirmations; not a multiple of the pace."""
FIRST_CHAT = 5_000_000_000


async def confirm(database: Database, lane: Lane, chat: int) -> float:
    """Let somebody register now. Return the moment before that."""
    async with database.transaction() as connection:
        person = await people.meet(connection, chat, "en", wall_clock())
    decided, now = time.monotonic(), wall_clock()
    draft = Draft(person.id, EVENT.key, SUMMARY, answers={"name": "Anna"}, consent_version="1", consented_at=now)
    async with database.transaction() as connection:
        await registration.confirm(connection, EVENT, draft, person, now)
    lane.wake()
    return decided


async def confirmations(database: Database, lane: Lane, count: int) -> dict[str, float]:
    """Confirm *count* registrations while the announcement goes out, and wait until they have left."""
    await asyncio.sleep(WARMING_UP)
    decided: dict[str, float] = {}
    for chat in range(FIRST_CHAT, FIRST_CHAT + count):
        decided[str(chat)] = await confirm(database, lane, chat)
        await asyncio.sleep(SPACING)
    await asyncio.sleep(WARMING_UP)
    return decided


async def until_sent(database: Database, messages: int) -> None:
    sent = select(func.count()).where(deliveries.c.status == DeliveryStatus.SENT)
    while True:
        async with database.snapshot() as connection:
            if (await connection.execute(sent)).scalar_one() >= messages:
                return
        await asyncio.sleep(0.5)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("path", type=Path)
    parser.add_argument("--messages", type=int)
    parser.add_argument("--confirmations", type=int)
    options = parser.parse_args()
    settings = Settings.model_validate({"events": [EVENT], "service": {"languages": ["en"]}})
    pace = PACE if options.confirmations else LIFTED
    database = await Database.open(f"sqlite+aiosqlite:///{options.path}")
    async with ExtBot[Rank](
        "1:benchmark", options.base_url, request=AiohttpRequest(64), rate_limiter=Pacing(pace)
    ) as bot:
        channel, renderer = TelegramChannel(bot, pace), Renderer(settings, Texts(["en"]))
        lane = Lane(database, channel, renderer, wall_clock, "benchmark", Marks(database))
        work = asyncio.create_task(lane.run())
        lane.wake()
        decided: dict[str, float] = {}
        if options.confirmations:
            decided = await confirmations(database, lane, options.confirmations)
        else:
            await until_sent(database, options.messages)
        lane.stop()
        await work
    await database.close()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"megabytes": megabytes} | decided))


if __name__ == "__main__":
    asyncio.run(main())
