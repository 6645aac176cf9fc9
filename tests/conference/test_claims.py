import asyncio
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text, update

from conference import claims
from conference.claims import LEASE
from conference.database import Database
from conference.outbox import Delivery, DeliveryStatus, NoticeKind, Priority
from conference.tables import deliveries
from tests.conference.example_deliveries import (
    EMAIL,
    SECOND,
    TELEGRAM,
    a_claimed,
    claim,
    let_leases_end,
    marked,
    queue,
)
from tests.conference.example_people import MAY, a_person, ledger


class TestClaiming:
    async def test_a_claim_says_all_that_is_needed_to_send(self, database):
        anna = await a_person(database)
        await queue(database, anna, NoticeKind.REMINDER, "day-before")
        assert await claim(database) == [
            Delivery(
                id=1,
                notice_id=1,
                person_id=anna.id,
                channel=TELEGRAM,
                event="example-2024",
                kind=NoticeKind.REMINDER,
                key="day-before",
                attempts=1,
                parts_sent=0,
                external_id=None,
                owner="me",
            )
        ]
        assert await ledger(database, "status", "owner", "attempts") == [("sending", "me", 1)]

    async def test_a_lease_is_on_the_clock_that_all_processes_share(self, database):
        await queue(database, await a_person(database))
        async with database.transaction() as connection:
            await claims.claim(connection, TELEGRAM, "me", MAY)
            clock = MAY if database.is_sqlite else (await connection.execute(select(func.now()))).scalar_one()
            assert (await connection.execute(select(deliveries.c.leased_until))).scalar_one() == clock + LEASE

    async def test_the_urgent_goes_first_and_then_the_old(self, database):
        queued = [
            ("announced", Priority.ANNOUNCEMENT, MAY - SECOND),
            ("late", Priority.CONFIRMATION, MAY + SECOND),
            ("early", Priority.CONFIRMATION, MAY),
            ("reminded", Priority.REMINDER, MAY),
            ("as-early", Priority.CONFIRMATION, MAY),
        ]
        anna = await a_person(database)
        for key, priority, now in queued:
            await queue(database, anna, key=key, priority=priority, now=now)
        order = ["early", "as-early", "late", "reminded", "announced"]
        assert [delivery.key for delivery in await claim(database)] == order

    async def test_a_claim_takes_no_more_than_its_limit_and_nothing_twice(self, database):
        anna = await a_person(database)
        for number in range(7):
            await queue(database, anna, key=str(number))
        claims = [await claim(database), await claim(database, limit=1), await claim(database), await claim(database)]
        assert [[delivery.key for delivery in claimed] for claimed in claims] == [list("01234"), ["5"], ["6"], []]

    async def test_a_channel_takes_its_own(self, database):
        await queue(database, await a_person(database, email="anna@inbox.lv"))
        assert [(d.id, d.channel) for d in await claim(database, EMAIL)] == [(2, EMAIL)]
        assert [(d.id, d.channel) for d in await claim(database, TELEGRAM)] == [(1, TELEGRAM)]

    async def test_processes_that_claim_at_once_share_nothing(self, database, database_url):
        anna = await a_person(database)
        for number in range(60):
            await queue(database, anna, key=str(number))
        another = Database(database_url)
        claims = await asyncio.gather(*(claim(one, owner=str(n)) for n, one in enumerate((database, another) * 6)))
        await another.close()
        assert sorted(delivery.id for claimed in claims for delivery in claimed) == list(range(1, 61))


class TestRecovering:
    EXPIRED = MAY + LEASE + SECOND

    @pytest.mark.parametrize(
        ("kind", "after"),
        [
            *((kind, ("waiting", 1, None, None, None)) for kind in NoticeKind if kind is not NoticeKind.ANNOUNCEMENT),
            (NoticeKind.ANNOUNCEMENT, ("uncertain", 1, None, "the process died while sending", EXPIRED)),
        ],
    )
    async def test_what_a_dead_process_was_sending_is_sent_again_but_for_announcements(self, database, kind, after):
        await a_claimed(database, kind, owner="dead")
        await let_leases_end(database)
        assert await marked(database, claims.recover, "me", self.EXPIRED) == 1
        columns = ("status", "attempts", "leased_until", "reason", "finished_at")
        assert await ledger(database, *columns) == [after]

    async def test_what_oneself_is_sending_is_in_good_hands(self, database):
        await a_claimed(database, owner="me")
        await let_leases_end(database)
        assert await marked(database, claims.recover, "me", MAY + timedelta(days=1)) == 0
        assert await ledger(database, "status") == [("sending",)]

    async def test_whoever_is_alone_takes_back_what_its_predecessor_was_sending_without_waiting(self, database):
        await a_claimed(database, owner="dead")
        await a_claimed(database, owner="me")
        assert await marked(database, claims.recover, "me", MAY, alone=True) == 1
        assert await ledger(database, "owner", "status") == [("dead", "waiting"), ("me", "sending")]

    async def test_a_lease_lasts_to_its_end(self, database):
        await a_claimed(database, owner="alive")
        assert await marked(database, claims.recover, "me", MAY + LEASE) == 0
        assert await ledger(database, "status") == [("sending",)]

    async def test_whoever_says_that_they_are_alive_keeps_what_they_are_sending(self, database):
        await a_claimed(database, owner="alive")
        await a_claimed(database, owner="dead")
        await let_leases_end(database)
        await marked(database, claims.renew, "alive", self.EXPIRED)
        assert await marked(database, claims.recover, "me", self.EXPIRED) == 1
        assert await ledger(database, "owner", "status") == [("alive", "sending"), ("dead", "waiting")]

    async def test_what_nobody_is_sending_is_left_alone(self, database):
        anna = await a_person(database)
        for status in DeliveryStatus:
            if status is not DeliveryStatus.SENDING:
                await queue(database, anna, key=status)
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).values(owner="dead", leased_until=MAY))
            for number, status in enumerate((s for s in DeliveryStatus if s is not DeliveryStatus.SENDING), start=1):
                await connection.execute(update(deliveries).where(deliveries.c.id == number).values(status=status))
        before = await ledger(database, "status")
        assert await marked(database, claims.recover, "me", self.EXPIRED) == 0
        assert await ledger(database, "status") == before


@contextmanager
def watching(connection):
    """Collect the statements that a connection executes, with their parameters."""
    statements = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        statements.append((statement, parameters))

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection.sync_connection, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("act", "index"),
    [
        (
            lambda connection: claims.claim(connection, TELEGRAM, "me", MAY),
            "ix_deliveries_waiting (channel=? AND priority>? AND priority<?)",
        ),
        (lambda connection: claims.release_due(connection, MAY), "ix_deliveries_scheduled (due_at<?)"),
        (lambda connection: claims.recover(connection, "me", MAY), "ix_deliveries_sending (leased_until<?)"),
        (lambda connection: claims.recover(connection, "me", MAY, alone=True), "ix_deliveries_sending"),
    ],
    ids=["claim", "release", "recover", "recover-alone"],
)
@pytest.mark.engine("sqlite")
async def test_no_history_makes_it_slow(database, act, index):
    async with database.transaction() as connection:
        with watching(connection) as statements:
            await act(connection)
        updates = [(sql, parameters) for sql, parameters in statements if "UPDATE deliveries" in sql]
        assert updates
        for sql, parameters in updates:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
            plan = "\n".join(row.detail for row in rows)
            assert "deliveries.status = '" in sql  # no parameter: a plan may be made without knowing its value
            assert index in plan
            assert "SCAN deliveries" not in plan.replace("SCAN deliveries USING INDEX ix_deliveries_sending", "")
            assert "TEMP B-TREE" not in plan


HISTORY = """
INSERT INTO deliveries (notice_id, person_id, channel, priority, status, due_at, created_at)
SELECT notice_id, person_id, 'p' || number, priority, 'sent', due_at, created_at
FROM deliveries, generate_series(1, 20000) AS number
"""


@pytest.mark.parametrize(
    ("act", "index"),
    [
        (lambda connection: claims.claim(connection, TELEGRAM, "me", MAY), "ix_deliveries_waiting"),
        (lambda connection: claims.release_due(connection, MAY), "ix_deliveries_scheduled"),
        (lambda connection: claims.recover(connection, "me", MAY), "ix_deliveries_sending"),
        (lambda connection: claims.renew(connection, "me", MAY), "ix_deliveries_sending"),
    ],
    ids=["claim", "release", "recover", "renew"],
)
async def test_no_history_makes_postgresql_slow(new_postgresql_url, act, index):
    database = await Database.open(new_postgresql_url)
    await queue(database, await a_person(database))
    async with database.transaction() as connection:
        await connection.execute(text(HISTORY))
        await connection.execute(text("ANALYZE deliveries"))
        # The plan that is made once for all parameters: it has to do without their values.
        await connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        with watching(connection) as statements:
            await act(connection)
        updates = [(sql, parameters) for sql, parameters in statements if "UPDATE deliveries" in sql]
        assert updates
        for number, (sql, parameters) in enumerate(updates):
            await connection.exec_driver_sql(f"PREPARE act_{number} AS {sql}")
            values = ", ".join(["NULL"] * len(parameters))
            rows = await connection.exec_driver_sql(f"EXPLAIN EXECUTE act_{number}({values})")
            plan = "\n".join(rows.scalars())
            assert index in plan
            assert "Seq Scan on deliveries" not in plan
            assert "Sort" not in plan
    await database.close()
