import asyncio
import signal
import sys
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from conference import database as database_module
from conference.database import Database, insert_into
from conference.tables import people, seen_updates
from tests.conference.example_people import MAY

NEXT_PROCESS = """
import asyncio, sys
from sqlalchemy import insert
from conference.clock import wall_clock
from conference.database import Database
from conference.tables import seen_updates

async def write():
    database = await Database.open(sys.argv[1])
    async with database.transaction() as connection:
        print("writing", flush=True)
        await connection.execute(insert(seen_updates).values(update_id=int(sys.argv[2]), seen_at=wall_clock()))
        if sys.argv[3] == "hang":
            print("hanging", flush=True)
            await asyncio.sleep(60)
    await database.close()

asyncio.run(write())
"""


async def another_process(url, update_id, then="commit"):
    command = (sys.executable, "-c", NEXT_PROCESS, url, str(update_id), then)
    return await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)


async def see(connection, update_id):
    await connection.execute(insert(seen_updates).values(update_id=update_id, seen_at=MAY))


async def seen(database):
    async with database.snapshot() as connection:
        return list((await connection.execute(select(seen_updates.c.update_id))).scalars())


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("writes", [True, False])
async def test_every_connection_is_as_careful_as_it_should_be(database, writes):
    names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout", "query_only")
    async with database.transaction() if writes else database.snapshot() as connection:
        pragmas = {name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names}
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "query_only": int(not writes),
    }


async def test_a_snapshot_cannot_write(database):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        async with database.snapshot() as connection:
            await see(connection, 1)


async def test_a_transaction_is_undone_when_an_exception_leaves_it(database):
    async def write_and_fail():
        async with database.transaction() as connection:
            await see(connection, 1)
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    async with database.transaction() as connection:
        await see(connection, 2)
    assert await seen(database) == [2]


async def test_a_cancelled_transaction_is_undone_and_the_next_one_works(database):
    inside = asyncio.Event()

    async def write_and_wait():
        async with database.transaction() as connection:
            await see(connection, 1)
            inside.set()
            await asyncio.Event().wait()

    writing = asyncio.create_task(write_and_wait())
    await inside.wait()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    async with database.transaction() as connection:
        await see(connection, 2)
    assert await seen(database) == [2]


@pytest.mark.engine("sqlite")
async def test_writers_take_turns_within_a_process_and_between_several(database, database_url):
    async def count_one_up(database):
        async with database.transaction() as connection:
            count = (await connection.execute(select(func.max(seen_updates.c.update_id)))).scalar_one()
            await see(connection, 0 if count is None else count + 1)

    another = Database(database_url)
    await asyncio.gather(*(count_one_up(one) for one in (database, another) * 20))
    await another.close()
    assert await seen(database) == list(range(40))


async def test_a_reader_sees_one_committed_state_and_keeps_no_writer_waiting(database):
    async with database.transaction() as connection:
        await see(connection, 1)
    async with database.snapshot() as reader:
        count = select(func.count()).select_from(seen_updates)
        before = (await reader.execute(count)).scalar_one()
        async with database.transaction() as connection:
            await see(connection, 2)
            assert await seen(database) == [1]
        during = (await reader.execute(count)).scalar_one()
    assert (before, during, await seen(database)) == (1, 1, [1, 2])


async def test_kill_9_in_the_middle_of_a_transaction_leaves_what_was_committed_before(database, database_url):
    await (await another_process(database_url, 1)).wait()
    dying = await another_process(database_url, 2, then="hang")
    assert (await dying.stdout.readline(), await dying.stdout.readline()) == (b"writing\n", b"hanging\n")
    dying.kill()
    assert await dying.wait() == -signal.SIGKILL
    async with database.transaction() as connection:
        await see(connection, 3)
    assert await seen(database) == [1, 3]


@pytest.mark.engine("sqlite")
async def test_another_process_waits_for_its_turn_to_write(database, database_url):
    async with database.transaction() as connection:
        waiting = await another_process(database_url, 2)
        first_word = asyncio.create_task(waiting.stdout.readline())
        await see(connection, 1)
        assert not first_word.done()
    assert (await first_word, await waiting.wait()) == (b"writing\n", 0)
    assert await seen(database) == [1, 2]


async def test_two_that_open_a_new_file_at_once_make_its_tables_once(sqlite_url):
    databases = await asyncio.gather(*(Database.open(sqlite_url) for _ in range(3)))
    for number, database in enumerate(databases):
        async with database.transaction() as connection:
            await see(connection, number)
    assert [await seen(database) for database in databases] == [[0, 1, 2]] * 3
    await asyncio.gather(*(database.close() for database in databases))


async def test_opening_again_finds_everything_in_its_place(database, database_url):
    async with database.transaction() as connection:
        await see(connection, 1)
    again = await Database.open(database_url)
    assert await seen(again) == [1]
    await again.close()


async def test_a_sqlite_that_can_lose_writes_is_refused(sqlite_url, monkeypatch):
    monkeypatch.setattr(database_module, "SAFE_SQLITE", (99, 0, 1))
    with pytest.raises(
        RuntimeError, match=r"^SQLite 3\.\d+\.\d+ is too old: 99\.0\.1 is needed \(pip install pysqlite3\)$"
    ):
        await Database.open(sqlite_url)


@pytest.mark.engine("sqlite")
async def test_nothing_of_what_was_erased_is_left_in_any_file(database, tmp_path):
    def traces():
        return [file.name for file in tmp_path.iterdir() if b"anna.kalnina@inbox.lv" in file.read_bytes()]

    async with database.transaction() as connection:
        await connection.execute(insert(people).values(email="anna.kalnina@inbox.lv", language="lv", created_at=MAY))
    assert traces() != []
    async with database.transaction() as connection:
        await connection.execute(delete(people))
    await database.erase_traces()
    assert traces() == []


@pytest.mark.engine("sqlite")
async def test_traces_are_erased_beside_a_snapshot_that_is_over(database, tmp_path):
    async with database.transaction() as connection:
        await connection.execute(insert(people).values(email="anna@inbox.lv", language="lv", created_at=MAY))
    await seen(database)
    async with database.transaction() as connection:
        await connection.execute(update(people).values(email=None))
    await database.erase_traces()
    assert (tmp_path / "kopa.db-wal").stat().st_size == 0


@pytest.mark.engine("sqlite")
async def test_a_reader_in_the_way_of_erasing_is_told_of_and_waited_for_another_time(database):
    async with database.transaction() as connection:
        await see(connection, 1)
    async with database.snapshot() as reader:
        await reader.execute(select(seen_updates))
        async with database.transaction() as connection:
            await connection.execute(delete(seen_updates))
        assert (await database.erase_traces(), database.has_traces) == (False, True)
    assert (await database.erase_traces(), database.has_traces) == (True, False)


async def test_an_insert_that_knows_conflicts_keeps_the_first(database):
    async with database.transaction() as connection:
        for later in range(2):
            row = insert_into(connection, seen_updates).values(update_id=1, seen_at=MAY + timedelta(days=later))
            await connection.execute(row.on_conflict_do_nothing())
        assert (await connection.execute(select(seen_updates.c.seen_at))).scalars().all() == [MAY]


@pytest.mark.parametrize("writes", [True, False])
async def test_what_goes_wrong_names_nobody(database, writes):
    nobody = insert(people).values(email="anna@inbox.lv")
    with pytest.raises(DBAPIError) as caught:
        async with database.transaction() if writes else database.snapshot() as connection:
            await connection.execute(nobody)
    assert "INSERT INTO people" in str(caught.value)
    assert "anna" not in str(caught.value)
