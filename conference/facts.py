"""Today's facts about the people whom some deliveries go to: read together, at the last moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import drafts, people, registration, reminders
from conference.event import Event
from conference.outbox import Delivery, NoticeKind
from conference.people import Person
from conference.registration import Registration
from conference.reminder_rule import ReminderRule
from conference.tables import deliveries, notices


@dataclass(frozen=True, slots=True)
class Facts:
    """What rendering needs to know; who is not in it is not known any more."""

    people: Mapping[int, Person]
    registrations: Mapping[tuple[int, str], Registration]
    """By person and event, cancelled ones too."""
    begun: frozenset[tuple[int, str]]
    """Who has begun to register for which event, and has not finished."""
    meant: frozenset[int]
    """The deliveries of reminders whose person is still in the audience."""
    confirmations: Mapping[int, str]
    """By delivery: the external id of the registration's first confirmation on the same channel."""
    bodies: Mapping[int, Any]
    """By notice: what an organiser wrote."""


async def gather(
    connection: AsyncConnection, events: Mapping[str, Event], claimed: Sequence[Delivery], now: datetime
) -> Facts:
    """Return the facts for some deliveries of one channel. What their kinds of notices do not need is not asked."""
    keys = {delivery.event for delivery in claimed}
    registrants = {delivery.person_id for delivery in claimed if delivery.kind is not NoticeKind.ANNOUNCEMENT}
    reminded = {delivery.person_id for delivery in claimed if delivery.kind is NoticeKind.REMINDER}
    return Facts(
        people=await people.get_all(connection, {delivery.person_id for delivery in claimed}),
        registrations=await registration.find_all(connection, registrants, keys) if registrants else {},
        begun=await drafts.begun(connection, reminded, keys) if reminded else frozenset(),
        meant=frozenset(await _meant(connection, events, claimed, now)),
        confirmations=await _confirmations(connection, claimed),
        bodies=await _bodies(connection, claimed),
    )


async def _meant(
    connection: AsyncConnection, events: Mapping[str, Event], claimed: Sequence[Delivery], now: datetime
) -> list[int]:
    meant: list[int] = []
    for event, rule, some in _by_rule(events, claimed):
        ids = {delivery.person_id for delivery in some}
        still = await reminders.still_meant(connection, event, rule, ids, some[0].channel, now)
        meant += [delivery.id for delivery in some if delivery.person_id in still]
    return meant


def _by_rule(
    events: Mapping[str, Event], claimed: Iterable[Delivery]
) -> Iterable[tuple[Event, ReminderRule, list[Delivery]]]:
    groups: dict[tuple[str, str], list[Delivery]] = {}
    for delivery in claimed:
        if delivery.kind is NoticeKind.REMINDER:
            groups.setdefault((delivery.event, delivery.key), []).append(delivery)
    for (event_key, rule_key), some in groups.items():
        event = events.get(event_key)
        rule = event.rule(rule_key) if event else None
        if event and rule:
            yield event, rule, some


async def _confirmations(connection: AsyncConnection, claimed: Sequence[Delivery]) -> dict[int, str]:
    first: dict[tuple[int, str], tuple[int, str]] = {}
    of_them = {"persons": list({delivery.person_id for delivery in claimed}), "its_channel": claimed[0].channel}
    for person_id, event, notice_id, external_id in await connection.execute(_CONFIRMATIONS, of_them):
        first.setdefault((person_id, event), (notice_id, external_id))
    return {
        delivery.id: external_id
        for delivery in claimed
        for notice_id, external_id in [first.get((delivery.person_id, delivery.event), (delivery.notice_id, ""))]
        if notice_id != delivery.notice_id
    }


async def _bodies(connection: AsyncConnection, claimed: Iterable[Delivery]) -> dict[int, Any]:
    written = {delivery.notice_id for delivery in claimed if delivery.kind is NoticeKind.ANNOUNCEMENT}
    if not written:
        return {}
    found = await connection.execute(_BODIES, {"written": list(written)})
    return {row.id: row.body for row in found}


_CONFIRMATIONS = (
    select(deliveries.c.person_id, notices.c.event, deliveries.c.notice_id, deliveries.c.external_id)
    .join(notices)
    .where(
        deliveries.c.person_id.in_(bindparam("persons", expanding=True)),
        deliveries.c.channel == bindparam("its_channel"),
        deliveries.c.external_id.is_not(None),
        notices.c.kind == NoticeKind.REGISTERED,
    )
    .order_by(deliveries.c.id)
)
_BODIES = select(notices.c.id, notices.c.body).where(notices.c.id.in_(bindparam("written", expanding=True)))
