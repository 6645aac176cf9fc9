"""`kopa`: the service on the command line."""

import asyncio
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import deliveries, importing, operating, organising, rehearsing
from bot.options import (
    CONFIG,
    ConfigOption,
    EventOption,
    LanguageOption,
    console,
    events_named,
    fail,
    failing_in_one_line,
    language_named,
    moment_named,
    secrets_around,
    settings_in,
    texts_of,
)
from conference.clock import wall_clock
from conference.config import load_settings
from conference.readiness import readiness

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@app.callback()
def kopa() -> None:
    """Kopā registers people for conferences in Telegram, and reminds them by Telegram and e-mail."""


@app.command()
def run(config: ConfigOption = CONFIG) -> None:
    """Run the bot with the token in TELEGRAM_BOT_TOKEN, until stopped."""
    from bot.serving import log_to_stderr, serve

    settings, secrets = settings_in(config), secrets_around()
    if secrets.telegram_bot_token is None:
        fail("TELEGRAM_BOT_TOKEN is not set: get a token from @BotFather, or try `kopa rehearse`")
    log_to_stderr()
    with failing_in_one_line():
        asyncio.run(serve(settings, partial(load_settings, config), secrets))


@app.command()
def check(config: ConfigOption = CONFIG) -> None:
    """Name every mistake in the settings, and what is still missing for a real start."""
    settings, secrets = settings_in(config), secrets_around()
    texts_of(settings)
    console.print(f"{config}: no mistakes, {len(settings.events)} event(s).", markup=False)
    missing = readiness(settings, secrets, wall_clock())
    console.print("Still missing for a real start:" if missing else "Ready for a real start.")
    for line in missing:
        console.print(f"  - {line}", markup=False)


@app.command()
def timeline(
    config: ConfigOption = CONFIG,
    at: Annotated[str | None, typer.Option(help='Another moment, such as "2024-06-13T10:01".')] = None,
    event: EventOption = None,
    language: LanguageOption = None,
) -> None:
    """Show every notice that is still to come, when, to how many people, and how it will look. Nothing is sent.

    With --at, people and the ledger are as they are today.
    """
    from bot.reports import drawn_up
    from bot.timeline_view import show

    settings = settings_in(config)
    events = events_named(settings, event)
    now = moment_named(at, events[0]) if at else wall_clock()
    with failing_in_one_line():
        drawn = asyncio.run(drawn_up(settings, texts_of(settings), events, now, language_named(settings, language)))
    show(console, drawn, now)


@app.command()
def export(
    config: ConfigOption = CONFIG,
    event: EventOption = None,
    file_format: Annotated[Format, typer.Option("--format", "-f", help="For Excel: xlsx or csv.")] = Format.XLSX,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; - for standard output.")] = None,
    language: LanguageOption = None,
) -> None:
    """Write an event's registrations to a file. It holds personal data: keep it where only organisers can read it."""
    from bot.reports import exported

    settings = settings_in(config)
    events = events_named(settings, event)
    if len(events) > 1:
        fail(f"which event? --event is one of: {', '.join(one.key for one in events)}")
    voice = texts_of(settings).voice(language_named(settings, language))
    with failing_in_one_line():
        body = asyncio.run(exported(settings, events[0], voice, file_format))
    path = output or Path(f"{events[0].key}.{file_format}")
    if str(path) == "-":
        sys.stdout.buffer.write(body)
        return
    _write_privately(path, body)
    console.print(f"written: {path}", markup=False)


app.add_typer(rehearsing.commands)
app.add_typer(importing.commands)
app.add_typer(operating.commands)
app.add_typer(organising.commands)
app.add_typer(deliveries.commands, name="deliveries")


def _write_privately(path: Path, body: bytes) -> None:
    try:
        path.touch(mode=0o600)
        path.write_bytes(body)
    except OSError as error:
        fail(f"{path}: {error.strerror}")


def main() -> None:
    """Run the command line."""
    app()
