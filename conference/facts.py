"""Today's facts about the people whom some deliveries go to: read together, at the last moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import drafts, event_changes, people, questions, registration, reminders
from conference.announcements import placeholders
from conference.announcements.announcement import State
from conference.channels.channel import ChannelName
from conference.event import Event
from conference.event_changes import Known
from conference.outbox import FOLLOW_UPS, Delivery, DeliveryStatus, NoticeKind
from conference.people import Person
from conference.questions import Asked
from conference.registration import Registration
from conference.reminder_rule import ReminderRule
from conference.tables import deliveries, notices

SHOWING_FACTS = frozenset({NoticeKind.REGISTERED, NoticeKind.CHANGED, NoticeKind.CANCELLED, NoticeKind.EVENT_CHANGED})
ANNOUNCED = FOLLOW_UPS | {NoticeKind.ANNOUNCEMENT}
OF_THREADS = frozenset({NoticeKind.QUESTION, NoticeKind.ANSWER, NoticeKind.ANSWERED})


@dataclass(frozen=True, slots=True)
class Announced:
    """What an organiser wrote, and whether it is to be sent now; the same for a notice that follows it up."""

    id: int
    """The announcement's."""
    state: State | None
    """The notice's own."""
    standing: State | None
    """The announcement's."""
    body: Mapping[str, Mapping[str, Any]]
    """What it says now, by language, as it is stored."""
    corrected: frozenset[str]
    """The languages that a correction is about."""
    is_personal: bool
    """Whether each reader sees something else."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of the announcement or the question that a delivery follows up, for the same person."""

    status: DeliveryStatus | None
    """On the same channel; None where it was not for this channel."""
    external_id: str | None
    anywhere: bool
    """Whether it has arrived on any channel."""


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
    announced: Mapping[int, Announced]
    """By notice."""
    originals: Mapping[int, Arrived]
    """By delivery that follows an announcement or a question up."""
    asked: Mapping[int, Asked]
    """By notice about a question or its answer, unless that is erased."""
    known: Mapping[str, Known]
    """By event: what registrants were told of it last, where it is needed."""


async def gather(
    connection: AsyncConnection, events: Mapping[str, Event], claimed: Sequence[Delivery], now: datetime
) -> Facts:
    """Return the facts for some deliveries of one channel. What their kinds of notices do not need is not asked."""
    keys = {delivery.event for delivery in claimed}
    announced = await _announced(connection, claimed)
    registrants = {delivery.person_id for delivery in claimed if _needs_registration(delivery, announced)}
    reminded = {delivery.person_id for delivery in claimed if delivery.kind is NoticeKind.REMINDER}
    return Facts(
        people=await people.get_all(connection, {delivery.person_id for delivery in claimed}),
        registrations=await registration.find_all(connection, registrants, keys) if registrants else {},
        begun=await drafts.begun(connection, reminded, keys) if reminded else frozenset(),
        meant=frozenset(await _meant(connection, events, claimed, now)),
        confirmations=await _confirmations(connection, claimed),
        announced=announced,
        originals=await _originals(connection, claimed, announced),
        known=await _known(connection, claimed, announced),
        asked=await _asked(connection, claimed),
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


def _needs_registration(delivery: Delivery, announced: Mapping[int, Announced]) -> bool:
    said = announced.get(delivery.notice_id)
    return said is None or said.is_personal


async def _known(
    connection: AsyncConnection, claimed: Iterable[Delivery], announced: Mapping[int, Announced]
) -> dict[str, Known]:
    """Return how often events have changed, for calendar entries, and what was told of them."""
    needed = {delivery.event for delivery in claimed if _shows_facts(delivery, announced)}
    return await event_changes.known(connection, needed) if needed else {}


def _shows_facts(delivery: Delivery, announced: Mapping[int, Announced]) -> bool:
    said = announced.get(delivery.notice_id)
    if said:
        return any(words.get("with_calendar") for words in said.body.values())
    return delivery.kind in SHOWING_FACTS


async def _asked(connection: AsyncConnection, claimed: Iterable[Delivery]) -> dict[int, Asked]:
    told = {delivery.notice_id: int(delivery.key) for delivery in claimed if delivery.kind in OF_THREADS}
    found = {notice_id: await questions.asked(connection, message_id) for notice_id, message_id in told.items()}
    return {notice_id: asked for notice_id, asked in found.items() if asked}


async def _announced(connection: AsyncConnection, claimed: Iterable[Delivery]) -> dict[int, Announced]:
    written = {delivery.notice_id for delivery in claimed if delivery.kind in ANNOUNCED}
    if not written:
        return {}
    found = await connection.execute(_ANNOUNCED, {"written": list(written)})
    return {row.id: _said(row) for row in found}


def _said(row: Row[Any]) -> Announced:
    standing = row.standing if row.about_id else row.state
    return Announced(
        id=row.about_id or row.id,
        state=row.state and State(row.state),
        standing=standing and State(standing),
        body=row.said,
        corrected=frozenset(row.body["languages"] if row.about_id and row.body else ()),
        is_personal=any(
            words.get("with_calendar") or placeholders.personal(_texts_of(words)) for words in row.said.values()
        ),
    )


def _texts_of(words: Mapping[str, Any]) -> str:
    return f"{words['html']} {words['subject'] or ''}"


async def _originals(
    connection: AsyncConnection, claimed: Sequence[Delivery], announced: Mapping[int, Announced]
) -> dict[int, Arrived]:
    about = await _followed(connection, claimed, announced)
    following = [delivery for delivery in claimed if delivery.notice_id in about]
    if not following:
        return {}
    theirs = {
        "about": list(set(about.values())),
        "persons": list({delivery.person_id for delivery in following}),
    }
    found = (await connection.execute(_ORIGINALS, theirs)).all()
    return {
        delivery.id: _arrived(delivery.channel, [row for row in found if row[:2] == original])
        for delivery in following
        for original in [(about[delivery.notice_id], delivery.person_id)]
    }


async def _followed(
    connection: AsyncConnection, claimed: Sequence[Delivery], announced: Mapping[int, Announced]
) -> dict[int, int]:
    """Return which notice is followed up, by the notice that does."""
    about = {one.notice_id: announced[one.notice_id].id for one in claimed if one.kind in FOLLOW_UPS}
    answered = {one.notice_id for one in claimed if one.kind is NoticeKind.ANSWERED}
    if answered:
        told = select(notices.c.id, notices.c.about_id).where(notices.c.id.in_(answered))
        about |= {row.id: row.about_id for row in await connection.execute(told)}
    return about


def _arrived(channel: ChannelName, rows: Iterable[Row[Any]]) -> Arrived:
    anywhere = any(row.status == DeliveryStatus.SENT for row in rows)
    here = next((row for row in rows if row.channel == channel), None)
    return Arrived(here and DeliveryStatus(here.status), here and here.external_id, anywhere)


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
_ABOUT = notices.alias()
_ANNOUNCED: Select[Any] = (
    select(
        *(notices.c[name] for name in ("id", "about_id", "state", "body")),
        _ABOUT.c.state.label("standing"),
        case((notices.c.about_id.is_(None), notices.c.body), else_=_ABOUT.c.body).label("said"),
    )
    .select_from(notices.outerjoin(_ABOUT, _ABOUT.c.id == notices.c.about_id))
    .where(notices.c.id.in_(bindparam("written", expanding=True)))
)
_ORIGINALS = select(
    *(deliveries.c[name] for name in ("notice_id", "person_id", "channel", "status", "external_id"))
).where(
    deliveries.c.notice_id.in_(bindparam("about", expanding=True)),
    deliveries.c.person_id.in_(bindparam("persons", expanding=True)),
)
