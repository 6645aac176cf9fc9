import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conference.database import Database
from jobs.backup import back_up_nightly
from tests.conference.example_event import an_event
from tests.conference.example_settings import settings_of

pytestmark = pytest.mark.engine("sqlite")

THREE_IN_RIGA = datetime(2024, 5, 20, 0, 0, tzinfo=UTC)


def nightly(tmp_path: Path, **settings):
    service = {"database_url": f"sqlite+aiosqlite:///{tmp_path / 'kopa.db'}"}
    return settings_of(an_event(), service=service, backup=settings)


def names(folder: Path):
    return sorted(file.name for file in folder.iterdir())


async def test_every_night_has_its_backup_whenever_the_ticks_come(database: Database, tmp_path: Path):
    settings = nightly(tmp_path, keep=3)
    for minutes in range(0, 4 * 24 * 60, 55):
        now = THREE_IN_RIGA + timedelta(minutes=minutes)
        await back_up_nightly(database, settings, lambda now=now: now)
    assert names(tmp_path / "backups") == [
        "kopa-20240521T004500Z.db",
        "kopa-20240522T003500Z.db",
        "kopa-20240523T002500Z.db",
    ]


async def test_a_night_of_downtime_is_made_up_for(database: Database, tmp_path: Path):
    for now in (THREE_IN_RIGA, THREE_IN_RIGA + timedelta(days=3, hours=9), THREE_IN_RIGA + timedelta(days=3, hours=10)):
        await back_up_nightly(database, nightly(tmp_path), lambda now=now: now)
    assert names(tmp_path / "backups") == ["kopa-20240520T000000Z.db", "kopa-20240523T090000Z.db"]


async def test_without_the_section_there_is_no_backup(database: Database, tmp_path: Path):
    settings = nightly(tmp_path).model_copy(update={"backup": None})
    await back_up_nightly(database, settings, lambda: THREE_IN_RIGA)
    assert not (tmp_path / "backups").exists()


async def test_a_failure_is_one_line_and_the_next_tick_tries_again(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    settings = nightly(tmp_path, folder="disk/backups")
    with caplog.at_level(logging.INFO, "jobs.backup"):
        await back_up_nightly(database, settings, lambda: THREE_IN_RIGA)
        (tmp_path / "disk").mkdir()
        await back_up_nightly(database, settings, lambda: THREE_IN_RIGA)
    folder = tmp_path / "disk" / "backups"
    assert [record.getMessage() for record in caplog.records] == [
        f"no backup was made, trying again in five minutes: {folder}: No such file or directory",
        f"a backup was made: {folder}/kopa-20240520T000000Z.db",
    ]
