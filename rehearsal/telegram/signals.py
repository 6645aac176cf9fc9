"""Waking everybody who waits for a change, without a lock: all of the rehearsal lives in one event loop."""

import asyncio


class Signal:
    """Something happened. A waiter checks its condition, then waits; nothing can come between in a single loop."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def fire(self) -> None:
        """Wake all who wait now."""
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        """Wait until the next `fire`."""
        await self._next.wait()
