"""What stands in the way of PostgreSQL is one line, without the password; PGPASSWORD is its only way in."""

import sys

import pytest
from sqlalchemy import make_url, text

from bot import starting
from bot.starting import CannotStartError, open_database
from conference.database import Database
from tests.postgresql import Server


async def refusal(url: str) -> str:
    with pytest.raises(CannotStartError) as caught:
        async with open_database(url):
            pass
    return str(caught.value)


async def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert await refusal("postgresql+asyncpg://kopa@localhost/kopa") == (
        "the database cannot be used: PostgreSQL needs asyncpg (pip install 'kopa[postgres]')"
    )


async def test_a_missing_database_is_named(postgresql: Server) -> None:
    assert await refusal(postgresql.url("missing")) == 'the database cannot be used: database "missing" does not exist'


async def test_a_missing_server_is_said(postgresql: Server) -> None:
    assert await refusal("postgresql+asyncpg://kopa@127.0.0.1:1/kopa") == (
        "the database cannot be used: [Errno 111] Connect call failed ('127.0.0.1', 1)"
    )


async def test_a_server_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def timed_out(_url: str) -> Database:
        raise TimeoutError

    monkeypatch.setattr(starting.Database, "open", timed_out)
    url = "postgresql+asyncpg://kopa@db.example.org/kopa"
    assert await refusal(url) == "the database cannot be used: TimeoutError"


async def test_the_password_comes_from_the_environment(
    postgresql: Server, new_postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = str(make_url(new_postgresql_url).database)
    postgresql.run("CREATE ROLE guarded SUPERUSER LOGIN PASSWORD 'hush'")
    try:
        url = postgresql.url(name, user="guarded")
        monkeypatch.delenv("PGPASSWORD", raising=False)
        refused = 'the database cannot be used: password authentication failed for user "guarded"'
        assert await refusal(url) == refused
        monkeypatch.setenv("PGPASSWORD", "wrong")
        assert await refusal(url) == refused
        monkeypatch.setenv("PGPASSWORD", "hush")
        async with open_database(url) as database, database.snapshot() as connection:
            assert (await connection.execute(text("SELECT current_user"))).scalar_one() == "guarded"
    finally:
        postgresql.run("DROP ROLE guarded")


async def test_a_newer_version_of_the_tables_is_not_touched(postgresql: Server, new_postgresql_url: str) -> None:
    name = str(make_url(new_postgresql_url).database)
    postgresql.run("UPDATE alembic_version SET version_num = '9999'", database=name)
    assert await refusal(new_postgresql_url) == (
        "the database cannot be used: Can't locate revision identified by '9999'"
    )
