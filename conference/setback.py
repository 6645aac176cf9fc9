"""A clock that was set back, and what it has left in the future."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.outbox import DeliveryStatus, has_status
from conference.outcome import EVENT_MOVED, LONGEST_PAUSE
from conference.tables import deliveries

FURTHEST = LONGEST_PAUSE + timedelta(hours=1)
"""Whatever failed is tried again sooner than that, also with the spread of its pause."""


async def release_stranded(connection: AsyncConnection, now: datetime) -> int:
    """Move to the waiting what failed and was put back by a clock that was ahead. Return how many.

    It would wait for the day on which the clock had been wrong. What has no reason was planned, not put back.
    """
    stranded = update(deliveries).where(
        has_status(DeliveryStatus.SCHEDULED), deliveries.c.due_at > now + FURTHEST, deliveries.c.reason != EVENT_MOVED
    )
    return (await connection.execute(stranded.values(status=DeliveryStatus.WAITING))).rowcount
