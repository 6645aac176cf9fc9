"""Marking: the statements that write down what became of a claimed delivery, where it is still the caller's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.announcements.announcement import WHY_WITHDRAWN, State
from conference.outbox import Delivery, DeliveryStatus, has_status
from conference.tables import deliveries, notices


async def finish(
    connection: AsyncConnection,
    delivery: Delivery,
    status: DeliveryStatus,
    now: datetime,
    *,
    external_id: str | None = None,
    reason: str | None = None,
) -> bool:
    """Mark a delivery with its end. Return False if it is no longer the caller's."""
    end: dict[str, Any] = {"status": status, "reason": reason, "finished_at": now, "leased_until": None}
    if external_id and not delivery.external_id:
        end["external_id"] = external_id
    return await _mark(connection, _mine(delivery).values(end))


async def finish_sent(connection: AsyncConnection, sent: Sequence[tuple[Delivery, str, datetime]]) -> list[bool]:
    """Mark deliveries as sent, under what the other side knows them by. Return which of them were the caller's."""
    marks = [
        {
            "its_id": delivery.id,
            "its_owner": delivery.owner,
            "its_attempts": delivery.attempts,
            "its_external_id": delivery.external_id or external_id or None,
            "its_end": at,
        }
        for delivery, external_id, at in sent
    ]
    if (await connection.execute(_SENT, marks)).rowcount == len(sent):
        return [True] * len(sent)
    # One was not ours any more, or this driver does not count (asyncpg): look which.
    claims = [(delivery.id, delivery.owner, delivery.attempts) for delivery, _, _ in sent]
    marked = select(deliveries.c.id, deliveries.c.owner, deliveries.c.attempts).where(
        deliveries.c.id.in_([delivery_id for delivery_id, _, _ in claims]), has_status(DeliveryStatus.SENT)
    )
    ours = {tuple(row) for row in await connection.execute(marked)}
    return [claim in ours for claim in claims]


async def note_part(connection: AsyncConnection, delivery: Delivery, parts_sent: int, external_id: str) -> bool:
    """Remember how much of a delivery has arrived; the first part's id is what later edits refer to."""
    first = func.coalesce(deliveries.c.external_id, external_id)
    return await _mark(connection, _mine(delivery).values(parts_sent=parts_sent, external_id=first))


async def postpone(
    connection: AsyncConnection, delivery: Delivery, due_at: datetime, reason: str, *, costs_attempt: bool = True
) -> bool:
    """Put a delivery back until *due_at*."""
    attempts = deliveries.c.attempts if costs_attempt else deliveries.c.attempts - 1
    later = {"status": DeliveryStatus.SCHEDULED, "due_at": due_at, "reason": reason, "leased_until": None}
    return await _mark(connection, _mine(delivery).values(later | {"attempts": attempts}))


async def halt(connection: AsyncConnection, delivery: Delivery, now: datetime) -> bool:
    """Give a claimed delivery back to where the state of its announcement wants it; that costs no attempt."""
    # What is resumed at this moment waits for this mark, and lets go of all that is held; or this waits for that.
    state = select(notices.c.state).where(notices.c.id == delivery.notice_id).with_for_update(read=True)
    match (await connection.execute(state)).scalar():
        case State.PAUSED:
            back: dict[str, Any] = {"status": DeliveryStatus.HELD}
        case State.STOPPED | State.TAKEN_BACK as stopped:
            back = {"status": DeliveryStatus.WITHDRAWN, "reason": WHY_WITHDRAWN[State(stopped)], "finished_at": now}
        case _:
            back = {"status": DeliveryStatus.WAITING}
    back |= {"attempts": deliveries.c.attempts - 1, "leased_until": None}
    return await _mark(connection, _mine(delivery).values(back))


def _mine(delivery: Delivery) -> Update:
    # Fencing: owner and attempt name exactly this claim; a later claim of the same row has another attempt.
    return update(deliveries).where(
        deliveries.c.id == delivery.id,
        has_status(DeliveryStatus.SENDING),
        deliveries.c.owner == delivery.owner,
        deliveries.c.attempts == delivery.attempts,
    )


async def _mark(connection: AsyncConnection, mark: Update) -> bool:
    return (await connection.execute(mark)).rowcount == 1


_SENT = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("its_id"),
        deliveries.c.status == DeliveryStatus.SENDING,
        deliveries.c.owner == bindparam("its_owner"),
        deliveries.c.attempts == bindparam("its_attempts"),
    )
    .values(
        status=DeliveryStatus.SENT,
        external_id=bindparam("its_external_id"),
        finished_at=bindparam("its_end"),
        reason=None,
        leased_until=None,
    )
)
"""The one mark that is made by the thousand."""
