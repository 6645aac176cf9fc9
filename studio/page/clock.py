"""Panel: the head of the page, with the clock, and the month as a line."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from studio.desk import Moment, MomentKind
from studio.page.looking import Act, Handler, Looker
from studio.page.painter import reminder_name
from studio.page.timeline import Point, Span, points, span, ticks, with_days

A_MINUTE = timedelta(minutes=1)
"""What is due at a moment has come this much later."""
FARTHEST = timedelta(days=3_650)
"""How far the clock goes at once: nothing more is to come then, and dates have an end."""
MIDNIGHT = "00:00"
ENDS = (MomentKind.DEADLINE, MomentKind.END, MomentKind.ERASURE)


class Called:
    """A point of the line, with its name."""

    def __init__(self, point: Point, looker: Looker) -> None:
        self.at = point.moment.at
        self.kind = point.moment.kind
        self.percent, self.label_at = point.percent, point.label_at
        self.state, self.is_named = point.state, point.is_named
        self.name = name(point.moment, looker)
        self.when = when(point.moment, looker)
        self.note = note(point, looker)


def head(looker: Looker, moments: Sequence[Moment]) -> Markup:
    desk, working = looker.desk, looker.studio.working
    now = desk.now
    coming = next((one for one in moments if one.is_notice and one.at > now), None)
    return looker.painter(
        "head",
        title=desk.event.title.in_language(looker.language),
        now=now,
        latest=now + FARTHEST,
        busy=bool(working),
        working=looker.t(working) if working else "",
        coming=_described(coming, looker) if coming else "",
        points=_called(looker, moments, span(moments, now, now)),
    )


def timeline(looker: Looker, moments: Sequence[Moment], began: datetime) -> Markup:
    now, dates = looker.desk.now, looker.painter.dates
    line = span(moments, began, now)
    return looker.painter(
        "timeline",
        now=now,
        now_at=line.percent(now),
        busy=bool(looker.studio.working),
        ticks=[{"percent": percent, "name": dates.month(at)} for percent, at in ticks(line, dates.zone)],
        points=_called(looker, moments, line),
    )


def _called(looker: Looker, moments: Sequence[Moment], line: Span) -> list[Called]:
    now, events = looker.desk.now, looker.desk.settings.events
    return [Called(point, looker) for point in points(with_days(moments, events), line, now)]


def name(moment: Moment, looker: Looker) -> str:
    """Return what happens at a moment; where there are several conferences, at which of them."""
    event = next((one for one in looker.desk.settings.events if one.key == moment.event), None)
    if moment.kind is MomentKind.REMINDER:
        said = reminder_name(event, moment.key, looker.t)
    else:
        said = looker.t(f"moment-{moment.kind}")
    if event is None or len(looker.desk.settings.events) == 1:
        return said
    return f"{said} · {event.title.in_language(looker.language)}"


def when(moment: Moment, looker: Looker) -> str:
    """Return the day and time of a moment; what ends at midnight ends with the day before."""
    dates = looker.painter.dates
    if dates.clock(moment.at) != MIDNIGHT:
        return f"{dates.day(moment.at)}, {dates.clock(moment.at)}"
    return dates.day(moment.at - A_MINUTE if moment.kind in ENDS else moment.at)


def note(point: Point, looker: Looker) -> str:
    """Return what has become of what was to be said then."""
    moment = point.moment
    if not moment.is_notice or (moment.at > looker.desk.now and not moment.sent):
        return ""
    counted = {"sent": moment.sent, "queued": moment.queued, "failed": moment.failed}
    parts = [looker.t(f"moment-{how}", count=count) for how, count in counted.items() if count]
    return ", ".join(parts) or looker.t("moment-missed")


def _described(moment: Moment, looker: Looker) -> str:
    dates = looker.painter.dates
    return f"{name(moment, looker)}: {dates.day(moment.at)}, {dates.clock(moment.at)}"


async def next_notice(looker: Looker, _: Act) -> None:
    coming = await looker.desk.next_notice()
    if coming is None:
        looker.say(looker.t("nothing-to-come"))
    else:
        await turn_to(looker, coming.at + A_MINUTE)


async def turn_on(looker: Looker, act: Act) -> None:
    await turn_to(looker, looker.desk.now + timedelta(hours=int(act["hours"])))


async def turn(looker: Looker, act: Act) -> None:
    try:
        at = _chosen(looker, act)
    except ValueError:
        looker.say(looker.t("not-a-moment"))
        return
    await turn_to(looker, at)


async def turn_to(looker: Looker, at: datetime) -> None:
    """Turn the clock forward, and say what has come."""
    if at <= looker.desk.now:
        looker.say(looker.t("only-forward"))
        return
    stops = await looker.desk.turn_to(at)
    dates, now = looker.painter.dates, looker.desk.now
    count = sum(len(stop.messages) + len(stop.letters) for stop in stops)
    looker.say(looker.t("turned", moment=f"{dates.day(now)}, {dates.clock(now)}", count=count))


def _chosen(looker: Looker, act: Act) -> datetime:
    """Return the moment of a point of the line, or the one that was typed. Raise ValueError for one that is none."""
    at = datetime.fromisoformat(act["at"]) + A_MINUTE if "at" in act else looker.painter.dates.at_local(act["local"])
    if at > looker.desk.now + FARTHEST:
        raise ValueError(f"{at} is too far")
    return at


ACTS: dict[str, Handler] = {"next": next_notice, "on": turn_on, "turn": turn}
