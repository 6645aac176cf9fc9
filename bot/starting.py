"""What a start needs first: the database, and on a SQLite file to be the only service."""

import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from conference.database import Database


class CannotStartError(Exception):
    """Why the service cannot start: one line for whoever runs it."""


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Give the database, its tables up to date. Raise CannotStartError where this service may not or cannot use it."""
    with ExitStack() as held:
        with in_one_line():
            held.enter_context(alone_on(url))
            database = await Database.open(url)
        try:
            yield database
        finally:
            await database.close()


@contextmanager
def alone_on(url: str) -> Iterator[None]:
    """Hold a SQLite file for this service while the block lasts. PostgreSQL is shared by several, with leases.

    The lock dies with the process, however that ends: so whoever gets it knows that all earlier holders are gone.
    Raise CannotStartError where another service holds it, OSError or sqlite3.Error where it cannot be opened.
    """
    path = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not path or path == ":memory:":
        yield
        return
    # A file of its own: closing another handle to the database would drop SQLite's own locks on it.
    with Path(f"{path}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStartError(f"another service is running on {path}: stop it first") from None
        lock.truncate(0)
        print(os.getpid(), file=lock, flush=True)  # for `kopa reload`
        # What cannot be opened at all is found out here: aiosqlite's thread would outlive its failure, and complain.
        _make_private(Path(path))
        sqlite3.connect(path).close()
        yield


def _make_private(path: Path) -> None:
    """Let nobody else on the machine read what people wrote; SQLite gives its other files the same mode."""
    if not path.exists():
        path.touch(mode=0o600)


@contextmanager
def in_one_line() -> Iterator[None]:
    """Raise CannotStartError, with the reason, where the database cannot be used in the block."""
    try:
        yield
    except DBAPIError as error:
        raise CannotStartError(f"the database cannot be used: {error.orig}") from error
    except (OSError, sqlite3.Error, RuntimeError) as error:
        raise CannotStartError(f"the database cannot be used: {str(error) or type(error).__name__}") from error
