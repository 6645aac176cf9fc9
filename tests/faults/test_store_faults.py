"""A full disk, and a file that another program keeps: everybody waits, and nothing is said twice when it is over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing

import pytest

from bot import running
from bot.starting import CannotStartError
from conference import database as store
from conference import delivery
from conference.database import Database
from tests.faults.bench import DAY_BEFORE, REMINDER, Bench, times

import sqlite3  # isort: skip  the version that `conference.database` gives it is safe beside another connection

FULL = "the database takes no changes, trying again until it does: database or disk is full"
LOCKED = "the database takes no changes, trying again until it does: database is locked"


@asynccontextmanager
async def full_disk(database: Database) -> AsyncIterator[None]:
    """Let the file grow no more; what fits into its pages still does."""
    (pages,) = await _ask(database, "PRAGMA page_count")
    await _ask(database, f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        await _ask(database, "PRAGMA max_page_count = 1000000")


async def _ask(database: Database, pragma: str) -> tuple[int, ...]:
    async with database._writer_turn, database._writer.connect() as connection:
        pooled = await connection.get_raw_connection()
        assert pooled.driver_connection is not None
        [row] = await pooled.driver_connection.execute_fetchall(pragma)
        return tuple(row)


@asynccontextmanager
async def another_program_writes(bench: Bench) -> AsyncIterator[None]:
    """Keep the file from the service for longer than it waits for its turn."""
    path = bench.folder / "rehearsal.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_whoever_writes_while_the_disk_is_full_is_answered_once_when_there_is_room(bench: Bench) -> None:
    async with bench.service() as stage:
        crowd = [await bench.newcomer(chat_id) for chat_id in range(11, 91)]
        await stage.settled()
        async with full_disk(stage.running.service.database):
            for phone in crowd:
                await phone.open_link()
            await bench.log.says(FULL)
            await stage.running.tick()
            assert sum(times(phone, "Paraugs") for phone in crowd) < len(crowd)
        await stage.answered()
        assert [times(phone, "") for phone in crowd] == [times(crowd[0], "")] * len(crowd)
        assert {times(phone, "Paraugs") for phone in crowd} == {1}
    assert bench.log.lines == [FULL]


async def test_what_was_not_handled_before_a_restart_comes_again_after_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PATIENCE_AT_THE_END", 0.2)
    async with bench.service() as stage:
        crowd = [await bench.newcomer(chat_id) for chat_id in range(11, 91)]
        await stage.settled()
        async with full_disk(stage.running.service.database):
            for phone in crowd:
                await phone.open_link()
            await bench.log.says(FULL)
            stage.running.work.cancel()
            await asyncio.wait([stage.running.work])
    async with bench.service() as stage:
        await stage.answered()
        assert min(times(phone, "Paraugs") for phone in crowd) == 1
        # Whoever was answered when it stopped may be shown once more where they stand.
        assert max(times(phone, "Paraugs") for phone in crowd) <= 2


async def test_reminders_wait_for_room_and_go_out_once(bench: Bench) -> None:
    async with bench.service() as stage:
        crowd = [await bench.registrant(chat_id) for chat_id in range(11, 111)]
        await stage.settled()
        bench.clock.set(DAY_BEFORE)
        async with full_disk(stage.running.service.database):
            await stage.running.tick()
            await bench.log.says(FULL)
            await bench.ticks(10)
            assert bench.letters(REMINDER).total() < 100
        await bench.ticks(1)
        assert [times(phone, REMINDER) for phone in crowd] == [1] * 100
        assert sorted(bench.letters(REMINDER).values()) == [1] * 100
        assert set(await bench.ledger("reminder", "status", "attempts")) == {("sent", 1)}
    assert bench.log.lines == [FULL]


async def test_a_start_on_a_full_disk_is_one_line_and_sends_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench.service() as stage:
        await bench.registrant(11)
        await stage.settled()
    bench.clock.set(DAY_BEFORE)
    with monkeypatch.context() as full:
        full.setattr(store, "SQLITE_PRAGMAS", (*store.SQLITE_PRAGMAS, "PRAGMA max_page_count = 1"))
        full.setattr(running, "note_start", _needs_room)
        with pytest.raises(CannotStartError, match="the database cannot be used: database or disk is full"):
            async with bench.service():
                pass
    assert bench.letters(REMINDER) == {}
    async with bench.service() as stage:
        await stage.settled()
        assert bench.letters(REMINDER) == {"anna11@inbox.lv": 1}
    assert bench.log.lines == []


async def _needs_room(database: Database, *_: object) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql("CREATE TABLE more (room)")


async def test_while_another_program_writes_people_wait_and_are_answered_once(bench: Bench) -> None:
    async with bench.service() as stage:
        crowd = [await bench.newcomer(chat_id) for chat_id in range(11, 21)]
        await stage.settled()
        async with another_program_writes(bench):
            for phone in crowd:
                await phone.open_link()
            await bench.log.says(LOCKED)
            await stage.running.tick()
            assert [times(phone, "") for phone in crowd] == [0] * 10
        await stage.answered()
        assert {times(phone, "Paraugs") for phone in crowd} == {1}
    assert bench.log.lines == [LOCKED]


async def test_while_marks_cannot_be_written_a_lane_sends_no_more_and_then_goes_on_without_repeating(
    bench: Bench,
) -> None:
    async with bench.service() as stage:
        crowd = [await bench.registrant(chat_id) for chat_id in range(11, 311)]
        await stage.settled()
        bench.clock.set(DAY_BEFORE)
        async with AsyncExitStack() as locked:
            async with bench.telegram.faults.holding("sendMessage") as held:
                await stage.running.tick()
                await held.wait()
                await locked.enter_async_context(another_program_writes(bench))
            await bench.log.says(LOCKED)
            for _ in range(5):
                await stage.running.tick()
            sent = sum(times(phone, REMINDER) for phone in crowd)
            assert 0 < sent <= stage.running.lanes[0]._channel.concurrency < 300
        await bench.ticks(2)
        assert [times(phone, REMINDER) for phone in crowd] == [1] * 300
        assert sorted(bench.letters(REMINDER).values()) == [1] * 300
    assert bench.log.lines == [LOCKED]


async def test_a_stop_while_marks_cannot_be_written_repeats_no_more_than_was_under_way(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PATIENCE_AT_THE_END", 0.2)
    monkeypatch.setattr(delivery, "GRACE", delivery.GRACE / 50)
    async with bench.service() as stage:
        crowd = [await bench.registrant(chat_id) for chat_id in range(11, 41)]
        await stage.settled()
    bench.clock.set(DAY_BEFORE)
    async with AsyncExitStack() as locked, bench.service():
        async with bench.telegram.faults.holding("sendMessage") as held:
            await held.wait()
            await locked.enter_async_context(another_program_writes(bench))
        await bench.log.says(LOCKED)
    arrived = sum(times(phone, REMINDER) for phone in crowd)
    async with bench.service() as stage:
        await stage.settled()
        came = [times(phone, REMINDER) for phone in crowd]
        assert set(came) <= {1, 2}
        assert sum(came) <= len(crowd) + arrived
