"""Our own getUpdates loop. PTB's confirms updates that it has only queued, and a crash would lose them.

Ours confirms an update (by asking for a later one) only after it was handled: at least once, and the database sees to
it that its effects happen once. It goes on asking while people are being answered, so that none waits for another;
Telegram then repeats what is not confirmed yet, and we know it again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.intake import Handle, Intake, was_handled
from conference.channels.pacing import Rank

logger = logging.getLogger(__name__)

LONG_POLL = timedelta(seconds=50)
PAUSES = (1, 2, 5, 10, 30)
"""Seconds to wait after the first, second, … failure in a row."""

AT_ONCE = 100
"""The most that Telegram gives in one answer, always from the first one that is not confirmed."""
MOST_UNDER_WAY = 500

BREATHS = (0.05, 0.1, 0.2, 0.4)
"""Seconds to let people be answered before asking again: longer each time that nothing new has come."""

PATIENCE = 30.0
"""Seconds that an update may hold up everybody, once AT_ONCE later ones have come."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An update that is not confirmed yet."""

    update_id: int
    task: asyncio.Task[None]
    at: float


class Poller:
    """Fetches updates and has them handled."""

    def __init__(self, bot: ExtBot[Rank], handle: Handle, allowed_updates: list[str]) -> None:
        self._bot = bot
        self._handle = handle
        self._allowed_updates = allowed_updates
        self._unconfirmed: deque[Taken] = deque()
        self._offset: int | None = None
        self._failures = 0
        self._is_conflict = False
        self._stopping = False
        self._confirms = True
        self._waiting: asyncio.Task[Sequence[Update]] | None = None

    async def prepare(self) -> None:
        """Tell Telegram that updates will be asked for: a webhook left behind would make every getUpdates fail."""
        await self._bot.delete_webhook()

    async def run(self) -> None:
        """Work until stopped. Raise InvalidToken, in a group, where Telegram does not know the bot."""
        try:
            # The group lets what has come be handled to its end; only the waiting is cut short by `stop`.
            async with asyncio.TaskGroup() as tasks:
                await self._take_all(Intake(self._handle, tasks))
        finally:
            await self._confirm()

    def stop(self) -> None:
        """Handle what has come, and end."""
        self._stopping = True
        if self._waiting:
            self._waiting.cancel()

    def abandon(self) -> None:
        """End, and confirm nothing more: another process asks from now on."""
        self._confirms = False
        self.stop()

    async def _take_all(self, intake: Intake) -> None:
        breath = 0
        while not self._stopping:
            updates = await self._next_updates()
            news = [update for update in updates if not intake.knows(update)]
            for update in news:
                self._unconfirmed.append(Taken(update.update_id, intake.take(update), _now()))
            breath = 0 if news or not updates else min(breath + 1, len(BREATHS) - 1)
            await self._breathe(intake, BREATHS[breath])
            if len(updates) == AT_ONCE and not news:
                self._pass_over()

    async def _next_updates(self) -> Sequence[Update]:
        self._note_handled()
        self._waiting = asyncio.create_task(self._fetch())
        try:
            await asyncio.wait([self._waiting])
        finally:
            self._waiting.cancel()
        return () if self._waiting.cancelled() else self._waiting.result()

    async def _breathe(self, intake: Intake, seconds: float) -> None:
        if intake.under_way:
            await asyncio.wait(intake.under_way, timeout=seconds)
        while len(intake.under_way) >= MOST_UNDER_WAY:
            await asyncio.wait(intake.under_way, return_when=asyncio.FIRST_COMPLETED)

    def _note_handled(self) -> None:
        while self._unconfirmed and was_handled(self._unconfirmed[0].task):
            self._offset = self._unconfirmed.popleft().update_id + 1

    def _pass_over(self) -> None:
        """Confirm an update that hangs: Telegram shows no more than AT_ONCE from it on, so all would wait for it.

        Not where none of the others was handled either, as when the disk is full: then nobody waits for this one.
        """
        if not any(was_handled(taken.task) for taken in self._unconfirmed):
            return
        if _now() - self._unconfirmed[0].at > PATIENCE:
            self._offset = self._unconfirmed.popleft().update_id + 1
            logger.error("update %d hangs: a crash would lose it now", self._offset - 1)

    async def _confirm(self) -> None:
        """Confirm what was handled last, so that a restart does not say it all again."""
        self._note_handled()
        if self._offset is not None and self._confirms:
            with suppress(TelegramError):
                await self._bot.get_updates(offset=self._offset, limit=1, timeout=0)

    async def _fetch(self) -> Sequence[Update]:
        try:
            updates = await self._bot.get_updates(
                offset=self._offset, timeout=LONG_POLL, allowed_updates=self._allowed_updates
            )
        except InvalidToken:
            raise
        except RetryAfter as flood:
            await asyncio.sleep(_seconds(flood))
            return ()
        except TelegramError as error:
            self._note_failure(error)
            await asyncio.sleep(PAUSES[min(self._failures, len(PAUSES)) - 1])
            return ()
        self._note_success()
        return updates

    def _note_failure(self, error: TelegramError) -> None:
        """Say what is wrong once, however long it lasts."""
        is_conflict = isinstance(error, Conflict)
        if not self._failures or is_conflict is not self._is_conflict:
            reason = "another process polls with this token" if is_conflict else type(error).__name__
            logger.warning("no updates from Telegram, trying again until they come: %s", reason)
        self._is_conflict = is_conflict
        self._failures += 1

    def _note_success(self) -> None:
        if self._failures:
            logger.info("updates from Telegram come again")
        self._failures = 0


def _seconds(flood: RetryAfter) -> float:
    pause = flood.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else pause


def _now() -> float:
    return asyncio.get_running_loop().time()
