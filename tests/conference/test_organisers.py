import asyncio

import pytest

from conference import invites, organisers
from conference.database import Database
from conference.invites import Purpose
from conference.organisers import Organiser, Role
from tests.conference.example_people import MAY, a_person
from tests.conference.test_two_transactions import somebody_waits

EVENT = "example-2024"


async def appointed(database: Database, role: Role = Role.ORGANISER, event: str = EVENT) -> int:
    person = await a_person(database)
    async with database.transaction() as connection:
        await organisers.appoint(connection, person.id, event, role, MAY)
    return person.id


async def dismiss(database: Database, person_id: int) -> bool:
    async with database.transaction() as connection:
        return await organisers.dismiss(connection, person_id, EVENT)


async def team(database: Database) -> list[tuple[int, Role]]:
    async with database.snapshot() as connection:
        return [(one.person_id, one.role) for one in await organisers.of_event(connection, EVENT)]


@pytest.mark.parametrize(
    ("first", "then", "becomes"),
    [
        (Role.DOOR, Role.DOOR, Role.DOOR),
        (Role.DOOR, Role.ORGANISER, Role.ORGANISER),
        (Role.ORGANISER, Role.DOOR, Role.ORGANISER),
    ],
)
async def test_a_part_grows_and_never_shrinks(database: Database, first: Role, then: Role, becomes: Role):
    person_id = await appointed(database, first)
    async with database.transaction() as connection:
        await organisers.appoint(connection, person_id, EVENT, then, MAY)
        assert await organisers.find(connection, person_id, EVENT) == Organiser(person_id, EVENT, becomes, MAY)


async def test_whoever_is_dismissed_has_no_part_and_keeps_that_of_another_event(database: Database):
    await appointed(database)
    anna = await appointed(database)
    async with database.transaction() as connection:
        await organisers.appoint(connection, anna, "other-2024", Role.DOOR, MAY)
    assert [await dismiss(database, anna), await dismiss(database, anna)] == [True, False]
    async with database.snapshot() as connection:
        assert [one.event for one in await organisers.roles(connection, anna)] == ["other-2024"]


async def test_the_last_organiser_stays_whoever_is_at_the_door(database: Database):
    anna = await appointed(database)
    door = await appointed(database, Role.DOOR)
    assert [await dismiss(database, anna), await dismiss(database, door)] == [False, True]
    assert await team(database) == [(anna, Role.ORGANISER)]


@pytest.mark.engine("postgresql")
async def test_of_two_who_dismiss_each_other_at_once_one_stays(database: Database):
    anna, liga = [await appointed(database), await appointed(database)]
    async with database.transaction() as connection:
        assert await organisers.dismiss(connection, liga, EVENT)
        other = asyncio.create_task(dismiss(database, anna))
        await somebody_waits(database)
    assert not await other
    assert await team(database) == [(anna, Role.ORGANISER)]


async def test_whoever_is_dismissed_cannot_come_back_by_an_invite_of_their_own(database: Database):
    await appointed(database)
    anna = await appointed(database)
    async with database.transaction() as connection:
        await invites.create(connection, EVENT, Purpose.ORGANISER, "kept", MAY, invited_by=anna)
    await dismiss(database, anna)
    async with database.transaction() as connection:
        assert await invites.use(connection, "kept", anna, MAY) is None
