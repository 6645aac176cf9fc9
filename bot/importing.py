"""`kopa import`: people who registered elsewhere, from a file."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import CONFIG, ConfigOption, EventOption, console, events_named, fail, failing_in_one_line, settings_in
from bot.stored import changing, reading
from conference.clock import wall_clock
from conference.config import Settings
from conference.event import Event
from conference.texts import Voice
from conference.typed_text import one_line

if TYPE_CHECKING:
    from conference.importing.checking import Checked
    from conference.importing.importing import Order, Report

commands = typer.Typer()

VOICE = Voice("en")
"""The command line speaks English."""


@commands.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="A spreadsheet: xlsx or csv, with the titles of its columns.")],
    event: EventOption = None,
    source: Annotated[
        str | None,
        typer.Option(help='Where these people agreed to the processing of their data, such as "web form 2024-05".'),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Import; without it the file is only checked.")] = False,
    fill: Annotated[bool, typer.Option("--fill", help="Import as many as there are places, if not all fit.")] = False,
    letters: Annotated[bool, typer.Option(help="Send each of them a confirmation by e-mail.")] = True,
    config: ConfigOption = CONFIG,
) -> None:
    """Take over people who registered elsewhere. Every problem of the file is named; nothing changes without --yes."""
    settings = settings_in(config)
    events = events_named(settings, event)
    if len(events) > 1:
        fail(f"which event? --event is one of: {', '.join(one.key for one in events)}")
    if events[0].is_over(wall_clock()):
        fail("this event is over: nobody is registered for it any more")
    checked = _checked(file, events[0], settings)
    order = _order(source, fill=fill, letters=letters) if yes else None
    with failing_in_one_line():
        report = asyncio.run(_imported(settings, events[0], checked, order))
    _show(report, changed=yes)


def _checked(file: Path, event: Event, settings: Settings) -> "Checked":
    from conference.importing.checking import check
    from conference.importing.reading import UnreadableError, read

    try:
        return check(event, read(file.read_bytes()), settings.service.languages)
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    except UnreadableError as error:
        fail(f"{file}: {VOICE(error.problem.key, **error.problem.variables)}")


def _order(source: str | None, *, fill: bool, letters: bool) -> "Order":
    from conference.importing.importing import SOURCE_LENGTH, Order

    if not source or not one_line(source):
        fail('where did these people agree to the processing of their data? --source "web form 2024-05"')
    if len(one_line(source)) > SOURCE_LENGTH:
        fail(f"--source: at most {SOURCE_LENGTH} characters")
    return Order(one_line(source), fill, letters)


async def _imported(settings: Settings, event: Event, checked: "Checked", order: "Order | None") -> "Report":
    from conference.importing import importing

    url = settings.service.database_url
    if order is None:
        async with reading(url) as connection:
            return await importing.look(connection, event, checked)
    async with changing(url) as connection:
        return await importing.bring_in(connection, event, checked, order, wall_clock(), None)


def _show(report: "Report", *, changed: bool) -> None:
    from conference.importing import report as words

    lines = [*words.findings(VOICE, report), *words.exceeding(VOICE, report)]
    summary = words.done(VOICE, report) if changed else words.summary(VOICE, report)
    for line in (*lines, *summary):
        console.print(line, markup=False)
    if not changed:
        console.print("Nothing was imported: add --yes to do it.")
    elif report.exceeding and not report.written:
        console.print("Add --fill to import as many as there are places.", markup=False)
