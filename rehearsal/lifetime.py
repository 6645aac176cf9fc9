"""One life of the service, from its start to an orderly stop, or to a crash."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias
from weakref import WeakSet

from bot.running import Running, running
from conference.clock import Clock
from conference.config import Secrets, Settings

Task: TypeAlias = asyncio.Task[Any]

LAST_TURNS = 5.0
"""Seconds in which what was cut off puts its connections away."""

_born: ContextVar[WeakSet[Task] | None] = ContextVar("born", default=None)


class Lifetime:
    """`begin`, then either `stop` or `kill`, once each."""

    def __init__(self, settings: Settings, secrets: Secrets, clock: Clock) -> None:
        self._parts = settings, secrets, clock
        self._tasks: WeakSet[Task] = WeakSet()
        self._over = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    async def begin(self) -> Running:
        """Start the service. Raise CannotStartError where it cannot be started."""
        started: asyncio.Future[Running] = asyncio.get_running_loop().create_future()
        self._life = asyncio.create_task(self._live(started))
        try:
            await asyncio.wait((self._life, started), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._over.set()
            raise
        if not started.done():
            await self._life
        return started.result()

    async def stop(self) -> None:
        """Let it finish what it is sending, and end."""
        self._over.set()
        if self._life:
            await self._life

    async def kill(self) -> None:
        """Drop it as a crash would: whatever it is doing is cut off where it stands.

        The caller sees to it that nothing comes through to anybody any more.
        """
        # Each once: what they do then, such as giving a connection back, must not be cut off in turn.
        doomed = [task for task in self._tasks if not task.done()]
        for task in doomed:
            task.cancel()
        if doomed:
            await asyncio.wait(doomed, timeout=LAST_TURNS)
        await self.stop()

    async def _live(self, started: "asyncio.Future[Running]") -> None:
        with _noting(self._tasks):
            async with running(*self._parts) as service:
                started.set_result(service)
                await self._over.wait()


@contextmanager
def _noting(tasks: WeakSet[Task]) -> Iterator[None]:
    """Note every task that this one starts while the block lasts, and those that they start."""
    loop = asyncio.get_running_loop()
    before = loop.get_task_factory()

    def make(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> Any:
        task: Any = before(loop, work, **options) if before else asyncio.Task(work, loop=loop, **options)
        # The context is that of whoever starts the task, and is handed on.
        if (born := _born.get()) is not None:
            born.add(task)
        return task

    _born.set(tasks)
    loop.set_task_factory(make)
    try:
        yield
    finally:
        loop.set_task_factory(before)
