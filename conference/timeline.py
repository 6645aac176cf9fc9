"""The timeline: a dry run of the reminders that reads the settings and the ledger and writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import notices, outbox, reminders
from conference.channels.channel import ChannelName
from conference.content import Content
from conference.event import Event
from conference.notices import Occasion
from conference.outbox import DeliveryStatus, NoticeKind
from conference.registration import Attendance, Registration, RegistrationStatus
from conference.reminder_rule import Audience, ReminderRule
from conference.reminders import Timing
from conference.rendering import Renderer
from conference.tables import deliveries, people
from conference.tables import notices as notices_table

Ledger = Mapping[DeliveryStatus, int]
"""How many deliveries of one reminder are in each state; a state without any is left out."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a reminder would newly go to, as things stand."""

    people: int
    channels: Mapping[ChannelName, int]
    """How many messages that is on each channel."""
    unreachable: int = 0
    """How many more are meant, but have no channel that works."""
    opted_out: int = 0
    """How many more are meant, but want no reminders."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a reminder, and whom it is for."""

    audience: Audience
    reach: Reach
    content: Content


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A reminder that is still of use: to come, or to be sent at the next tick. Moments are UTC."""

    event: Event
    rule: ReminderRule
    due_at: datetime
    useless_at: datetime
    timing: Timing
    ledger: Ledger
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A reminder that is not sent any more."""

    event: Event
    rule: ReminderRule
    due_at: datetime
    ledger: Ledger
    unrecorded: int
    """How many people missed it without the ledger saying so yet; the next tick records them."""


@dataclass(frozen=True, slots=True)
class Timeline:
    upcoming: tuple[Upcoming, ...]
    past: tuple[Past, ...]
    outbox: Mapping[tuple[ChannelName, DeliveryStatus], int]
    """The whole ledger, with confirmations and announcements, of all events."""


async def draw_up(
    connection: AsyncConnection, renderer: Renderer, events: Iterable[Event], now: datetime, language: str
) -> Timeline:
    """Return what the reminders of *events* would do from *now* on, worded in *language*, the earliest first.

    The database is taken as it is: a *now* in the future shows what a tick would do if nothing happened until then.
    """
    ledgers = await _ledgers(connection)
    upcoming, past = [], []
    for event in events:
        for rule in event.reminders:
            ledger = ledgers.get((event.key, rule.key), {})
            if reminders.timing(rule, event, now) is Timing.USELESS:
                past.append(await _past(connection, event, rule, ledger))
            else:
                occasion = renderer.occasion(event, language, max(now, rule.due_at(event)))
                upcoming.append(await _upcoming(connection, occasion, rule, ledger, now))
    return Timeline(
        tuple(sorted(upcoming, key=lambda one: one.due_at)),
        tuple(sorted(past, key=lambda one: one.due_at)),
        await outbox.counts(connection),
    )


async def _upcoming(
    connection: AsyncConnection, occasion: Occasion, rule: ReminderRule, ledger: Ledger, now: datetime
) -> Upcoming:
    event = occasion.event
    variants = [
        Variant(
            audience,
            # As of the moment it is due: whoever is in the middle of registering now will have stopped by then.
            await _reach(connection, event, rule, audience, occasion.now),
            _sample(occasion, rule, audience),
        )
        for audience in rule.audience
    ]
    timing = reminders.timing(rule, event, now)
    return Upcoming(event, rule, rule.due_at(event), rule.useless_at(event), timing, ledger, tuple(variants))


async def _past(connection: AsyncConnection, event: Event, rule: ReminderRule, ledger: Ledger) -> Past:
    meant = or_(*(reminders.in_audience(event, audience, rule.useless_at(event)) for audience in rule.audience))
    reachable = or_(*(reminders.reachable(channel) for channel in ChannelName))
    missed = (meant, reachable, people.c.opted_out_at.is_(None), ~_recorded(event, rule))
    found = select(func.count()).select_from(people).where(*missed)
    return Past(event, rule, rule.due_at(event), ledger, (await connection.execute(found)).scalar_one())


async def _reach(
    connection: AsyncConnection, event: Event, rule: ReminderRule, audience: Audience, as_of: datetime
) -> Reach:
    willing = people.c.opted_out_at.is_(None)
    reachable = {channel: reminders.reachable(channel) for channel in ChannelName}
    gets = {c: willing & reachable[c] & ~_recorded(event, rule, deliveries.c.channel == c) for c in ChannelName}
    counted = (or_(*gets.values()), willing & ~or_(*reachable.values()), ~willing, *gets.values())
    sizes = select(*(func.count().filter(condition) for condition in counted)).select_from(people)
    row = (await connection.execute(sizes.where(reminders.in_audience(event, audience, as_of)))).one()
    recipients, unreachable, opted_out, *on_channels = row
    return Reach(recipients, dict(zip(gets, on_channels, strict=True)), unreachable, opted_out)


def _recorded(event: Event, rule: ReminderRule, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the ledger has a delivery of the reminder for the person, whatever became of it."""
    this = {"event": event.key, "kind": NoticeKind.REMINDER, "key": rule.key}
    of_this = (notices_table.c[name] == value for name, value in this.items())
    found = select(deliveries.c.id).select_from(deliveries.join(notices_table)).correlate(people)
    return found.where(*of_this, deliveries.c.person_id == people.c.id, *conditions).exists()


async def _ledgers(connection: AsyncConnection) -> dict[tuple[str, str], dict[DeliveryStatus, int]]:
    columns = notices_table.c.event, notices_table.c.key, deliveries.c.status
    found = select(*columns, func.count()).select_from(deliveries.join(notices_table)).group_by(*columns)
    rows = await connection.execute(found.where(notices_table.c.kind == NoticeKind.REMINDER))
    ledgers: dict[tuple[str, str], dict[DeliveryStatus, int]] = {}
    for row in rows:
        event, key, status, count = row
        ledgers.setdefault((event, key), {})[DeliveryStatus(status)] = count
    return ledgers


def _sample(occasion: Occasion, rule: ReminderRule, audience: Audience) -> Content:
    registrant = _somebody(occasion) if audience is Audience.REGISTERED else None
    return notices.reminder(occasion, rule, registrant, started=audience is Audience.UNFINISHED)


def _somebody(occasion: Occasion) -> Registration:
    """Return the registration of nobody in particular, who has not said yet whether they come."""
    return Registration(
        id=0,
        person_id=0,
        event=occasion.event.key,
        answers={},
        status=RegistrationStatus.REGISTERED,
        attendance=Attendance.UNANSWERED,
        calendar_sequence=0,
        consent_version=occasion.event.privacy.version,
        consented_at=occasion.now,
        registered_at=occasion.now,
        updated_at=occasion.now,
    )
