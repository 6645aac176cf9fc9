"""How many answers a second the whole bot takes, beside the same dialogue in PTB's own ConversationHandler.

Run `python -m benchmarks.answers`. Each bot is a process of its own, over real HTTP against the local Telegram: Kopā
with its database on disk and every answer durable before the next question (`synchronous = FULL`), the peer in memory.
Rounds alternate: ratios hold on a busy machine too, the numbers do not. Both are checked: a lost answer, or one out of
order, ends the benchmark. Linux only: the processor time of a process is read from /proc.
"""

import argparse
import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from json import loads
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.crowd import Person, all_register
from rehearsal.telegram import LocalTelegram

TOKEN = "1:benchmark-benchmark-benchmark-benchmark"  # noqa: S105  opens nothing but the local server
ROOT = Path(__file__).parents[1]
QUESTIONS = 10
FIRST_ID = 1_000

SETTINGS = """
[service]
languages = ["en"]

[telegram]
base_url = "{base_url}"
messages_per_second = 1000

[[events]]
key = "benchmark"
title = "The conference"
description = "A conference for measuring."
contact = {{ name = "The organisers" }}
venue = {{ name = "The hall", address = "Raunas iela 12" }}
date = 2199-06-14
registration_deadline = 2199-06-07
privacy = {{ version = "1", text = "Only the organisers see the data." }}
"""
QUESTION = """
[[events.questions]]
key = "q{number}"
kind = "text"
text = "What is your answer to question {number}?"
label = "Answer {number}"
"""


@dataclass(frozen=True)
class Measured:
    answers_per_second: float
    crowd_ms: Sequence[float]
    alone_ms: Sequence[float]
    cpu_ms_per_answer: float


Command = Callable[[Path, LocalTelegram], list[str]]


def kopa(folder: Path, telegram: LocalTelegram) -> list[str]:
    questions = "".join(QUESTION.format(number=number) for number in range(1, QUESTIONS + 1))
    (folder / "config.toml").write_text(SETTINGS.format(base_url=telegram.base_url) + questions, encoding="utf-8")
    return ["bot", "run"]


def peer(folder: Path, telegram: LocalTelegram) -> list[str]:
    file = str(folder / "conversations.pickle")
    return ["benchmarks.peers.conversation_handler", TOKEN, telegram.base_url, str(QUESTIONS), file]


BOTS: dict[str, Command] = {"ConversationHandler, in memory": peer, "Kopā, every answer on disk": kopa}


@asynccontextmanager
async def running(module: Sequence[str], folder: Path, telegram: LocalTelegram) -> AsyncIterator[int]:
    """Run a bot in *folder* while the block lasts; give its process id once it asks for updates."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *module,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": TOKEN},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asked_for_updates(telegram)
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def asked_for_updates(telegram: LocalTelegram) -> None:
    async with asyncio.timeout(30):
        while not any(request.method == "getUpdates" for request in telegram.requests):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process has used (proc(5): utime and stime, in ticks)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(bot: Command, people: int) -> Measured:
    """Let one person register alone, then *people* side by side."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            LocalTelegram(token=TOKEN, username="benchmark_bot") as telegram,
            running(bot(folder, telegram), folder, telegram) as pid,
        ):
            alone = await all_register(telegram, FIRST_ID - 1, 1, QUESTIONS)
            cpu, started = cpu_seconds(pid), time.perf_counter()
            crowd = await all_register(telegram, FIRST_ID, people, QUESTIONS)
            seconds, cpu = time.perf_counter() - started, cpu_seconds(pid) - cpu
        if bot is kopa:
            check_database(folder / "kopa.db", [*alone, *crowd])
    answers = sum(len(person.seconds) for person in crowd)
    return Measured(answers / seconds, in_ms(crowd), in_ms(alone), 1_000 * cpu / answers)


def check_database(path: Path, people: Sequence[Person]) -> None:
    """Raise AssertionError unless everybody is registered with exactly what they said."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT chat_id, answers FROM registrations JOIN people ON people.id = person_id"
        ).fetchall()
    assert {chat_id: list(loads(answers).values()) for chat_id, answers in rows} == {
        person.phone.user_id: person.answers for person in people
    }


def in_ms(people: Sequence[Person]) -> list[float]:
    return [1_000 * seconds for person in people for seconds in person.seconds]


def table(measured: dict[str, list[Measured]]) -> Table:
    """Return the medians of the rounds, and what each bot is compared with the first."""
    result = Table("bot", "answers/s", "p50", "p95", "p50 alone", "CPU an answer", "ratio")
    first = median_cpu(next(iter(measured.values())))
    for name, rounds in measured.items():
        crowd = statistics.quantiles([ms for one in rounds for ms in one.crowd_ms], n=20)
        alone = statistics.median(ms for one in rounds for ms in one.alone_ms)
        result.add_row(
            name,
            f"{statistics.median(one.answers_per_second for one in rounds):,.0f}",
            f"{crowd[9]:,.0f} ms",
            f"{crowd[18]:,.0f} ms",
            f"{alone:.1f} ms",
            f"{median_cpu(rounds):.1f} ms",
            f"{median_cpu(rounds) / first:.1f}",
        )
    return result


def median_cpu(rounds: Sequence[Measured]) -> float:
    return statistics.median(one.cpu_ms_per_answer for one in rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=200, help="how many register side by side")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    measured: dict[str, list[Measured]] = {name: [] for name in BOTS}
    for _ in range(options.rounds):
        for name, bot in BOTS.items():
            measured[name].append(asyncio.run(measure(bot, options.people)))
    Console(width=110).print(table(measured))


if __name__ == "__main__":
    main()
