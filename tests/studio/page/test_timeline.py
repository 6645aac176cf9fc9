from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from studio.desk import Moment, MomentKind
from studio.page.timeline import Span, State, points, span, state, ticks

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
RIGA = ZoneInfo("Europe/Riga")


def reminder(at: datetime, **numbers: int) -> Moment:
    return Moment(at, MomentKind.REMINDER, "cesis", "day-before", **numbers)


def test_the_line_reaches_a_day_beyond_what_it_shows():
    moments = [reminder(NOON + 5 * DAY), Moment(NOON + 7 * DAY, MomentKind.END, "cesis")]
    assert span(moments, NOON, NOON) == Span(NOON, NOON + 8 * DAY)


def test_the_erasure_months_later_is_not_on_the_line():
    erasure = Moment(NOON + 90 * DAY, MomentKind.ERASURE, "cesis")
    line = span([erasure, reminder(NOON + DAY)], NOON, NOON)
    assert line.ends < erasure.at
    assert [point.moment.kind for point in points([erasure, reminder(NOON + DAY)], line, NOON)] == ["reminder"]


def test_a_clock_beyond_the_last_moment_is_still_on_the_line():
    line = span([reminder(NOON)], NOON, NOON + 100 * DAY)
    assert line.percent(NOON + 100 * DAY) < 100


@pytest.mark.parametrize(("days", "percent"), [(-1, 0), (0, 0), (2, 20), (10, 100), (11, 100)])
def test_a_moment_stands_where_its_share_of_the_time_is(days: int, percent: float):
    assert Span(NOON, NOON + 10 * DAY).percent(NOON + days * DAY) == percent


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (reminder(NOON + DAY), State.TO_COME),
        (reminder(NOON - DAY, sent=3), State.SENT),
        (reminder(NOON - DAY, sent=3, queued=1), State.TO_COME),
        (reminder(NOON - DAY, sent=3, failed=1), State.FAILED),
        (reminder(NOON - DAY), State.MISSED),
        (Moment(NOON - DAY, MomentKind.DEADLINE, "cesis"), State.SENT),
    ],
)
def test_the_state_of_a_moment(moment: Moment, expected: State):
    assert state(moment, NOON) is expected


def test_of_names_that_would_cover_one_another_the_most_important_is_shown():
    moments = [
        Moment(NOON + 6 * DAY, MomentKind.DEADLINE, "cesis"),
        Moment(NOON + 9 * DAY, MomentKind.START, "cesis"),
        Moment(NOON + 9 * DAY + timedelta(hours=6), MomentKind.END, "cesis"),
    ]
    named = [point.moment.kind for point in points(moments, Span(NOON, NOON + 10 * DAY), NOON) if point.is_named]
    assert named == [MomentKind.DEADLINE, MomentKind.START]


@pytest.mark.parametrize(("days", "label_at"), [(0, 0), (5, 50), (10, 100)])
def test_a_name_does_not_leave_the_line(days: int, label_at: float):
    end = Moment(NOON + days * DAY, MomentKind.END, "cesis")
    assert points([end], Span(NOON, NOON + 10 * DAY), NOON)[0].label_at == label_at


def test_months_begin_at_midnight_of_the_place():
    line = Span(NOON, NOON + 60 * DAY)
    assert [at.isoformat() for _, at in ticks(line, RIGA)] == ["2024-07-01T00:00:00+03:00"]
