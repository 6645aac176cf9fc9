import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from conference import invites
from conference.database import Database
from conference.invites import Invite, Purpose
from conference.tables import invites as table
from tests.conference.example_people import MAY, a_person

HOUR = timedelta(hours=1)


async def invited(database: Database, secret: str = "secret") -> Invite:  # noqa: S107  opens nothing
    async with database.transaction() as connection:
        return await invites.create(connection, "example-2024", Purpose.ORGANISER, secret, MAY)


async def use(database: Database, person_id: int, after=HOUR, secret: str = "secret") -> Invite | None:  # noqa: S107
    async with database.transaction() as connection:
        return await invites.use(connection, secret, person_id, MAY + after)


def test_secrets_are_128_bits_that_a_link_can_carry():
    made = {invites.new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", secret) for secret in made)


def test_a_link_opens_the_bot_with_no_more_than_telegram_takes():
    link = invites.link("kopa_bot", invites.new_secret())
    assert re.fullmatch(r"https://t\.me/kopa_bot\?start=[A-Za-z0-9_-]{1,64}", link)


async def test_an_invite_is_used_once(database: Database):
    anna, liga = await a_person(database), await a_person(database)
    made = await invited(database)
    expected = Invite(made.id, "example-2024", Purpose.ORGANISER, None, None, MAY + 24 * HOUR, MAY + HOUR, anna.id)
    assert await use(database, anna.id) == expected
    assert [await use(database, anna.id), await use(database, liga.id)] == [None, None]
    async with database.snapshot() as connection:
        assert await invites.find(connection, "secret") == expected


@pytest.mark.parametrize(("after", "valid"), [(24 * HOUR - timedelta(microseconds=1), True), (24 * HOUR, False)])
async def test_an_invite_expires_to_the_moment(database: Database, after: timedelta, valid: bool):
    anna = await a_person(database)
    await invited(database)
    assert (await use(database, anna.id, after) is not None) == valid


async def test_of_many_who_open_it_at_once_one_wins(database: Database):
    people = [await a_person(database) for _ in range(4)]
    await invited(database)
    used = [one for one in await asyncio.gather(*(use(database, person.id) for person in people)) if one]
    async with database.snapshot() as connection:
        assert [await invites.find(connection, "secret")] == used


async def test_another_secret_opens_nothing(database: Database):
    anna = await a_person(database)
    await invited(database)
    for secret in ("Secret", "", "\ud800", "x" * 5000):
        assert await use(database, anna.id, secret=secret) is None
        async with database.snapshot() as connection:
            assert await invites.find(connection, secret) is None


async def test_the_secret_itself_is_not_stored(database: Database):
    await invited(database, "the-secret-itself")
    async with database.snapshot() as connection:
        [row] = (await connection.execute(select(table))).all()
    assert "the-secret-itself" not in str(row)


async def test_an_invite_says_who_made_it_and_what_it_is_about(database: Database):
    anna = await a_person(database)
    async with database.transaction() as connection:
        made = await invites.create(
            connection, "example-2024", Purpose.DOOR, "door", MAY, invited_by=anna.id, valid_for=HOUR
        )
        assert await invites.find(connection, "door") == made
    assert made == Invite(made.id, "example-2024", Purpose.DOOR, None, anna.id, MAY + HOUR, None, None)


async def test_invites_are_forgotten_when_their_validity_is_over_used_or_not(database: Database):
    anna = await a_person(database)
    await invited(database, "used")
    await invited(database, "unused")
    await use(database, anna.id, secret="used")
    async with database.transaction() as connection:
        before = await invites.prune(connection, MAY + 24 * HOUR - timedelta(microseconds=1))
        assert (before, await invites.prune(connection, MAY + 24 * HOUR)) == (0, 2)


async def test_what_somebody_made_for_an_event_is_withdrawn_and_nothing_else(database: Database):
    anna, liga = await a_person(database), await a_person(database)
    async with database.transaction() as connection:
        for secret, event, made_by in (
            ("organiser", "example-2024", anna.id),
            ("used", "example-2024", anna.id),
            ("elsewhere", "other-2024", anna.id),
            ("another", "example-2024", liga.id),
        ):
            await invites.create(connection, event, Purpose.DOOR, secret, MAY, invited_by=made_by)
        await invites.use(connection, "used", liga.id, MAY)
        await invites.withdraw(connection, anna.id, "example-2024")
        left = [secret for secret in ("used", "elsewhere", "another") if await invites.find(connection, secret)]
        assert (left, await invites.find(connection, "organiser")) == (["used", "elsewhere", "another"], None)
