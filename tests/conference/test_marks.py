import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from conference import claims
from conference.channels.channel import ChannelName
from conference.database import Database
from conference.marks import Ended, MarkError, Marks, PartSent, Postponed, Sent, TakenOverError, Unreachable
from conference.outbox import Delivery, DeliveryStatus
from conference.tables import deliveries
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger
from tests.conference.spoiling import spoil_updates

TELEGRAM = ChannelName.TELEGRAM
LATER = MAY + timedelta(minutes=1)


async def claimed(database: Database, count: int) -> list[Delivery]:
    """Deliveries of confirmations to so many people, being sent."""
    for _ in range(count):
        await a_registrant(database, an_event())
    async with database.transaction() as connection:
        return await claims.claim(connection, TELEGRAM, "me", MAY, limit=count)


async def states(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    return [row[1:] for row in await ledger(database, "channel", *columns) if row[0] == "telegram"]


@contextmanager
def counting_transactions(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    begun: list[int] = []
    transaction = database.transaction

    @asynccontextmanager
    async def counted():
        begun.append(1)
        async with transaction() as connection:
            yield connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "transaction", counted)
        yield begun


async def test_marks_that_come_together_share_a_commit(database: Database, monkeypatch: pytest.MonkeyPatch):
    some = await claimed(database, 20)
    marks = Marks(database)
    with counting_transactions(database, monkeypatch) as transactions:
        await asyncio.gather(*(marks.write(Sent(delivery, f"m{delivery.id}", LATER)) for delivery in some))
    assert len(transactions) == 1
    assert await states(database, "status", "external_id") == [("sent", f"m{delivery.id}") for delivery in some]


async def test_each_kind_of_mark_says_what_became_of_its_delivery(database: Database):
    sent, part, ended, postponed = await claimed(database, 4)
    marks = Marks(database)
    await asyncio.gather(
        marks.write(Sent(sent, "1", LATER)),
        marks.write(PartSent(part, 1, "2")),
        marks.write(Ended(ended, DeliveryStatus.DEAD, "broken", LATER)),
        marks.write(Postponed(postponed, LATER, "busy", costs_attempt=False)),
    )
    assert await states(database, "status", "parts_sent", "external_id", "reason", "attempts") == [
        ("sent", 0, "1", None, 1),
        ("sending", 1, "2", None, 1),
        ("dead", 0, None, "broken", 1),
        ("scheduled", 0, None, "busy", 0),
    ]


async def test_whoever_cannot_be_reached_is_remembered(database: Database):
    (delivery,) = await claimed(database, 1)
    await Marks(database).write(Unreachable(delivery, TELEGRAM, "blocked", LATER))
    assert await states(database, "status", "reason") == [("dead", "blocked")]
    async with database.snapshot() as connection:
        since = (await connection.execute(text("SELECT telegram_unreachable_since FROM people"))).scalar_one()
    assert str(since).startswith("2024-05-20 09:01")


async def test_among_many_only_the_mark_of_a_lost_lease_does_not_count(database: Database):
    some = await claimed(database, 5)
    async with database.transaction() as connection:
        await connection.execute(update(deliveries).where(deliveries.c.id == some[2].id).values(owner="you"))
    marks = Marks(database)
    outcomes = await asyncio.gather(*(marks.write(Sent(one, "1", LATER)) for one in some), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [
        *(type(None), type(None)),
        TakenOverError,
        *(type(None), type(None)),
    ]
    assert [status for (status,) in await states(database, "status")] == ["sent", "sent", "sending", "sent", "sent"]


async def test_a_mark_that_cannot_be_written_does_not_take_the_others_with_it(database: Database):
    some = await claimed(database, 3)
    await spoil_updates(database, f"old.id = {some[1].id} AND new.status = 'sent'")
    marks = Marks(database)
    outcomes = await asyncio.gather(*(marks.write(Sent(one, "1", LATER)) for one in some), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), MarkError, type(None)]
    assert [status for (status,) in await states(database, "status")] == ["sent", "sending", "sent"]


async def test_whoever_gives_up_waiting_does_not_stop_the_group(database: Database):
    one, other = await claimed(database, 2)
    marks = Marks(database)
    impatient = asyncio.create_task(marks.write(Sent(one, "1", LATER)))
    patient = asyncio.create_task(marks.write(Sent(other, "2", LATER)))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    assert await states(database, "status") == [("sent",), ("sent",)]
