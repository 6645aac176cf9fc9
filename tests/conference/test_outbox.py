import pytest
from sqlalchemy import update

from conference import outbox
from conference.channels.channel import Purpose
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.people import Wants
from conference.tables import deliveries
from tests.conference.example_deliveries import EMAIL, SECOND, TELEGRAM, claim, queue
from tests.conference.example_people import MAY, a_person, ledger


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
