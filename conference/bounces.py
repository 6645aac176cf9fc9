"""Messages that came back after the mail server had taken them: what that means for their deliveries and people."""

import logging
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import people, rescue
from conference.channels.channel import ChannelName
from conference.channels.email.bounces import Bounce, Verdict
from conference.channels.email.return_path import Ticket
from conference.outbox import DeliveryStatus
from conference.signing import Signing
from conference.tables import deliveries

logger = logging.getLogger(__name__)

TAKEN = frozenset({DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN})
"""What the mail server has taken, or may have."""


class Noted(StrEnum):
    NOT_OURS = "not_ours"
    """It answers no message of ours: a letter to whoever else reads the mailbox."""
    NOT_YET = "not_yet"
    """The delivery has no mark yet; look again."""
    IGNORED = "ignored"
    """It says nothing new, or nobody can know that it is true."""
    DEAD = "dead"
    """It will not arrive."""
    UNREACHABLE = "unreachable"
    """It will not arrive, and neither would the next."""


async def note(connection: AsyncConnection, bounce: Bounce, signing: Signing, now: datetime) -> Noted:
    """Mark the delivery that came back as dead, and give the address up where it leads nowhere.

    Said again it changes nothing, and nothing is believed whose signature is not ours.
    """
    for ticket in bounce.tickets:
        person = await people.get(connection, ticket.person_id)
        if person and person.email and ticket.is_genuine(signing, person.email):
            return await _note(connection, ticket, bounce, now)
    return Noted.IGNORED if bounce.tickets else Noted.NOT_OURS


async def _note(connection: AsyncConnection, ticket: Ticket, bounce: Bounce, now: datetime) -> Noted:
    if bounce.verdict is Verdict.UNKNOWN:
        return Noted.IGNORED
    if await _is_being_sent(connection, ticket):
        return Noted.NOT_YET
    if not await _end(connection, ticket, f"bounced: {bounce.status or 'without a status'}", now):
        return Noted.IGNORED
    if bounce.verdict is Verdict.REFUSED:
        # Not the person's fault, and not theirs alone.
        logger.error("notice %d was refused by a recipient's mail server: %s", ticket.notice_id, bounce.status)
    if bounce.verdict is not Verdict.BAD_MAILBOX:
        return Noted.DEAD
    await rescue.give_up_on_channel(connection, ticket.person_id, ticket.notice_id, ChannelName.EMAIL, now)
    return Noted.UNREACHABLE


async def _is_being_sent(connection: AsyncConnection, ticket: Ticket) -> bool:
    sending = deliveries.c.status == DeliveryStatus.SENDING
    found = await connection.execute(select(deliveries.c.id).where(*_of(ticket), sending))
    return found.first() is not None


async def _end(connection: AsyncConnection, ticket: Ticket, reason: str, now: datetime) -> bool:
    taken = update(deliveries).where(*_of(ticket), deliveries.c.status.in_(TAKEN))
    end = {"status": DeliveryStatus.DEAD, "reason": reason, "finished_at": now}
    return (await connection.execute(taken.values(end))).rowcount == 1


def _of(ticket: Ticket) -> tuple[ColumnElement[bool], ...]:
    return (
        deliveries.c.notice_id == ticket.notice_id,
        deliveries.c.person_id == ticket.person_id,
        deliveries.c.channel == ChannelName.EMAIL,
    )
