"""The timeline in the terminal. It says in words whatever it says in colour."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from babel.dates import format_date
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.content_view import WIDTH, telegram_bubble
from conference.channels.channel import ChannelName
from conference.event import Event
from conference.outbox import DeliveryStatus
from conference.reminder_rule import Audience
from conference.reminders import Timing
from conference.timeline import Past, Reach, Timeline, Upcoming, Variant

GUTTER = 12
SOON = timedelta(hours=1)
WARNING = "yellow"
BAD = frozenset({DeliveryStatus.MISSED, DeliveryStatus.DEAD, DeliveryStatus.UNCERTAIN})

WHOM = {
    Audience.OPENED: "who looked at the event",
    Audience.UNFINISHED: "who began to register",
    Audience.REGISTERED: "who are registered",
}
CHANNELS = {ChannelName.TELEGRAM: "Telegram", ChannelName.EMAIL: "e-mail"}


def show(console: Console, timeline: Timeline, now: datetime) -> None:
    """Print what is to come, day by day, then what is past and what the outbox holds."""
    # Columns need their lines wrapped, also where the console is set up to leave that to the terminal.
    console.print(Group(*_sections(timeline, now)), soft_wrap=False)


def relative(event: Event, moment: datetime, now: datetime) -> str:
    """Say how far off a coming moment is: by the event's calendar, on the day itself by elapsed time."""
    days = (event.local(moment).date() - event.local(now).date()).days
    if days > 1:
        return f"in {days} days"
    minutes = int((moment - now) / timedelta(minutes=1))
    if minutes < 1:
        return "in less than a minute"
    if minutes < 60:
        return f"in {_plural(minutes, 'minute')}"
    return "tomorrow" if days else f"in {_plural(minutes // 60, 'hour')}"


def _sections(timeline: Timeline, now: datetime) -> Iterator[RenderableType]:
    yield _heading(timeline, now)
    for title, notices in groupby(timeline.upcoming, lambda one: _day_title(one, now)):
        yield _section(title, *(_notice(notice, now) for notice in notices))
    if not timeline.upcoming:
        yield Text("No reminder is still to come.\n")
    if timeline.past:
        yield _past(timeline.past)
    yield _outbox(timeline)


def _heading(timeline: Timeline, now: datetime) -> Text:
    known = [one.event for one in timeline.upcoming] + [one.event for one in timeline.past]
    local = known[0].local(now) if known else now
    title = Text.assemble(("Timeline", "bold"), f" as of {_day(local)}, {local:%H:%M %Z}\n")
    return title.append("A dry run: nothing is sent, nothing is written.\n", style="dim")


def _day_title(one: Upcoming, now: datetime) -> str:
    if one.timing is Timing.DUE:
        return "Now"
    days = (one.event.local(one.due_at).date() - one.event.local(now).date()).days
    return f"{_day(one.event.local(one.due_at))} · {relative(one.event, one.due_at, now) if days else 'today'}"


def _notice(one: Upcoming, now: datetime) -> Table:
    """Lay out a reminder: its time at the left, all about it at the right."""
    due = "due" if one.timing is Timing.DUE else f"{one.event.local(one.due_at):%H:%M %Z}"
    title = Text.assemble((one.rule.key, "bold"), f" · {one.event.title.in_language('en')}")
    grid = Table.grid(expand=True)
    grid.add_column(width=GUTTER)
    grid.add_column(ratio=1)
    grid.add_row(Text(due, style="bold cyan"), Group(title, *_when(one, now), _variants(one.variants)))
    return grid


def _when(one: Upcoming, now: datetime) -> Iterator[Text]:
    if one.timing is Timing.DUE:
        since = _short_moment(one.event, one.due_at)
        yield Text(f"Due since {since}; the next tick sends it.", style=WARNING)
    elif one.due_at - now <= SOON:
        yield Text(f"Due within the hour: {relative(one.event, one.due_at, now)}.", style=WARNING)
    elif one.event.local(one.due_at).date() == one.event.local(now).date():
        yield Text(f"Due {relative(one.event, one.due_at, now)}.")
    yield Text(f"Not sent after {_short_moment(one.event, one.useless_at)}.", style="dim")
    if one.ledger:
        yield Text("In the ledger already: ") + _states(one.ledger)


def _variants(variants: Iterable[Variant]) -> RenderableType:
    return Columns([_variant(variant) for variant in variants], padding=(0, 2))


def _variant(variant: Variant) -> RenderableType:
    subject = Text.assemble(("E-mail subject: ", "dim"), variant.content.title)
    said = Group(*_reach(variant), telegram_bubble(variant.content), subject)
    return Padding(Constrain(said, WIDTH), (1, 0, 0, 0))


def _reach(variant: Variant) -> Iterator[Text]:
    reach, whom = variant.reach, WHOM[variant.audience]
    if reach.people:
        yield Text(f"To {_plural(reach.people, 'person', 'people')} {whom}:")
        yield Text(", ".join(f"{count} by {CHANNELS[channel]}" for channel, count in reach.channels.items()))
    else:
        yield Text(f"To nobody {whom}, as things stand.", style="dim")
    yield from _left_out(reach)


def _left_out(reach: Reach) -> Iterator[Text]:
    if reach.unreachable:
        yield Text(f"{reach.unreachable} more cannot be reached on any channel.", style=WARNING)
    if reach.opted_out:
        yield Text(f"{reach.opted_out} more asked for no reminders.", style="dim")


def _past(past: Sequence[Past]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    several_events = len({one.event.key for one in past}) > 1
    for one in past:
        name = Text.assemble((one.rule.key, "bold"), (f" · {one.event.key}" if several_events else "", "dim"))
        grid.add_row(_short_moment(one.event, one.due_at), name, _came_of(one))
    return _section("Past", grid)


def _came_of(one: Past) -> Text:
    came_of = _states(one.ledger) if one.ledger or one.unrecorded else Text("nobody was meant", style="dim")
    if one.unrecorded:
        came_of.append(", " if one.ledger else "")
        came_of.append(f"{one.unrecorded} missed (unrecorded)", style="bold red")
    return came_of


def _outbox(timeline: Timeline) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for channel, name in CHANNELS.items():
        states = {status: count for (on, status), count in timeline.outbox.items() if on is channel}
        grid.add_row(name, _states(states) if states else Text("nothing yet", style="dim"))
    return _section("Outbox", grid)


def _section(title: str, *body: RenderableType) -> Group:
    return Group(Rule(Text(title, style="bold"), align="left", style="dim"), Text(), *body, Text())


def _states(counts: Mapping[DeliveryStatus, int]) -> Text:
    """Write counts in the order of a delivery's life; what went wrong stands out."""
    known = [status for status in DeliveryStatus if counts.get(status)]
    return Text(", ").join(Text(f"{counts[status]} {status}", "bold red" if status in BAD else "") for status in known)


def _day(local: datetime) -> str:
    return format_date(local, "EEEE d MMMM y", locale="en")


def _short_moment(event: Event, moment: datetime) -> str:
    local = event.local(moment)
    return f"{format_date(local, 'EEE d MMMM', locale='en')}, {local:%H:%M}"


def _plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"
