"""The tick of the backups."""

import logging
from pathlib import Path

from sqlalchemy import make_url

from conference import backup
from conference.backup import BackupError
from conference.clock import Clock
from conference.config import Settings
from conference.database import Database

logger = logging.getLogger(__name__)


async def back_up_nightly(database: Database, settings: Settings, clock: Clock) -> None:
    """Make the night's backup, if there is none yet and the settings wish one."""
    if settings.backup is None or not database.is_sqlite:
        return
    path, now = Path(make_url(settings.service.database_url).database or ""), clock()
    folder = settings.backup.folder_for(path)
    made = backup.backups_in(folder, path.stem).values()
    if not backup.is_due(list(made), settings.service.time_zone, now):
        return
    try:
        copy = await backup.back_up(database, path, folder, settings.backup.keep, now)
    except BackupError as error:
        logger.error("no backup was made, trying again in five minutes: %s", error)
    else:
        logger.info("a backup was made: %s", copy)
