"""The database: one file of SQLite by default, PostgreSQL for several processes."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

try:
    # SQLite before 3.51.3 can lose committed writes when two connections meet at a WAL reset, and most systems ship
    # an older one. pysqlite3 brings its own; it has to take the name before aiosqlite or SQLAlchemy imports it.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:  # not on this platform: `Database.open` refuses a SQLite that is too old
    pass

import aiosqlite
from sqlalchemy import Connection, Table, event, func, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from conference import one_trip
from conference.schema import VERSIONS, stored_version

logger = logging.getLogger(__name__)

SAFE_SQLITE = (3, 51, 3)

BUSY_TIMEOUT = "PRAGMA busy_timeout = 10000"

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a confirmed registration survives a power cut
    "PRAGMA secure_delete = ON",  # erased data are overwritten, not just unlinked
    "PRAGMA foreign_keys = ON",
    BUSY_TIMEOUT,
)

BUSY, FULL = 5, 13
"""Why SQLite refuses for a time: another program keeps the file, or the disk is full (sqlite.org/rescode.html)."""

PAUSE = 2.0
"""Seconds before what was refused for a time is tried again."""

T = TypeVar("T")


class CopyError(Exception):
    """Why a database could not be copied, in SQLite's words."""


class Database:
    """Gives out transactions. Writers take turns; readers see the last committed state and disturb nobody."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.has_traces = self.is_sqlite
        """Whether something erased may still have to be cleaned out of the files; a process before us may have died."""
        self._writer_turn = asyncio.Lock()
        self._refuses = False
        self.is_tried_again = False
        """Whether its users try again what is refused for a time. Then it says so in the log, once for all."""
        make = _sqlite_engine if self.is_sqlite else _postgresql_engine
        self._writer = make(url, writes=True)
        self._readers = make(url, writes=False)

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open the database and bring its tables up to date.

        Raise RuntimeError where SQLite is too old, or PostgreSQL's driver is missing.
        """
        database = cls(url)
        try:
            await database._refuse_unsafe_sqlite()
            async with database.transaction() as connection:
                # Processes that start together find the tables made by the first of them.
                await take_turn(connection, "migrations")
                await connection.run_sync(migrate)
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose work is committed at the end, or undone if an exception leaves the block."""
        if not self.is_sqlite:
            async with self._writer.begin() as connection:
                yield connection
            return
        # There is one writing connection. The lock lets any number wait for it in order, for as long as it takes; the
        # pool would give up on whoever waits long.
        async with self._writer_turn:
            try:
                async with self._writer.begin() as connection:
                    before = await _changes(connection) if self._refuses else 0
                    yield connection
                    changed = self._refuses and await _changes(connection) > before
            except DBAPIError as error:
                self._note_refusal(error)
                raise
            if changed:
                self._refuses = False
                logger.info("the database takes changes again")

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that only reads, and reads one consistent state."""
        async with self._readers.connect() as connection:
            yield connection

    async def erase_traces(self) -> bool:
        """Leave nothing of erased rows in the files. Return False where something is in the way: try again.

        That is a reader, another program, or a disk too full for a copy of the file.

        secure_delete overwrites a deleted row in its place, but remains of rows that moved when their page was split
        or merged stay behind: so the file is written anew, and then the write-ahead log is emptied. Writers wait for
        it. (PostgreSQL clears dead rows away by its own autovacuum.)
        """
        if not self.is_sqlite:
            return True
        self.has_traces = True
        async with self._writer_turn, self._writer.connect() as connection:
            pooled = await connection.get_raw_connection()
            raw = pooled.driver_connection
            assert raw is not None
            try:
                await raw.execute_fetchall("VACUUM")
                # A reader that still sees the old state keeps the log, and every writer waits meanwhile: not long.
                await raw.execute_fetchall("PRAGMA busy_timeout = 500")
                [(busy, *_)] = await raw.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            except aiosqlite.OperationalError:
                return False
            finally:
                await raw.execute_fetchall(BUSY_TIMEOUT)
        self.has_traces = bool(busy)
        return not busy

    async def copy_to(self, path: Path) -> None:
        """Write one consistent state of a SQLite database into a new file at *path*. Writers go on meanwhile.

        SQLite does not wait until the copy is on the disk. Raise CopyError where it fails; half of it may be left.
        """
        async with self._readers.connect() as connection:
            pooled = await connection.get_raw_connection()
            raw = pooled.driver_connection
            assert raw is not None
            try:
                await raw.execute_fetchall("PRAGMA query_only = OFF")  # it would forbid to write the copy, too
                await raw.execute_fetchall("VACUUM INTO ?", (str(path),))
            except aiosqlite.Error as error:
                raise CopyError(str(error)) from None
            finally:
                await raw.execute_fetchall("PRAGMA query_only = ON")

    def _note_refusal(self, error: DBAPIError) -> None:
        if self.is_tried_again and will_pass(error) and not self._refuses:
            self._refuses = True
            logger.error("the database takes no changes, trying again until it does: %s", error.orig)

    async def _refuse_unsafe_sqlite(self) -> None:
        if not self.is_sqlite:
            return
        # Asked of the connection: somebody may have imported another sqlite3 before this module could.
        async with self.snapshot() as connection:
            version = str((await connection.execute(text("SELECT sqlite_version()"))).scalar_one())
        if tuple(map(int, version.split("."))) < SAFE_SQLITE:
            needed = ".".join(map(str, SAFE_SQLITE))
            raise RuntimeError(f"SQLite {version} is too old: {needed} is needed (pip install pysqlite3)")

    async def close(self) -> None:
        await self._readers.dispose()
        await self._writer.dispose()


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, in the dialect of *connection*."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def take_turn(connection: AsyncConnection, name: str) -> None:
    """Let only one transaction at a time go on from here, among all that take this turn. SQLite has one writer anyway.

    What is read after this was committed before the turn began: PostgreSQL looks anew at every statement.
    """
    if connection.dialect.name != "sqlite":
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def will_pass(error: BaseException) -> bool:
    """Return whether SQLite refused for a time: whoever can wait tries again."""
    # The low octet of an extended code is its kind.
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in (BUSY, FULL)


async def insist(work: Callable[[], Awaitable[T]]) -> T:
    """Do *work*, in a transaction of its own; again for as long as the database refuses it for a time."""
    while True:
        try:
            return await work()
        except DBAPIError as error:
            if not will_pass(error):
                raise
        await asyncio.sleep(PAUSE)


async def _changes(connection: AsyncConnection) -> int:
    """Return how many rows SQLite has changed in this connection so far."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    return int(raw.total_changes)


def was_deadlock(error: Exception) -> bool:
    """Return whether PostgreSQL undid a transaction only because it and another one waited for each other."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == "40P01"


def lease_clock(connection: AsyncConnection, now: datetime) -> Any:
    """Return the clock by which leases are given and end: *now* on SQLite, for its one process.

    Processes on PostgreSQL may have clocks that differ, so there it is the database's, at the transaction's begin.
    """
    return now if connection.dialect.name == "sqlite" else func.now()


def migrate(connection: Connection) -> None:
    """Bring the tables up to the newest version, within the caller's transaction.

    Raise RuntimeError where a newer Kopā has made them.
    """
    if stored_version(connection) != VERSIONS[-1]:
        from conference.migrating import upgrade

        upgrade(connection)


def _engine(url: str, **options: Any) -> AsyncEngine:
    # What is written holds names and addresses: it must not appear in the texts of exceptions.
    return create_async_engine(url, hide_parameters=True, **options)


def _postgresql_engine(url: str, *, writes: bool) -> AsyncEngine:
    # Few connections, as PostgreSQL grants only 100 to all processes; whoever finds none free waits, however long.
    pool = {"pool_size": 10 if writes else 4, "max_overflow": 0, "pool_timeout": None, "pool_pre_ping": True}
    isolation = "READ COMMITTED" if writes else "REPEATABLE READ"
    # A process that is stopped or cut off in the middle of a transaction must not keep its locks from the others.
    session = {"timeout": 10, "server_settings": {"idle_in_transaction_session_timeout": "10s"}}
    try:
        engine = _engine(url, isolation_level=isolation, connect_args=session, **pool)
        return engine if writes else engine.execution_options(postgresql_readonly=True)
    except ModuleNotFoundError as error:
        if error.name != "asyncpg":
            raise
        raise RuntimeError("PostgreSQL needs asyncpg (pip install 'kopa[postgres]')") from None


def _sqlite_engine(url: str, *, writes: bool) -> AsyncEngine:
    engine = _engine(url, pool_size=1 if writes else 4, max_overflow=0, pool_timeout=60)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    event.listen(engine.sync_engine, "do_connect", one_trip.connect)

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
