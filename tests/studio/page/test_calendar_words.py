from zoneinfo import ZoneInfo

import pytest

from studio.page.calendar_words import CalendarEntry, entries
from studio.page.dates import Dates

DATES = Dates("en", ZoneInfo("Europe/Riga"))


def calendar(*lines: str, method: str = "PUBLISH") -> bytes:
    body = ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", "SUMMARY:Kopā", "LOCATION:Cēsis", *lines]
    return "\r\n".join([*body, "END:VEVENT", "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        (["DTSTART;VALUE=DATE:20240614", "DTEND;VALUE=DATE:20240615"], "Friday, 14 June 2024"),
        (["DTSTART;VALUE=DATE:20240614"], "Friday, 14 June 2024"),
        (
            ["DTSTART;VALUE=DATE:20240614", "DTEND;VALUE=DATE:20240616"],
            "Friday, 14 June 2024 – Saturday, 15 June 2024",
        ),
        (["DTSTART:20240614T070000Z"], "Friday, 14 June 2024, 10:00"),
        (["DTSTART:20240614T070000Z", "DTEND:20240614T130000Z"], "Friday, 14 June 2024, 10:00–16:00"),
    ],
)
def test_an_entry_in_words(lines: list[str], when: str):
    assert entries(calendar(*lines), DATES) == [CalendarEntry("Kopā", when, "Cēsis", withdrawn=False)]


def test_an_entry_that_is_taken_back():
    [entry] = entries(calendar("DTSTART:20240614T070000Z", method="CANCEL"), DATES)
    assert entry.withdrawn


def test_what_is_no_calendar_has_no_entries():
    assert entries(b"%PDF-1.7", DATES) == []
