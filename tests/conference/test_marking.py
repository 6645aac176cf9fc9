from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from conference import claims, marking
from conference.claims import LEASE
from conference.outbox import DeliveryStatus
from conference.tables import deliveries
from tests.conference.example_deliveries import SECOND, a_claimed, claim, let_leases_end, marked
from tests.conference.example_people import MAY, ledger


class TestMarking:
    async def test_an_end_is_written_down(self, database):
        delivery = await a_claimed(database)
        assert await marked(database, marking.finish, delivery, DeliveryStatus.SENT, MAY + SECOND, external_id="77")
        columns = ("status", "external_id", "reason", "finished_at", "leased_until", "attempts", "owner")
        assert await ledger(database, *columns) == [("sent", "77", None, MAY + SECOND, None, 1, "me")]

    async def test_parts_are_counted_and_the_first_one_names_the_delivery(self, database):
        delivery = await a_claimed(database)
        assert await marked(database, marking.note_part, delivery, 1, "77")
        assert await marked(database, marking.note_part, delivery, 2, "78")
        assert await ledger(database, "status", "parts_sent", "external_id") == [("sending", 2, "77")]
        assert await marked(database, marking.postpone, delivery, MAY, "flood")
        await marked(database, claims.release_due, MAY)
        assert await claim(database) == [replace(delivery, attempts=2, parts_sent=2, external_id="77")]

    @pytest.mark.parametrize(("costs_attempt", "attempts"), [(True, 1), (False, 0)])
    async def test_what_is_postponed_comes_back_when_it_is_due_and_no_sooner(self, database, costs_attempt, attempts):
        delivery, due_at = await a_claimed(database), MAY + timedelta(minutes=5)
        assert await marked(database, marking.postpone, delivery, due_at, "busy", costs_attempt=costs_attempt)
        columns = ("status", "due_at", "reason", "leased_until", "attempts")
        assert await ledger(database, *columns) == [("scheduled", due_at, "busy", None, attempts)]
        assert await marked(database, claims.release_due, due_at - SECOND) == 0
        assert await claim(database, now=due_at) == []
        assert await marked(database, claims.release_due, due_at) == 1
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
        assert await marked(database, claims.recover, "fast", expired) == 1
        (taken_over,) = await claim(database, owner="fast", now=expired)
        assert taken_over == replace(lost, owner="fast", attempts=2)
        await self.nothing_changes(database, lost)
        assert await marked(database, marking.finish, taken_over, DeliveryStatus.SENT, expired)

    @staticmethod
    async def nothing_changes(database, stale):
        everything = [column.name for column in deliveries.c]
        before = await ledger(database, *everything)
        marks = [
            await marked(database, marking.finish, stale, DeliveryStatus.SENT, MAY, external_id="77"),
            await marked(database, marking.note_part, stale, 1, "77"),
            await marked(database, marking.postpone, stale, MAY, "busy"),
        ]
        assert (marks, await ledger(database, *everything)) == ([False] * 3, before)
