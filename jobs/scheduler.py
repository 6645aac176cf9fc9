"""The ticker: a table of job → interval. The database is the truth about what is due; nothing is stored here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from conference.channels.email.imap import BounceMailbox
from conference.clock import Clock, wall_clock
from conference.config import Settings
from conference.database import Database, will_pass
from conference.delivery import Lane
from jobs.announcements import send_announcements
from jobs.backup import back_up_nightly
from jobs.bounces import read_bounces
from jobs.delivery import wake_lanes
from jobs.event_changes import notice_changes
from jobs.housekeeping import erase_expired
from jobs.patience import PatientScheduler
from jobs.reminders import queue_reminders

logger = logging.getLogger(__name__)

Job = Callable[..., Awaitable[None]]


def build_scheduler(
    database: Database,
    settings: Settings,
    lanes: Iterable[Lane],
    owner: str,
    clock: Clock,
    bounces: BounceMailbox | None = None,
    show_progress: Job | None = None,
) -> PatientScheduler:
    """Return the scheduler, not yet started; *show_progress* tells organisers how far announcements are.

    In memory on purpose: a stored job is lost to a crash in the middle of it, and a stored moment to a clock that is
    set. A tick that comes late or not at all costs nothing: the next one sees the same database.
    """
    jobs: list[tuple[Job, int, tuple[object, ...]]] = [
        (queue_reminders, 20, (database, settings.events, lanes, clock)),
        (send_announcements, 2, (database, settings.events, lanes, clock)),
        (notice_changes, 30, (database, settings.events, lanes, clock)),
        (wake_lanes, 5, (database, lanes, owner, clock)),
        (erase_expired, 3600, (database, settings, clock)),
        (back_up_nightly, 300, (database, settings, clock)),
        *([(read_bounces, 180, (database, bounces, lanes, clock))] if bounces else []),
        *([(show_progress, 3, ())] if show_progress else []),
    ]
    scheduler = PatientScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job, seconds, arguments in jobs:
        scheduler.add_job(in_one_line, IntervalTrigger(seconds=seconds), (job, *arguments), id=job.__name__)
    return scheduler


async def in_one_line(job: Job, *arguments: object) -> None:
    """Run a job. A failure is one line in the log, without texts that may hold names; the next tick tries again."""
    try:
        await job(*arguments)
    except asyncio.CancelledError:
        pass  # it took too long to stop; APScheduler would log that as a failure, and the next start makes up for it
    except Exception as error:
        if not will_pass(error):  # the database has said so, once for all
            logger.error("%s failed and will be tried again: %s", job.__name__, type(error).__name__)


def tick_now(scheduler: AsyncIOScheduler) -> None:
    """Let every job run at once: at start, so that downtime is made up for."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=wall_clock())


class Ticker:
    """A scheduler that is started, and rests while another process leads."""

    def __init__(self, scheduler: PatientScheduler) -> None:
        self._scheduler = scheduler
        self._stopped = False

    async def finished(self) -> None:
        """Wait until no job is running."""
        await self._scheduler.finished()

    def begin(self) -> None:
        if self._stopped:
            return
        if self._scheduler.running:
            self._scheduler.resume()
        else:
            self._scheduler.start()
        tick_now(self._scheduler)

    def end(self) -> None:
        """Begin no further job. One that is running goes on: it would do no harm beside another leader's."""
        if self._scheduler.running:
            self._scheduler.pause()

    def stop(self) -> None:
        self._stopped = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


async def tick_through(scheduler: AsyncIOScheduler) -> None:
    """Run every job once, in order, and wait for it: when a rehearsal has turned its clock."""
    for job in scheduler.get_jobs():
        await job.func(*job.args)
