from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from conference import invites
from conference.database import Database
from conference.invites import Purpose
from conference.tables import invites as invites_table
from conference.tables import registrations
from jobs.housekeeping import erase_expired
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant
from tests.conference.example_settings import settings_of

KEPT = settings_of(an_event(), service={"keep_personal_data_days": 90})


async def registered(database: Database) -> int:
    async with database.snapshot() as connection:
        return (await connection.execute(select(func.count()).select_from(registrations))).scalar_one()


async def test_personal_data_are_kept_until_their_day(database: Database):
    await a_registrant(database, an_event())
    await erase_expired(database, KEPT, lambda: datetime(2024, 9, 12, 12, 59, tzinfo=UTC))
    assert await registered(database) == 1


@pytest.mark.engine("sqlite")
async def test_after_their_day_nothing_of_them_is_left_in_the_files(database: Database, tmp_path: Path):
    await a_registrant(database, an_event())
    await erase_expired(database, KEPT, lambda: datetime(2024, 9, 12, 13, tzinfo=UTC))
    assert await registered(database) == 0
    assert [file.name for file in tmp_path.iterdir() if "Anna Kalniņa".encode() in file.read_bytes()] == []


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (24, 0)])
async def test_invites_are_forgotten_when_their_validity_is_over(database: Database, hours: int, left: int):
    async with database.transaction() as connection:
        await invites.create(connection, "example-2024", Purpose.ORGANISER, "secret", MAY)
    await erase_expired(database, KEPT, lambda: MAY + timedelta(hours=hours))
    async with database.snapshot() as connection:
        assert (await connection.execute(select(func.count()).select_from(invites_table))).scalar_one() == left


@pytest.mark.engine("sqlite")
async def test_traces_that_an_earlier_process_left_are_cleaned_at_the_first_tick(database: Database):
    assert database.has_traces
    await erase_expired(database, KEPT, lambda: datetime(2024, 5, 20, tzinfo=UTC))
    assert not database.has_traces
