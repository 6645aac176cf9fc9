"""Kopā's own part in `benchmarks.email`: the channel alone, or all from the ledger on disk to the durable marks."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import insert

from benchmarks.peers.announcing import announce
from benchmarks.peers.email_letter import EVENT, NOW, TITLE, envelope, personal, same, settings
from benchmarks.peers.email_receivers import ON_DISK
from conference import outbox
from conference.announcements.announcement import Words
from conference.channels.channel import ChannelName, Envelope, Purpose
from conference.channels.email import EmailChannel
from conference.clock import wall_clock
from conference.config import Settings
from conference.content import Content, Written
from conference.database import Database
from conference.delivery import Lane
from conference.marks import Marks
from conference.outbox import DeliveryStatus
from conference.rendering import Renderer
from conference.tables import people, registrations
from conference.texts import Texts
from jobs.delivery import wake_lanes

ROWS = 5_000


def letters(kind: str, messages: int) -> Iterator[tuple[Envelope, Content]]:
    for number in range(messages):
        if kind == "personal":
            yield envelope(number, Purpose.CONFIRMATION), personal(number)
        else:
            yield envelope(number, Purpose.ANNOUNCEMENT), same()


async def channel_alone(port: int, messages: int, kind: str) -> float:
    """Send from as many tasks as the channel likes, and return the seconds it took."""
    channel = EmailChannel(settings(port), None, lambda: NOW)
    left = letters(kind, messages)

    async def send() -> None:
        for to, content in left:
            await channel.send(to, content, 0)

    started = time.perf_counter()
    await asyncio.gather(*(send() for _ in range(channel.concurrency)))
    seconds = time.perf_counter() - started
    await channel.close()
    return seconds


async def durable(port: int, messages: int) -> float:
    """Announce something to everybody, and return the seconds until the ledger says that all is sent."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=ON_DISK))
        database = await Database.open(f"sqlite+aiosqlite:///{Path(folder) / 'kopa.db'}")
        stack.push_async_callback(database.close)
        await register(database, messages)
        said = same()
        words = Words(TITLE, Written("\n\n".join((*said.paragraphs, *said.closing))))
        await announce(database, EVENT, "lv", words, ChannelName.EMAIL, wall_clock())
        channel = EmailChannel(settings(port), None, wall_clock)
        stack.push_async_callback(channel.close)
        return await deliver(database, channel, messages)


async def register(database: Database, messages: int) -> None:
    now = wall_clock()
    registered = {"event": EVENT.key, "answers": {"name": "Ilze"}, "status": "registered", "consent_version": "1"}
    moments = {"consented_at": now, "registered_at": now, "updated_at": now}
    for start in range(0, messages, ROWS):
        numbers = range(start, min(start + ROWS, messages))
        persons = [
            {
                "id": number + 1,
                "email": envelope(number, Purpose.ANNOUNCEMENT).address,
                "language": "lv",
                "created_at": now,
            }
            for number in numbers
        ]
        async with database.transaction() as connection:
            await connection.execute(insert(people), persons)
            await connection.execute(
                insert(registrations), [{"person_id": person["id"], **registered, **moments} for person in persons]
            )


async def deliver(database: Database, channel: EmailChannel, messages: int) -> float:
    known = Settings.model_validate({"events": [EVENT], "service": {"languages": ["lv"]}, "email": settings(25)})
    lane = Lane(database, channel, Renderer(known, Texts(["lv"])), wall_clock, "benchmark", Marks(database))
    work = asyncio.create_task(lane.run())
    started = time.perf_counter()
    await wake_lanes(database, [lane], "benchmark", wall_clock)
    await lane.idle()
    seconds = time.perf_counter() - started
    lane.stop()
    await work
    async with database.snapshot() as connection:
        counts = await outbox.counts(connection)
    assert counts == {(ChannelName.EMAIL, DeliveryStatus.SENT): messages}, counts
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("messages", type=int)
    parser.add_argument("kind", choices=["personal", "same", "durable"])
    parser.add_argument("--letter", type=Path, help="ignored: it is our own")
    options = parser.parse_args()
    if options.kind == "durable":
        print(asyncio.run(durable(options.port, options.messages)))
    else:
        print(asyncio.run(channel_alone(options.port, options.messages, options.kind)))


if __name__ == "__main__":
    main()
