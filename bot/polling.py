"""Our own getUpdates loop. PTB's confirms updates that it has only queued, and a crash would lose them.

Ours confirms an update (by asking for the next one) only after it was handled: at least once, and the database sees to
it that its effects happen once. Updates of one chat are handled in order; chats run side by side.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import timedelta

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from conference.channels.pacing import Rank

logger = logging.getLogger(__name__)

LONG_POLL = timedelta(seconds=50)
PAUSES = (1, 2, 5, 10, 30)
"""Seconds to wait after the first, second, … failure in a row."""

Handle = Callable[[Update], Awaitable[None]]


class Poller:
    """Fetches updates and has them handled."""

    def __init__(self, bot: ExtBot[Rank], handle: Handle, allowed_updates: list[str]) -> None:
        self._bot = bot
        self._handle = handle
        self._allowed_updates = allowed_updates
        self._offset: int | None = None
        self._failures = 0
        self._stopping = False
        self._waiting: asyncio.Task[tuple[Update, ...]] | None = None

    async def run(self) -> None:
        """Work until stopped. Raise InvalidToken where Telegram does not know the bot."""
        while not self._stopping:
            self._waiting = asyncio.create_task(self._fetch())
            # Only the waiting is cut short by `stop`: what has come is handled to its end.
            await asyncio.wait([self._waiting])
            if self._waiting.cancelled():
                break
            updates = self._waiting.result()
            await _handle_all(self._handle, updates)
            if updates:
                self._offset = updates[-1].update_id + 1
        await self._confirm()

    def stop(self) -> None:
        """Handle what has come, and end."""
        self._stopping = True
        if self._waiting:
            self._waiting.cancel()

    async def _confirm(self) -> None:
        """Confirm what was handled last, so that a restart does not say it all again."""
        if self._offset is not None:
            with suppress(TelegramError):
                await self._bot.get_updates(offset=self._offset, limit=1, timeout=0)

    async def _fetch(self) -> tuple[Update, ...]:
        try:
            updates = await self._bot.get_updates(
                offset=self._offset, timeout=LONG_POLL, allowed_updates=self._allowed_updates
            )
        except InvalidToken:
            raise
        except TelegramError as error:
            await asyncio.sleep(_pause(error, self._failures))
            self._failures += 1
            return ()
        self._failures = 0
        return updates


def _pause(error: TelegramError, failures: int) -> float:
    if isinstance(error, RetryAfter):
        pause = error.retry_after
        return pause.total_seconds() if isinstance(pause, timedelta) else pause
    reason = "another process polls with this token" if isinstance(error, Conflict) else type(error).__name__
    logger.warning("no updates from Telegram: %s", reason)
    return PAUSES[min(failures, len(PAUSES) - 1)]


async def _handle_all(handle: Handle, updates: Iterable[Update]) -> None:
    chats: dict[int | None, list[Update]] = defaultdict(list)
    for update in updates:
        chats[update.effective_chat.id if update.effective_chat else None].append(update)
    async with asyncio.TaskGroup() as group:
        for of_chat in chats.values():
            group.create_task(_in_order(handle, of_chat))


async def _in_order(handle: Handle, updates: Iterable[Update]) -> None:
    for update in updates:
        await handle(update)
