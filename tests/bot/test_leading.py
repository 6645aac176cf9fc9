"""Processes on one PostgreSQL, here within one: who leads, who is told, and what happens without the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot import leading
from bot.leading import taking_part
from conference import leadership
from conference.clock import wall_clock
from conference.database import Database


class Jobs:
    """Remembers whether they were told to run."""

    def __init__(self) -> None:
        self.running = asyncio.Event()
        self.resting = asyncio.Event()

    def begin(self) -> None:
        self.running.set()
        self.resting.clear()

    def end(self) -> None:
        self.running.clear()
        self.resting.set()


@pytest.fixture(autouse=True)
def _short_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "BEAT", 0.05)
    monkeypatch.setattr(leading, "BEAT_AFTER_FAILURE", 0.05)
    monkeypatch.setattr(leading, "ROOM", 0.0)


@pytest.fixture
async def database(postgresql_url: str) -> AsyncIterator[Database]:
    database = await Database.open(postgresql_url)
    yield database
    await database.close()


def process(
    database: Database, owner: str, jobs: Jobs, living: "asyncio.Queue[int] | None" = None
) -> AbstractAsyncContextManager[None]:
    return taking_part(
        database, owner, wall_clock, [jobs], (living if living is not None else asyncio.Queue()).put_nowait
    )


async def soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(10):
        await event.wait()


async def test_one_leads_and_when_it_leaves_the_other_one_does(database: Database) -> None:
    one, other = Jobs(), Jobs()
    async with AsyncExitStack() as first, AsyncExitStack() as second:
        await first.enter_async_context(process(database, "one", one))
        await soon(one.running)
        await second.enter_async_context(process(database, "other", other))
        await first.aclose()
        assert one.resting.is_set()
        await soon(other.running)


async def become(number: int, living: "asyncio.Queue[int]") -> None:
    """Wait until so many are counted."""
    async with asyncio.timeout(10):
        while await living.get() != number:
            pass


async def test_everybody_hears_how_many_they_are_before_they_begin(database: Database) -> None:
    first: asyncio.Queue[int] = asyncio.Queue()
    second: asyncio.Queue[int] = asyncio.Queue()
    async with process(database, "one", Jobs(), first):
        assert first.get_nowait() == 1
        async with process(database, "other", Jobs(), second):
            assert second.get_nowait() == 2
            await become(2, first)
        await become(1, first)


@contextmanager
def cut_off(database: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let nothing reach the database."""

    @asynccontextmanager
    async def refused() -> AsyncIterator[None]:
        raise ConnectionRefusedError
        yield

    with monkeypatch.context() as patch:
        patch.setattr(database, "transaction", refused)
        yield


async def test_a_leader_without_the_database_stops_by_itself_and_goes_on_when_it_is_back(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(leadership, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(leading, "MARGIN", 0.5)
    jobs = Jobs()
    async with process(database, "one", jobs):
        await soon(jobs.running)
        with cut_off(database, monkeypatch):
            await soon(jobs.resting)
        await soon(jobs.running)
    assert "the leases were not renewed: ConnectionRefusedError" in caplog.messages


async def test_a_beat_that_comes_back_too_late_begins_no_term(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "MARGIN", leadership.LEASE.total_seconds())
    jobs = Jobs()
    living: asyncio.Queue[int] = asyncio.Queue()
    async with process(database, "one", jobs, living):
        for _ in range(3):
            await become(1, living)
    assert not jobs.running.is_set()


async def test_on_sqlite_the_only_process_leads_at_once(sqlite_url: str) -> None:
    jobs = Jobs()
    database = await Database.open(sqlite_url)
    async with process(database, "only", jobs):
        assert jobs.running.is_set()
    await database.close()
