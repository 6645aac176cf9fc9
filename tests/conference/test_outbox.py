import asyncio
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text, update

from conference import outbox
from conference.channels.channel import ChannelName, Purpose
from conference.database import Database
from conference.outbox import CLAIM_SIZE, LEASE, Delivery, DeliveryStatus, NoticeKind, Priority
from conference.people import Wants
from conference.tables import deliveries
from tests.conference.example_people import MAY, a_person, ledger

TELEGRAM, EMAIL = ChannelName
SECOND = timedelta(seconds=1)


async def queue(database, person, kind=NoticeKind.REGISTERED, key="1:0", priority=Priority.CONFIRMATION, now=MAY):
    """Queue a notice for a person."""
    async with database.transaction() as connection:
        notice_id = await outbox.add_notice(connection, "example-2024", kind, key, now)
        await outbox.enqueue(connection, notice_id, person, priority, now)


async def claim(database, channel=TELEGRAM, owner="me", now=MAY, limit=CLAIM_SIZE):
    async with database.transaction() as connection:
        return await outbox.claim(connection, channel, owner, now, limit)


async def let_leases_end(database):
    """Move the leases on PostgreSQL into the past; on SQLite the clock is an argument of whoever looks at them."""
    if not database.is_sqlite:
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).values(leased_until=func.now() - SECOND))


async def marked(database, mark, *args, **kwargs):
    async with database.transaction() as connection:
        return await mark(connection, *args, **kwargs)


async def a_claimed(database, kind=NoticeKind.REGISTERED, owner="me"):
    """Queue something for a newcomer on Telegram and claim it."""
    person = await a_person(database)
    await queue(database, person, kind, f"{person.id}:0")
    (delivery,) = await claim(database, owner=owner)
    return delivery


class TestEnqueueing:
    async def test_a_notice_of_one_name_is_one_for_ever(self, database):
        async with database.transaction() as connection:
            ids = [
                await outbox.add_notice(connection, *name, now)
                for now in (MAY, MAY + SECOND)
                for name in (
                    ("example-2024", NoticeKind.REMINDER, "day-before"),
                    ("example-2024", NoticeKind.REMINDER, "last-day"),
                    ("example-2024", NoticeKind.ANNOUNCEMENT, "day-before"),
                    ("other-2024", NoticeKind.REMINDER, "day-before"),
                )
            ]
        assert ids[:4] == ids[4:]
        assert len(set(ids)) == 4

    @pytest.mark.parametrize(
        ("reach", "channels"),
        [
            ({"email": "anna@inbox.lv"}, ["telegram", "email"]),
            ({"email": "anna@inbox.lv", "wants": Wants.EMAIL}, ["email"]),
            ({"chat_id": None}, []),
        ],
    )
    async def test_a_notice_goes_to_each_channel_of_a_person(self, database, reach, channels):
        anna = await a_person(database, **reach)
        await queue(database, anna)
        expected = [(anna.id, channel, 0, "waiting", MAY, 0, 0, None, None, MAY, None) for channel in channels]
        columns = ("person_id", "channel", "priority", "status", "due_at", "attempts", "parts_sent", "owner", "reason")
        assert await ledger(database, *columns, "created_at", "finished_at") == expected

    @pytest.mark.parametrize("status", list(DeliveryStatus))
    async def test_what_is_in_the_ledger_stays_as_it_is_whatever_is_repeated(self, database, status):
        anna = await a_person(database)
        await queue(database, anna)
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).values(status=status, attempts=3))
        await queue(database, anna, priority=Priority.ANNOUNCEMENT, now=MAY + SECOND)
        assert await ledger(database, "status", "attempts", "priority", "due_at") == [(status, 3, 0, MAY)]


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
            await outbox.claim(connection, TELEGRAM, "me", MAY)
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


class TestMarking:
    async def test_an_end_is_written_down(self, database):
        delivery = await a_claimed(database)
        assert await marked(database, outbox.finish, delivery, DeliveryStatus.SENT, MAY + SECOND, external_id="77")
        columns = ("status", "external_id", "reason", "finished_at", "leased_until", "attempts", "owner")
        assert await ledger(database, *columns) == [("sent", "77", None, MAY + SECOND, None, 1, "me")]

    async def test_parts_are_counted_and_the_first_one_names_the_delivery(self, database):
        delivery = await a_claimed(database)
        assert await marked(database, outbox.note_part, delivery, 1, "77")
        assert await marked(database, outbox.note_part, delivery, 2, "78")
        assert await ledger(database, "status", "parts_sent", "external_id") == [("sending", 2, "77")]
        assert await marked(database, outbox.postpone, delivery, MAY, "flood")
        await marked(database, outbox.release_due, MAY)
        assert await claim(database) == [replace(delivery, attempts=2, parts_sent=2, external_id="77")]

    @pytest.mark.parametrize(("costs_attempt", "attempts"), [(True, 1), (False, 0)])
    async def test_what_is_postponed_comes_back_when_it_is_due_and_no_sooner(self, database, costs_attempt, attempts):
        delivery, due_at = await a_claimed(database), MAY + timedelta(minutes=5)
        assert await marked(database, outbox.postpone, delivery, due_at, "busy", costs_attempt=costs_attempt)
        columns = ("status", "due_at", "reason", "leased_until", "attempts")
        assert await ledger(database, *columns) == [("scheduled", due_at, "busy", None, attempts)]
        assert await marked(database, outbox.release_due, due_at - SECOND) == 0
        assert await claim(database, now=due_at) == []
        assert await marked(database, outbox.release_due, due_at) == 1
        assert await claim(database, now=due_at) == [replace(delivery, attempts=attempts + 1)]

    @pytest.mark.parametrize(
        "stale", [{"owner": "somebody else"}, {"attempts": 2}, {"attempts": 0}, {"id": 2}], ids=lambda stale: str(stale)
    )
    async def test_a_mark_by_another_owner_or_of_another_attempt_changes_nothing(self, database, stale):
        delivery = await a_claimed(database)
        await self.nothing_changes(database, replace(delivery, **stale))

    @pytest.mark.parametrize("status", [status for status in DeliveryStatus if status is not DeliveryStatus.SENDING])
    async def test_a_mark_of_what_is_not_being_sent_changes_nothing(self, database, status):
        delivery = await a_claimed(database)
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).values(status=status))
        await self.nothing_changes(database, delivery)

    async def test_whoever_lost_the_lease_marks_nothing_of_the_one_who_took_over(self, database):
        lost = await a_claimed(database, owner="slow")
        expired = MAY + LEASE + SECOND
        await let_leases_end(database)
        assert await marked(database, outbox.recover, "fast", expired) == 1
        (taken_over,) = await claim(database, owner="fast", now=expired)
        assert taken_over == replace(lost, owner="fast", attempts=2)
        await self.nothing_changes(database, lost)
        assert await marked(database, outbox.finish, taken_over, DeliveryStatus.SENT, expired)

    @staticmethod
    async def nothing_changes(database, stale):
        everything = [column.name for column in deliveries.c]
        before = await ledger(database, *everything)
        marks = [
            await marked(database, outbox.finish, stale, DeliveryStatus.SENT, MAY, external_id="77"),
            await marked(database, outbox.note_part, stale, 1, "77"),
            await marked(database, outbox.postpone, stale, MAY, "busy"),
        ]
        assert (marks, await ledger(database, *everything)) == ([False] * 3, before)


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
        assert await marked(database, outbox.recover, "me", self.EXPIRED) == 1
        columns = ("status", "attempts", "leased_until", "reason", "finished_at")
        assert await ledger(database, *columns) == [after]

    async def test_what_oneself_is_sending_is_in_good_hands(self, database):
        await a_claimed(database, owner="me")
        await let_leases_end(database)
        assert await marked(database, outbox.recover, "me", MAY + timedelta(days=1)) == 0
        assert await ledger(database, "status") == [("sending",)]

    async def test_whoever_is_alone_takes_back_what_its_predecessor_was_sending_without_waiting(self, database):
        await a_claimed(database, owner="dead")
        await a_claimed(database, owner="me")
        assert await marked(database, outbox.recover, "me", MAY, alone=True) == 1
        assert await ledger(database, "owner", "status") == [("dead", "waiting"), ("me", "sending")]

    async def test_a_lease_lasts_to_its_end(self, database):
        await a_claimed(database, owner="alive")
        assert await marked(database, outbox.recover, "me", MAY + LEASE) == 0
        assert await ledger(database, "status") == [("sending",)]

    async def test_whoever_says_that_they_are_alive_keeps_what_they_are_sending(self, database):
        await a_claimed(database, owner="alive")
        await a_claimed(database, owner="dead")
        await let_leases_end(database)
        await marked(database, outbox.renew, "alive", self.EXPIRED)
        assert await marked(database, outbox.recover, "me", self.EXPIRED) == 1
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
        assert await marked(database, outbox.recover, "me", self.EXPIRED) == 0
        assert await ledger(database, "status") == before


async def test_deliveries_are_counted_by_channel_and_state(database):
    anna = await a_person(database, email="anna@inbox.lv")
    await queue(database, anna, key="1:0")
    await queue(database, anna, key="1:1")
    await claim(database, limit=1)
    async with database.snapshot() as connection:
        assert await outbox.counts(connection) == {
            (TELEGRAM, DeliveryStatus.SENDING): 1,
            (TELEGRAM, DeliveryStatus.WAITING): 1,
            (EMAIL, DeliveryStatus.WAITING): 2,
        }


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        (NoticeKind.REGISTERED, Purpose.CONFIRMATION),
        (NoticeKind.CHANGED, Purpose.CONFIRMATION),
        (NoticeKind.CANCELLED, Purpose.CONFIRMATION),
        (NoticeKind.REMINDER, Purpose.REMINDER),
        (NoticeKind.ANNOUNCEMENT, Purpose.ANNOUNCEMENT),
        (NoticeKind.BAD_ADDRESS, Purpose.CONFIRMATION),
    ],
)
def test_each_kind_of_notice_has_its_purpose(kind, purpose):
    assert kind.purpose is purpose


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
            lambda connection: outbox.claim(connection, TELEGRAM, "me", MAY),
            "ix_deliveries_waiting (channel=? AND priority>? AND priority<?)",
        ),
        (lambda connection: outbox.release_due(connection, MAY), "ix_deliveries_scheduled (due_at<?)"),
        (lambda connection: outbox.recover(connection, "me", MAY), "ix_deliveries_sending (leased_until<?)"),
        (lambda connection: outbox.recover(connection, "me", MAY, alone=True), "ix_deliveries_sending"),
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
        (lambda connection: outbox.claim(connection, TELEGRAM, "me", MAY), "ix_deliveries_waiting"),
        (lambda connection: outbox.release_due(connection, MAY), "ix_deliveries_scheduled"),
        (lambda connection: outbox.recover(connection, "me", MAY), "ix_deliveries_sending"),
        (lambda connection: outbox.renew(connection, "me", MAY), "ix_deliveries_sending"),
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
