"""Our own getUpdates loop. PTB's confirms updates that it has only queued, and a crash would lose them.

Ours confirms an update (by asking for the next one) only after it was handled: at least once, and the database sees to
it that its effects happen once. Updates of one chat are handled in order; chats run side by side.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
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


async def poll(bot: ExtBot[Rank], handle: Handle, allowed_updates: list[str]) -> None:
    """Fetch and handle updates until cancelled. Raise InvalidToken where Telegram does not know the bot."""
    offset: int | None = None
    failures = 0
    while True:
        try:
            updates = await bot.get_updates(offset=offset, timeout=LONG_POLL, allowed_updates=allowed_updates)
        except InvalidToken:
            raise
        except TelegramError as error:
            await asyncio.sleep(_pause(error, failures))
            failures += 1
            continue
        failures = 0
        await _handle_all(handle, updates)
        if updates:
            offset = updates[-1].update_id + 1


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
