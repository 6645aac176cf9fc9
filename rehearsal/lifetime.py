"""One life of the service, from its start to an orderly stop, or to a crash."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import Context, ContextVar, copy_context
from typing import Any, TypeAlias
from weakref import WeakSet

from bot.running import Running, running
from conference.clock import Clock
from conference.config import Secrets, Settings
from conference.database import Database

Task: TypeAlias = asyncio.Task[Any]

A_MOMENT = 0.05
"""Seconds in which what was cut off puts away what it holds."""

READERS = 4
"""How many may read a SQLite file at once, see `conference.database`."""

_born: ContextVar[WeakSet[Task] | None] = ContextVar("born", default=None)


class Lifetime:
    """`begin`, then either `stop` or `kill`, once each."""

    def __init__(self, settings: Settings, secrets: Secrets, clock: Clock) -> None:
        self._parts = settings, secrets, clock
        self._tasks: WeakSet[Task] = WeakSet()
        self._over = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._running: Running | None = None
        self._context = Context()
        """Of the service's tasks."""

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
        self._running = started.result()
        return self._running

    async def tick(self) -> None:
        """Let every job run once, now. Return as well where the service dies meanwhile."""
        assert self._running
        # One of the service's own tasks: whoever asks for it must outlive a crash.
        await asyncio.wait([asyncio.create_task(self._running.tick(), context=self._context)])

    async def stop(self) -> None:
        """Let it finish what it is sending, and end."""
        self._over.set()
        if self._life:
            await self._life

    async def kill(self) -> None:
        """Drop it as a crash would: whatever it is doing is cut off where it stands.

        The caller sees to it that nothing comes through to anybody any more.
        """
        assert self._running
        # Between two trips to the database: a connection whose user is cut off in the middle of one is left open.
        async with _unused(self._running.service.database):
            # Again and again: the ticker takes a job that was cut off for one that is done, and begins the next one.
            while alive := [task for task in self._tasks if not task.done()]:
                for task in alive:
                    task.cancel()
                await asyncio.wait(alive, timeout=A_MOMENT)
        await self.stop()

    async def _live(self, started: "asyncio.Future[Running]") -> None:
        with _noting(self._tasks):
            self._context = copy_context()
            async with running(*self._parts) as service:
                started.set_result(service)
                await self._over.wait()


@asynccontextmanager
async def _unused(database: Database) -> AsyncIterator[None]:
    """Let nobody else use the database while the block lasts: those who do come to their end first."""
    async with AsyncExitStack() as held:
        await held.enter_async_context(database.transaction())
        for _ in range(READERS):
            await held.enter_async_context(database.snapshot())
        yield


@contextmanager
def _noting(tasks: WeakSet[Task]) -> Iterator[None]:
    """Note every task that this one starts while the block lasts, and those that they start."""
    loop = asyncio.get_running_loop()
    before = loop.get_task_factory()

    def make(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> Any:
        task: Any = before(loop, work, **options) if before else asyncio.Task(work, loop=loop, **options)
        # By default the context is that of whoever starts the task: so it is handed on.
        if (born := options.get("context", copy_context()).get(_born)) is not None:
            born.add(task)
        return task

    _born.set(tasks)
    loop.set_task_factory(make)
    try:
        yield
    finally:
        loop.set_task_factory(before)
