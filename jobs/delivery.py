"""The tick of the deliveries."""

import logging
from collections.abc import Iterable

from conference import claims
from conference.clock import Clock
from conference.database import Database
from conference.delivery import Lane
from conference.setback import release_stranded

logger = logging.getLogger(__name__)


async def wake_lanes(database: Database, lanes: Iterable[Lane], owner: str, clock: Clock) -> None:
    """Release what is due again, take back what a dead process was sending, and let every lane look."""
    async with database.transaction() as connection:
        await claims.release_due(connection, clock())
        stranded = await release_stranded(connection, clock())
        # On a SQLite file there is no other service: `running` holds it. Its predecessor's leases need not run out.
        recovered = await claims.recover(connection, owner, clock(), alone=database.is_sqlite)
    if stranded:
        logger.warning("the clock was set back: %d deliveries that it had put back are tried again now", stranded)
    if recovered:
        logger.warning("%d deliveries of a process that died were taken back", recovered)
    for lane in lanes:
        lane.wake()
