import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from conference import leadership
from conference.database import Database
from conference.leadership import LEASE
from conference.tables import leases
from tests.conference.example_people import MAY

pytestmark = pytest.mark.engine("postgresql")

WRONG = MAY - timedelta(days=365)
"""A process's own clock: nothing depends on it."""


async def lead(database: Database, owner: str) -> bool:
    async with database.transaction() as connection:
        return await leadership.lead(connection, owner, WRONG)


async def live(database: Database, owner: str) -> int:
    async with database.transaction() as connection:
        return await leadership.live(connection, owner, WRONG)


async def leave(database: Database, owner: str) -> None:
    async with database.transaction() as connection:
        await leadership.leave(connection, owner)


async def let_leases_end(database: Database, owner: str) -> None:
    async with database.transaction() as connection:
        ended = func.now() - timedelta(microseconds=1)
        await connection.execute(update(leases).where(leases.c.owner == owner).values(until=ended))


async def test_the_first_one_leads_for_as_long_as_it_renews(database: Database) -> None:
    assert [await lead(database, owner) for owner in ("a", "b", "a", "b")] == [True, False, True, False]


async def test_of_many_at_once_one_leads(database: Database) -> None:
    led = await asyncio.gather(*(lead(database, str(number)) for number in range(20)))
    assert sorted(led) == [False] * 19 + [True]


async def test_a_lead_that_ended_is_taken_over_by_one(database: Database) -> None:
    await lead(database, "dead")
    await let_leases_end(database, "dead")
    led = await asyncio.gather(*(lead(database, str(number)) for number in range(20)))
    assert sorted(led) == [False] * 19 + [True]
    assert not await lead(database, "dead")


async def test_a_lease_is_on_the_databases_clock(database: Database) -> None:
    async with database.transaction() as connection:
        await leadership.lead(connection, "a", WRONG)
        await leadership.live(connection, "a", WRONG)
        begun = (await connection.execute(select(func.now()))).scalar_one()
        ends = (await connection.execute(select(leases.c.until))).scalars().all()
    assert ends == [begun + LEASE] * 2


async def test_the_living_are_counted_and_the_dead_are_not(database: Database) -> None:
    assert [await live(database, owner) for owner in ("a", "b", "c", "a")] == [1, 2, 3, 3]
    await let_leases_end(database, "b")
    assert [await live(database, owner) for owner in ("a", "b")] == [2, 3]


async def test_who_leaves_is_gone_at_once(database: Database) -> None:
    await live(database, "a")
    await lead(database, "a")
    await live(database, "b")
    await leave(database, "a")
    assert (await live(database, "b"), await lead(database, "b")) == (1, True)
