"""What the command line reads from the database: what will be sent, and who is registered."""

import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.starting import CannotStartError
from conference import export, timeline
from conference.config import Settings
from conference.database import Database
from conference.event import Event
from conference.export import Headings, Table
from conference.registration import Attendance, RegistrationStatus
from conference.rendering import Renderer
from conference.texts import Texts, Voice
from conference.timeline import Timeline

WRITERS: dict[str, Callable[[Table], bytes]] = {
    "csv": export.to_csv,
    "xlsx": export.to_xlsx,
    "json": export.to_json,
}


async def drawn_up(settings: Settings, texts: Texts, events: Sequence[Event], now: datetime, language: str) -> Timeline:
    """Return what is to come. Without a database nobody is registered yet, and that is shown."""
    with tempfile.TemporaryDirectory() as folder:
        url = settings.service.database_url
        if not _is_there(url):
            url = f"sqlite+aiosqlite:///{folder}/empty.db"
        async with _reading(url) as database, database.snapshot() as connection:
            return await timeline.draw_up(connection, Renderer(settings, texts), events, now, language)


async def exported(settings: Settings, event: Event, voice: Voice, file_format: str) -> bytes:
    """Return the event's registrations as a file. Raise CannotStartError where there is no database yet."""
    url = settings.service.database_url
    if not _is_there(url):
        raise CannotStartError(f"no registrations yet: there is no database at {make_url(url).database}")
    async with _reading(url) as database, database.snapshot() as connection:
        table = await export.registrations_table(
            connection, event, voice.language, voice("yes"), voice("no"), headings(voice)
        )
    return WRITERS[file_format](table)


def headings(voice: Voice) -> Headings:
    """Return the titles and words of an export in a language."""
    statuses = {str(status): voice(f"status-{status}") for status in RegistrationStatus}
    attendances = {str(one): voice(f"attendance-{one.replace('_', '-')}-word") for one in Attendance}
    channels = {"telegram": voice("channel-telegram"), "email": voice("channel-email")}
    return Headings(
        status=voice("export-status"),
        attendance=voice("export-attendance"),
        registered_at=voice("export-registered-at"),
        language=voice("export-language"),
        channels=voice("export-channels"),
        words=statuses | attendances | channels,
    )


def _is_there(url: str) -> bool:
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").exists()


@asynccontextmanager
async def _reading(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    try:
        yield database
    finally:
        await database.close()
