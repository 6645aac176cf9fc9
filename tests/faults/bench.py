"""The service on parts that fail: who is registered, what has come to them, what the log says."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.running import Running, running
from conference.config import Secrets
from conference.event import Event
from conference.people import Person
from rehearsal.mailbox import Mailbox
from rehearsal.stage import TOKEN, Stage, locally
from rehearsal.telegram import LocalTelegram, Phone
from rehearsal.virtual_clock import VirtualClock
from tests.conference.example_event import an_event
from tests.conference.example_people import a_registrant, ledger
from tests.conference.example_settings import settings_of

MAY = datetime(2024, 5, 20, 9, tzinfo=UTC)
DAY_BEFORE = datetime(2024, 6, 13, 7, tzinfo=UTC)
"""When the reminder of the example is due: 10:00 in Riga."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

CONFIRMATION, REMINDER = "Pieteikums saņemts", "Gaidīsim"
"""Words that are said in nothing else, in Telegram and by e-mail."""


class Log(logging.Handler):
    """The lines that somebody who runs the service should see."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._news = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("uvicorn"):  # the local Telegram's, which was told to break off
            return
        self.lines.append(record.getMessage())
        self._news.set()

    async def says(self, words: str) -> None:
        """Wait until a line has *words* in it."""
        async with asyncio.timeout(20):
            while not any(words in line for line in self.lines):
                self._news.clear()
                await self._news.wait()


@dataclass
class Bench:
    """`async with bench.service() as stage`, again and again: the parts and the database file stay the same."""

    telegram: LocalTelegram
    mailbox: Mailbox
    clock: VirtualClock
    folder: Path
    log: Log
    event: Event = field(default_factory=an_event)
    smtp_timeout: float = 5.0
    running: Running | None = None

    @asynccontextmanager
    async def service(self) -> AsyncIterator[Stage]:
        settings = locally(settings_of(self.event), self.telegram, self.mailbox, self.folder)
        assert settings.email
        email = settings.email.model_copy(update={"timeout_seconds": self.smtp_timeout})
        settings = settings.model_copy(update={"email": email})
        async with running(settings, Secrets(telegram_bot_token=SecretStr(TOKEN)), self.clock) as self.running:
            yield Stage(self.telegram, self.mailbox, self.clock, self.running)

    async def registrant(self, chat_id: int) -> Phone:
        """Give the phone of somebody who has registered, and has the confirmation."""
        phone = await self.newcomer(chat_id)
        await self.stored(chat_id)
        return phone

    async def newcomer(self, chat_id: int) -> Phone:
        """Give the phone of somebody who may be written to, and of whom the service knows nothing yet."""
        phone = self.telegram.phone(chat_id, f"Anna {chat_id}")
        phone._chat.started = True
        return phone

    async def stored(self, chat_id: int) -> Person:
        assert self.running
        return await a_registrant(
            self.running.service.database, self.event, MAY, chat_id=chat_id, email=f"anna{chat_id}@inbox.lv"
        )

    async def ticks(self, minutes: int) -> None:
        """Let time go by, minute by minute; what is due is tried, whatever comes of it."""
        assert self.running
        for _ in range(minutes):
            self.clock.advance(MINUTE)
            await self.tick()

    async def tick(self) -> None:
        assert self.running
        await self.running.tick()
        for lane in self.running.lanes:
            await asyncio.wait_for(lane.idle(), 20)

    def letters(self, words: str) -> Counter[str]:
        """Return how many letters with *words* each address has got."""
        with_words = [letter for letter in self.mailbox.letters if words in f"{letter.subject} {letter.text}"]
        return Counter(letter.recipients[0] for letter in with_words)

    async def ledger(self, kind: str, *columns: str) -> list[tuple[object, ...]]:
        assert self.running
        rows = await ledger(self.running.service.database, "kind", *columns)
        return [values for of, *rest in rows if of == kind for values in [tuple(rest)]]


def times(phone: Phone, words: str) -> int:
    """Return how often a message with *words* has come."""
    return sum(words in message.words for message in phone.messages if message.from_bot)
