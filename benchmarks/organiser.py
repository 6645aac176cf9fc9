"""How long an organiser waits for the bot's reaction to a press while an announcement goes out to 10,000 people.

Run `python -m benchmarks.organiser` (two minutes). The service is a process of its own, as `kopa run` starts it, with
its database on disk; the local Telegram is this process. An organiser announces something to all, and then goes round:
the menu, the overview with its picture, the registrants, a search among them, their list as a file, the list of
announcements, the progress, and the desk of the next announcement, where each tick counts the whole audience anew. The
same round is timed at rest before. Ends with an error where a reaction takes over a second, but for the file.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.answers import TOKEN, running
from benchmarks.peers.broadcast_kopa import ON_DISK, register
from conference import organisers, people
from conference.clock import wall_clock
from conference.database import Database
from conference.organisers import Role
from conference.texts import Voice
from rehearsal.telegram import LocalTelegram, Phone, ShownMessage

EVENT = "benchmark"
ORGANISER = 10_000_000
"""A chat beyond those of the recipients."""

TITLE = "The conference"
FIRST = "The hall has changed."

PATIENCE = 30
"""Seconds until a reaction counts as lost."""
HOLD = 40
"""Seconds in which sending has begun after it was confirmed."""
SLOWEST = 1.0
"""Seconds; but for the file, which nobody expects at once."""
A_FILE = "their list as a file"

VOICE = Voice("en")

SETTINGS = """
[service]
languages = ["en"]

[telegram]
base_url = "{base_url}"
messages_per_second = {pace}

[[events]]
key = "benchmark"
title = "The conference"
description = "A conference for measuring."
contact = {{ name = "The organisers" }}
venue = {{ name = "The hall", address = "Raunas iela 12" }}
date = 2199-06-14
registration_deadline = 2199-06-07
privacy = {{ version = "1", text = "Only the organisers see the data." }}

[[events.questions]]
key = "name"
kind = "text"
use = "name"
text = "Your name?"
label = "Name"
"""


@dataclass
class Organiser:
    phone: Phone
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """From each press to the bot's reaction, by what was pressed."""

    async def begins(self, words: str) -> None:
        """Have a new announcement on the desk."""
        await self._menu()
        await self.phone.press(VOICE("button-announce"))
        await self._until(VOICE("announce-ask"))
        await self.phone.send(words)
        await self._until(VOICE("announce-title"))

    async def sends(self) -> None:
        """Send what is on the desk, and wait until it has begun."""
        await self._menu()
        await self._press("the menu", "button-announce", VOICE("announce-title"))
        await self._press("the desk", "button-announce-send", VOICE("announce-confirm-title"))
        await self._press("the confirmation", "button-announce-send-surely", VOICE("told-title-planned"))
        await self._until(VOICE("told-title-sending"), HOLD)

    async def goes_round(self) -> None:
        """Press each of the buttons once."""
        await self._menu()
        await self._press("the menu", "button-announce", VOICE("announce-title"))
        await self._press("the desk", "button-announce-audience", VOICE("announce-audience-title"))
        waiting = VOICE("announce-group-waiting")
        ticked = VOICE("button-ticked", choice=waiting)
        await self._timed("a tick", self.phone.press(waiting), lambda shown: ticked in _labels(shown))
        await self._timed("a tick", self.phone.press(ticked), lambda shown: waiting in _labels(shown))
        await self._press("back to the desk", "button-announce-ready", VOICE("announce-title"))
        await self._looks_at_people()
        await self._menu()
        await self._press("the list", "button-announcements", VOICE("told-list-title"))
        listed = self.phone.messages[-1]
        [report] = [label for label in _labels(listed) if FIRST in label]
        titles = tuple(VOICE(key) for key in ("announce-title", "told-title-sending"))

        def opened(shown: ShownMessage) -> bool:
            # Another message shows the progress all by itself.
            return shown.id == listed.id and shown.words.startswith(titles)

        await self._timed("one of them", self.phone.press(report), opened)

    async def _looks_at_people(self) -> None:
        await self._menu()
        await self._timed(
            "the overview", self.phone.press(VOICE("button-overview")), lambda shown: shown.kind == "photo"
        )
        found = VOICE("registrants-title", event=TITLE)
        await self._press("the registrants", "button-registrants", found)
        await self._timed(
            "their list as a file", self.phone.press(VOICE("registrants-csv")), lambda shown: shown.kind == "document"
        )
        await self.phone.press(VOICE("registrants-search"))
        await self._until(VOICE("registrants-search-what"))
        await self._timed("a search", self.phone.send("ann"), lambda shown: shown.words.startswith(found))

    async def _menu(self) -> None:
        await self.phone.send("/organise")
        await self._until(VOICE("organising-what"))

    async def _press(self, what: str, key: str, then: str) -> None:
        await self._timed(what, self.phone.press(VOICE(key)), lambda shown: shown.words.startswith(then))

    async def _timed(self, what: str, doing: Awaitable[object], fits: Callable[[ShownMessage], bool]) -> None:
        started = time.perf_counter()
        await doing
        await self.phone.wait_for(fits, PATIENCE)
        self.seconds[what].append(time.perf_counter() - started)

    async def _until(self, words: str, seconds: float = PATIENCE) -> None:
        await self.phone.wait_for(words, seconds)


def _labels(message: ShownMessage) -> list[str]:
    return [button.label for button in message.buttons]


async def fill(url: str, recipients: int) -> None:
    """Register so many people, and make somebody the organiser."""
    database = await Database.open(url)
    try:
        await register(database, recipients)
        async with database.transaction() as connection:
            person = await people.meet(connection, ORGANISER, "en", wall_clock())
            await organisers.appoint(connection, person.id, EVENT, Role.ORGANISER, wall_clock())
    finally:
        await database.close()


async def measure(recipients: int, pace: float, seconds: float) -> dict[str, Mapping[str, Sequence[float]]]:
    """Return the reactions at rest and during the broadcast, each for so many seconds."""
    with tempfile.TemporaryDirectory(dir=ON_DISK) as name:
        folder = Path(name)
        await fill(f"sqlite+aiosqlite:///{folder / 'kopa.db'}", recipients)
        async with LocalTelegram(token=TOKEN, username="benchmark_bot") as telegram:
            settings = SETTINGS.format(base_url=telegram.base_url, pace=pace)
            (folder / "config.toml").write_text(settings, encoding="utf-8")
            for chat in range(1, recipients + 1):
                telegram.phone(chat, language_code="en")._chat.started = True  # 10,000 greetings would be answered
            phone = telegram.phone(ORGANISER, language_code="en")
            async with running(["bot", "run"], folder, telegram):
                await Organiser(phone).begins(FIRST)
                at_rest = await _rounds(phone, seconds / 4)
                await Organiser(phone).sends()
                await Organiser(phone).begins("The next one.")
                during = await _rounds(phone, seconds)
                assert _sent(telegram) < recipients, "everything was sent before the end of the measurement"
    return {"at rest": at_rest, "during the broadcast": during}


async def _rounds(phone: Phone, seconds: float) -> dict[str, list[float]]:
    organiser, end = Organiser(phone), time.perf_counter() + seconds
    while time.perf_counter() < end:
        await organiser.goes_round()
    return organiser.seconds


def _sent(telegram: LocalTelegram) -> int:
    return sum(request.method == "sendMessage" for request in telegram.requests)


def table(measured: Mapping[str, Mapping[str, Sequence[float]]]) -> Table:
    result = Table("press", "when", "presses", "median", "slowest")
    for when, by_press in measured.items():
        every = [one for seconds in by_press.values() for one in seconds]
        for press, seconds in {**by_press, "all": every}.items():
            slowest, median = max(seconds), statistics.median(seconds)
            result.add_row(press, when, str(len(seconds)), f"{1_000 * median:,.0f} ms", f"{1_000 * slowest:,.0f} ms")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--pace", type=float, default=30.0, help="messages a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="of the broadcast, in which presses are timed")
    options = parser.parse_args()
    measured = asyncio.run(measure(options.recipients, options.pace, options.seconds))
    Console().print(table(measured))
    during = measured["during the broadcast"]
    if max(max(seconds) for press, seconds in during.items() if press != A_FILE) > SLOWEST:
        sys.exit(f"a reaction took over {SLOWEST:.0f} s")


if __name__ == "__main__":
    main()
