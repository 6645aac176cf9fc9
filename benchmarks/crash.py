"""Killed without warning, again and again: what is lost, what is repeated, what stays uncertain.

Run `python -m benchmarks.crash --rounds 1000`. A process that delivers from one SQLite file is killed (SIGKILL) at any
moment, and another one goes on with the same file. The receiver lives here, outside, and notes every message; in the
end what it got is compared with the ledger. Exits with 1 where the ledger and the receiver do not agree.
"""

import argparse
import asyncio
import multiprocessing
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from benchmarks.peers import crash_kopa
from benchmarks.peers.broadcast_kopa import ON_DISK
from benchmarks.telegram_double import CHAT_ID, Judge, Log, Receiver, Weather
from conference.database import Database
from conference.outbox import DeliveryStatus, NoticeKind
from conference.tables import deliveries, notices, people

LATENCY = 0.01
"""Seconds in which a message has arrived, and whoever sent it does not know."""
SOONEST, LATEST = 0.02, 0.3
"""Seconds from the first claim to the kill."""
SLOTS = 120 + 10
"""What the service may have under way at 30 messages a second: what may be repeated, and announcements."""

METHOD = re.compile(rb"/(\w+) HTTP/")
PARTS = {
    NoticeKind.REGISTERED: ("sendMessage", "sendDocument"),
    NoticeKind.REMINDER: ("sendMessage",),
    NoticeKind.ANNOUNCEMENT: ("sendMessage",),
}

Arrived = Counter[tuple[int, str]]
"""How often each chat got a message, by method of the Bot API."""
Row = tuple[int, NoticeKind | None, DeliveryStatus | None]
"""Of the ledger: the chat, what it was to get, and what became of that."""


@dataclass
class Verdict:
    """What the receiver and the ledger say together."""

    rounds: int
    hits: int
    """Kills while something was under way."""
    most_under_way: int
    under_way: int
    received: int
    lost: list[int] = field(default_factory=list)
    """Chats that the ledger has not finished with, or that miss what it says they got."""
    repeated: int = 0
    unexplained: list[int] = field(default_factory=list)
    """Chats by each message that was not under way when the process was killed, and came again all the same."""
    uncertain_received: int = 0
    uncertain_missed: int = 0
    repeated_announcements: list[int] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not (self.lost or self.unexplained or self.repeated_announcements)


class NotingReceiver(Receiver):
    """Notes each message as soon as all of it has come."""

    def __init__(self, arrived: Arrived) -> None:
        super().__init__(Judge(Weather()), Log(), LATENCY)
        self._arrived = arrived

    def _answer(self, request: bytes, end: int) -> bytes:
        chat, method = CHAT_ID.search(request, end), METHOD.search(request, 0, end)
        if chat and method:
            self._arrived[int(chat[1]), method[1].decode()] += 1
        return super()._answer(request, end)


@asynccontextmanager
async def receiving(arrived: Arrived) -> AsyncIterator[str]:
    """Receive while the block lasts, at the URL that is given."""
    create = asyncio.get_running_loop().create_server
    async with await create(lambda: NotingReceiver(arrived), "127.0.0.1", 0, backlog=1024) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"


async def life(url: str, base_url: str, seconds: float | None) -> list[int]:
    """Let a process deliver for so long and kill it, or with None let it finish. Return what it found under way."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    # Forked from a process that has imported all: a life begins with opening the database.
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=crash_kopa.run, args=(url, base_url, seconds is None, theirs))
    process.start()
    theirs.close()
    with ours:
        under_way: list[int] = await asyncio.to_thread(ours.recv)
    if seconds is not None:
        await asyncio.sleep(seconds)
        process.kill()
    await asyncio.to_thread(process.join)
    return under_way


async def ledger(url: str) -> list[Row]:
    """Return a row for everybody, also where the ledger has none."""
    delivery = people.outerjoin(deliveries, deliveries.c.person_id == people.c.id).outerjoin(notices)
    database = await Database.open(url)
    async with database.snapshot() as connection:
        rows = await connection.execute(select(people.c.id, notices.c.kind, deliveries.c.status).select_from(delivery))
        found = [(chat, kind and NoticeKind(kind), status and DeliveryStatus(status)) for chat, kind, status in rows]
    await database.close()
    return found


def compare(rows: Iterable[Row], arrived: Arrived, kills: list[list[int]]) -> Verdict:
    """Compare what the ledger says with what *arrived*; *kills* are the chats that were under way at each kill."""
    under_way = Counter(chat for kill in kills for chat in kill)
    most = max(map(len, kills), default=0)
    verdict = Verdict(len(kills), sum(map(bool, kills)), most, under_way.total(), arrived.total())
    for chat, kind, status in rows:
        times = [arrived[chat, part] for part in PARTS[kind]] if kind else [0]
        if kind is NoticeKind.ANNOUNCEMENT and status is DeliveryStatus.UNCERTAIN:
            verdict.uncertain_received += times[0] > 0
            verdict.uncertain_missed += times[0] == 0
        elif status is not DeliveryStatus.SENT or 0 in times:
            verdict.lost.append(chat)
        again = sum(times) - len([count for count in times if count])
        if kind is NoticeKind.ANNOUNCEMENT:
            verdict.repeated_announcements += [chat] * again
        elif again:
            verdict.repeated += again
            verdict.unexplained += [chat] * max(0, again - under_way[chat])
    return verdict


async def crash(rounds: int, seed: int) -> Verdict:
    """Kill so many times, then let one process finish."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    multiprocessing.set_forkserver_preload([crash_kopa.__name__, Console.__module__, Table.__module__])
    arrived: Arrived = Counter()
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'kopa.db'}"
        async with receiving(arrived) as base_url:
            lives = [await life(url, base_url, chance.uniform(SOONEST, LATEST)) for _ in range(rounds)]
            lives.append(await life(url, base_url, None))
        return compare(await ledger(url), arrived, lives[1:])


def table(verdict: Verdict) -> Table:
    result = Table("what", "how many", "no more than")
    uncertain = verdict.uncertain_received + verdict.uncertain_missed
    for what, number, bound in (
        ("kills", verdict.rounds, ""),
        ("kills that hit something under way", verdict.hits, ""),
        ("deliveries under way, at all kills", verdict.under_way, ""),
        ("deliveries under way, most at one kill", verdict.most_under_way, f"{SLOTS}"),
        ("messages received", verdict.received, ""),
        ("lost", len(verdict.lost), "0"),
        ("confirmations and reminders repeated", verdict.repeated, f"{verdict.under_way - uncertain:,}"),
        ("of these, repeated though not under way at a kill", len(verdict.unexplained), "0"),
        ("announcements uncertain, had been received", verdict.uncertain_received, ""),
        ("announcements uncertain, had not", verdict.uncertain_missed, ""),
        ("announcements repeated", len(verdict.repeated_announcements), "0"),
    ):
        result.add_row(what, f"{number:,}", bound)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=100, help="how often to kill")
    parser.add_argument("--seed", type=int, default=2024)
    options = parser.parse_args()
    verdict = asyncio.run(crash(options.rounds, options.seed))
    Console().print(table(verdict))
    sys.exit(not verdict.is_right)


if __name__ == "__main__":
    main()
