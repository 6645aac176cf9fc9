"""What a calendar file says, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import icalendar

from studio.page.dates import Dates


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    title: str
    when: str
    where: str
    withdrawn: bool
    """Whether it takes an earlier entry back."""


def entries(body: bytes, dates: Dates) -> list[CalendarEntry]:
    """Return the entries of a file; none where it is no calendar."""
    try:
        calendar = icalendar.Calendar.from_ical(body)
    except ValueError:
        return []
    withdrawn = str(calendar.get("method", "")) == "CANCEL"
    return [_entry(event, withdrawn, dates) for event in calendar.walk("VEVENT")]


def _entry(event: icalendar.Component, withdrawn: bool, dates: Dates) -> CalendarEntry:
    begins, ends = event.decoded("dtstart"), event.decoded("dtend", None)
    when = "".join(_when(begins, ends, dates))
    return CalendarEntry(str(event.get("summary", "")), when, str(event.get("location", "")), withdrawn)


def _when(begins: date, ends: date | None, dates: Dates) -> Iterator[str]:
    if not isinstance(begins, datetime):
        yield dates.long_day(_noon(begins, dates.zone))
        if ends and ends - begins > timedelta(days=1):
            yield f" – {dates.long_day(_noon(ends - timedelta(days=1), dates.zone))}"
        return
    yield f"{dates.long_day(begins)}, {dates.clock(begins)}"
    if isinstance(ends, datetime):
        same_day = begins.astimezone(dates.zone).date() == ends.astimezone(dates.zone).date()
        yield f"–{dates.clock(ends)}" if same_day else f" – {dates.long_day(ends)}, {dates.clock(ends)}"


def _noon(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=zone)
