from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import func, insert, select, text

from conference import claims, marking, schema, service_state
from conference.announcements import sending
from conference.backup import back_up
from conference.channels.channel import ChannelName
from conference.database import Database
from conference.ledger import Unsent
from conference.outbox import NoticeKind
from conference.restoring import Restored, RestoreError, restore
from conference.service_state import Pause, PauseReason
from conference.tables import people, seen_updates
from tests.conference.announcements.example_announcements import a_composed, done
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant, ledger

pytestmark = pytest.mark.engine("sqlite")

EVENT = an_event()
BACKUP_AT = MAY + timedelta(hours=1)
DAY_BEFORE = datetime(2024, 6, 13, 7, tzinfo=UTC)
RESTORED_AT = DAY_BEFORE + timedelta(hours=1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kopa.db"


@pytest.fixture
async def backup(database, path, tmp_path):
    """A backup with Anna's registration, whose confirmations wait; then Ben registers, and the database is left."""
    await a_registrant(database, EVENT)
    copy = await back_up(database, path, tmp_path / "backups", 7, BACKUP_AT)
    await a_registrant(database, EVENT, BACKUP_AT + timedelta(hours=1))
    await database.close()
    return copy


async def asked(path, function):
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.snapshot() as connection:
        answer = await function(connection)
    await database.close()
    return answer


async def registered(connection):
    return (await connection.execute(select(func.count()).select_from(people))).scalar_one()


def beside(path):
    return sorted(file.name for file in path.parent.iterdir() if file.is_file())


async def test_a_backup_comes_back_whole_and_the_present_database_is_kept(backup, path):
    restored = await restore(backup, path, [EVENT], BACKUP_AT)
    kept = path.with_name("kopa.db.20240520T100000Z.before-restore")
    assert (restored.kept, restored.last_written) == (kept, MAY)
    assert beside(path) == ["kopa.db", kept.name]
    assert (await asked(path, registered), await asked(kept, registered)) == (1, 2)
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_backup_itself_stays_as_it_was(backup, path):
    before = backup.read_bytes()
    await restore(backup, path, [EVENT], BACKUP_AT)
    assert (backup.read_bytes(), [file.name for file in backup.parent.iterdir()]) == (before, [backup.name])


async def test_a_restored_copy_is_paused_and_sends_nothing(backup, path):
    await restore(backup, path, [EVENT], BACKUP_AT)
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    async with database.transaction() as connection:
        assert await service_state.paused(connection) == Pause(BACKUP_AT, PauseReason.RESTORED)
        assert await claims.claim(connection, ChannelName.EMAIL, "us", BACKUP_AT) == []
    await database.close()


async def test_what_fell_due_since_the_backup_is_counted_as_due_before_the_restore(backup, path):
    restored = await restore(backup, path, [EVENT], RESTORED_AT)
    confirmation, reminder = (NoticeKind.REGISTERED, ""), (NoticeKind.REMINDER, "day-before")
    assert restored.unsent == tuple(
        Unsent(EVENT.key, *notice, channel, 1, 0)
        for notice in (reminder, confirmation)[::-1]
        for channel in (ChannelName.EMAIL, ChannelName.TELEGRAM)
    )


async def test_what_was_being_sent_when_the_backup_was_made_waits_again(database, path, tmp_path):
    await a_registrant(database, EVENT)
    async with database.transaction() as connection:
        await claims.claim(connection, ChannelName.TELEGRAM, "lost", MAY)
        (claimed,) = await claims.claim(connection, ChannelName.EMAIL, "lost", MAY)
        await marking.postpone(connection, claimed, BACKUP_AT, "later")
    backup = await back_up(database, path, tmp_path / "backups", 7, MAY)
    await database.close()
    restored = await restore(backup, path, [EVENT], BACKUP_AT)
    assert [(one.channel, one.before, one.after) for one in restored.unsent] == [("email", 1, 0), ("telegram", 1, 0)]


async def test_an_announcement_that_the_lost_database_may_have_begun_is_counted_too(database, path, tmp_path):
    await a_registrant(database, EVENT)
    composed = await a_composed(database, EVENT)
    await done(database, sending.plan, composed, BACKUP_AT)
    backup = await back_up(database, path, tmp_path / "backups", 7, MAY)
    await database.close()
    restored = await restore(backup, path, [EVENT], BACKUP_AT)
    announced = [one for one in restored.unsent if one.kind is NoticeKind.ANNOUNCEMENT]
    assert [(one.channel, one.before, one.after) for one in announced] == [("email", 1, 0), ("telegram", 1, 0)]


async def test_numbers_that_the_lost_database_may_have_given_out_name_nobody_new(backup, path):
    await restore(backup, path, [EVENT], BACKUP_AT)
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    person = await a_registrant(database, EVENT, BACKUP_AT)
    assert (person.id, (await ledger(database, "notice_id"))[-1]) == (1_000_002, (1_000_002,))
    await database.close()


async def test_what_is_still_in_the_log_of_the_present_database_is_kept_with_it(backup, path):
    present = Database(f"sqlite+aiosqlite:///{path}")
    await a_person(present)
    restored = await restore(backup, path, [EVENT], BACKUP_AT)
    assert restored.kept is not None
    # As after kill -9: nobody has moved the log into the file.
    log = path.with_name(f"{restored.kept.name}-wal")
    assert log.stat().st_size > 0
    assert (await asked(restored.kept, registered), await asked(path, registered)) == (3, 1)
    await present.close()


async def test_a_copy_with_its_log_beside_it_is_restored_with_what_is_in_it(path, tmp_path):
    source = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'source.db'}")
    await a_person(source)
    for suffix in ("", "-wal"):
        (tmp_path / f"copied.db{suffix}").write_bytes((tmp_path / f"source.db{suffix}").read_bytes())
    await source.close()
    await restore(tmp_path / "copied.db", path, [EVENT], BACKUP_AT)
    assert await asked(path, registered) == 1


async def test_a_backup_can_be_restored_where_there_is_no_database(backup, path):
    for file in path.parent.glob("kopa.db*"):
        file.unlink()
    assert (await restore(backup, path, [EVENT], BACKUP_AT)).kept is None
    assert beside(path) == ["kopa.db"]


def as_of_the_first_version(connection):
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


async def test_a_backup_of_an_older_version_is_brought_up_to_date(path, tmp_path):
    backup = tmp_path / "old.db"
    old = Database(f"sqlite+aiosqlite:///{backup}")
    async with old.transaction() as connection:
        await connection.run_sync(as_of_the_first_version)
    await old.close()
    assert await asked(backup, schema.version_of) == "0001"
    await restore(backup, path, [EVENT], BACKUP_AT)
    assert await asked(path, schema.version_of) == schema.VERSIONS[-1]


def garbage(backup):
    backup.write_bytes(b"no database " * 1000)


def damaged(backup):
    with backup.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096 * 4)


async def newer(backup):
    database = Database(f"sqlite+aiosqlite:///{backup}")
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()


async def foreign(backup):
    backup.unlink()
    database = Database(f"sqlite+aiosqlite:///{backup}")
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE songs (title TEXT)"))
    await database.close()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (garbage, "{}: file is not a database"),
        (damaged, "{} is damaged: "),
        (newer, "{} was written by a newer Kopā (9999): update this one first"),
        (foreign, "{} is no database of Kopā"),
        (lambda backup: backup.unlink(), "{}: No such file or directory"),
    ],
)
async def test_what_cannot_be_restored_leaves_the_database_as_it_was(backup, path, spoil, why):
    if spoiling := spoil(backup):
        await spoiling
    before = path.read_bytes()
    with pytest.raises(RestoreError) as caught:
        await restore(backup, path, [EVENT], BACKUP_AT)
    assert str(caught.value).startswith(why.format(backup))
    assert (path.read_bytes(), beside(path)) == (before, ["kopa.db"])


async def test_an_empty_backup_tells_of_no_moment(database, path, tmp_path):
    backup = await back_up(database, path, tmp_path / "backups", 7, MAY)
    await database.close()
    restored = await restore(backup, path, [], MAY)
    assert restored == Restored(path.with_name("kopa.db.20240520T090000Z.before-restore"), None, ())


async def test_an_update_that_was_seen_tells_when_the_backup_was_alive(database, path, tmp_path):
    async with database.transaction() as connection:
        await connection.execute(insert(seen_updates).values(update_id=1, seen_at=BACKUP_AT))
    backup = await back_up(database, path, tmp_path / "backups", 7, MAY)
    await database.close()
    assert (await restore(backup, path, [], MAY)).last_written == BACKUP_AT
