"""The database in the hands of a command, beside a service that may be running on it; what the two tell each other."""

import fcntl
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.starting import CannotStartError
from conference import service_state
from conference.database import Database
from conference.schema import VERSIONS, version_of
from conference.signing import Signing

logger = logging.getLogger(__name__)


async def note_start(database: Database, owner: str, now: datetime) -> None:
    """Remember the start, and say in the log where nothing will be delivered."""
    async with database.transaction() as connection:
        await service_state.note_start(connection, owner, now)
        pause = await service_state.paused(connection)
    if pause:
        since = f"{pause.since:%F %R} UTC"
        logger.warning("paused since %s (%s): nothing is delivered until `kopa resume`", since, pause.reason)


async def signing_of(database: Database, now: datetime) -> Signing:
    """Return what the service of this database signs with."""
    async with database.transaction() as connection:
        return await service_state.signing(connection, now)


def is_held(path: Path) -> bool:
    """Return whether a service is running on a SQLite file: whether it holds the lock of `bot.starting.alone_on`."""
    try:
        with Path(f"{path}.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def process_on(path: Path) -> int | None:
    """Return the id of the process that holds a SQLite file, where one does."""
    held = is_held(path) and Path(f"{path}.lock").read_text(encoding="ascii").strip()
    return int(held) if held else None


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database; None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[AsyncConnection]:
    """Give a connection that reads one state and changes nothing, not even the version of the tables.

    Raise CannotStartError where there is no database, or one of another version.
    """
    async with _opened(url) as database, database.snapshot() as connection:
        await _same_version(connection)
        yield connection


@asynccontextmanager
async def changing(url: str) -> AsyncIterator[AsyncConnection]:
    """Give a connection whose work is committed at the end. Raise CannotStartError as `reading` does."""
    async with _opened(url) as database, database.transaction() as connection:
        await _same_version(connection)
        yield connection


def existing_file(url: str) -> Path | None:
    """Return the SQLite file; None for PostgreSQL. Raise CannotStartError where there is none yet."""
    path = sqlite_file(url)
    if path is not None and not path.exists():
        raise CannotStartError(f"there is no database at {path} yet: `kopa run` makes it")
    return path


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    existing_file(url)
    database = Database(url)
    try:
        yield database
    except (DBAPIError, OSError) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        raise CannotStartError(f"the database cannot be used: {why}") from None
    finally:
        await database.close()


async def _same_version(connection: AsyncConnection) -> None:
    # A command must not change the tables beneath a service of another version.
    version = await version_of(connection)
    if version != VERSIONS[-1]:
        raise CannotStartError(
            f"the database is of version {version}, this Kopā of {VERSIONS[-1]}: start the service with this one first"
        )
