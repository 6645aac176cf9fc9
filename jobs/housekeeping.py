"""The tick of the housekeeping."""

import logging

from conference import retention
from conference.clock import Clock
from conference.config import Settings
from conference.database import Database

logger = logging.getLogger(__name__)


async def erase_expired(database: Database, settings: Settings, clock: Clock) -> None:
    """Erase the personal data of events that are long over, and what was kept only to recognise repeated updates."""
    async with database.transaction() as connection:
        await retention.prune_seen_updates(connection, clock())
        erased = await retention.erase_expired(
            connection, settings.events, settings.service.keep_personal_data_days, clock()
        )
    if erased:
        await database.erase_traces()
        logger.info("the personal data of %d people were erased", erased)
