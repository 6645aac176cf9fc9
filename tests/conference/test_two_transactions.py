"""What two transactions at once do to each other on PostgreSQL; on SQLite there are no two."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text, update

from conference import claims, drafts, people, retention, seen_updates
from conference.channels.channel import ChannelName
from conference.database import Database, take_turn
from conference.dialogue import new_draft
from conference.marks import Marks, Unreachable
from conference.tables import deliveries
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant, ledger

pytestmark = pytest.mark.engine("postgresql")

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


async def somebody_waits(database: Database) -> None:
    """Wait until a transaction waits for another one's end."""
    async with asyncio.timeout(10):
        while True:
            async with database.snapshot() as connection:
                if (await connection.execute(text(WAITING))).scalar_one():
                    return


async def test_turns_of_one_chat_wait_for_each_other_and_those_of_others_do_not(database: Database) -> None:
    async def turn(chat_id: int) -> int:
        async with database.transaction() as connection:
            return (await people.meet(connection, chat_id, "lv", MAY)).id

    async with database.transaction() as connection:
        anna = await people.meet(connection, 1, "lv", MAY)
        second = asyncio.create_task(turn(1))
        await somebody_waits(database)
        assert await turn(2) != anna.id
        assert not second.done()
    assert await second == anna.id


@pytest.mark.parametrize("fails", [False, True])
async def test_an_update_that_two_processes_got_has_its_effects_once(database: Database, fails: bool) -> None:
    async def again() -> bool:
        async with database.transaction() as connection:
            return await seen_updates.remember(connection, 1, MAY)

    async def handle() -> asyncio.Task[bool]:
        async with database.transaction() as connection:
            assert await seen_updates.remember(connection, 1, MAY)
            other = asyncio.create_task(again())
            await somebody_waits(database)
            if fails:
                await connection.rollback()
            return other

    assert await (await handle()) is fails


async def test_what_one_process_is_claiming_another_passes_over(database: Database) -> None:
    for _ in range(3):
        await a_registrant(database, an_event())
    async with database.transaction() as one, database.transaction() as other:
        mine = await claims.claim(one, ChannelName.TELEGRAM, "me", MAY, limit=2)
        yours = await claims.claim(other, ChannelName.TELEGRAM, "you", MAY, limit=2)
    assert [[delivery.id for delivery in claimed] for claimed in (mine, yours)] == [[1, 3], [5]]
    assert await ledger(database, "channel", "owner") == [
        ("telegram", "me"),
        ("email", None),
        ("telegram", "me"),
        ("email", None),
        ("telegram", "you"),
        ("email", None),
    ]


async def test_whoever_comes_back_while_strangers_are_erased_stays(database: Database) -> None:
    event, long_ago = an_event(), MAY - timedelta(days=200)
    anna = await a_person(database, chat_id=1, created_at=long_ago)
    stranger = await a_person(database, chat_id=2, created_at=long_ago)

    async def erase(now: datetime) -> int:
        async with database.transaction() as connection:
            return await retention.erase_expired(connection, [event], 90, now)

    async with database.transaction() as connection:
        await people.meet(connection, 1, "lv", MAY)
        erasing = asyncio.create_task(erase(MAY))
        await somebody_waits(database)
        await drafts.save(connection, new_draft(anna.id, event, MAY), MAY)
    await erasing
    async with database.snapshot() as connection:
        known = await people.get_all(connection, [anna.id, stranger.id])
    assert {person.id: person.chat_id for person in known.values()} == {anna.id: 1, stranger.id: None}


async def test_a_mark_that_lost_a_deadlock_is_written_after_the_other_transaction(database: Database) -> None:
    anna = await a_registrant(database, an_event())
    async with database.transaction() as connection:
        (delivery,) = await claims.claim(connection, ChannelName.TELEGRAM, "me", MAY)
    unreachable = Unreachable(delivery, ChannelName.TELEGRAM, "blocked", MAY)
    async with database.transaction() as connection:
        await people.set_language(connection, anna.id, "en")
        marking = asyncio.create_task(Marks(database).write(unreachable))
        await somebody_waits(database)
        # It holds the delivery and waits for the person; now each waits for the other.
        await connection.execute(update(deliveries).values(parts_sent=1))
    await marking
    assert await ledger(database, "channel", "status", "parts_sent") == [
        ("telegram", "dead", 1),
        ("email", "waiting", 1),
    ]


async def test_a_turn_is_one_transactions_and_ends_with_it(database: Database) -> None:
    async def after_the_first() -> None:
        async with database.transaction() as connection:
            await take_turn(connection, "places of example-2024")

    async with database.transaction() as connection:
        await take_turn(connection, "places of example-2024")
        second = asyncio.create_task(after_the_first())
        await somebody_waits(database)
        async with database.transaction() as other:
            await take_turn(other, "places of another-2024")
        assert not second.done()
    await second


async def test_more_transactions_than_connections_wait_for_one(database: Database) -> None:
    async def turn(chat_id: int) -> None:
        async with database.transaction() as connection:
            await people.meet(connection, chat_id, "lv", MAY)

    await asyncio.gather(*(turn(chat_id) for chat_id in range(1, 101)))
    async with database.snapshot() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM people"))).scalar_one() == 100
