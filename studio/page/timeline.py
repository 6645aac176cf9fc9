"""The month as a line: where each moment stands on it, and what has become of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from conference.event import Event
from studio.desk import Moment, MomentKind

MARGIN = timedelta(days=1)
NEAR_AN_END = 15.0
CLOSE = 5.0
"""Percent of the line below which two labels would overlap."""

ON_THE_LINE = frozenset(MomentKind) - {MomentKind.ERASURE}
"""Data are erased months later: that would press the rest of the line together."""

FIXED = (MomentKind.START, MomentKind.END, MomentKind.DEADLINE, MomentKind.OPENING)
"""Whose names always stand under the line, the most important first."""


class State(StrEnum):
    TO_COME = "to-come"
    SENT = "sent"
    """Sent; of a moment at which nothing is said: over."""
    MISSED = "missed"
    """Over, and nobody was there to get it."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Point:
    """A moment on the line, *percent* of its length from the left."""

    moment: Moment
    percent: float
    state: State
    is_named: bool
    """Whether its name stands there without being pointed at."""

    @property
    def label_at(self) -> float:
        """Which part of its name, in percent, lies left of the point: near the ends it must not leave the line."""
        return 50 if NEAR_AN_END < self.percent < 100 - NEAR_AN_END else self.percent


@dataclass(frozen=True, slots=True)
class Span:
    starts: datetime
    ends: datetime

    def percent(self, at: datetime) -> float:
        """Return where a moment stands; what lies outside stands at the end."""
        share = (at - self.starts) / (self.ends - self.starts)
        return 100 * min(max(share, 0.0), 1.0)


def span(moments: Iterable[Moment], began: datetime, now: datetime) -> Span:
    """Return the time that the line stands for: from where the rehearsal began to a day after all that it shows."""
    shown = [moment.at for moment in moments if moment.kind in ON_THE_LINE]
    return Span(min([began, *shown]), max([now, began + MARGIN, *shown]) + MARGIN)


def with_days(moments: Iterable[Moment], events: Iterable[Event]) -> list[Moment]:
    """Return the moments, and of each conference whose time is not known yet the day on which it is."""
    days = [Moment(one.at(one.date, time(0)), MomentKind.START, one.key) for one in events if one.starts is None]
    return sorted([*moments, *days], key=lambda moment: moment.at)


def points(moments: Sequence[Moment], line: Span, now: datetime) -> list[Point]:
    """Return the moments of the line, the earliest first."""
    shown = [moment for moment in moments if moment.kind in ON_THE_LINE]
    named = _named(shown, line)
    return [Point(one, line.percent(one.at), state(one, now), one in named) for one in shown]


def ticks(line: Span, zone: tzinfo) -> list[tuple[float, datetime]]:
    """Return where months begin on the line."""
    found, at = [], line.starts.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while at < line.ends:
        if at > line.starts:
            found.append((line.percent(at), at))
        at = (at + timedelta(days=32)).replace(day=1)
    return found


def state(moment: Moment, now: datetime) -> State:
    if moment.failed:
        return State.FAILED
    if moment.at > now or moment.queued:
        return State.TO_COME
    return State.SENT if moment.sent or not moment.is_notice else State.MISSED


def _named(moments: Sequence[Moment], line: Span) -> list[Moment]:
    """Return those of the fixed moments whose names do not cover one another."""
    chosen: list[Moment] = []
    for kind in FIXED:
        for moment in moments:
            percent = line.percent(moment.at)
            if moment.kind is kind and all(abs(percent - line.percent(one.at)) > 2 * CLOSE for one in chosen):
                chosen.append(moment)
    return chosen
