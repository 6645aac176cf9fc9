"""Reminders: what is due is computed anew from the settings and the database at every tick.

So downtime, restarts, clock jumps, people who register late and events that move need no code of their own.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import outbox, registration
from conference.channels.channel import ChannelName
from conference.database import insert_into
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.reminder_rule import Audience, ReminderRule
from conference.tables import deliveries, drafts, people, registrations

QUIET = timedelta(hours=2)
"""Whoever touched a draft within this time is in the middle of it and needs no reminder of it."""


class Timing(StrEnum):
    EARLY = "early"
    DUE = "due"
    USELESS = "useless"


def timing(rule: ReminderRule, event: Event, now: datetime) -> Timing:
    """Return whether a reminder is still to come, to be sent now, or better not sent any more."""
    if now >= rule.useless_at(event):
        return Timing.USELESS
    return Timing.DUE if now >= rule.due_at(event) else Timing.EARLY


async def queue_due(connection: AsyncConnection, events: Iterable[Event], now: datetime) -> int:
    """Queue every reminder that is due for everybody who has not got it; record the useless ones as missed.

    Return how many deliveries were written.
    """
    written = 0
    for event in events:
        for rule in event.reminders:
            early = timing(rule, event, now) is Timing.EARLY
            if not early and not await _in_vain(connection, event, rule):
                written += await _queue(connection, event, rule, now)
    return written


async def audience_size(
    connection: AsyncConnection, event: Event, rule: ReminderRule, channel: ChannelName, now: datetime
) -> int:
    """Return how many people would get the reminder on a channel if it were due at *now*."""
    found = _recipients(event, rule, channel, now).subquery()
    return int((await connection.execute(select(func.count()).select_from(found))).scalar_one())


async def still_meant(
    connection: AsyncConnection,
    event: Event,
    rule: ReminderRule,
    person_ids: Collection[int],
    channel: ChannelName,
    now: datetime,
) -> frozenset[int]:
    """Return which of these people are still in the rule's audience."""
    found = _recipients(event, rule, channel, now).where(people.c.id.in_(person_ids))
    return frozenset((await connection.execute(found)).scalars())


async def _in_vain(connection: AsyncConnection, event: Event, rule: ReminderRule) -> bool:
    """Whether a rule asks people to register for a hall that is full."""
    if Audience.REGISTERED in rule.audience:
        return False
    places = await registration.places_left(connection, event)
    return places is not None and places <= 0


async def _queue(connection: AsyncConnection, event: Event, rule: ReminderRule, now: datetime) -> int:
    useless_at = rule.useless_at(event)
    status = DeliveryStatus.WAITING if now < useless_at else DeliveryStatus.MISSED
    notice_id = await outbox.add_notice(connection, event.key, NoticeKind.REMINDER, rule.key, now)
    written = 0
    if status is DeliveryStatus.WAITING:
        written += await _take_back_missed(connection, notice_id, now)
    for channel in ChannelName:
        # What was missed was missed by those who were there in time, not by those who came later.
        found = _recipients(event, rule, channel, min(now, useless_at))
        if status is DeliveryStatus.MISSED:
            found = found.where(~_has_got(notice_id))
        recipients = found.add_columns(
            literal(notice_id),
            literal(str(channel)),
            literal(int(Priority.REMINDER)),
            literal(str(status)),
            literal(now, deliveries.c.due_at.type),
            literal(now, deliveries.c.created_at.type),
        )
        columns = ["person_id", "notice_id", "channel", "priority", "status", "due_at", "created_at"]
        rows = insert_into(connection, deliveries).from_select(columns, recipients)
        written += (await connection.execute(rows.on_conflict_do_nothing())).rowcount
    return written


async def _take_back_missed(connection: AsyncConnection, notice_id: int, now: datetime) -> int:
    """Queue what was recorded as missed and is of use after all: the clock was wrong then, or the event has moved."""
    missed = update(deliveries).where(deliveries.c.notice_id == notice_id, deliveries.c.status == DeliveryStatus.MISSED)
    again = {"status": DeliveryStatus.WAITING, "due_at": now, "finished_at": None, "reason": None}
    return (await connection.execute(missed.values(again))).rowcount


def _recipients(event: Event, rule: ReminderRule, channel: ChannelName, as_of: datetime) -> Select[Any]:
    meant = or_(*(in_audience(event, audience, as_of) for audience in rule.audience))
    return select(people.c.id).where(meant, reachable(channel), people.c.opted_out_at.is_(None))


def in_audience(event: Event, audience: Audience, as_of: datetime) -> Any:
    of_person = registrations.c.person_id == people.c.id, registrations.c.event == event.key
    if audience is Audience.REGISTERED:
        coming = (
            registrations.c.status == "registered",
            registrations.c.attendance != "not_coming",
            registrations.c.registered_at <= as_of,
        )
        return select(registrations.c.id).where(*of_person, *coming).exists()
    agreed = drafts.c.consented_at.is_not(None)
    mine = (
        drafts.c.person_id == people.c.id,
        drafts.c.event == event.key,
        drafts.c.updated_at <= as_of - QUIET,
        agreed if audience is Audience.UNFINISHED else ~agreed,
    )
    # A draft that changes a registration is not an unfinished one.
    return and_(select(drafts.c.id).where(*mine).exists(), ~select(registrations.c.id).where(*of_person).exists())


def _has_got(notice_id: int) -> ColumnElement[bool]:
    """Whoever got it on one channel missed nothing when they chose another one later."""
    got = deliveries.c.notice_id == notice_id, deliveries.c.person_id == people.c.id
    return select(deliveries.c.id).where(*got, deliveries.c.status != DeliveryStatus.MISSED).exists()


def reachable(channel: ChannelName) -> Any:
    """The condition form of `Person.channels`: wished and usable, or the only usable one."""
    (other,) = set(ChannelName) - {channel}
    return and_(usable(channel), or_(people.c.wants.in_([channel, "both"]), ~usable(other)))


def usable(channel: ChannelName) -> ColumnElement[bool]:
    """The condition for having an address on a channel, which was not refused."""
    if channel is ChannelName.TELEGRAM:
        return people.c.chat_id.is_not(None) & people.c.telegram_unreachable_since.is_(None)
    return people.c.email.is_not(None) & people.c.email_unreachable_since.is_(None)
