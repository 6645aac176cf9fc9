"""How soon after `kopa run` the bot asks for updates, and how much memory it keeps when nothing happens.

Run `python -m benchmarks.footprint`. The bot is started on the shipped settings, in a new folder, against the local
Telegram. "On a new database" the tables are still to be made. A bare PTB bot, without a database, stands beside it.
Linux only: memory is read from /proc.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.answers import ROOT, TOKEN, cpu_seconds, peer, running
from rehearsal.telegram import LocalTelegram

ROUNDS = 5


@dataclass(frozen=True)
class Footprint:
    start_seconds: float
    start_cpu_seconds: float
    memory_mb: float


def kopa(folder: Path, telegram: LocalTelegram) -> list[str]:
    settings = (ROOT / "config.toml").read_text(encoding="utf-8")
    local = settings.replace("https://api.telegram.org/bot", telegram.base_url)
    (folder / "config.toml").write_text(local, encoding="utf-8")
    return ["bot", "run"]


async def footprint(bot: Callable[[Path, LocalTelegram], list[str]], folder: Path) -> Footprint:
    """Start a bot in *folder*, and look at it when it has asked for updates."""
    async with LocalTelegram(token=TOKEN, username="benchmark_bot") as telegram:
        started = time.perf_counter()
        async with running(bot(folder, telegram), folder, telegram) as pid:
            seconds, cpu = time.perf_counter() - started, cpu_seconds(pid)
            await telegram.phone(7).send("/start")
            await telegram.idle(timeout=30)  # so that whatever is loaded at the first message counts too
            return Footprint(seconds, cpu, resident_mb(pid))


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process (proc(5): VmRSS), in units of a million octets."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmRSS:"))


async def measure() -> dict[str, list[Footprint]]:
    measured: dict[str, list[Footprint]] = {"a bare PTB bot": [], "Kopā, new database": [], "Kopā": []}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            measured["a bare PTB bot"].append(await footprint(peer, folder))
            measured["Kopā, new database"].append(await footprint(kopa, folder))
            measured["Kopā"].append(await footprint(kopa, folder))
    return measured


def table(measured: dict[str, list[Footprint]]) -> Table:
    """Return the medians of the rounds."""
    result = Table("bot", "to the first getUpdates", "of that CPU", "memory when idle")
    for name, rounds in measured.items():
        result.add_row(
            name,
            f"{median([one.start_seconds for one in rounds]):.2f} s",
            f"{median([one.start_cpu_seconds for one in rounds]):.2f} s",
            f"{median([one.memory_mb for one in rounds]):.0f} MB",
        )
    return result


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    Console(width=110).print(table(asyncio.run(measure())))
