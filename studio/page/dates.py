"""Moments as the clocks at the place of the event show them, in the language of whoever looks at the page."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from babel.dates import format_date


@dataclass(frozen=True, slots=True)
class Dates:
    language: str
    zone: tzinfo

    def clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%H:%M}"

    def long_day(self, at: datetime) -> str:
        """Return a day with its weekday and year."""
        return self._day(at, {"lv": "EEEE, y. 'gada' d. MMMM", "ru": "EEEE, d MMMM y"}, "EEEE, d MMMM y")

    def day(self, at: datetime) -> str:
        return self._day(at, {"lv": "d. MMMM"}, "d MMMM")

    def short_day(self, at: datetime) -> str:
        return self._day(at, {"lv": "dd.MM.", "ru": "dd.MM"}, "d MMM")

    def month(self, at: datetime) -> str:
        return self._day(at, {}, "LLLL")

    def local(self, at: datetime) -> str:
        """Return a moment as a browser's field for date and time has it."""
        return f"{at.astimezone(self.zone):%Y-%m-%dT%H:%M}"

    def at_local(self, typed: str) -> datetime:
        """Return the moment of such a field. Raise ValueError where it is none."""
        return datetime.fromisoformat(typed).replace(tzinfo=self.zone)

    def _day(self, at: datetime, forms: dict[str, str], other: str) -> str:
        return format_date(at.astimezone(self.zone), forms.get(self.language, other), locale=self.language)
