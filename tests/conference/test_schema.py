import pytest
from sqlalchemy import text

from conference import schema
from conference.database import Database


async def version_of(database):
    async with database.snapshot() as connection:
        return await schema.version_of(connection)


async def test_a_database_that_was_opened_has_the_newest_version(database):
    assert await version_of(database) == schema.VERSIONS[-1]


async def test_the_version_of_a_newer_kopa_is_told(database):
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert await version_of(database) == "9999"


@pytest.mark.parametrize("statement", ["SELECT 1", "CREATE TABLE alembic_version (version_num TEXT)"])
async def test_another_program_s_database_has_none(tmp_path, statement):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    async with database.transaction() as connection:
        await connection.execute(text(statement))
    assert await version_of(database) is None
    await database.close()
