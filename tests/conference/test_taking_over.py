import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from conference import drafts, people, personal_data, registration, reminders, taking_over
from conference.channels.channel import ChannelName
from conference.database import Database
from conference.dialogue import new_draft
from conference.event import Event
from conference.people import Person
from conference.signing import Signing
from conference.tables import deliveries, registrations
from conference.tables import people as people_table
from conference.taking_over import Link, Outcome
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_complete_draft, a_person, a_registrant, ledger

OURS = Signing("a secret")
EVENT = an_event()
DAY_BEFORE = datetime.fromisoformat("2024-06-13T07:01:00+00:00")


async def an_absent(database: Database, event: Event = EVENT, **columns: Any) -> Person:
    """Store somebody who was registered, and has no chat."""
    return await a_registrant(database, event, **({"chat_id": None, "email": "ilze@inbox.lv"} | columns))


def link_to(registration_id: int = 1, address: str = "ilze@inbox.lv") -> Link:
    link = taking_over.read(taking_over.payload(OURS, registration_id, address))
    assert link is not None
    return link


async def follows(
    database: Database,
    chat_id: int,
    link: Link | None = None,
    now: datetime = MAY,
    events: tuple[Event, ...] = (EVENT,),
) -> tuple[Outcome, int]:
    """Follow the link in a turn of this chat; return what came of it, and who it is then."""
    async with database.transaction() as connection:
        is_newcomer = await people.find(connection, chat_id) is None
        me = await people.meet(connection, chat_id, "lv", now)
        keys = [event.key for event in events]
        taken = await taking_over.take_over(connection, OURS, link or link_to(), me, keys, now, is_newcomer=is_newcomer)
        if (known := await people.find(connection, chat_id)) is not None:
            assert taken.person == known
    return taken.outcome, taken.person.id


async def stored(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    async with database.snapshot() as connection:
        chosen = select(*(people_table.c[name] for name in columns)).order_by(people_table.c.id)
        return [tuple(row) for row in await connection.execute(chosen)]


async def registrants(database: Database) -> list[tuple[Any, ...]]:
    async with database.snapshot() as connection:
        chosen = select(registrations.c.id, registrations.c.person_id).order_by(registrations.c.id)
        return [tuple(row) for row in await connection.execute(chosen)]


def test_a_payload_is_what_telegram_carries_whatever_the_link_is_to_do() -> None:
    payload = taking_over.payload(OURS, 2**31, "ilze@inbox.lv")
    assert re.fullmatch("p_2147483648-[a-z2-7]{26}", payload)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", f"notcoming_{payload}")


@pytest.mark.parametrize("act", ["", "coming", "notcoming", "optout"])
def test_what_a_link_says_is_read_back(act: str) -> None:
    payload = taking_over.payload(OURS, 31, "ilze@inbox.lv")
    signature = payload.partition("-")[2]
    assert taking_over.read(f"{act}_{payload}" if act else payload) == Link(act, 31, signature)


@pytest.mark.parametrize("payload", ["", "p_", "p_31", "p_31-abc", "p_x-" + "a" * 26, "coming_example-2024", "i_abc"])
def test_other_payloads_are_none(payload: str) -> None:
    assert taking_over.read(payload) is None


async def test_a_newcomer_becomes_the_person_who_was_registered(database: Database) -> None:
    ilze = await an_absent(database)
    assert await follows(database, 5) == (Outcome.TAKEN, ilze.id)
    assert await stored(database, "id", "chat_id", "email") == [(ilze.id, 5, "ilze@inbox.lv")]
    assert await registrants(database) == [(1, ilze.id)]


async def test_whoever_is_known_gets_the_registration_and_the_address(database: Database) -> None:
    ilze = await an_absent(database)
    known = await a_person(database, chat_id=5)
    assert await follows(database, 5) == (Outcome.TAKEN, known.id)
    assert await stored(database, "id", "chat_id", "email", "language") == [
        (ilze.id, None, None, ""),
        (known.id, 5, "ilze@inbox.lv", "lv"),
    ]
    assert await registrants(database) == [(1, known.id)]


async def test_an_address_of_ones_own_stays(database: Database) -> None:
    await an_absent(database)
    await a_person(database, chat_id=5, email="own@inbox.lv")
    await follows(database, 5)
    assert [email for _, email in await stored(database, "id", "email")] == [None, "own@inbox.lv"]


async def test_whoever_declined_reminders_by_e_mail_has_declined_them(database: Database) -> None:
    await an_absent(database, opted_out_at=MAY)
    await a_person(database, chat_id=5)
    await follows(database, 5)
    assert (await stored(database, "opted_out_at"))[-1] == (MAY,)


async def test_what_the_ledger_has_for_the_registration_moves_with_it(database: Database) -> None:
    await an_absent(database)
    known = await a_person(database, chat_id=5)
    await follows(database, 5)
    assert await ledger(database, "person_id", "kind", "channel", "status") == [
        (known.id, "registered", "email", "waiting")
    ]


async def test_what_one_got_already_does_not_come_a_second_time(database: Database) -> None:
    """A reminder waits for both of them by e-mail; they are one person now."""
    ilze, known = await an_absent(database), await a_person(database, chat_id=5, email="own@inbox.lv")
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [EVENT], DAY_BEFORE)
        mine = select(deliveries.c.notice_id, deliveries.c.channel, *_REST).where(deliveries.c.channel == "email")
        row = (await connection.execute(mine.order_by(deliveries.c.id.desc()).limit(1))).one()._mapping
        await connection.execute(insert(deliveries).values(**row, person_id=known.id))
    await follows(database, 5, now=DAY_BEFORE)
    assert await ledger(database, "person_id", "kind", "channel", "status") == [
        (known.id, "registered", "email", "waiting"),
        (ilze.id, "reminder", "email", "withdrawn"),
        (known.id, "reminder", "email", "waiting"),
    ]


_REST = [deliveries.c[name] for name in ("priority", "status", "due_at", "created_at")]


@pytest.mark.parametrize("is_known", [False, True])
async def test_a_reminder_that_came_by_e_mail_does_not_come_again_in_the_chat(
    database: Database, is_known: bool
) -> None:
    await an_absent(database)
    if is_known:
        await a_person(database, chat_id=5)
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [EVENT], DAY_BEFORE)
        await connection.execute(update(deliveries).values(status="sent"))
    _, person_id = await follows(database, 5, now=DAY_BEFORE)
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [EVENT], DAY_BEFORE + timedelta(seconds=20))
    rows = await ledger(database, "person_id", "kind", "channel", "status")
    assert rows[1:] == [
        (person_id, "reminder", "email", "sent"),
        (person_id, "reminder", "telegram", "withdrawn"),
    ]


async def test_a_reminder_that_did_not_arrive_by_e_mail_comes_in_the_chat(database: Database) -> None:
    await an_absent(database)
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [EVENT], DAY_BEFORE)
        await connection.execute(update(deliveries).values(status="dead"))
    await follows(database, 5, now=DAY_BEFORE)
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [EVENT], DAY_BEFORE)
    assert (await ledger(database, "kind", "channel", "status"))[-1] == ("reminder", "telegram", "waiting")


async def test_of_two_who_follow_it_at_once_one_gets_it(database: Database) -> None:
    ilze = await an_absent(database)
    outcomes = await asyncio.gather(*(follows(database, chat_id) for chat_id in (5, 6)))
    assert sorted(outcome for outcome, _ in outcomes) == [Outcome.TAKEN, Outcome.WORTHLESS]
    assert await registrants(database) == [(1, ilze.id)]


async def test_of_two_known_people_who_follow_it_at_once_one_gets_it(database: Database) -> None:
    await an_absent(database)
    known = [(await a_person(database, chat_id=chat_id)).id for chat_id in (5, 6)]
    outcomes = await asyncio.gather(*(follows(database, chat_id) for chat_id in (5, 6)))
    assert sorted(outcome for outcome, _ in outcomes) == [Outcome.TAKEN, Outcome.WORTHLESS]
    (winner,) = (person_id for outcome, person_id in outcomes if outcome is Outcome.TAKEN)
    assert winner in known
    assert await registrants(database) == [(1, winner)]


@pytest.mark.parametrize("is_known", [False, True])
async def test_followed_again_by_the_same_person_it_is_theirs(database: Database, is_known: bool) -> None:
    await an_absent(database)
    if is_known:
        await a_person(database, chat_id=5, email="own@inbox.lv")
    _, person_id = await follows(database, 5)
    assert await follows(database, 5) == (Outcome.MINE, person_id)


async def test_followed_again_by_somebody_else_it_does_nothing(database: Database) -> None:
    ilze = await an_absent(database)
    await follows(database, 5)
    assert (await follows(database, 6))[0] is Outcome.WORTHLESS
    assert await registrants(database) == [(1, ilze.id)]


async def test_whoever_is_registered_themselves_keeps_what_they_have(database: Database) -> None:
    ilze = await an_absent(database)
    own = await a_registrant(database, EVENT, chat_id=5)
    assert await follows(database, 5) == (Outcome.HAS_OWN, own.id)
    assert await registrants(database) == [(1, ilze.id), (2, own.id)]


async def test_a_cancelled_registration_makes_room(database: Database) -> None:
    await an_absent(database)
    own = await a_registrant(database, EVENT, chat_id=5)
    async with database.transaction() as connection:
        await registration.cancel(connection, EVENT, own, MAY)
    assert await follows(database, 5) == (Outcome.TAKEN, own.id)
    assert await registrants(database) == [(1, own.id)]


async def test_what_one_had_begun_to_answer_is_forgotten(database: Database) -> None:
    await an_absent(database)
    known = await a_person(database, chat_id=5)
    async with database.transaction() as connection:
        await drafts.save(connection, new_draft(known.id, EVENT, MAY), MAY)
    await follows(database, 5)
    async with database.snapshot() as connection:
        assert await drafts.latest(connection, known.id) is None


async def test_it_is_not_for_the_colleague_who_registered_them(database: Database) -> None:
    secretary = await a_person(database, chat_id=5)
    ilze = await an_absent(database)
    async with database.transaction() as connection:
        await connection.execute(update(registrations).values(registered_by=secretary.id))
    assert await follows(database, 5) == (Outcome.FOR_COLLEAGUE, secretary.id)
    assert await registrants(database) == [(1, ilze.id)]


async def test_a_cancelled_registration_is_not_taken_over(database: Database) -> None:
    ilze = await an_absent(database)
    async with database.transaction() as connection:
        await registration.cancel(connection, EVENT, ilze, MAY)
    assert (await follows(database, 5))[0] is Outcome.WORTHLESS


async def test_nor_is_one_for_an_event_that_is_over(database: Database) -> None:
    await an_absent(database)
    assert (await follows(database, 5, events=()))[0] is Outcome.WORTHLESS


@pytest.mark.parametrize("is_erased", [False, True])
async def test_a_link_of_a_registration_that_is_gone_does_nothing(database: Database, is_erased: bool) -> None:
    if is_erased:
        ilze = await an_absent(database)
        async with database.transaction() as connection:
            await personal_data.erase(connection, ilze.id, MAY)
    assert (await follows(database, 5))[0] is Outcome.WORTHLESS


async def test_a_forged_link_and_one_to_an_address_that_was_corrected_do_nothing(database: Database) -> None:
    ilze = await an_absent(database)
    forged = taking_over.read(taking_over.payload(Signing("another secret"), 1, "ilze@inbox.lv"))
    assert forged is not None
    for link in (forged, link_to(1, "misspelt@inbox.lv"), link_to(2)):
        assert (await follows(database, 5, link))[0] is Outcome.WORTHLESS
    assert await registrants(database) == [(1, ilze.id)]
    assert (await stored(database, "id", "chat_id"))[0] == (ilze.id, None)


async def test_a_registration_for_another_event_keeps_the_person_who_has_it(database: Database) -> None:
    another = an_event(key="another-2024")
    ilze, known = await an_absent(database), await a_person(database, chat_id=5)
    async with database.transaction() as connection:
        draft = a_complete_draft(another, ilze)
        await registration.confirm(connection, another, draft, ilze, MAY)
    await follows(database, 5)
    assert await registrants(database) == [(1, known.id), (2, ilze.id)]
    assert (await stored(database, "email"))[0] == ("ilze@inbox.lv",)
    assert ChannelName.EMAIL in (await _person(database, ilze.id)).channels


async def _person(database: Database, person_id: int) -> Person:
    async with database.snapshot() as connection:
        person = await people.get(connection, person_id)
    assert person is not None
    return person
