"""What the next message of somebody is for, where they were asked for something outside of a registration.

One thing at a time: whatever is expected next takes the place of what was expected before.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.tables import people

Expected = Mapping[str, Any]
"""`what` it is for, and what belongs to it. Only names and numbers, nothing that was written."""


async def expect(connection: AsyncConnection, person_id: int, event: str, expected: Expected) -> None:
    """Let the next message of a person be for this, which is about *event*."""
    await _keep(connection, person_id, {**expected, "event": event})


async def expected_of(connection: AsyncConnection, person_id: int) -> tuple[str, Expected] | None:
    """Return what the next message is for, with its event; None where it is for nothing in particular."""
    kept = (await connection.execute(select(people.c.expects).where(people.c.id == person_id))).scalar()
    return (kept["event"], {name: kept[name] for name in kept if name != "event"}) if kept else None


async def take_expected(connection: AsyncConnection, person_id: int) -> tuple[str, Expected] | None:
    """Return what the next message was to be for, with its event; from now on it is for nothing."""
    found = await expected_of(connection, person_id)
    if found:
        await expect_nothing(connection, person_id)
    return found


async def expect_nothing(connection: AsyncConnection, person_id: int) -> None:
    await _keep(connection, person_id, None)


async def _keep(connection: AsyncConnection, person_id: int, expects: dict[str, Any] | None) -> None:
    await connection.execute(update(people).where(people.c.id == person_id).values(expects=expects))
