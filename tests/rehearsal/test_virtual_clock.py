from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rehearsal import virtual_clock
from rehearsal.virtual_clock import VirtualClock

START = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def machine(monkeypatch):
    """The machine's monotonic clock, standing still until a test moves it."""

    class Machine:
        seconds = 1000.0

        def monotonic(self):
            return self.seconds

    machine = Machine()
    monkeypatch.setattr(virtual_clock, "time", machine)
    return machine


def test_it_stands_still_until_it_is_turned(machine):
    clock = VirtualClock(START)
    machine.seconds += 60

    assert clock() == START


def test_a_flowing_clock_runs_on_at_real_speed_from_where_it_was_set(machine):
    clock = VirtualClock(START, flowing=True)
    machine.seconds += 60
    clock.advance(timedelta(days=1))
    machine.seconds += 5

    assert clock() == START + timedelta(days=1, seconds=65)


def test_it_is_turned_to_a_moment_of_any_zone_and_answers_in_utc(machine):
    clock = VirtualClock(START)
    clock.set(datetime(2024, 6, 14, 10, 0, tzinfo=ZoneInfo("Europe/Riga")))

    assert (clock(), clock().tzinfo) == (datetime(2024, 6, 14, 7, 0, tzinfo=UTC), UTC)


def test_only_set_goes_backwards(machine):
    clock = VirtualClock(START)
    with pytest.raises(ValueError, match="only goes forward"):
        clock.advance(timedelta(seconds=-1))
    clock.set(START - timedelta(days=1))

    assert clock() == START - timedelta(days=1)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(datetime(2024, 5, 20, 9, 0))  # noqa: DTZ001  the mistake under test
