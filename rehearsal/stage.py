"""The stage: the very same service as in production, on local parts and a clock that can be turned."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.running import Running, running
from conference.config import EmailSettings, Secrets, Settings
from conference.text import Text
from rehearsal.lifetime import Lifetime
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram, Phone
from rehearsal.virtual_clock import VirtualClock

MESSAGES_PER_SECOND = 1000
"""Nobody has to be spared here. Notices to one chat still keep their distance of a second."""

TOKEN = "1:rehearsal"  # noqa: S105  opens nothing but the local server


@dataclass(frozen=True, slots=True)
class Stage:
    telegram: LocalTelegram
    mailbox: Mailbox
    clock: VirtualClock
    running: Running

    async def answered(self) -> None:
        """Wait until every message to the bot is answered. Raise RuntimeError where the service has stopped."""
        await self._while_it_works(self.telegram.idle())

    async def heard(self, phone: Phone) -> None:
        """Wait until the bot has answered everything in one person's chat.

        Raise RuntimeError where the service has stopped.
        """
        await self._while_it_works(phone.answered())

    async def settled(self) -> None:
        """Wait until every message is answered and every notice that is due is sent.

        Raise RuntimeError where the service has stopped.
        """
        await self._while_it_works(self._settled())

    async def turn_clock(self, moment: datetime) -> None:
        """Go to a moment, and let happen what is due by then."""
        self.clock.set(moment)
        await self.settled()

    async def _settled(self) -> None:
        await self.telegram.idle()
        await self.running.tick()
        for lane in self.running.lanes:
            await lane.idle()

    async def _while_it_works(self, waiting: Coroutine[Any, Any, None]) -> None:
        """Wait, but not for a service that has stopped: it would never answer."""
        task = asyncio.create_task(waiting)
        try:
            await asyncio.wait([task, self.running.work], return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise RuntimeError("the service has stopped in the middle of the rehearsal")
            task.result()
        finally:
            task.cancel()


class House:
    """Telegram, a mailbox, a clock and a database file that stay, while the service comes and goes."""

    def __init__(self, telegram: LocalTelegram, mailbox: Mailbox, clock: VirtualClock, folder: Path) -> None:
        self.telegram = telegram
        self.mailbox = mailbox
        self.clock = clock
        self.folder = folder
        self.running: Running | None = None
        """None while the service does not run."""
        self._life: Lifetime | None = None
        # A start takes a while, and nobody must come between.
        self._turn = asyncio.Lock()

    @property
    def stage(self) -> Stage:
        """The stage with the service on it. Raise RuntimeError where it does not run."""
        if self.running is None:
            raise RuntimeError("the service does not run")
        return Stage(self.telegram, self.mailbox, self.clock, self.running)

    async def start(self, settings: Settings) -> None:
        """Start the service with *settings*, on local parts; one that runs is stopped before.

        Raise CannotStartError where that is impossible.
        """
        local = locally(settings, self.telegram, self.mailbox, self.folder)
        async with self._turn:
            await self._stop()
            life = Lifetime(local, Secrets(telegram_bot_token=SecretStr(TOKEN)), self.clock)
            self.running, self._life = await life.begin(), life

    async def stop(self) -> None:
        """Let the service finish what it is sending, and end it, where it runs."""
        async with self._turn:
            await self._stop()

    async def tick(self) -> None:
        """Let every job of the service run once, now, where it runs."""
        if self._life:
            await self._life.tick()

    async def kill(self) -> None:
        """Drop the service as a crash would, where it runs."""
        async with self._turn:
            if life := self._taken():
                # Nothing that it still tries comes through, and nothing comes back.
                async with self.telegram.faults.silence():
                    await life.kill()

    async def _stop(self) -> None:
        if life := self._taken():
            await life.stop()

    def _taken(self) -> Lifetime | None:
        life, self._life, self.running = self._life, None, None
        return life


@asynccontextmanager
async def open_house(folder: Path, start: datetime, *, flowing: bool = False) -> AsyncIterator[House]:
    """Open a house without a service, with its database in *folder*; at the end the service is stopped.

    The clock begins at *start*; *flowing*, it runs on from there.
    """
    clock = VirtualClock(start, flowing=flowing)
    async with LocalTelegram(token=TOKEN, clock=clock) as telegram, Mailbox(clock=clock) as mailbox:
        house = House(telegram, mailbox, clock, folder)
        try:
            yield house
        finally:
            await house.stop()


@asynccontextmanager
async def on_stage(settings: Settings, folder: Path, start: datetime) -> AsyncIterator[Stage]:
    """Run the service of *settings* on local parts, with its database in *folder*, from *start* on."""
    clock = VirtualClock(start)
    async with LocalTelegram(token=TOKEN, clock=clock) as telegram, Mailbox() as mailbox:
        local = locally(settings, telegram, mailbox, folder)
        secrets = Secrets(telegram_bot_token=SecretStr(TOKEN))
        async with running(local, secrets, clock) as service:
            yield Stage(telegram, mailbox, clock, service)


def locally(settings: Settings, telegram: LocalTelegram, mailbox: Mailbox, folder: Path) -> Settings:
    """Return the settings with every address outside replaced by a local part. Nothing and nobody waits its turn."""
    email = settings.email or EmailSettings(
        host="localhost", sender="kopa@example.org", sender_name=Text({"*": "Kopā"})
    )
    return settings.model_copy(
        update={
            "service": settings.service.model_copy(
                update={"database_url": f"sqlite+aiosqlite:///{folder / 'rehearsal.db'}", "public_url": None}
            ),
            "backup": None,
            "telegram": settings.telegram.model_copy(
                update={
                    "base_url": telegram.base_url,
                    "messages_per_second": MESSAGES_PER_SECOND,
                    "proxy": None,
                    "webhook": None,
                }
            ),
            "email": email.model_copy(
                update={
                    "host": mailbox.host,
                    "port": mailbox.port,
                    "security": "none",
                    "username": None,
                    "messages_per_second": None,
                    "messages_per_minute": None,
                    "bounces": None,
                }
            ),
        }
    )
