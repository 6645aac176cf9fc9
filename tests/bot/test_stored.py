import logging
from pathlib import Path

import pytest

from bot.starting import CannotStartError, alone_on
from bot.stored import changing, is_held, note_start, reading
from conference import service_state
from conference.database import Database
from conference.service_state import PauseReason
from tests.conference.conftest import database
from tests.conference.example_people import MAY

__all__ = ["database"]

pytestmark = pytest.mark.engine("sqlite")


def test_a_database_is_held_while_a_service_runs_on_it(tmp_path: Path):
    path = tmp_path / "kopa.db"
    assert not is_held(path)
    with alone_on(f"sqlite+aiosqlite:///{path}"):
        assert is_held(path)
    assert not is_held(path)


async def test_a_start_is_remembered_and_a_pause_is_one_line_in_the_log(database: Database, caplog):
    with caplog.at_level(logging.INFO, "bot.stored"):
        await note_start(database, "first", MAY)
        async with database.transaction() as connection:
            await service_state.pause(connection, PauseReason.RESTORED, MAY)
        await note_start(database, "second", MAY)
    assert [record.getMessage() for record in caplog.records] == [
        "paused since 2024-05-20 09:00 UTC (restored): nothing is delivered until `kopa resume`"
    ]
    async with database.snapshot() as connection:
        assert await service_state.started(connection) == MAY


async def test_what_a_command_changes_is_kept_and_reading_changes_nothing(database: Database, sqlite_url: str):
    async with changing(sqlite_url) as connection:
        await service_state.pause(connection, PauseReason.OPERATOR, MAY)
    async with reading(sqlite_url) as connection:
        assert (await service_state.paused(connection)).since == MAY
    with pytest.raises(CannotStartError, match=r"^the database cannot be used: attempt to write a readonly database$"):
        async with reading(sqlite_url) as connection:
            await service_state.resume(connection)


async def test_a_file_that_is_no_database_is_one_line(tmp_path: Path):
    (tmp_path / "kopa.db").write_bytes(b"no database " * 100)
    with pytest.raises(CannotStartError, match=r"^the database cannot be used: file is not a database$"):
        async with reading(f"sqlite+aiosqlite:///{tmp_path / 'kopa.db'}"):
            pass
