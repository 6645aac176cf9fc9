"""How the service is, in the terminal or as JSON. It says in words whatever it says in colour."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.stored import is_held, reading, sqlite_file
from conference import status
from conference.backup import backups_in
from conference.channels.channel import ChannelName
from conference.config import Settings
from conference.ledger import QUEUED
from conference.outbox import DeliveryStatus
from conference.service_state import PauseReason
from conference.status import EventStatus, LastError, Status

CHANNELS = {ChannelName.TELEGRAM: "Telegram", ChannelName.EMAIL: "e-mail"}
BAD = frozenset({DeliveryStatus.MISSED, DeliveryStatus.DEAD, DeliveryStatus.UNCERTAIN})
WHY_PAUSED = {PauseReason.RESTORED: "a backup was restored", PauseReason.OPERATOR: "the operator wished it"}


@dataclass(frozen=True, slots=True)
class Report:
    at: datetime
    running: bool | None
    """None on PostgreSQL: its services may be anywhere."""
    last_backup: datetime | None
    status: Status


async def reported(settings: Settings, now: datetime) -> Report:
    """Return how things are. Raise CannotStartError where there is no database."""
    url = settings.service.database_url
    async with reading(url) as connection:
        taken = await status.take(connection, settings.events, now)
    path = sqlite_file(url)
    return Report(now, is_held(path) if path else None, _last_backup(settings, path), taken)


def as_json(report: Report) -> str:
    """Return the report for a program: moments in ISO 8601, UTC."""
    told = asdict(report)
    told |= told.pop("status")
    for channel in told["channels"].values():
        oldest = channel["oldest_waiting"]
        channel["oldest_waiting_seconds"] = oldest and round((report.at - oldest).total_seconds())
    return json.dumps(told, indent=2, default=datetime.isoformat)


def show(console: Console, report: Report, zone: ZoneInfo) -> None:
    """Print the report, no wider than a small terminal."""
    # Columns need their lines wrapped, also where the console is set up to leave that to the terminal.
    console.print(Group(*_sections(report, zone)), soft_wrap=False)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the clocks of *zone* show it."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def lasting(period: timedelta) -> str:
    """Return a period in its largest unit."""
    seconds = max(0, round(period.total_seconds()))
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def _sections(report: Report, zone: ZoneInfo) -> Iterator[RenderableType]:
    yield _service(report, zone)
    yield Text()
    yield _channels(report)
    yield from _errors(report, zone)
    yield Text()
    yield _events(report.status.events)
    for key in report.status.forgotten:
        yield Text(f"{key} is not in the settings any more: what people left for it will not be erased", "bold yellow")


def _service(report: Report, zone: ZoneInfo) -> Table:
    since = f" since {moment(report.status.started, zone)}" if report.status.started else ""
    running = {True: Text(f"running{since}"), False: Text("not running", "bold red"), None: Text(f"started{since}")}
    grid = Table.grid(padding=(0, 2))
    grid.add_row(Text("as of", "dim"), moment(report.at, zone))
    grid.add_row(Text("service", "dim"), running[report.running])
    if pause := report.status.paused:
        why = f"PAUSED since {moment(pause.since, zone)}: {WHY_PAUSED[pause.reason]}; `kopa resume` shows what waits"
        grid.add_row(Text("sending", "dim"), Text(why, "bold yellow"))
    last = moment(report.last_backup, zone) if report.last_backup else "none"
    grid.add_row(Text("backup", "dim"), last)
    return grid


def _channels(report: Report) -> Table:
    channels = report.status.channels
    table = Table(box=None, padding=(0, 4, 0, 0), header_style="bold")
    table.add_column("deliveries")
    for channel in channels:
        table.add_column(CHANNELS[channel], justify="right")
    for state in DeliveryStatus:
        counts = [one.states[state] for one in channels.values()]
        table.add_row(str(state), *(_count(count, bad=state in BAD) for count in counts))
    oldest = [one.oldest_waiting for one in channels.values()]
    table.add_row("oldest waits for", *(lasting(report.at - since) if since else "-" for since in oldest))
    table.add_row("sent in a minute", *(str(one.sent_last_minute) for one in channels.values()))
    table.add_row("sent in an hour", *(str(one.sent_last_hour) for one in channels.values()))
    return table


def _errors(report: Report, zone: ZoneInfo) -> Iterator[Text]:
    for channel, one in report.status.channels.items():
        if one.last_error:
            yield Text(f"last error, {CHANNELS[channel]}: {_error(one.last_error, zone)}")


def _error(error: LastError, zone: ZoneInfo) -> str:
    at = moment(error.at, zone)
    when = f"tried again from {at}" if error.status in QUEUED else f"{error.status} at {at}"
    return f"delivery {error.delivery_id}, {when}: {error.reason}"


def _events(events: tuple[EventStatus, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("event", overflow="fold")
    for title in ("registered", "waiting list", "unfinished", "cancelled", "places left"):
        table.add_column(title, justify="right")
    for one in events:
        left = "no limit" if one.places_left is None else str(one.places_left)
        table.add_row(one.key, *map(str, (one.registered, one.waiting, one.unfinished, one.cancelled)), left)
    return table


def _count(count: int, *, bad: bool) -> Text:
    return Text(str(count), "bold red" if bad and count else "" if count else "dim")


def _last_backup(settings: Settings, path: Path | None) -> datetime | None:
    if settings.backup is None or path is None:
        return None
    return max(backups_in(settings.backup.folder_for(path), path.stem).values(), default=None)
