"""Asking for updates only while this process leads."""

import asyncio
from collections.abc import Callable

from bot.polling import Poller


class PollingInTerms:
    """Asks for updates while this process leads, with a new poller each term: what was asked before counts no more."""

    def __init__(self, make: Callable[[], Poller]) -> None:
        self._make = make
        self._begun = asyncio.Event()
        self._stopping = False
        self._poller: Poller | None = None

    async def prepare(self) -> None:
        await self._make().prepare()

    async def run(self) -> None:
        """Work until stopped. Raise InvalidToken, in a group, where Telegram does not know the bot."""
        while not self._stopping:
            await self._begun.wait()
            if not self._stopping:
                self._poller = self._make()
                await self._poller.run()

    def begin(self) -> None:
        self._begun.set()

    def end(self) -> None:
        """Ask no more. What has come is handled; the next leader gets it again, and the database knows it."""
        self._begun.clear()
        if self._poller:
            self._poller.abandon()

    def stop(self) -> None:
        """Handle what has come, and end."""
        self._stopping = True
        if self._poller and self._begun.is_set():
            self._poller.stop()
        self._begun.set()
