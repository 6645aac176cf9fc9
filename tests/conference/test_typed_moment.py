from datetime import UTC, datetime

import pytest

from conference.typed_moment import typed_moment
from tests.conference.example_event import an_event

NOW = datetime(2024, 5, 20, 9, tzinfo=UTC)
JUNE = datetime(2024, 6, 13, 7, tzinfo=UTC)
TOMORROW = datetime(2024, 5, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("13.06. 10:00", JUNE),
        ("13.06 10.00", JUNE),
        ("13.6. 10:00", JUNE),
        ("13.06.10:00", JUNE),
        ("13.06.2024. 10:00", JUNE),
        ("13.06.2024 plkst. 10.00", JUNE),
        ("13.06.2024. gada plkst. 10.00.", JUNE),
        ("  13.06.,  10:00 ", JUNE),
        ("rīt 10.00", TOMORROW),
        ("Rīt, plkst. 10.00", TOMORROW),
        ("tomorrow at 10:00", TOMORROW),
        ("завтра в 10:00", TOMORROW),
        ("parīt 10.00", datetime(2024, 5, 22, 7, tzinfo=UTC)),
        ("šodien 18:00", datetime(2024, 5, 20, 15, tzinfo=UTC)),
        ("18:00", datetime(2024, 5, 20, 15, tzinfo=UTC)),
        ("plkst. 18.00", datetime(2024, 5, 20, 15, tzinfo=UTC)),
        ("13.05. 10:00", datetime(2024, 5, 13, 7, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_the_clocks_of_the_event_show_it(typed, moment):
    assert typed_moment(typed, an_event(), NOW) == moment


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "jā",
        "rīt",
        "vakar 10.00",
        "13.06.",
        "13.06",
        "13.06. 10",
        "31.06. 10:00",
        "25:00",
        "10:60",
        "13.06.24 10:00",
    ],
)
def test_what_is_no_moment_is_none(typed):
    assert typed_moment(typed, an_event(), NOW) is None


def test_a_day_that_is_long_past_is_one_of_the_next_year():
    december = datetime(2024, 12, 28, 9, tzinfo=UTC)
    assert typed_moment("03.01. 10:00", an_event(), december) == datetime(2025, 1, 3, 8, tzinfo=UTC)
    assert typed_moment("28.12. 10:00", an_event(), december) == datetime(2024, 12, 28, 8, tzinfo=UTC)


def test_the_29th_of_february_is_none_in_a_year_that_has_none():
    assert typed_moment("29.02. 10:00", an_event(), datetime(2024, 12, 28, 9, tzinfo=UTC)) is None
