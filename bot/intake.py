"""How updates are taken in, whichever way they come: those of one chat in order, chats side by side, each one once."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from telegram import Update

Handle = Callable[[Update], Awaitable[None]]

REMEMBERED = 1_000
"""How many of the latest updates are known again when they are repeated; after that, the database knows them."""


class Intake:
    """Has updates handled in tasks of a group, which ends them all when one fails."""

    def __init__(self, handle: Handle, tasks: asyncio.TaskGroup) -> None:
        self._handle = handle
        self._tasks = tasks
        self._known: dict[int, asyncio.Task[None]] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        self._last_of_chat: dict[int | None, asyncio.Task[None]] = {}

    @property
    def under_way(self) -> Collection[asyncio.Task[None]]:
        return self._under_way

    def knows(self, update: Update) -> bool:
        return update.update_id in self._known

    def take(self, update: Update) -> asyncio.Task[None]:
        """Have an update handled after all earlier ones of its chat. One that comes again is handled only once."""
        if not self.knows(update):
            self._known[update.update_id] = self._start(update)
            self._forget_the_oldest()
        return self._known[update.update_id]

    def _start(self, update: Update) -> asyncio.Task[None]:
        chat = update.effective_chat.id if update.effective_chat else None
        task = self._tasks.create_task(self._in_order(self._last_of_chat.get(chat), update))
        self._last_of_chat[chat] = task
        self._under_way.add(task)
        task.add_done_callback(lambda task: self._finished(chat, task))
        return task

    async def _in_order(self, before: asyncio.Task[None] | None, update: Update) -> None:
        if before:
            await asyncio.wait([before])
        await self._handle(update)

    def _finished(self, chat: int | None, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if self._last_of_chat[chat] is task:
            del self._last_of_chat[chat]

    def _forget_the_oldest(self) -> None:
        for update_id in list(self._known)[: len(self._known) - REMEMBERED]:
            if self._known[update_id].done():
                del self._known[update_id]


def was_handled(task: asyncio.Task[None]) -> bool:
    """Return whether an update was handled to its end."""
    return task.done() and not task.cancelled() and task.exception() is None
