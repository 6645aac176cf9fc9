"""Which updates have had their effect: Telegram repeats what a crash left unconfirmed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from conference.database import insert_into
from conference.tables import seen_updates


async def remember(connection: AsyncConnection, update_id: int, now: datetime) -> bool:
    """Note an update in the transaction of its effects. Return False if it was there already."""
    seen = insert_into(connection, seen_updates).values(update_id=update_id, seen_at=now)
    return (await connection.execute(seen.on_conflict_do_nothing())).rowcount == 1
