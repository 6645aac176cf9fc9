"""Waking everybody who waits for a change, without a lock: all of the rehearsal lives in one event loop."""

import asyncio
from collections.abc import Callable
from typing import Self


class Signal:
    """Something happened. A waiter checks its condition, then waits; nothing can come between in a single loop.

    What happens here happens to *above*, too: a chat's change is one of the chats.
    """

    def __init__(self, above: Self | None = None) -> None:
        self.count = 0
        """How often it has happened."""
        self._next = asyncio.Event()
        self._above = above
        self._listeners: list[Callable[[], None]] = []

    def fire(self) -> None:
        """Wake all who wait now, and tell all who listen."""
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()
        for listener in tuple(self._listeners):
            listener()
        if self._above:
            self._above.fire()

    async def wait(self) -> None:
        """Wait until the next `fire`."""
        await self._next.wait()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call *listener* at each `fire`, until what this returns is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
