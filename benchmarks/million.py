"""What a million recipients cost, beside ten thousand: queueing, others' waiting meanwhile, claims, memory.

Run `python -m benchmarks.million` (two minutes, 1 GB in /var/tmp). The database is SQLite as the service uses it
(`synchronous = FULL`). While the announcement is queued, somebody else writes something tiny again and again: their
longest wait is what a person who registers would have to bear. Claims in both databases take turns. Memory is the
most that a process ever had while it delivered some thousands. Confirmations are timed at the receiver, in the middle
of the announcement.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import bindparam, insert, literal, select, text

from benchmarks.peers.announcing import announce
from benchmarks.peers.broadcast_kopa import EVENT, ON_DISK, WORDS
from benchmarks.plots.lines import lines
from benchmarks.telegram_double import Weather, telegram_double
from conference import claims
from conference.channels.channel import ChannelName
from conference.clock import wall_clock
from conference.database import Database
from conference.tables import people, registrations, seen_updates

ROOT = Path(__file__).parents[1]
CLAIMS = 200
DELIVERED = 3_000
CONFIRMATIONS = 20
LATENCY = 0.06

PEOPLE = """
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :people)
    INSERT INTO people (id, chat_id, language, created_at) SELECT n, n, 'en', :now FROM number
"""


@dataclass
class Measured:
    recipients: int
    queued_in: float
    """Seconds."""
    cpu_seconds: float
    """Of the whole process meanwhile; says more than the clock where the machine is busy with other things."""
    waits: list[float]
    """How long each tiny transaction of somebody else's took meanwhile, in seconds."""
    claims: list[float]
    """Seconds each."""
    megabytes: float = 0.0
    confirmations: tuple[float, ...] = ()
    """Seconds from the decision to the receiver."""


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def prepare(database: Database, count: int) -> None:
    """Register *count* people."""
    now = wall_clock()
    registered = (
        select(
            people.c.id,
            literal(EVENT.key),
            literal({"name": "Anna"}, registrations.c.answers.type),
            literal("registered"),
            literal("1"),
            *(people.c.created_at for _ in range(3)),
        )
    ).order_by(people.c.id)
    columns = ["person_id", "event", "answers", "status", "consent_version"]
    moments = ["consented_at", "registered_at", "updated_at"]
    async with database.transaction() as connection:
        everybody = text(PEOPLE).bindparams(bindparam("now", now, people.c.created_at.type), people=count)
        await connection.execute(everybody)
        await connection.execute(insert(registrations).from_select([*columns, *moments], registered))


@asynccontextmanager
async def somebody_writing(database: Database, waits: list[float]) -> AsyncIterator[None]:
    """Let somebody write something tiny all the time, and note how long they waited."""

    async def write() -> None:
        for number in range(sys.maxsize):
            asked = time.perf_counter()
            async with database.transaction() as connection:
                await connection.execute(insert(seen_updates).values(update_id=number, seen_at=wall_clock()))
            waits.append(time.perf_counter() - asked)

    writing = asyncio.create_task(write())
    await asyncio.sleep(0)
    yield
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)


async def queue(database: Database, recipients: int) -> Measured:
    """Announce something to everybody."""
    await prepare(database, recipients)
    waits: list[float] = []
    async with somebody_writing(database, waits):
        started, cpu = time.perf_counter(), time.process_time()
        await announce(database, EVENT, "en", WORDS, ChannelName.TELEGRAM, wall_clock())
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return Measured(recipients, seconds, cpu, waits, [])


async def claim(database: Database) -> float:
    """Claim as the lane does, and return the seconds that it took."""
    started = time.perf_counter()
    async with database.transaction() as connection:
        claimed = await claims.claim(connection, ChannelName.TELEGRAM, "benchmark", wall_clock())
    seconds = time.perf_counter() - started
    assert len(claimed) == claims.CLAIM_SIZE
    return seconds


async def queue_and_claim(paths: dict[int, Path]) -> list[Measured]:
    """Queue for every number of recipients, then claim in turns."""
    databases = {count: await Database.open(url(path)) for count, path in paths.items()}
    measured = {count: await queue(database, count) for count, database in databases.items()}
    for _ in range(CLAIMS):
        for count, database in databases.items():
            measured[count].claims.append(await claim(database))
    for database in databases.values():
        await database.close()
    return list(measured.values())


async def deliver(path: Path, *options: str) -> dict[str, float]:
    """Let a process of its own deliver, and return what it says and what came to the receiver."""
    with telegram_double(Weather(LATENCY if "--confirmations" in options else 0.0)) as telegram:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.peers.million_kopa", telegram.base_url, str(path), *options),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        log = telegram.log()
    says: dict[str, float] = json.loads(said)
    arrived = dict(zip(reversed(log.chats), reversed(log.moments), strict=True))
    return {name: arrived[int(name)] - moment if name.isdigit() else moment for name, moment in says.items()}


def measure(sizes: list[int]) -> list[Measured]:
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        paths = {count: Path(folder) / f"{count}.db" for count in sizes}
        measured = asyncio.run(queue_and_claim(paths))
        for one in measured:
            path = paths[one.recipients]
            one.megabytes = asyncio.run(deliver(path, "--messages", str(DELIVERED)))["megabytes"]
            said = asyncio.run(deliver(path, "--confirmations", str(CONFIRMATIONS)))
            one.confirmations = tuple(seconds for name, seconds in said.items() if name.isdigit())
    return measured


ROWS: dict[str, tuple[Callable[[Measured], float], str, str]] = {
    "queueing the announcement": (lambda one: one.queued_in, "{:.2f} s", "3 s"),
    "processor time of that": (lambda one: one.cpu_seconds, "{:.2f} s", ""),
    "the longest wait of another writer": (lambda one: 1e3 * max(one.waits), "{:.0f} ms", "50 ms"),
    "the median wait of another writer": (lambda one: 1e3 * statistics.median(one.waits), "{:.1f} ms", ""),
    "a claim (median)": (lambda one: 1e3 * statistics.median(one.claims), "{:.2f} ms", "× 1.5"),
    "memory while delivering": (lambda one: one.megabytes, "{:.0f} MB", "× 1.1"),
    "a confirmation meanwhile (median)": (lambda one: 1e3 * statistics.median(one.confirmations), "{:.0f} ms", ""),
    "a confirmation meanwhile (slowest)": (lambda one: 1e3 * max(one.confirmations), "{:.0f} ms", "500 ms"),
}


def table(measured: list[Measured]) -> Table:
    result = Table("what", *(f"{one.recipients:,} recipients" for one in measured), "ratio", "no more than")
    for name, (value, shown, target) in ROWS.items():
        values = [value(one) for one in measured]
        result.add_row(name, *(shown.format(each) for each in values), f"{values[-1] / values[0]:.2f}", target)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--recipients", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--plot", type=Path, help="an SVG of the claims over the backlog")
    options = parser.parse_args()
    measured = measure(options.recipients)
    Console().print(table(measured))
    if options.plot:
        medians = [(one.recipients, 1e3 * statistics.median(one.claims)) for one in measured]
        options.plot.write_text(lines("A claim", "deliveries waiting", "ms (median)", {"Kopā": medians}), "utf-8")


if __name__ == "__main__":
    main()
