"""What the commands of the command line share: their options, their settings, and how they fail in one line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot.starting import CannotStartError
from conference.config import Secrets, Settings, load_secrets, load_settings
from conference.event import Event
from conference.mistakes import SettingsError
from conference.texts import TextError, Texts

CONFIG = Path("config.toml")
ConfigOption = Annotated[Path, typer.Option("--config", "-c", help="The settings file.", envvar="KOPA_CONFIG")]
EventOption = Annotated[str | None, typer.Option("--event", "-e", help="One event only, by its key.")]
LanguageOption = Annotated[
    str | None, typer.Option("--language", "-l", help="The language of texts; by default the first.")
]

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(*lines: str) -> NoReturn:
    """Say what is wrong, a line each, and leave with status 2."""
    for line in lines:
        errors.print(line, markup=False)
    raise typer.Exit(2)


@contextmanager
def failing_in_one_line() -> Iterator[None]:
    """Turn what whoever runs the service can mend into one line each."""
    try:
        yield
    except SettingsError as error:
        fail(*map(str, error.mistakes))
    except (CannotStartError, TextError) as error:
        fail(str(error))


def settings_in(config: Path) -> Settings:
    """Return the settings, or leave with every mistake in them."""
    with failing_in_one_line():
        return load_settings(config)


def secrets_around() -> Secrets:
    """Return the secrets of the environment, or leave with what is wrong with them."""
    with failing_in_one_line():
        return load_secrets(os.environ)


def texts_of(settings: Settings) -> Texts:
    """Return the texts, or leave with what is wrong in them."""
    with failing_in_one_line():
        return Texts(settings.service.languages)


def events_named(settings: Settings, key: str | None) -> tuple[Event, ...]:
    """Return the event of that key, or all; leave where there is none."""
    named = tuple(event for event in settings.events if key in (None, event.key))
    return named or fail(f"no event {key}; there are: {', '.join(event.key for event in settings.events)}")


def language_named(settings: Settings, code: str | None) -> str:
    """Return the language, by default the first of the service; leave where the service does not speak it."""
    known = settings.service.languages
    if code is not None and code not in known:
        fail(f"no language {code}; there are: {', '.join(known)}")
    return code or known[0]


def moment_named(given: str, event: Event) -> datetime:
    """Return a moment as the event's clocks show it, such as "2024-06-13 10:01", in UTC."""
    try:
        return event.utc(datetime.fromisoformat(given))
    except ValueError:
        fail(f"not a moment: {given}; expected: 2024-06-13 or 2024-06-13T10:01")
