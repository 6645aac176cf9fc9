from datetime import UTC, datetime, timedelta

from bot.progress import Pace

NOON = datetime(2024, 5, 20, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_the_pace_tells_how_long_the_rest_takes():
    pace = Pace()
    assert [pace.left(1000, at(0)), pace.left(910, at(3)), pace.left(700, at(10))] == [
        None,
        timedelta(seconds=3) * 910 / 90,
        timedelta(seconds=10) * 700 / 300,
    ]


def test_while_nothing_is_sent_nothing_is_told():
    pace = Pace()
    assert [pace.left(1000, at(seconds)) for seconds in (0, 3, 6)] == [None] * 3


def test_what_was_longer_ago_than_a_minute_does_not_count():
    pace = Pace()
    pace.left(10_000, at(0))
    pace.left(1000, at(30))
    assert pace.left(900, at(80)) == timedelta(seconds=50) * 900 / 100


def test_when_more_is_to_be_sent_it_begins_anew():
    pace = Pace()
    pace.left(1000, at(0))
    pace.left(900, at(3))
    assert pace.left(4900, at(6)) is None
    assert pace.left(4800, at(9)) == timedelta(seconds=3) * 48
