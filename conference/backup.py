"""Backups: consistent copies of the SQLite file, made while the service runs."""

import asyncio
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from conference.database import CopyError, Database
from conference.files import owned_like, sync

NIGHT = time(3)
"""When most people sleep, on the clocks of the service."""

STAMP = "%Y%m%dT%H%M%SZ"


class BackupError(Exception):
    """Why no backup was made: one line for whoever runs the service."""


async def back_up(database: Database, path: Path, folder: Path, keep: int, now: datetime) -> Path:
    """Copy the database at *path* into *folder*, keep the newest *keep* backups there, and return the new one.

    Its name tells the time in UTC; only its owner can read it: it holds personal data. The folder is made where the
    one above it exists. Raise BackupError where it cannot be done; there is no half backup under any circumstances,
    and what a process that died has left is cleared away by the next.
    """
    target = folder / f"{path.stem}-{now.astimezone(UTC):{STAMP}}.db"
    part = folder / f".{target.name}.part"
    try:
        with _alone_in(folder, path):
            _clear_leftovers(folder, path.stem)
            try:
                part.touch(mode=0o600, exist_ok=False)
                await database.copy_to(part)
                await asyncio.to_thread(_publish, part, target, path)
            finally:
                part.unlink(missing_ok=True)
            _keep_newest(folder, path.stem, keep, now)
    except CopyError as error:
        raise BackupError(f"{folder}: {error}") from None
    except DBAPIError as error:
        raise BackupError(f"{folder}: {error.orig}") from None
    except OSError as error:
        raise BackupError(f"{error.filename or folder}: {error.strerror}") from None
    return target


def backups_in(folder: Path, stem: str) -> dict[Path, datetime]:
    """Return the backups of the database called *stem*, the oldest first, and when each was made.

    Whatever else lies in the folder is none.
    """
    named = ((file, re.fullmatch(rf"{re.escape(stem)}-(\d{{8}}T\d{{6}}Z)\.db", file.name)) for file in _files(folder))
    found = {file: datetime.strptime(name[1], STAMP).replace(tzinfo=UTC) for file, name in named if name}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def is_due(made: list[datetime], zone: ZoneInfo, now: datetime) -> bool:
    """Return whether there is no backup since the last night's moment, 03:00 on the clocks of *zone*.

    A backup from the future was made by a clock that was wrong, and counts for nothing.
    """
    local = now.astimezone(zone)
    day = local.date() if local.time() >= NIGHT else local.date() - timedelta(days=1)
    night = datetime.combine(day, NIGHT, zone).astimezone(UTC)
    return not any(night <= moment <= now for moment in made)


def _publish(part: Path, target: Path, path: Path) -> None:
    # SQLite leaves it to us: a copy counts from when it is on the disk under its name.
    sync(part)
    owned_like(part, path)
    part.replace(target)
    sync(target.parent)


@contextmanager
def _alone_in(folder: Path, path: Path) -> Iterator[None]:
    """Hold the folder: a backup that is being made must not be cleared away as a leftover by another one."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
        owned_like(folder, path)
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(f"{folder}: another backup is being made") from None
    finally:
        os.close(held)


def _clear_leftovers(folder: Path, stem: str) -> None:
    for file in _files(folder):
        if re.fullmatch(rf"\.{re.escape(stem)}-\d{{8}}T\d{{6}}Z\.db\.part(-journal)?", file.name):
            file.unlink()


def _keep_newest(folder: Path, stem: str, keep: int, now: datetime) -> None:
    # Those from the future, which a wrong clock has made, must not push out the right ones.
    for old in [file for file, made in backups_in(folder, stem).items() if made <= now][:-keep]:
        old.unlink()


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.is_file() and not file.is_symlink()] if folder.is_dir() else []
