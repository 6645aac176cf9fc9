"""When a rehearsal takes place: computed from the event, so that any settings can be rehearsed."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from conference.event import Event

A_MINUTE = timedelta(minutes=1)
BEFORE_THE_DEADLINE = timedelta(days=10)
BEFORE_THE_FIRST_REMINDER = timedelta(days=2)
MORNING = time(10)


def event_to_play(events: Iterable[Event], now: datetime) -> Event:
    """Return the event that comes next; where all are over, the first in the settings."""
    ordered = list(events)
    return min((event for event in ordered if not event.is_over(now)), key=lambda event: event.date, default=ordered[0])


def begins_at(event: Event) -> datetime:
    """Return a morning on which people begin to register: before the reminders, but not before registration opens."""
    dues = [rule.due_at(event) - BEFORE_THE_FIRST_REMINDER for rule in event.reminders]
    earliest = min([event.deadline_at - BEFORE_THE_DEADLINE, *dues])
    opens = event.opens_at or earliest
    morning = event.at(event.local(max(earliest, opens)).date(), MORNING)
    return morning if opens <= morning < event.deadline_at else max(earliest, opens) + A_MINUTE


def moments_to_see(event: Event) -> list[datetime]:
    """Return the moments at which something happens by itself, a minute late: reminders, and the end."""
    return sorted({event.ends_at + A_MINUTE, *(rule.due_at(event) + A_MINUTE for rule in event.reminders)})
