"""Restoring a backup: checked, brought up to date, paused, and only then put in the place of the database.

What a restored copy does not know:

* What the lost database has sent since the backup was made. So nothing is sent until somebody says so, and what fell
  due until the restore is queued at once: it can be counted, and be withdrawn.
* Which numbers the lost database has given out since. So new ones begin far above: a mailbox drops a message whose
  Message-ID, made of such numbers, it has seen before.
* What people did since: registrations, changes, cancellations, what they declined, what they had erased. Nothing
  brings that back; whoever restores is told.
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import claims, ledger, reminders, service_state
from conference.announcements import sending, settling
from conference.database import Database
from conference.event import Event
from conference.files import owned_like, sync
from conference.ledger import Unsent
from conference.schema import VERSIONS, version_of
from conference.service_state import PauseReason
from conference.tables import deliveries, drafts, metadata, registrations, seen_updates

NUMBERS_LEFT_OUT = 1_000_000
"""More than a service gives out between two backups."""


class RestoreError(Exception):
    """Why a backup was not restored: one line for whoever runs the service. The database is as it was."""


@dataclass(frozen=True, slots=True)
class Restored:
    kept: Path | None
    """Where the database that was there before is now."""
    last_written: datetime | None
    """The newest moment that the backup tells of; it was made then or later."""
    unsent: tuple[Unsent, ...]


async def restore(file: Path, database: Path, events: Iterable[Event], now: datetime) -> Restored:
    """Put a copy of the backup *file* in the place of *database*, paused. The caller holds the database alone.

    Raise RestoreError where the file is damaged, not Kopā's, or a newer Kopā's, or cannot be copied.
    """
    copy = database.with_name(f"{database.name}.restoring")
    try:
        _remove(copy)
        _copy(file, copy)
        await _check(file, copy)
        last_written, unsent = await _prepare(copy, events, now)
        sync(copy)
        kept = _put_in_place(copy, database, now)
    except OSError as error:
        raise RestoreError(f"{error.filename or file}: {error.strerror}") from None
    except DBAPIError as error:
        raise RestoreError(f"{file}: {error.orig}") from None
    finally:
        _remove(copy)
    return Restored(kept, last_written, unsent)


def _copy(file: Path, copy: Path) -> None:
    # What SQLite has not moved from the log into the file yet belongs to it, where somebody has copied both.
    for suffix in ("", "-wal"):
        if not suffix or Path(f"{file}{suffix}").exists():
            to = Path(f"{copy}{suffix}")
            to.touch(mode=0o600)
            shutil.copyfile(f"{file}{suffix}", to)


async def _check(file: Path, copy: Path) -> None:
    database = Database(_url(copy))
    try:
        async with database.snapshot() as connection:
            integrity = (await connection.execute(text("PRAGMA integrity_check(1)"))).scalar_one()
            version = await version_of(connection)
    finally:
        await database.close()
    if integrity != "ok":
        raise RestoreError(f"{file} is damaged: {integrity}")
    if version is None:
        raise RestoreError(f"{file} is no database of Kopā")
    if version not in VERSIONS:
        raise RestoreError(f"{file} was written by a newer Kopā ({version}): update this one first")


async def _prepare(copy: Path, events: Iterable[Event], now: datetime) -> tuple[datetime | None, tuple[Unsent, ...]]:
    database = await Database.open(_url(copy))
    try:
        async with database.transaction() as connection:
            last_written = await _last_written(connection)
            await _leave_out_numbers(connection)
            await service_state.pause(connection, PauseReason.RESTORED, now)
            await claims.recover(connection, "", now, alone=True)
            await claims.release_due(connection, now)
            await reminders.queue_due(connection, events, now)
            await sending.start_due(connection, now)
        await settling.settle(database, events, now)
        async with database.snapshot() as connection:
            return last_written, tuple(await ledger.unsent(connection, now))
    finally:
        await database.close()


async def _last_written(connection: AsyncConnection) -> datetime | None:
    columns = [deliveries.c.created_at, deliveries.c.finished_at, seen_updates.c.seen_at]
    columns += [registrations.c.updated_at, drafts.c.updated_at]
    newest = [(await connection.execute(select(func.max(column)))).scalar() for column in columns]
    return max((moment for moment in newest if moment), default=None)


async def _leave_out_numbers(connection: AsyncConnection) -> None:
    numbered = [table.name for table in metadata.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]]
    known = set((await connection.execute(text("SELECT name FROM sqlite_sequence"))).scalars())
    for name in set(numbered) - known:
        await connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, 0)"), {"name": name})
    further = text("UPDATE sqlite_sequence SET seq = seq + :numbers")
    await connection.execute(further, {"numbers": NUMBERS_LEFT_OUT})


def _put_in_place(copy: Path, database: Path, now: datetime) -> Path | None:
    """Replace the database in one step, so that there is a whole one at every moment. Return where the old one is."""
    kept = database.with_name(f"{database.name}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.before-restore")
    was_there = database.exists() and database.stat().st_size > 0
    owned_like(copy, database if was_there else database.parent)
    if was_there:
        os.link(database, kept)
    # The old log beside the new file would be played into it. Whatever is in it stays beside the old file.
    if (log := Path(f"{database}-wal")).exists():
        log.rename(f"{kept}-wal")
    Path(f"{database}-shm").unlink(missing_ok=True)
    copy.replace(database)
    sync(database.parent)
    return kept if was_there else None


def _remove(copy: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"
