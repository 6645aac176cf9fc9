"""A scheduler of intervals whose jobs end by themselves.

APScheduler's own cancels them at its shutdown: in the middle of a statement, which leaves a connection of the database
in nobody's hands, and the process hanging on it.
"""

import asyncio
from typing import Any

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from conference.clock import wall_clock

PATIENCE = 10.0
"""Seconds for what is running when the service stops."""


class PatientExecutor(AsyncIOExecutor):  # type: ignore[misc]  # APScheduler ships no types
    """Cancels nothing until it was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._pending_futures: set[asyncio.Future[Any]] = set()

    def shutdown(self, wait: bool = True) -> None:
        """Leave the running jobs to `finished`."""

    async def finished(self) -> None:
        """Wait until no job is running; cancel what takes too long."""
        pending = set(self._pending_futures)
        if pending:
            _, late = await asyncio.wait(pending, timeout=PATIENCE)
            for job in late:
                job.cancel()


class PatientScheduler(AsyncIOScheduler):  # type: ignore[misc]
    """After `shutdown`, await `finished` before the database is closed."""

    def __init__(self, **options: Any) -> None:
        self._patient = PatientExecutor()
        super().__init__(executors={"default": self._patient}, **options)

    async def finished(self) -> None:
        """Wait until no job is running."""
        await self._patient.finished()

    def _process_jobs(self) -> Any:
        """Begin what is due. A clock that was set back would leave it to the day on which it had been wrong."""
        now = wall_clock()
        for job in self.get_jobs():
            if job.next_run_time and job.next_run_time - now > job.trigger.interval:
                job.modify(next_run_time=now)
        return super()._process_jobs()
