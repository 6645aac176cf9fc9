"""The tick of the announcements."""

import logging
from collections.abc import Iterable

from conference.announcements import sending, settling
from conference.clock import Clock
from conference.database import Database
from conference.delivery import Lane
from conference.event import Event

logger = logging.getLogger(__name__)


async def send_announcements(database: Database, events: Iterable[Event], lanes: Iterable[Lane], clock: Clock) -> None:
    """Begin what is due, let deliveries follow what organisers have said, and note what is done."""
    async with database.transaction() as connection:
        begun = await sending.start_due(connection, clock())
    settled = await settling.settle(database, events, clock())
    async with database.transaction() as connection:
        done = await sending.finish_done(connection)
    if begun or settled or done:
        logger.info("announcements: %d begun, %d settled, %d done", begun, settled, len(done))
    if settled:
        for lane in lanes:
            lane.wake()
