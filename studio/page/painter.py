"""Templates in one language, with the words and dates that they speak."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conference.event import Event
from conference.texts import Texts, Voice
from studio.page.calendar_words import CalendarEntry, entries
from studio.page.dates import Dates
from studio.page.formatting import formatted, link
from studio.page.icons import icon

LANGUAGES = ("lv", "en", "ru")
"""The first one is spoken until somebody chooses another."""

_FOLDER = Path(__file__).parent
TEXTS = Texts(LANGUAGES, _FOLDER.parent / "texts")
OF_THE_CONFERENCE = Texts(LANGUAGES)
NAMES = tuple((language, TEXTS.voice(language)("language-name")) for language in LANGUAGES)

Words = Callable[..., str]
KILO = 1024


class Painter:
    """Makes HTML of templates. Whatever is put into them is escaped, unless it is Markup."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self.language = language
        self.dates = dates = Dates(language, zone)
        self.t = t = words(TEXTS.voice(language), OF_THE_CONFERENCE.voice(language))
        self._environment = Environment(
            autoescape=True,
            undefined=StrictUndefined,
            loader=FileSystemLoader(_FOLDER / "templates"),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "t": t,
            "icon": icon,
            "formatted": formatted,
            "link": link,
            "initials": initials,
            "size": size,
            "map_link": map_link,
            "calendar": self.calendar,
            "languages": NAMES,
            "language": language,
            **{name: getattr(dates, name) for name in ("clock", "day", "long_day", "short_day", "local")},
        }

    def __call__(self, template: str, **given: object) -> Markup:
        """Return a template as HTML."""
        return Markup(self._environment.get_template(f"{template}.html").render(given))  # noqa: S704  autoescaped

    def calendar(self, body: bytes, file_name: str = ".ics") -> list[CalendarEntry]:
        """Return the entries of a calendar; none of any other file."""
        return entries(body, self.dates) if body and file_name.endswith(".ics") else []


@lru_cache(maxsize=32)
def painter(language: str, zone: ZoneInfo) -> Painter:
    return Painter(language, zone)


def words(studio: Voice, conference: Voice) -> Words:
    """Return a voice that says what the studio says, and what the conference calls things."""

    def say(key: str, **variables: str | int) -> str:
        return (studio if key in studio.keys else conference)(key, **variables)

    return say


def reminder_name(event: Event | None, key: str, t: Words) -> str:
    """Return what a reminder is called: by whom it is for. Of one that the settings have forgotten, its key."""
    rule = event.rule(key) if event else None
    return t(f"reminder-{rule.audience[0]}") if rule else f"{t('kind-reminder')} “{key}”"


def initials(name: str) -> str:
    """Return the first letters of the first and the last name."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def size(octets: int) -> str:
    return f"{octets} B" if octets < KILO else f"{octets / KILO:.0f} kB"


def map_link(latitude: float, longitude: float) -> str:
    return (
        f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}#map=17/{latitude:.5f}/{longitude:.5f}"
    )
