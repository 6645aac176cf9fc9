import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from conference.backup import BackupError, back_up, backups_in, is_due
from conference.database import Database
from conference.tables import people, seen_updates
from tests.conference.example_people import MAY, a_person

pytestmark = pytest.mark.engine("sqlite")

RIGA = ZoneInfo("Europe/Riga")

ANOTHER_WRITER = """
import asyncio, sys
from sqlalchemy import insert
from conference.clock import wall_clock
from conference.database import Database
from conference.tables import seen_updates

async def write():
    database = await Database.open(sys.argv[1])
    for number in range(0, 1_000_000, 2):
        async with database.transaction() as connection:
            rows = [{"update_id": number + one, "seen_at": wall_clock()} for one in range(2)]
            await connection.execute(insert(seen_updates), rows)
        print("written", flush=True)

asyncio.run(write())
"""

DYING = """
import asyncio, sys, time
from pathlib import Path
from conference import backup
from conference.clock import wall_clock
from conference.database import Database

def hang(path):
    print(path.name, flush=True)
    time.sleep(60)

async def dying():
    backup.sync = hang
    path = Path(sys.argv[2])
    await backup.back_up(Database(sys.argv[1]), path, path.parent / "backups", 7, wall_clock())

asyncio.run(dying())
"""

# No test can fill a disk; files that may not grow fail in the same place.
NO_ROOM = """
import asyncio, resource, signal, sys
from pathlib import Path
from conference.backup import BackupError, back_up
from conference.clock import wall_clock
from conference.database import Database

async def failing():
    database, path = Database(sys.argv[1]), Path(sys.argv[2])
    async with database.snapshot():
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    try:
        await back_up(database, path, path.parent / "backups", 7, wall_clock())
    except BackupError as error:
        print(error)
    await database.close()

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
asyncio.run(failing())
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kopa.db"


@pytest.fixture
def url(path):
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


async def another_process(script, *arguments):
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *map(str, arguments), stdout=asyncio.subprocess.PIPE
    )


async def asked(copy, *statements):
    database = Database(f"sqlite+aiosqlite:///{copy}")
    async with database.snapshot() as connection:
        answers = [(await connection.execute(statement)).scalar_one() for statement in statements]
    await database.close()
    return answers


async def test_a_backup_is_a_whole_database_that_only_its_owner_reads(database, path, folder):
    await a_person(database)
    copy = await back_up(database, path, folder, 7, MAY)
    assert copy == folder / "kopa-20240520T090000Z.db"
    assert (copy.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [file.name for file in folder.iterdir()] == [copy.name]
    assert await asked(copy, text("PRAGMA integrity_check"), select(func.count()).select_from(people)) == ["ok", 1]


async def test_after_a_backup_readers_still_cannot_write(database, path, folder):
    await back_up(database, path, folder, 7, MAY)
    async with database.snapshot() as connection:
        assert (await connection.execute(text("PRAGMA query_only"))).scalar_one() == 1


async def test_a_backup_beside_another_process_that_writes_has_whole_transactions_only(database, path, folder, url):
    writer = await another_process(ANOTHER_WRITER, url)
    try:
        for number in range(5):
            await writer.stdout.readline()
            copy = await back_up(database, path, folder, 7, MAY + timedelta(seconds=number))
            integrity, seen = await asked(
                copy, text("PRAGMA integrity_check"), select(func.count()).select_from(seen_updates)
            )
            assert (integrity, seen % 2, seen > 0) == ("ok", 0, True)
        assert writer.returncode is None
    finally:
        writer.kill()
        await writer.wait()


async def test_kill_9_leaves_no_half_backup_and_the_next_one_clears_away_what_is_left(database, path, folder, url):
    dying = await another_process(DYING, url, path)
    left = (await dying.stdout.readline()).decode().strip()
    dying.kill()
    assert await dying.wait() == -signal.SIGKILL
    assert ([file.name for file in folder.iterdir()], backups_in(folder, "kopa")) == ([left], {})
    copy = await back_up(database, path, folder, 7, MAY)
    assert list(folder.iterdir()) == [copy]


async def test_two_backups_at_once_do_not_clear_each_other_away(database, path, folder, url):
    working = await another_process(DYING, url, path)
    left = (await working.stdout.readline()).decode().strip()
    with pytest.raises(BackupError, match=f"^{folder}: another backup is being made$"):
        await back_up(database, path, folder, 7, MAY)
    assert [file.name for file in folder.iterdir()] == [left]
    working.kill()
    await working.wait()


async def test_the_newest_are_kept_and_nothing_that_is_no_backup_is_deleted(database, path, folder):
    folder.mkdir()
    others = {
        "notes.txt",
        "kopa.db",
        "kopa-20200101T000000Z.db.old",
        "kopa-before-the-move.db",
        "other-20200101T000000Z.db",
        ".kopa.db.part",
    }
    for name in others:
        (folder / name).touch()
    for hours in range(4):
        await back_up(database, path, folder, 2, MAY + timedelta(hours=hours))
    mine = {"kopa-20240520T110000Z.db", "kopa-20240520T120000Z.db"}
    assert {file.name for file in folder.iterdir()} == others | mine


async def test_backups_that_a_wrong_clock_dated_to_the_future_push_out_no_right_one(database, path, folder):
    for years in (1, 2):
        await back_up(database, path, folder, 2, MAY.replace(year=2024 + years))
    copy = await back_up(database, path, folder, 2, MAY)
    assert copy.exists()


async def test_a_disk_that_takes_no_more_is_one_line_and_leaves_nothing(database, path, folder, url):
    failing = await another_process(NO_ROOM, url, path)
    said = (await failing.stdout.read()).decode()
    assert (await failing.wait(), said) == (0, f"{folder}: disk I/O error\n")
    assert list(folder.iterdir()) == []


async def test_a_folder_that_cannot_be_made_is_one_line(database, path, tmp_path):
    with pytest.raises(BackupError, match=r"missing/backups: No such file or directory$"):
        await back_up(database, path, tmp_path / "missing" / "backups", 7, MAY)


async def test_a_file_in_the_place_of_the_folder_is_one_line(database, path, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match=r"file: Not a directory$"):
        await back_up(database, path, tmp_path / "file", 7, MAY)


@pytest.mark.parametrize(
    ("made", "now", "due"),
    [
        ([], (20, 12, 0), True),
        ([(19, 23, 0)], (20, 2, 59), False),
        ([(19, 23, 0)], (20, 3, 0), True),
        ([(20, 2, 59)], (20, 3, 0), True),
        ([(20, 3, 0)], (20, 3, 5), False),
        ([(18, 3, 0)], (20, 1, 0), True),
        ([(21, 3, 0)], (20, 12, 0), True),
    ],
)
def test_a_backup_is_due_where_there_is_none_since_three_in_the_night(made, now, due):
    moments = [datetime(2024, 5, *moment, tzinfo=RIGA).astimezone(UTC) for moment in made]
    assert is_due(moments, RIGA, datetime(2024, 5, *now, tzinfo=RIGA).astimezone(UTC)) is due


@pytest.mark.parametrize("day", [datetime(2024, 3, 31, tzinfo=RIGA), datetime(2024, 10, 27, tzinfo=RIGA)])
def test_nights_when_the_clocks_change_have_one_backup(day):
    made, now = [day.astimezone(UTC)], day.astimezone(UTC)
    while now < day.astimezone(UTC) + timedelta(hours=22):
        if is_due(made, RIGA, now):
            made.append(now)
        now += timedelta(minutes=5)
    assert len(made) == 2
