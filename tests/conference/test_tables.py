from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, delete, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from conference.tables import deliveries, metadata, notices, people, registrations, seen_updates
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant


async def test_the_migrations_make_the_tables_that_the_code_knows(database):
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    async with database.snapshot() as connection:
        assert await connection.run_sync(differences) == []


@pytest.mark.engine("sqlite")
async def test_the_migrations_make_the_checks_and_conditions_that_a_comparison_overlooks(database, tmp_path):
    def described(connection):
        inspector = inspect(connection)
        counting = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
        return set(counting.scalars()), {
            table: (
                sorted((check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)),
                sorted(
                    (index["name"], str(*index["dialect_options"].values())) for index in inspector.get_indexes(table)
                ),
                sorted((column["name"], column["default"]) for column in inspector.get_columns(table)),
            )
            for table in metadata.tables
        }

    engine = create_engine(f"sqlite:///{tmp_path / 'from-metadata.db'}")
    with engine.begin() as connection:
        metadata.create_all(connection)
        expected = described(connection)
    engine.dispose()
    async with database.snapshot() as connection:
        assert await connection.run_sync(described) == expected
    assert "deliveries" in expected[0]
    assert ("ix_deliveries_waiting", "status = 'waiting'") in expected[1]["deliveries"][1]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 5, 20, 12, tzinfo=ZoneInfo("Europe/Riga")),
        datetime(2024, 5, 20, 9, tzinfo=UTC),
        datetime(2024, 5, 19, 22, tzinfo=timezone(-timedelta(hours=11))),
    ],
)
async def test_a_moment_comes_back_in_utc(database, moment):
    async with database.transaction() as connection:
        await connection.execute(insert(seen_updates).values(update_id=1, seen_at=moment))
        stored = (await connection.execute(select(seen_updates.c.seen_at))).scalar_one()
    assert (stored, stored.tzinfo) == (MAY, UTC)


async def test_moments_compare_in_the_order_of_time(database):
    moments = [MAY, MAY + timedelta(microseconds=1), MAY + timedelta(seconds=1), MAY + timedelta(days=200)]
    async with database.transaction() as connection:
        for number, moment in enumerate(moments):
            await connection.execute(insert(seen_updates).values(update_id=number, seen_at=moment))
        earlier = select(seen_updates.c.update_id).where(seen_updates.c.seen_at < moments[2])
        assert (await connection.execute(earlier.order_by(seen_updates.c.seen_at))).scalars().all() == [0, 1]


async def test_a_moment_without_a_zone_is_refused(database):
    naive = datetime(2024, 5, 20, 9)  # noqa: DTZ001  what is refused
    with pytest.raises(StatementError, match="moments in the database need a time zone"):
        async with database.transaction() as connection:
            await connection.execute(insert(seen_updates).values(update_id=1, seen_at=naive))


async def test_no_moment_is_none(database):
    assert (await a_person(database)).opted_out_at is None


async def test_the_number_of_somebody_erased_never_names_somebody_else(database):
    first = await a_person(database)
    async with database.transaction() as connection:
        await connection.execute(delete(people).where(people.c.id == first.id))
    assert (await a_person(database)).id > first.id


@pytest.mark.parametrize(
    ("table", "column"), [(registrations, "status"), (registrations, "attendance"), (deliveries, "status")]
)
async def test_states_that_no_code_knows_are_refused(database, table, column):
    await a_registrant(database, an_event())
    with pytest.raises(IntegrityError, match=r"(?i)CHECK"):
        async with database.transaction() as connection:
            await connection.execute(update(table).values({column: "lost"}))


@pytest.mark.parametrize("table", [registrations, notices, deliveries])
async def test_nothing_is_there_twice(database, table):
    await a_registrant(database, an_event())
    async with database.snapshot() as connection:
        row = (await connection.execute(select(table))).first()._asdict()
    del row["id"]
    with pytest.raises(IntegrityError, match=r"(?i)UNIQUE"):
        async with database.transaction() as connection:
            await connection.execute(insert(table).values(row))


async def test_a_chat_belongs_to_one_person(database):
    await a_person(database, chat_id=123)
    with pytest.raises(IntegrityError, match=r"(?i)UNIQUE"):
        await a_person(database, chat_id=123)


async def test_what_others_refer_to_cannot_be_deleted(database):
    await a_registrant(database, an_event())
    with pytest.raises(IntegrityError, match=r"(?i)FOREIGN KEY"):
        async with database.transaction() as connection:
            await connection.execute(delete(people))
