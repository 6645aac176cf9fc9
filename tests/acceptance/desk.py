"""The service within the test, on a clock that can be turned; Telegram and the mailbox live on between its runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.running import running
from conference.config import Secrets, Settings
from rehearsal.mailbox import Mailbox
from rehearsal.stage import Stage, locally
from rehearsal.telegram import LocalTelegram
from rehearsal.virtual_clock import VirtualClock
from tests.acceptance.process import TOKEN
from tests.acceptance.stored import DATABASE


@dataclass(frozen=True)
class Desk:
    telegram: LocalTelegram
    mailbox: Mailbox
    clock: VirtualClock
    folder: Path

    @asynccontextmanager
    async def service(self, settings: Settings) -> AsyncIterator[Stage]:
        """Run the service while the block lasts, on the database that an earlier run has left."""
        local = locally(settings, self.telegram, self.mailbox, self.folder)
        service = local.service.model_copy(update={"database_url": f"sqlite+aiosqlite:///{self.folder / DATABASE}"})
        local = local.model_copy(update={"service": service})
        async with running(local, Secrets(telegram_bot_token=SecretStr(TOKEN)), self.clock) as at_work:
            stage = Stage(self.telegram, self.mailbox, self.clock, at_work)
            await stage.settled()
            yield stage
