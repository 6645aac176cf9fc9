"""The tick of the reminders."""

import logging
from collections.abc import Iterable

from conference import reminders
from conference.clock import Clock
from conference.database import Database
from conference.delivery import Lane
from conference.event import Event

logger = logging.getLogger(__name__)


async def queue_reminders(database: Database, events: Iterable[Event], lanes: Iterable[Lane], clock: Clock) -> None:
    """Queue what is due and wake the lanes."""
    async with database.transaction() as connection:
        queued = await reminders.queue_due(connection, events, clock())
    if queued:
        logger.info("%d reminders were queued", queued)
        for lane in lanes:
            lane.wake()
