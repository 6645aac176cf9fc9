"""`kopa organiser-link` and `kopa audit`: who organises, and what they did."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from bot.options import (
    CONFIG,
    ConfigOption,
    EventOption,
    console,
    events_named,
    fail,
    failing_in_one_line,
    secrets_around,
    settings_in,
)
from bot.status_view import moment
from bot.stored import changing, reading
from conference import audit, invites
from conference.audit import Action, Entry
from conference.clock import wall_clock
from conference.config import Settings
from conference.event import Event
from conference.invites import Purpose

commands = typer.Typer()

BECOMES = {Purpose.ORGANISER: "an organiser", Purpose.DOOR: "one of the door staff"}


@commands.command("organiser-link")
def organiser_link(
    config: ConfigOption = CONFIG,
    event: EventOption = None,
    door: Annotated[bool, typer.Option("--door", help="For door staff: they only look up registrants.")] = False,
) -> None:
    """Print a link that makes whoever opens it first an organiser. It works once, for a day, and is kept nowhere."""
    settings, secrets = settings_in(config), secrets_around()
    events = events_named(settings, event)
    if len(events) > 1:
        fail(f"which event? --event is one of: {', '.join(one.key for one in events)}")
    if secrets.telegram_bot_token is None:
        fail("TELEGRAM_BOT_TOKEN is not set: Telegram is asked for the bot's name, which the link begins with")
    purpose, token = Purpose.DOOR if door else Purpose.ORGANISER, secrets.telegram_bot_token.get_secret_value()
    with failing_in_one_line():
        link, valid_until = asyncio.run(_invited(settings, token, events[0], purpose))
    print(link)
    until = moment(valid_until, settings.service.time_zone)
    console.print(
        f"Works once, until {until}: whoever opens it first becomes {BECOMES[purpose]} of {events[0].key}.",
        markup=False,
    )


@commands.command("audit")
def show_audit(
    config: ConfigOption = CONFIG,
    event: EventOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = 1000,
) -> None:
    """Show what organisers did, the latest first: numbers, no names."""
    settings = settings_in(config)
    with failing_in_one_line():
        entries = asyncio.run(_entries(settings, event, limit))
    if as_json:
        print(json.dumps([asdict(entry) for entry in entries], indent=2, default=datetime.isoformat))
    elif entries:
        console.print(_table(entries, settings.service.time_zone), soft_wrap=False)
    else:
        console.print("Nothing yet.")


async def _invited(settings: Settings, token: str, event: Event, purpose: Purpose) -> tuple[str, datetime]:
    """Return a link and until when it is valid. Raise CannotStartError where there can be none."""
    from bot.asking import username_of  # Telegram's library takes a while, and only few commands need it

    # Asked first: no invite is stored whose link cannot be shown.
    username, secret, now = await username_of(settings.telegram, token), invites.new_secret(), wall_clock()
    async with changing(settings.service.database_url) as connection:
        made = await invites.create(connection, event.key, purpose, secret, now)
        await audit.note(connection, now, None, event.key, Action.INVITED, purpose=purpose, invite=made.id)
    return invites.link(username, secret), made.valid_until


async def _entries(settings: Settings, event: str | None, limit: int) -> Sequence[Entry]:
    async with reading(settings.service.database_url) as connection:
        return await audit.entries(connection, event, limit)


def _table(entries: Sequence[Entry], zone: ZoneInfo) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("when", no_wrap=True)
    table.add_column("person", no_wrap=True, justify="right")
    table.add_column("what", min_width=8)
    table.add_column("event", overflow="fold")
    table.add_column("details", ratio=1, overflow="fold")
    for entry in entries:
        details = ", ".join(f"{name} {value}" for name, value in entry.details.items())
        # Without a person it was the command line.
        who = "kopa" if entry.person_id is None else str(entry.person_id)
        table.add_row(moment(entry.at, zone), who, entry.action, entry.event, details)
    return table
