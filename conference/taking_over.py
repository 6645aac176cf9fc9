"""Continuing in Telegram: whoever was imported or registered by a colleague has no chat until they follow their link.

    https://t.me/<bot>?start=p_31-mfrggzdfmztwq2lknnwg23tpob       or coming_p_31-…, where it says what to do

It names the registration, and is signed together with the address that it was sent to: nothing is stored for it, and
what was sent to an address that was corrected meanwhile is worth nothing. Once the registration has a chat, neither is
the link.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import drafts, people, personal_data, registration
from conference.channels.channel import ChannelName
from conference.database import insert_into
from conference.outbox import DeliveryStatus, NoticeKind
from conference.people import Person
from conference.registration import Registration
from conference.signing import Signing
from conference.tables import deliveries, invites, notices, registrations
from conference.tables import people as people_table

PURPOSE = "take over"
OCTETS = 16
"""128 bits: whoever guesses a link has somebody else's registration."""
PAYLOAD = re.compile(r"(?:([a-z0-9]{1,12})_)?p_(\d{1,10})-([a-z2-7]{26})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says; whether it is ours is seen when its registration is known."""

    act: str
    """What to do then, as for links of registrants; empty where it says nothing."""
    registration_id: int
    signature: str


class Outcome(StrEnum):
    TAKEN = "taken"
    MINE = "mine"
    """It is the person's own already."""
    WORTHLESS = "worthless"
    """Forged, followed by somebody before, or the registration is cancelled."""
    HAS_OWN = "has own"
    """The person is registered for the same event."""
    FOR_COLLEAGUE = "for colleague"
    """The person has registered that colleague."""


@dataclass(frozen=True, slots=True)
class Taken:
    outcome: Outcome
    event: str | None
    """None where the link does not show that the person may know it."""
    person: Person
    """Who it is from now on."""


def payload(signing: Signing, registration_id: int, address: str) -> str:
    """Return what follows `?start=`: at most 39 of the 64 characters that Telegram carries."""
    return f"p_{registration_id}-{signing.sign(PURPOSE, registration_id, address, octets=OCTETS)}"


def read(text: str) -> Link | None:
    """Return what a payload says; None where it is no such link."""
    found = PAYLOAD.fullmatch(text)
    return Link(found[1] or "", int(found[2]), found[3]) if found else None


async def take_over(
    connection: AsyncConnection,
    signing: Signing,
    link: Link,
    me: Person,
    events: Collection[str],
    now: datetime,
    *,
    is_newcomer: bool,
) -> Taken:
    """Let somebody who has a chat go on with the registration of a link, for one of *events*, which are not over.

    A newcomer becomes the person who was registered. Whoever is known gets the registration, and the address where
    they have none; what is left of the person without a chat is erased.
    """
    # Of two who follow it at once, the second waits here, and then finds a chat.
    held = select(registrations.c.event, registrations.c.person_id).where(registrations.c.id == link.registration_id)
    row = (await connection.execute(held.with_for_update())).first()
    if row is None:
        return Taken(Outcome.WORTHLESS, None, me)
    if row.person_id == me.id:
        return Taken(Outcome.MINE, row.event, me)
    absent = await people.get(connection, row.person_id)
    registered = await registration.find(connection, row.person_id, row.event)
    assert absent is not None, "a registration has its person"
    assert registered is not None, "it is held"
    if not _is_genuine(signing, link, absent):
        return Taken(Outcome.WORTHLESS, None, me)
    if registered.event not in events:
        return Taken(Outcome.WORTHLESS, registered.event, me)
    if obstacle := await _obstacle(connection, registered, absent, me):
        return Taken(obstacle, registered.event, me)
    # Its row was made by this very turn, and nothing can point at it: it may go without a trace.
    as_the_absent = is_newcomer and me.created_at == now
    person = await _hand_over(connection, registered, absent, me, now, as_the_absent=as_the_absent)
    return Taken(Outcome.TAKEN, registered.event, person)


async def _hand_over(
    connection: AsyncConnection,
    registered: Registration,
    absent: Person,
    me: Person,
    now: datetime,
    *,
    as_the_absent: bool,
) -> Person:
    """Make one person of the two. Return who it is from now on."""
    if as_the_absent:
        await _become(connection, absent, me)
    else:
        await _inherit(connection, registered, absent, me, now)
    person_id = absent.id if as_the_absent else me.id
    await _say_no_reminder_again(connection, registered.event, person_id, now)
    person = await people.get(connection, person_id)
    assert person is not None
    return person


def _is_genuine(signing: Signing, link: Link, absent: Person) -> bool:
    parts = (link.registration_id, absent.email or "")
    return absent.email is not None and signing.is_genuine(link.signature, PURPOSE, *parts, octets=OCTETS)


async def _obstacle(
    connection: AsyncConnection, registered: Registration, absent: Person, me: Person
) -> Outcome | None:
    if absent.chat_id is not None or not registered.is_active:
        return Outcome.WORTHLESS
    own = await registration.find(connection, me.id, registered.event)
    if own and own.is_active:
        return Outcome.HAS_OWN
    return Outcome.FOR_COLLEAGUE if registered.registered_by == me.id else None


async def _become(connection: AsyncConnection, absent: Person, me: Person) -> None:
    await connection.execute(delete(people_table).where(people_table.c.id == me.id))
    here = {"chat_id": me.chat_id, "telegram_unreachable_since": None}
    await connection.execute(update(people_table).where(people_table.c.id == absent.id).values(here))


async def _inherit(
    connection: AsyncConnection, registered: Registration, absent: Person, me: Person, now: datetime
) -> None:
    await _forget_cancelled(connection, me, registered.event)
    await drafts.discard(connection, me.id, registered.event)
    mine = update(registrations).where(registrations.c.id == registered.id)
    await connection.execute(mine.values(person_id=me.id))
    await _move_deliveries(connection, registered.event, absent.id, me.id)
    if me.email is None:
        await people.set_email(connection, me.id, absent.email)
    if absent.opted_out_at and me.opted_out_at is None:
        await people.opt_out(connection, me.id, absent.opted_out_at)
    left = select(registrations.c.id).where(registrations.c.person_id == absent.id)
    if (await connection.execute(left.limit(1))).first() is None:
        await personal_data.erase(connection, absent.id, now)


async def _forget_cancelled(connection: AsyncConnection, me: Person, event: str) -> None:
    """Make room: there is one registration for a person and an event. Only a cancelled one is left here."""
    mine = (registrations.c.person_id == me.id) & (registrations.c.event == event)
    gone = select(registrations.c.id).where(mine)
    await connection.execute(delete(invites).where(invites.c.registration_id.in_(gone)))
    await connection.execute(delete(registrations).where(mine))


async def _move_deliveries(connection: AsyncConnection, event: str, from_id: int, to_id: int) -> None:
    """Let the ledger say what the person got. What they had got on the same channel themselves stays theirs."""
    got = deliveries.alias("got")
    same = (
        got.c.notice_id == deliveries.c.notice_id,
        got.c.channel == deliveries.c.channel,
        got.c.person_id == to_id,
    )
    moved = update(deliveries).where(
        deliveries.c.person_id == from_id,
        deliveries.c.notice_id.in_(select(notices.c.id).where(notices.c.event == event)),
        ~exists().where(*same),
    )
    await connection.execute(moved.values(person_id=to_id))


async def _say_no_reminder_again(connection: AsyncConnection, event: str, person_id: int, now: datetime) -> None:
    """Keep reminders that came by e-mail from coming again in the chat, now that there is one."""
    came = deliveries.c.status.in_([DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN])
    by_email: list[ColumnElement[bool]] = [
        deliveries.c.person_id == person_id,
        deliveries.c.channel == ChannelName.EMAIL,
        notices.c.event == event,
        notices.c.kind == NoticeKind.REMINDER,
        came,
    ]
    columns = {
        "notice_id": deliveries.c.notice_id,
        "person_id": deliveries.c.person_id,
        "channel": literal(str(ChannelName.TELEGRAM)),
        "priority": deliveries.c.priority,
        "status": literal(str(DeliveryStatus.WITHDRAWN)),
        "due_at": deliveries.c.due_at,
        "reason": literal("it had come by e-mail before there was a chat"),
        "created_at": literal(now, deliveries.c.created_at.type),
        "finished_at": literal(now, deliveries.c.finished_at.type),
    }
    found = select(*columns.values()).join_from(deliveries, notices).where(*by_email)
    rows = insert_into(connection, deliveries).from_select(list(columns), found)
    await connection.execute(rows.on_conflict_do_nothing())
