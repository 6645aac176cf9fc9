"""Moments as people type them: "13.06. 10:00", "rīt 10.00", or a time alone, which is today's."""

import re
from datetime import date, datetime, time, timedelta

from conference.event import Event
from conference.typed_text import folded

DAYS_AHEAD = {
    "sodien": 0,
    "rit": 1,
    "parit": 2,
    "today": 0,
    "tomorrow": 1,
    "сегодня": 0,
    "завтра": 1,
    "послезавтра": 2,
}
"""Words for days, as `folded` leaves them."""

HALF_A_YEAR = timedelta(days=183)

_DATE = r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})(?:\. ?(?P<year>\d{4})(?:\. ?(?:gada|g))?)?\.?"
_DAY = rf"(?:{_DATE}|(?P<word>[^\W\d]+)),?(?: |(?<=\.))"
_TIME = r"(?P<clock>plkst\.? ?|at |в )?(?P<hour>\d{1,2})(?P<point>[.:])(?P<minute>\d{2})"
_MOMENT = re.compile(rf"(?:{_DAY})?{_TIME}")


def typed_moment(typed: str, event: Event, now: datetime) -> datetime | None:
    """Return the moment in UTC, as the event's clocks show it; None for what is none.

    Without a year it is this year's, or the next one's where that day is long past.
    """
    found = _MOMENT.fullmatch(folded(typed))
    if found is None:
        return None
    try:
        day = _day(found, event.local(now).date())
        return None if day is None else event.at(day, time(int(found["hour"]), int(found["minute"])))
    except ValueError:  # the 31st of a month that has 30 days, or 25 o'clock
        return None


def _day(found: re.Match[str], today: date) -> date | None:
    if found["word"]:
        ahead = DAYS_AHEAD.get(found["word"])
        return None if ahead is None else today + timedelta(days=ahead)
    if found["day"] is None:
        # "13.06" alone is rather a day whose time was forgotten.
        return today if found["clock"] or found["point"] == ":" else None
    day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    long_past = found["year"] is None and today - day > HALF_A_YEAR
    return day.replace(year=today.year + 1) if long_past else day
