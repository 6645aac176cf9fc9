"""A rehearsal in one file, to go on with it later or elsewhere: a zip with the database, the chats, the letters."""

import asyncio
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import BaseModel

from rehearsal.cast import Person
from rehearsal.mailbox import Letter
from rehearsal.telegram.kept import KeptTelegram
from studio.desk.crowd import Progress
from studio.desk.seats import Role, Seat

if TYPE_CHECKING:
    from studio.desk.desk import Desk

FORM = 1
"""Rises when a file of now could not be read by an earlier program, or the other way round."""

REHEARSAL, SETTINGS, DATABASE, CHATS = "rehearsal.json", "config.toml", "rehearsal.db", "chats.json"
LARGEST = 1_000_000_000
"""Octets of one part, when unpacked."""


class NotARehearsalError(Exception):
    """A file that `save` has not written, or another version has."""


class KeptSeat(BaseModel):
    person: Person
    role: Role
    of_crowd: bool
    read_up_to: int


class KeptLetter(BaseModel):
    sender: str
    recipients: tuple[str, ...]
    received_at: datetime


class KeptDesk(BaseModel):
    form: int
    now: datetime
    seats: list[KeptSeat]
    letters: list[KeptLetter]
    crowd: Progress


@dataclass(frozen=True, slots=True)
class Kept:
    """What is in a file."""

    desk: KeptDesk
    settings: str
    chats: KeptTelegram
    letters: list[Letter]
    database: bytes


async def save(desk: "Desk", path: Path) -> None:
    """Write everything that is on the desk into a zip at *path*.

    What is being sent at this moment is in it as not sent. Raise OSError where it cannot be written.
    """
    await desk.settle()
    letters = list(desk.letters)
    kept = KeptDesk(
        form=FORM,
        now=desk.now,
        seats=[_kept(seat) for seat in desk.seats],
        letters=[
            KeptLetter(sender=one.sender, recipients=one.recipients, received_at=one.received_at) for one in letters
        ],
        crowd=desk.crowd.progress,
    )
    # The chats first: what the bot is told between the two is told again, and the database knows it.
    chats = desk.house.telegram.kept()
    with TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        await desk.copy_database(copy)
        await asyncio.to_thread(_write, path, kept, desk.settings_text, chats, letters, copy)


async def load(path: Path) -> Kept:
    """Return what is in a zip. Raise NotARehearsalError for any other file, OSError where there is none."""
    try:
        return await asyncio.to_thread(_read, path)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NotARehearsalError(f"{path.name} is not a rehearsal of this version") from error


def _kept(seat: Seat) -> KeptSeat:
    return KeptSeat(person=seat.person, role=seat.role, of_crowd=seat.of_crowd, read_up_to=seat.read_up_to)


def _write(path: Path, kept: KeptDesk, settings: str, chats: KeptTelegram, letters: list[Letter], copy: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as file:
        file.writestr(REHEARSAL, kept.model_dump_json())
        file.writestr(SETTINGS, settings)
        file.writestr(CHATS, chats.model_dump_json(exclude_defaults=True))
        file.write(copy, DATABASE)
        for number, letter in enumerate(letters):
            file.writestr(_letter_name(number), letter.raw)
    part.replace(path)


def _read(path: Path) -> Kept:
    with zipfile.ZipFile(path) as file:
        if any(part.file_size > LARGEST for part in file.infolist()):
            raise NotARehearsalError(f"{path.name} is too large")
        desk = KeptDesk.model_validate_json(file.read(REHEARSAL))
        if desk.form != FORM:
            raise NotARehearsalError(f"{path.name} is of another version")
        letters = [
            Letter(kept.sender, kept.recipients, file.read(_letter_name(number)), kept.received_at)
            for number, kept in enumerate(desk.letters)
        ]
        chats = KeptTelegram.model_validate_json(file.read(CHATS))
        return Kept(desk, file.read(SETTINGS).decode(), chats, letters, file.read(DATABASE))


def _letter_name(number: int) -> str:
    return f"letters/{number:06d}.eml"
