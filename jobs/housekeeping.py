"""The tick of the housekeeping."""

import logging

from conference import invites, retention
from conference.clock import Clock
from conference.config import Settings
from conference.database import Database

logger = logging.getLogger(__name__)


async def erase_expired(database: Database, settings: Settings, clock: Clock) -> None:
    """Erase the personal data of events that are long over, and forget what served its time: updates, invites."""
    async with database.transaction() as connection:
        await retention.prune_seen_updates(connection, clock())
        await invites.prune(connection, clock())
    erased = 0
    while some := await _erase_some(database, settings, clock):
        erased += some
    if erased:
        logger.info("the personal data of %d people were erased", erased)
    if erased or database.has_traces:
        await database.erase_traces()


async def _erase_some(database: Database, settings: Settings, clock: Clock) -> int:
    keep_days = settings.service.keep_personal_data_days
    async with database.transaction() as connection:
        return await retention.erase_expired(connection, settings.events, keep_days, clock())
