from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from studio.page.dates import Dates

RIGA = ZoneInfo("Europe/Riga")
EVENING = datetime(2024, 5, 31, 21, 30, tzinfo=UTC)
"""In Riga it is the next day already."""


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("lv", "sestdiena, 2024. gada 1. jūnijs", "01.06."),
        ("en", "Saturday, 1 June 2024", "1 Jun"),
        ("ru", "суббота, 1 июня 2024", "01.06"),
    ],
)
def test_days_are_those_of_the_place(language: str, long: str, short: str):
    dates = Dates(language, RIGA)
    assert (dates.long_day(EVENING), dates.short_day(EVENING), dates.clock(EVENING)) == (long, short, "00:30")


def test_a_field_of_the_browser_is_read_as_it_is_filled():
    dates = Dates("lv", RIGA)
    assert dates.local(EVENING) == "2024-06-01T00:30"
    assert dates.at_local("2024-06-01T00:30") == EVENING


@pytest.mark.parametrize("typed", ["", "tomorrow"])
def test_what_is_no_moment(typed: str):
    with pytest.raises(ValueError, match="isoformat"):
        Dates("lv", RIGA).at_local(typed)
