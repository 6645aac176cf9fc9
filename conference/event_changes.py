"""Changes of an event in the settings: found, told to organisers once, and passed on only when one of them says so.

A change is told a while after it was seen, so that whoever edits the settings in several steps causes one message.
Calendars follow by themselves: each change raises the SEQUENCE of every entry that is made from then on.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import organisers, outbox, people, wording
from conference.database import insert_into
from conference.event import Event
from conference.organisers import Role
from conference.outbox import NoticeKind, Priority
from conference.tables import event_facts
from conference.texts import Voice

FIELDS = ("title", "date", "starts", "ends", "registration_deadline", "venue", "programme")
"""What registrants plan by."""

WHILE = timedelta(minutes=1)
"""How long the settings must have stayed as they are before a change is told."""

Facts = Mapping[str, Any]
"""An event's fields as JSON."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was said otherwise before, in words."""

    label: str
    before: str | None
    """None: it was not known."""
    after: str | None
    """None: it is not known any more."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of an event's facts."""

    facts: Facts
    """What registrants were told last."""
    seen: str
    since: datetime
    revision: int

    @property
    def key(self) -> str:
        """The name of the news: organisers hear of the same facts once, and again where they come back later."""
        return f"{self.revision}-{self.seen[:12]}"


def facts_of(event: Event) -> Facts:
    """Return what registrants plan by, as it is stored."""
    facts: dict[str, Any] = json.loads(event.model_dump_json(include=set(FIELDS)))
    return facts


def digest(facts: Facts) -> str:
    """Return a short name for facts: the same for the same."""
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def as_told(event: Event, facts: Facts) -> Event:
    """Return the event as registrants know it."""
    return Event.model_validate(event.model_dump() | {field: facts.get(field) for field in FIELDS})


def changes(voice: Voice, before: Event, after: Event) -> list[Change]:
    """Return what is different now, in the order in which it matters."""
    pairs = zip(_said(voice, before), _said(voice, after), strict=True)
    return [Change(label, was or None, now or None) for (label, was), (_, now) in pairs if was != now]


def _said(voice: Voice, event: Event) -> list[tuple[str, str]]:
    venue = event.venue
    point = ", ".join(f"{degrees:.5f}" for degrees in venue.coordinates or ())
    programme = wording.programme_facts(voice, event)
    return [
        (voice("fact-title"), voice.of(event.title)),
        (voice("fact-date"), wording.event_day(voice, event)),
        (voice("fact-venue"), f"{voice.of(venue.name)}, {voice.of(venue.address)}"),
        (voice("fact-map"), " ".join(filter(None, [str(venue.map_link or ""), point]))),
        (voice("fact-directions"), voice.of(venue.directions) if venue.directions else ""),
        (voice("fact-deadline"), wording.deadline(voice, event)),
        (voice("programme-title"), "; ".join(f"{item.label} {item.value}" for item in programme)),
    ]


async def look(connection: AsyncConnection, event: Event, now: datetime) -> Known:
    """See how an event stands in the settings, and return what is known of it. The first time, nothing is news."""
    facts = facts_of(event)
    seen = digest(facts)
    first = insert_into(connection, event_facts).values(event=event.key, facts=facts, seen=seen, since=now)
    await connection.execute(first.on_conflict_do_nothing())
    other = update(event_facts).where(event_facts.c.event == event.key, event_facts.c.seen != seen)
    await connection.execute(other.values(seen=seen, since=now, revision=event_facts.c.revision + 1))
    return (await known(connection, [event.key]))[event.key]


async def known(connection: AsyncConnection, events: Collection[str]) -> dict[str, Known]:
    """Return what is known of these events' facts."""
    columns = (event_facts.c[name] for name in ("event", "facts", "seen", "since", "revision"))
    rows = await connection.execute(select(*columns).where(event_facts.c.event.in_(events)))
    return {key: Known(*values) for key, *values in rows}


async def tell_organisers(connection: AsyncConnection, event: Event, now: datetime) -> bool:
    """Queue the news for the organisers, where there is any and it has stayed as it is. Return whether there is."""
    stored = await look(connection, event, now)
    if event.is_over(now) or stored.facts == facts_of(event) or now < stored.since + WHILE:
        return False
    notice_id = await outbox.add_notice(connection, event.key, NoticeKind.EVENT_CHANGED, stored.key, now)
    for part in await organisers.of_event(connection, event.key):
        person = await people.get(connection, part.person_id)
        if person and part.role is Role.ORGANISER:
            await outbox.enqueue(connection, notice_id, person, Priority.CONFIRMATION, now)
    return True


async def revision(connection: AsyncConnection, event: Event) -> int:
    """Return how often an event has changed, for calendar entries."""
    stored = (await known(connection, [event.key])).get(event.key)
    return stored.revision if stored else 0


async def settle(connection: AsyncConnection, event: Event) -> None:
    """Take the event as it stands in the settings for what registrants know."""
    told = update(event_facts).where(event_facts.c.event == event.key)
    await connection.execute(told.values(facts=facts_of(event)))
