from collections.abc import Iterator
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from conference.database import Database
from conference.tables import seen_updates
from tests.conference.example_people import MAY

pytestmark = pytest.mark.engine("sqlite")

COUNT = select(func.count()).select_from(seen_updates)


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of what went to SQLite's thread since the list was emptied."""
    made: list[str] = []
    execute = aiosqlite.Connection._execute

    async def noted(connection: aiosqlite.Connection, function: Any, *args: Any, **kwargs: Any) -> Any:
        made.append(function.__name__)
        return await execute(connection, function, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(aiosqlite.Connection, "_execute", noted)
        yield made


def some(*update_ids: int) -> list[dict[str, Any]]:
    return [{"update_id": update_id, "seen_at": MAY} for update_id in update_ids]


async def test_a_statement_goes_to_sqlite_once_with_its_rows_and_its_end(database: Database, trips: list[str]):
    async with database.transaction() as connection:
        await connection.execute(insert(seen_updates), some(1, 2, 3))
        trips.clear()
        assert list((await connection.execute(select(seen_updates.c.update_id))).scalars()) == [1, 2, 3]
        returned = update(seen_updates).values(seen_at=MAY).returning(seen_updates.c.update_id)
        assert (await connection.execute(returned)).scalars().all() == [1, 2, 3]
        assert trips == ["_execute"] * 2
    trips.clear()
    async with database.transaction():
        pass
    assert trips == ["_execute", "commit", "rollback"]  # BEGIN; the last is the pool's own


async def test_it_says_how_many_rows_were_changed(database: Database):
    async with database.transaction() as connection:
        added = await connection.execute(insert(seen_updates), some(1, 2, 3))
        changed = await connection.execute(update(seen_updates).where(seen_updates.c.update_id > 1).values(seen_at=MAY))
    assert (added.rowcount, changed.rowcount) == (3, 2)


async def test_what_fails_is_said_and_holds_nothing_up(database: Database):
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(insert(seen_updates), some(1, 1))
    async with database.transaction() as connection:
        with pytest.raises(OperationalError, match="no such table"):
            await connection.execute(text("SELECT * FROM nowhere"))
        await connection.execute(insert(seen_updates), some(2))
    async with database.snapshot() as connection:
        assert (await connection.execute(COUNT)).scalar_one() == 1


async def test_rows_can_be_read_one_after_another_too(database: Database):
    async with database.transaction() as connection:
        await connection.execute(insert(seen_updates), some(*range(500)))
    async with database.snapshot() as connection:
        streamed = await connection.stream(select(seen_updates.c.update_id).order_by(seen_updates.c.update_id))
        first = await anext(streamed)
        assert (await connection.execute(COUNT)).scalar_one() == 500
        assert [tuple(first), *[tuple(row) async for row in streamed]] == [(number,) for number in range(500)]
