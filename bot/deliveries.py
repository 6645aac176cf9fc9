"""`kopa deliveries`: what is in the ledger, by numbers; try again, give up."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.operating import YesOption
from bot.options import CONFIG, ConfigOption, EventOption, console, fail, failing_in_one_line, settings_in
from bot.status_view import CHANNELS, moment
from bot.stored import changing, reading
from conference import ledger
from conference.channels.channel import ChannelName
from conference.clock import wall_clock
from conference.config import Settings
from conference.ledger import FAILED, QUEUED, Choice, LedgerRow
from conference.outbox import DeliveryStatus, NoticeKind

commands = typer.Typer()

StatusOption = Annotated[DeliveryStatus | None, typer.Option("--status", "-s", help="In one state only.")]
ChannelOption = Annotated[ChannelName | None, typer.Option("--channel", help="On one channel only.")]
PersonOption = Annotated[int | None, typer.Option("--person", help="To one person only, by their number.")]
Numbers = Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help="Numbers, as `kopa deliveries` shows.")]

_Answer = TypeVar("_Answer")


@commands.callback(invoke_without_command=True)
def deliveries(
    context: typer.Context,
    config: ConfigOption = CONFIG,
    status: StatusOption = None,
    channel: ChannelOption = None,
    event: EventOption = None,
    person: PersonOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = 20,
) -> None:
    """Show the newest deliveries: numbers and states, no names. Or change what is to become of them."""
    if context.invoked_subcommand:
        return
    settings = settings_in(config)
    choice = Choice(status=status, channel=channel, event=event, person_id=person)
    with failing_in_one_line():
        rows = asyncio.run(_rows(settings, choice, limit))
    if rows:
        console.print(_table(rows, settings.service.time_zone), soft_wrap=False)
    else:
        console.print("No such delivery.")


@commands.command()
def retry(
    ids: Numbers = None,
    config: ConfigOption = CONFIG,
    status: StatusOption = None,
    channel: ChannelOption = None,
    event: EventOption = None,
    yes: YesOption = False,
) -> None:
    """Put dead or uncertain deliveries back to the waiting. What is uncertain may arrive twice: that is asked about."""
    choice = _choice(ids, status, channel, event, FAILED)
    settings = settings_in(config)
    with failing_in_one_line():
        failed = asyncio.run(_changed(settings, lambda connection: ledger.failed(connection, choice)))
    uncertain = failed.get(DeliveryStatus.UNCERTAIN, 0)
    if uncertain and not yes:
        typer.confirm(f"{uncertain} may have arrived already, and would arrive twice. Send them again?", abort=True)
    with failing_in_one_line():
        count = asyncio.run(_changed(settings, lambda connection: ledger.retry(connection, choice, wall_clock())))
    console.print(f"{count} wait to be sent again.")


@commands.command("give-up")
def give_up(
    ids: Numbers = None,
    config: ConfigOption = CONFIG,
    status: StatusOption = None,
    channel: ChannelOption = None,
    event: EventOption = None,
) -> None:
    """Let waiting, scheduled or held deliveries be dead. `retry` takes that back."""
    choice = _choice(ids, status, channel, event, QUEUED)
    settings = settings_in(config)
    with failing_in_one_line():
        count = asyncio.run(_changed(settings, lambda connection: ledger.give_up(connection, choice, wall_clock())))
    console.print(f"{count} given up.")


def _choice(
    ids: list[int] | None,
    status: DeliveryStatus | None,
    channel: ChannelName | None,
    event: str | None,
    possible: Collection[DeliveryStatus],
) -> Choice:
    if bool(ids) is (status is not None):
        fail("which deliveries? Either their numbers, or --status")
    if status is not None and status not in possible:
        fail(f"not --status {status}, but one of: {', '.join(sorted(possible))}")
    return Choice(ids or (), status, channel, event)


async def _rows(settings: Settings, choice: Choice, limit: int) -> list[LedgerRow]:
    async with reading(settings.service.database_url) as connection:
        return await ledger.rows(connection, choice, limit)


async def _changed(settings: Settings, change: Callable[[AsyncConnection], Awaitable[_Answer]]) -> _Answer:
    async with changing(settings.service.database_url) as connection:
        return await change(connection)


def _table(rows: list[LedgerRow], zone: ZoneInfo) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("id", "status", "channel", "person"):
        table.add_column(title, no_wrap=True, justify="right" if title in ("id", "person") else "left")
    table.add_column("ended or due", min_width=12)
    table.add_column("notice", ratio=1, overflow="fold")
    for row in rows:
        notice = "\n".join(filter(None, (f"{row.event}: {row.kind} {_which(row)}", _tries(row))))
        at = moment(row.finished_at or row.due_at, zone)
        table.add_row(str(row.id), row.status, CHANNELS[row.channel], str(row.person_id), at, notice)
    return table


def _which(row: LedgerRow) -> str:
    # The number that the log, the audit and the buttons of organisers know an announcement by.
    return str(row.notice_id) if row.kind is NoticeKind.ANNOUNCEMENT else row.key


def _tries(row: LedgerRow) -> str:
    return f"attempt {row.attempts}: {row.reason}" if row.reason else ""
