"""One announcement to many chats, beside the same broadcast written with other libraries; counted at the receiver.

Run `python -m benchmarks.broadcast` (a minute and a half) or `--chats 10000` (eleven): everybody sends at the
same time, each to a Telegram of their own under the same weather: 30 messages a second, 60 ms, blocked bots, server
errors, one flood wait. `--lifted` takes all limits away, and compares our own work with theirs, one after another.

The peers run in an environment of their own (`--peers`, see README.md); without it, Kopā runs alone.
"""

import argparse
import asyncio
import json
import resource
import statistics
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.plots.lines import Points, lines
from benchmarks.telegram_double import FORBIDDEN, SENT, TOO_MANY, Log, Weather, telegram_double

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "build/peers/bin/python"
PACE = 30
FLOOD_WAIT = 5.0
IN_FLIGHT = 0.02
"""Seconds that an answer takes besides the weather's latency."""

KOPA = "Kopā"
UNDER_LIMITS: dict[str, list[str]] = {
    KOPA: ["kopa"],
    "tgcast 0.1.1, default": ["tgcast"],
    "tgcast 0.1.1, tuned": ["tgcast", "--options", "tuned"],
    "PTB + AIORateLimiter, gather": ["ptb"],
    "PTB + AIORateLimiter, for loop": ["ptb", "--way", "loop"],
}
LIFTED: dict[str, list[str]] = {
    KOPA: ["kopa", "--pace", "100000"],
    "tgcast 0.1.1, no limits, 64 workers": ["tgcast", "--options", "lifted"],
    "PTB alone, 64 at a time, in memory": ["ptb", "--lifted"],
}


@dataclass(frozen=True)
class Race:
    """What one of them did: what came to the receiver, and what it says itself."""

    log: Log
    says: Mapping[str, int] | None
    """None: it was not ready in time."""
    weather: Weather
    chats: int
    cpu_seconds: float
    """Of its process, from start to end; of all of them where they run at the same time."""

    @property
    def seconds(self) -> float:
        return self.log.moments[-1] - self.log.moments[0] if len(self.log) else 0.0

    @property
    def refused(self) -> int:
        return self.log.answers.count(TOO_MANY)

    @property
    def refused_again(self) -> int:
        """How many came although a refusal had been heard, and its wait was not over."""
        told, until, again = float("inf"), 0.0, 0
        for moment, answer, wait in zip(self.log.moments, self.log.answers, self.log.waits, strict=True):
            if answer == TOO_MANY:
                again += told < moment < until
                if moment >= until:
                    told = moment + self.weather.latency + IN_FLIGHT
                until = max(until, moment + wait)
        return again

    @property
    def reached(self) -> Counter[int]:
        """How often each chat has got the message."""
        pairs = zip(self.log.chats, self.log.answers, strict=True)
        return Counter(chat for chat, answer in pairs if answer == SENT)

    @property
    def reachable(self) -> int:
        return sum(not self.weather.is_dead(chat) for chat in range(1, self.chats + 1))

    @property
    def dead(self) -> int:
        pairs = zip(self.log.chats, self.log.answers, strict=True)
        return len({chat for chat, answer in pairs if answer == FORBIDDEN})

    @property
    def most_in_a_second(self) -> int:
        """The most messages within any second, refused ones too."""
        most = first = 0
        for last, moment in enumerate(self.log.moments):
            while moment - self.log.moments[first] >= 1:
                first += 1
            most = max(most, last - first + 1)
        return most

    def pace(self) -> Points:
        """Return the messages that arrived, by second."""
        start = self.log.moments[0] if len(self.log) else 0.0
        pairs = zip(self.log.moments, self.log.answers, strict=True)
        seconds = Counter(int(moment - start) for moment, answer in pairs if answer == SENT)
        return [(second, seconds[second]) for second in range(int(self.seconds) + 1)]


def weather_for(chats: int) -> Weather:
    """Return Telegram's limits, and what goes wrong on the way.

    It goes wrong early: what fails is tried again half a minute later, and that is to be seen before the end.
    """
    flood_at = 0.15 * chats / PACE
    return Weather(0.06, PACE, dead_percent=7, failing_until=chats // 10, flood_at=flood_at, flood_wait=FLOOD_WAIT)


def floor(race: Race) -> float:
    """Return the seconds in which nobody can be faster."""
    return race.chats / PACE + race.weather.flood_wait


async def race(command: Sequence[str], peers: Path, weather: Weather, chats: int, limit: float) -> Race:
    """Let one of them send, for *limit* seconds at most."""
    name, *options = command
    python = sys.executable if name == "kopa" else str(peers)
    with telegram_double(weather) as telegram:
        before = _cpu_seconds()
        process = await asyncio.create_subprocess_exec(
            *(python, "-m", f"benchmarks.peers.broadcast_{name}", telegram.base_url, str(chats), *options),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(limit):
                said, _ = await process.communicate()
        except TimeoutError:
            process.kill()
            said, _ = await process.communicate()
        says = json.loads(said) if said else None
        return Race(telegram.log(), says, weather, chats, _cpu_seconds() - before)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def under_limits(commands: Mapping[str, Sequence[str]], peers: Path, chats: int) -> dict[str, Race]:
    """Let all of them send at the same time, each to a Telegram of their own."""
    weather = weather_for(chats)
    limit = 3 * (chats / PACE + FLOOD_WAIT) + 30
    races = (race(command, peers, weather, chats, limit) for command in commands.values())
    return dict(zip(commands, await asyncio.gather(*races), strict=True))


def table_under_limits(races: Mapping[str, Race]) -> Table:
    result = Table("who", "seconds", "of the floor", "429", "after being told", "most in 1 s")
    for column in ("reached once", "missed", "repeated", "its own report is right"):
        result.add_column(column)
    for name, one in races.items():
        reached = one.reached
        once = sum(count == 1 for count in reached.values())
        result.add_row(
            name,
            f"{one.seconds:,.1f}",
            f"{one.seconds / floor(one):.1%}",
            *(f"{count:,}" for count in (one.refused, one.refused_again, one.most_in_a_second)),
            *(f"{count:,}" for count in (once, one.reachable - len(reached), len(reached) - once)),
            verdict(one),
        )
    return result


def verdict(one: Race) -> str:
    """Say whether what somebody reports is what came."""
    if one.says is None:
        return "not ready in time"
    said, counted = (one.says.get("sent", 0), one.says.get("dead", 0)), (len(one.reached), one.dead)
    return "yes" if said == counted else f"no: {said}, not {counted}"


def lifted(
    commands: Mapping[str, Sequence[str]], peers: Path, chats: int, rounds: int, latency: float
) -> dict[str, list[Race]]:
    """Let them send one after another, with nothing in the way but *latency*; rounds alternate."""
    races: dict[str, list[Race]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            races[name].append(asyncio.run(race(command, peers, Weather(latency), chats, limit=120)))
    return races


def table_lifted(by_latency: Mapping[float, Mapping[str, Sequence[Race]]]) -> Table:
    columns = ("who", "latency", "messages/s (median)", "slowest–fastest", "processor time a message", "reached once")
    result = Table(*columns, "Kopā is faster by")
    for latency, races in by_latency.items():
        ours = statistics.median(rate(one) for one in races[KOPA])
        for name, rounds in races.items():
            rates = [rate(one) for one in rounds]
            once = min(sum(count == 1 for count in one.reached.values()) for one in rounds)
            result.add_row(
                name,
                f"{1_000 * latency:.0f} ms",
                f"{statistics.median(rates):,.0f}",
                f"{min(rates):,.0f}–{max(rates):,.0f}",
                f"{statistics.median(1_000 * one.cpu_seconds / one.chats for one in rounds):.2f} ms",
                f"{once:,} of {rounds[0].chats:,}",
                f"{ours / statistics.median(rates):.1f}",
            )
    return result


def rate(one: Race) -> float:
    return len(one.log) / one.seconds if one.seconds else 0.0


def present(commands: Mapping[str, list[str]], peers: Path) -> dict[str, list[str]]:
    """Return those of whom everything is installed; say so where that is Kopā only."""
    if peers.exists():
        return dict(commands)
    Console(stderr=True).print(f"{peers} is not there (see benchmarks/README.md): the peers stay away", soft_wrap=True)
    return {KOPA: commands[KOPA]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--chats", type=int, help="1,500 under limits, 10,000 without")
    parser.add_argument("--lifted", action="store_true", help="no limits: only our own work, and theirs")
    parser.add_argument("--rounds", type=int, default=3, help="with --lifted")
    parser.add_argument("--peers", type=Path, default=PEERS, help="the Python of the peers' environment")
    parser.add_argument("--plot", type=Path, help="an SVG of the pace over time")
    options = parser.parse_args()
    if options.lifted:
        commands, chats = present(LIFTED, options.peers), options.chats or 10_000
        latencies = (0.0, 0.005)
        Console().print(
            table_lifted({each: lifted(commands, options.peers, chats, options.rounds, each) for each in latencies})
        )
        return
    races = asyncio.run(under_limits(present(UNDER_LIMITS, options.peers), options.peers, options.chats or 1_500))
    Console().print(table_under_limits(races))
    if options.plot:
        series = {name: one.pace() for name, one in races.items()}
        options.plot.write_text(lines("Messages that arrived", "seconds", "in a second", series), encoding="utf-8")


if __name__ == "__main__":
    main()
