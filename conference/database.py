"""The database: one file of SQLite by default, PostgreSQL for several processes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

try:
    # SQLite before 3.51.3 can lose committed writes when two connections meet at a WAL reset, and most systems ship
    # an older one. pysqlite3 brings its own; it has to take the name before aiosqlite or SQLAlchemy imports it.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:  # not on this platform: `Database.open` refuses a SQLite that is too old
    pass

import sqlite3

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

SAFE_SQLITE = (3, 51, 3)

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a confirmed registration survives a power cut
    "PRAGMA secure_delete = ON",  # erased data are overwritten, not just unlinked
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
)


class Database:
    """Gives out transactions. Writers take turns; readers see the last committed state and disturb nobody."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._writer_turn = asyncio.Lock()
        self._writer = _sqlite_engine(url, writes=True) if self.is_sqlite else create_async_engine(url)
        self._readers = _sqlite_engine(url, writes=False) if self.is_sqlite else self._writer

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open the database and bring its tables up to date. Raise RuntimeError where SQLite is too old."""
        if make_url(url).get_backend_name() == "sqlite":
            _refuse_unsafe_sqlite()
        database = cls(url)
        async with database.transaction() as connection:
            await connection.run_sync(migrate)
        return database

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose work is committed at the end, or undone if an exception leaves the block."""
        if not self.is_sqlite:
            async with self._writer.begin() as connection:
                yield connection
            return
        # All coroutines share the one writing connection: without the lock, one handler's statements would land in
        # another handler's transaction.
        async with self._writer_turn, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that only reads, and reads one consistent state."""
        async with self._readers.connect() as connection:
            yield connection

    async def erase_traces(self) -> None:
        """Leave nothing of deleted rows in the write-ahead log (secure_delete sees to the pages of the file)."""
        if self.is_sqlite:
            async with self._writer_turn, self._writer.connect() as connection:
                raw = await connection.get_raw_connection()
                cursor = await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
                await cursor.close()

    async def close(self) -> None:
        await self._readers.dispose()
        await self._writer.dispose()


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, in the dialect of *connection*."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def migrate(connection: Connection) -> None:
    """Bring the tables up to the newest version, within the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _sqlite_engine(url: str, *, writes: bool) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=1 if writes else 4, max_overflow=0, pool_timeout=60)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        # The driver must not begin transactions by itself: it would begin them DEFERRED, and two writers that both
        # read first would fail with "database is locked" instead of waiting.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS if writes else (*SQLITE_PRAGMAS, "PRAGMA query_only = ON"):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _refuse_unsafe_sqlite() -> None:
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        needed = ".".join(map(str, SAFE_SQLITE))
        raise RuntimeError(f"SQLite {sqlite3.sqlite_version} is too old: {needed} is needed (pip install pysqlite3)")
