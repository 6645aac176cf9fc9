"""SQLite in one trip: a statement, its rows and its end in one go, in the thread that SQLite runs in.

SQLAlchemy goes there four times a statement: to make a cursor, to execute, to fetch and to close. Most of our
statements take SQLite less time than one trip there and back.
"""

import sqlite3
from collections import deque
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.connectors.asyncio import AsyncIODBAPIConnection, AsyncIODBAPICursor
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """Takes the rows along when it executes. What it keeps then is SQLite's cursor, closed."""

    __slots__ = ()

    def _make_new_cursor(self, connection: AsyncIODBAPIConnection) -> Any:
        return None

    def _aenter_cursor(self, cursor: AsyncIODBAPICursor) -> Any:
        return cursor

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._travel("execute", operation, parameters or ())

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._travel("executemany", operation, seq_of_parameters)

    async def _travel(self, method: str, *arguments: Any) -> None:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            self._cursor, self._rows = await connection._execute(_execute, connection._conn, method, *arguments)

    async def _async_soft_close(self) -> None:
        """Do nothing: SQLite has finished with it already."""

    def close(self) -> None:
        self._rows.clear()


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = OneTripCursor


def connect(dialect: Dialect, _record: Any, arguments: Any, options: Any) -> OneTripConnection:
    """Connect as *dialect* does, for SQLAlchemy's event `do_connect`."""
    connection = dialect.connect(*arguments, **options)
    return OneTripConnection(dialect.dbapi, dialect.get_driver_connection(connection))


def _execute(connection: sqlite3.Connection, method: str, *arguments: Any) -> tuple[sqlite3.Cursor, deque[Any]]:
    cursor = connection.cursor()
    try:
        getattr(cursor, method)(*arguments)
        return cursor, deque(cursor.fetchall() if cursor.description else ())
    finally:
        cursor.close()
