from datetime import timedelta

import pytest
from sqlalchemy import select, update

from conference import claims, ledger, outbox, personal_data
from conference.channels.channel import ChannelName
from conference.ledger import Choice, LedgerRow, Unsent
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.tables import deliveries
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant
from tests.conference.example_people import ledger as stored

LATER = MAY + timedelta(hours=1)


async def change(database, function, *arguments):
    async with database.transaction() as connection:
        return await function(connection, *arguments)


async def become(database, delivery_id, status, **values):
    async with database.transaction() as connection:
        row = update(deliveries).where(deliveries.c.id == delivery_id)
        await connection.execute(row.values(status=status, **values))


async def a_notice(database, person, kind, key, due_at=MAY):
    """Queue a notice for somebody."""
    async with database.transaction() as connection:
        notice_id = await outbox.add_notice(connection, "example-2024", kind, key, due_at)
        await outbox.enqueue(connection, notice_id, person, Priority.REMINDER, due_at)


@pytest.fixture
async def anna(database):
    """Somebody who registered: deliveries 1 (Telegram) and 2 (e-mail) wait."""
    return await a_registrant(database, an_event(), email="anna@inbox.lv")


async def test_deliveries_are_shown_newest_first_with_numbers_only(database, anna):
    await become(database, 1, DeliveryStatus.DEAD, attempts=8, reason="chat not found", finished_at=LATER)
    shared = {
        "event": "example-2024",
        "kind": NoticeKind.REGISTERED,
        "key": "1:0",
        "notice_id": 1,
        "person_id": anna.id,
    }
    email, telegram = await change(database, ledger.rows, Choice(), 10)
    assert email == LedgerRow(
        id=2,
        channel=ChannelName.EMAIL,
        status=DeliveryStatus.WAITING,
        attempts=0,
        reason=None,
        due_at=MAY,
        finished_at=None,
        **shared,
    )
    assert telegram == LedgerRow(
        id=1,
        channel=ChannelName.TELEGRAM,
        status=DeliveryStatus.DEAD,
        attempts=8,
        reason="chat not found",
        due_at=MAY,
        finished_at=LATER,
        **shared,
    )


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        (Choice(), [4, 3, 2, 1]),
        (Choice(ids=[1, 4, 99]), [4, 1]),
        (Choice(status=DeliveryStatus.DEAD), [3]),
        (Choice(channel=ChannelName.TELEGRAM), [3, 1]),
        (Choice(event="example-2024"), [4, 3, 2, 1]),
        (Choice(event="madona-2024"), []),
        (Choice(person_id=1), [2, 1]),
        (Choice(channel=ChannelName.EMAIL, person_id=2), [4]),
    ],
)
async def test_a_choice_means_what_it_says(database, anna, choice, ids):
    await a_registrant(database, an_event(), email="anna@inbox.lv")
    await become(database, 3, DeliveryStatus.DEAD)
    assert [row.id for row in await change(database, ledger.rows, choice, 10)] == ids


async def test_no_more_are_shown_than_asked_for(database, anna):
    assert [row.id for row in await change(database, ledger.rows, Choice(), 1)] == [2]


async def test_what_failed_is_tried_again_with_all_its_attempts_and_without_what_has_arrived(database, anna):
    await become(database, 1, DeliveryStatus.DEAD, attempts=8, parts_sent=1, reason="gone", finished_at=MAY)
    await become(database, 2, DeliveryStatus.UNCERTAIN, attempts=1, reason="died", finished_at=MAY)
    assert await change(database, ledger.failed, Choice()) == {DeliveryStatus.DEAD: 1, DeliveryStatus.UNCERTAIN: 1}
    assert await change(database, ledger.retry, Choice(), LATER) == 2
    columns = ("status", "attempts", "parts_sent", "reason", "due_at", "finished_at")
    assert await stored(database, *columns) == [
        ("waiting", 0, 1, None, LATER, None),
        ("waiting", 0, 0, None, LATER, None),
    ]


@pytest.mark.parametrize("status", sorted(set(DeliveryStatus) - ledger.FAILED))
async def test_nothing_else_is_tried_again(database, anna, status):
    await become(database, 1, status)
    assert (await change(database, ledger.failed, Choice()), await change(database, ledger.retry, Choice(), MAY)) == (
        {},
        0,
    )


async def test_nothing_is_tried_again_for_somebody_erased(database, anna):
    await become(database, 1, DeliveryStatus.DEAD)
    await change(database, personal_data.erase, anna.id, MAY)
    assert await change(database, ledger.retry, Choice(), LATER) == 0


async def test_what_is_queued_can_be_given_up_but_not_what_is_being_sent(database, anna):
    await a_notice(database, anna, NoticeKind.REMINDER, "day-before")
    await become(database, 1, DeliveryStatus.HELD)
    await become(database, 2, DeliveryStatus.SCHEDULED)
    await become(database, 3, DeliveryStatus.SENDING)
    await become(database, 4, DeliveryStatus.SENT)
    assert await change(database, ledger.give_up, Choice(), LATER) == 2
    assert await stored(database, "status", "reason", "finished_at") == [
        ("dead", "given up by the operator", LATER),
        ("dead", "given up by the operator", LATER),
        ("sending", None, None),
        ("sent", None, None),
    ]


async def test_what_is_queued_is_counted_by_notice_and_confirmations_together(database, anna):
    ben = await a_registrant(database, an_event(), LATER, email="ben@inbox.lv")
    await a_notice(database, anna, NoticeKind.REMINDER, "day-before")
    await a_notice(database, ben, NoticeKind.REMINDER, "day-before", LATER)
    await become(database, 2, DeliveryStatus.SENT)
    registered, reminder = (
        ("example-2024", NoticeKind.REGISTERED, ""),
        ("example-2024", NoticeKind.REMINDER, "day-before"),
    )
    email, telegram = ChannelName.EMAIL, ChannelName.TELEGRAM
    assert await change(database, ledger.unsent, MAY) == [
        Unsent(*registered, email, 0, 1),
        Unsent(*registered, telegram, 1, 1),
        Unsent(*reminder, email, 1, 1),
        Unsent(*reminder, telegram, 1, 1),
    ]


async def test_what_was_due_by_a_moment_is_withdrawn_and_nothing_else(database, anna):
    await a_registrant(database, an_event(), LATER, email="ben@inbox.lv")
    await become(database, 2, DeliveryStatus.SENT)
    assert await change(database, ledger.withdraw, MAY, "why", LATER) == 1
    assert await stored(database, "status", "reason", "finished_at") == [
        ("withdrawn", "why", LATER),
        ("sent", None, None),
        ("waiting", None, None),
        ("waiting", None, None),
    ]


async def test_what_is_tried_again_is_claimed_again(database):
    person = await a_person(database)
    await a_notice(database, person, NoticeKind.ANNOUNCEMENT, "1")
    await become(database, 1, DeliveryStatus.UNCERTAIN, attempts=8)
    await change(database, ledger.retry, Choice(ids=[1]), LATER)
    (claimed,) = await change(database, claims.claim, ChannelName.TELEGRAM, "us", LATER)
    assert (claimed.id, claimed.attempts) == (1, 1)
    async with database.snapshot() as connection:
        assert (await connection.execute(select(deliveries.c.status))).scalars().all() == ["sending"]
