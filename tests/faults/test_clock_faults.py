"""A clock that jumps, and the nights when clocks change: no reminder is lost, none comes twice, nothing waits a day."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import apscheduler.schedulers.base
import pytest

from conference.clock import wall_clock
from jobs import patience
from tests.conference.example_event import an_event
from tests.faults.bench import DAY, DAY_BEFORE, HOUR, MINUTE, REMINDER, Bench, times

ANNA = "anna11@inbox.lv"


@pytest.mark.parametrize(
    ("at", "step"),
    [
        (DAY_BEFORE - HOUR, DAY),  # too early, but it is of use then
        (DAY_BEFORE + HOUR, DAY),  # it has come already
        (DAY_BEFORE + HOUR, -DAY),
        (DAY_BEFORE - HOUR, -DAY),
        (DAY_BEFORE - HOUR, 2 * DAY),  # by that clock it is of no use any more
    ],
)
async def test_a_clock_that_jumps_and_is_set_right_again_loses_and_repeats_no_reminder(
    bench: Bench, at: datetime, step: timedelta
) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        for moment in (at, at + step, at + step + 10 * MINUTE, at + 20 * MINUTE, DAY_BEFORE + 2 * HOUR):
            await stage.turn_clock(moment)
        assert (times(anna, REMINDER), bench.letters(REMINDER)) == (1, {ANNA: 1})


@pytest.mark.parametrize("step", [DAY, -DAY])
async def test_what_was_put_back_does_not_wait_for_the_day_of_a_wrong_clock(bench: Bench, step: timedelta) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        bench.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        async with bench.mailbox.down():
            await stage.turn_clock(DAY_BEFORE - HOUR if step > timedelta() else DAY_BEFORE + DAY / 2)
            if step > timedelta():
                await stage.turn_clock(DAY_BEFORE)
        assert (times(anna, REMINDER), bench.letters(REMINDER)) == (0, {})
        bench.clock.set(bench.clock() + min(step, timedelta()))
        if step < timedelta():  # by the right clock it is too early
            await bench.ticks(2)
            assert (times(anna, REMINDER), bench.letters(REMINDER)) == (0, {})
            bench.clock.set(DAY_BEFORE)
        await bench.ticks(2)
        assert (times(anna, REMINDER), bench.letters(REMINDER)) == (1, {ANNA: 1})


async def test_a_channel_that_rests_and_a_domain_that_wants_less_do_not_rest_for_a_day(bench: Bench) -> None:
    async with bench.service() as stage:
        await stage.settled()
        await stage.turn_clock(DAY_BEFORE + DAY)
        async with bench.mailbox.down():
            anna = await bench.registrant(11)
            await stage.settled()
        bench.clock.set(DAY_BEFORE)
        await bench.ticks(2)
        assert sum(bench.letters("").values()) >= 1
        bench.mailbox.refuse("anna12@inbox.lv", 451, "4.7.1 Not so fast", times=1)
        bench.clock.set(DAY_BEFORE + DAY)
        berta = await bench.registrant(12)
        await stage.settled()
        bench.clock.set(DAY_BEFORE + HOUR)
        await bench.ticks(3)
        assert bench.letters(REMINDER) == {ANNA: 1, "anna12@inbox.lv": 1}
        assert (times(anna, REMINDER), times(berta, REMINDER)) == (1, 1)


async def test_jobs_go_on_at_once_when_the_machine_s_clock_is_set_back(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return (wall_clock() - DAY).astimezone(tz)

    async with bench.service() as stage:
        await stage.settled()
        scheduler = stage.running.scheduler
        ran = asyncio.Event()
        scheduler.add_listener(lambda _event: ran.set())
        monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Yesterday)
        monkeypatch.setattr(patience, "wall_clock", lambda: wall_clock() - DAY)
        scheduler.wakeup()
        async with asyncio.timeout(20):
            while any(job.next_run_time > wall_clock() for job in scheduler.get_jobs()):
                ran.clear()
                await ran.wait()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2024, 10, 27), datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),  # 03:30 comes twice: the first is meant
        (date(2025, 3, 30), datetime(2025, 3, 30, 1, 30, tzinfo=UTC)),  # 03:30 does not come: 04:30 is meant
    ],
)
async def test_in_the_nights_when_clocks_change_a_reminder_at_half_past_three_comes_once(
    bench: Bench, day: date, due: datetime
) -> None:
    rule = {"key": "night", "audience": ["registered"], "anchor": "start", "days": 0, "at": "03:30"}
    bench.event = an_event(date=day, starts=time(10), registration_deadline=day - DAY, reminders=(rule,))
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        came: list[datetime] = []
        for quarter in range(-8, 16):
            await stage.turn_clock(due + quarter * 15 * MINUTE)
            came += [bench.clock()] * (times(anna, REMINDER) + bench.letters(REMINDER).total() - len(came))
        assert came == [due] * 2
