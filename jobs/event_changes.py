"""The tick that sees what has changed in the settings of the events."""

import logging
from collections.abc import Iterable

from conference import event_changes
from conference.clock import Clock
from conference.database import Database
from conference.delivery import Lane
from conference.event import Event

logger = logging.getLogger(__name__)


async def notice_changes(database: Database, events: Iterable[Event], lanes: Iterable[Lane], clock: Clock) -> None:
    """Let the organisers of each changed event know."""
    async with database.transaction() as connection:
        told = [event.key for event in events if await event_changes.tell_organisers(connection, event, clock())]
    if told:
        for lane in lanes:
            lane.wake()
