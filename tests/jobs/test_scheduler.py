import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from conference.channels.email.imap import BounceMailbox
from conference.config import BounceSettings
from conference.database import Database
from jobs.scheduler import build_scheduler, in_one_line, tick_now, tick_through
from tests.conference.example_event import an_event
from tests.conference.example_settings import settings_of
from tests.jobs.example_lane import RecordingLane

NOW = datetime(2024, 5, 20, tzinfo=UTC)


def a_scheduler(database: Database, *lanes: RecordingLane):
    return build_scheduler(database, settings_of(an_event()), lanes, "tests", lambda: NOW)


async def test_the_table_of_jobs_is_what_the_clock_starts(database: Database):
    scheduler = a_scheduler(database)
    scheduler.start(paused=True)
    assert {job.id: job.trigger.interval for job in scheduler.get_jobs()} == {
        "queue_reminders": timedelta(seconds=20),
        "send_announcements": timedelta(seconds=2),
        "notice_changes": timedelta(seconds=30),
        "wake_lanes": timedelta(seconds=5),
        "erase_expired": timedelta(hours=1),
        "back_up_nightly": timedelta(minutes=5),
    }
    scheduler.shutdown()


async def test_late_ticks_are_made_up_for_once_and_never_overlap(database: Database):
    scheduler = a_scheduler(database)
    scheduler.start(paused=True)
    assert {(job.coalesce, job.max_instances, job.misfire_grace_time) for job in scheduler.get_jobs()} == {
        (True, 1, None)
    }
    scheduler.shutdown()


async def test_at_start_every_job_runs_at_once(database: Database):
    lane = RecordingLane()
    scheduler = a_scheduler(database, lane)
    scheduler.start()
    tick_now(scheduler)
    await asyncio.wait_for(lane.woken.wait(), 5)
    scheduler.shutdown(wait=False)
    await scheduler.finished()


async def test_a_rehearsal_ticks_through_every_job_and_waits_for_it(database: Database):
    lane = RecordingLane()
    scheduler = a_scheduler(database, lane)
    scheduler.start(paused=True)
    await tick_through(scheduler)
    assert lane.woken.is_set()
    scheduler.shutdown()


async def test_a_job_that_fails_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture):
    async def failing(name: str) -> None:
        raise RuntimeError(name)

    with caplog.at_level(logging.DEBUG):
        await in_one_line(failing, "Anna Kalniņa")
    assert [(record.getMessage(), record.exc_info) for record in caplog.records if record.name == "jobs.scheduler"] == [
        ("failing failed and will be tried again: RuntimeError", None)
    ]


async def test_the_mailbox_for_bounces_is_read_where_there_is_one(database: Database):
    settings = settings_of(an_event())
    bounces = BounceMailbox(BounceSettings(address="k@cesis.example", host="localhost", username="k"), "")
    scheduler = build_scheduler(database, settings, [], "tests", lambda: NOW, bounces)
    scheduler.start(paused=True)
    job = scheduler.get_job("read_bounces")
    assert job
    assert job.trigger.interval == timedelta(minutes=3)
    scheduler.shutdown()
