from datetime import datetime, timedelta
from typing import Any

import pytest

from conference import claims, outbox, people, registration
from conference.channels.channel import ChannelName, Purpose
from conference.database import Database
from conference.event import Event
from conference.marks import Marks, Unreachable
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.people import Person
from conference.rendering import Letter, NotToBeSent, Rendered, Renderer
from conference.texts import Texts
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_complete_draft, a_person, a_registrant, ledger
from tests.conference.example_settings import settings_of

TELEGRAM, EMAIL = ChannelName.TELEGRAM, ChannelName.EMAIL
LATER = MAY + timedelta(minutes=1)
ADDRESS = "anna@inbox.lv"
OTHER = an_event(key="other-2024")


async def queue(database: Database, person: Person, kind: NoticeKind, event: Event | None = None) -> None:
    async with database.transaction() as connection:
        notice_id = await outbox.add_notice(connection, (event or an_event()).key, kind, "of tests", MAY)
        await outbox.enqueue(connection, notice_id, person, Priority[kind.purpose.name], MAY)


async def refuse_all(database: Database, channel: ChannelName, now: datetime = LATER) -> None:
    """Let the channel refuse whatever waits on it, for it leads to nobody."""
    async with database.transaction() as connection:
        claimed = await claims.claim(connection, channel, "me", now, limit=100)
    marks = Marks(database)
    for delivery in claimed:
        await marks.write(Unreachable(delivery, channel, "refused", now))


async def told(database: Database, *but: NoticeKind) -> list[tuple[Any, ...]]:
    rows = await ledger(database, "kind", "channel", "status", "priority")
    return [row for row in rows if row[0] not in but]


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind is not NoticeKind.BAD_ADDRESS])
@pytest.mark.parametrize(("refused", "other"), [(TELEGRAM, EMAIL), (EMAIL, TELEGRAM)])
async def test_what_one_channel_refuses_the_other_brings(
    database: Database, kind: NoticeKind, refused: ChannelName, other: ChannelName
):
    person = await a_person(database, email=ADDRESS, wants=str(refused))
    await queue(database, person, kind)
    await refuse_all(database, refused)
    priority = Priority[kind.purpose.name]
    assert await told(database) == [(kind, refused, "dead", priority), (kind, other, "waiting", priority)]


@pytest.mark.parametrize("refused", [TELEGRAM, EMAIL])
async def test_whoever_gets_it_on_both_gets_it_once_on_each(database: Database, refused: ChannelName):
    await queue(database, await a_person(database, email=ADDRESS), NoticeKind.REMINDER)
    await refuse_all(database, refused)
    assert sorted(await told(database)) == sorted(
        ("reminder", channel, "dead" if channel is refused else "waiting", Priority.REMINDER)
        for channel in (TELEGRAM, EMAIL)
    )


async def test_whoever_has_no_channel_left_stays_in_the_ledger_as_dead(database: Database):
    await a_registrant(database, an_event(), email=ADDRESS)
    for channel in (TELEGRAM, EMAIL):
        await refuse_all(database, channel)
    assert await told(database) == [("registered", channel, "dead", Priority.CONFIRMATION) for channel in ChannelName]


async def test_a_registrant_is_asked_once_in_telegram_for_the_right_address(database: Database):
    person = await a_registrant(database, an_event(), email=ADDRESS)
    await queue(database, person, NoticeKind.REMINDER)
    await refuse_all(database, EMAIL)
    asked = [row for row in await told(database) if row[0] == "bad_address"]
    assert asked == [("bad_address", "telegram", "waiting", Priority.CONFIRMATION)]


async def test_each_bad_address_is_asked_for_once(database: Database):
    person = await a_registrant(database, an_event(), email=ADDRESS)
    await refuse_all(database, EMAIL)
    async with database.transaction() as connection:
        await people.set_email(connection, person.id, "anna@inbox.vl")
        corrected = await people.get(connection, person.id)
    assert corrected
    await queue(database, corrected, NoticeKind.REMINDER)
    await refuse_all(database, EMAIL, LATER + timedelta(minutes=1))
    assert [row[0] for row in await told(database)].count("bad_address") == 2


@pytest.mark.parametrize("registered_for", [an_event(), OTHER])
async def test_it_is_asked_where_the_person_is_registered(database: Database, registered_for: Event):
    person = await a_registrant(database, registered_for, email=ADDRESS)
    await queue(database, person, NoticeKind.REMINDER, OTHER)
    await refuse_all(database, EMAIL)
    asked = [event for event, kind in await ledger(database, "event", "kind") if kind == "bad_address"]
    assert asked == [registered_for.key]


async def test_whoever_is_registered_for_several_is_asked_once_about_the_event_of_the_letter(database: Database):
    person = await a_registrant(database, an_event(), email=ADDRESS)
    await refuse_all(database, TELEGRAM)
    async with database.transaction() as connection:
        await people.meet(connection, person.chat_id or 0, "lv", MAY)
        await registration.confirm(connection, OTHER, a_complete_draft(OTHER, person), person, LATER)
    await refuse_all(database, EMAIL)
    asked = [event for event, kind in await ledger(database, "event", "kind") if kind == "bad_address"]
    assert asked == [an_event().key]


# How it is said.


async def asked(database: Database, event: Event) -> tuple[Person, outbox.Delivery]:
    """A registrant whose address was refused, and the notice about it, being sent."""
    person = await a_registrant(database, event, email=ADDRESS, language="en")
    await refuse_all(database, EMAIL)
    async with database.transaction() as connection:
        claimed = await claims.claim(connection, TELEGRAM, "me", LATER, limit=9)
    (delivery,) = [one for one in claimed if one.kind is NoticeKind.BAD_ADDRESS]
    return person, delivery


async def rendered(database: Database, event: Event, delivery: outbox.Delivery, now: datetime = LATER) -> Rendered:
    renderer = Renderer(settings_of(event), Texts(["lv", "en"]))
    async with database.snapshot() as connection:
        return renderer.render(await renderer.facts(connection, [delivery], now), delivery, now)


async def test_it_says_which_address_was_refused_and_lets_the_person_correct_it(database: Database):
    event = an_event(questions=(a_question("name", use="name"), a_question("email", kind="email", use="email")))
    _, delivery = await asked(database, event)
    letter = await rendered(database, event, delivery)
    assert isinstance(letter, Letter)
    assert letter.envelope.purpose is Purpose.CONFIRMATION
    assert ADDRESS in letter.content.paragraphs[0]
    assert [action.command for action in letter.content.actions] == ["email:example-2024::"]


async def test_it_is_withdrawn_where_the_address_was_corrected_meanwhile(database: Database):
    person, delivery = await asked(database, an_event())
    async with database.transaction() as connection:
        await people.set_email(connection, person.id, "anna@skola.lv")
    assert await rendered(database, an_event(), delivery) == NotToBeSent(
        DeliveryStatus.WITHDRAWN, "the address has been corrected"
    )


async def test_it_is_withdrawn_where_the_registration_was_cancelled_or_the_event_is_over(database: Database):
    person, delivery = await asked(database, an_event())
    too_late = NotToBeSent(DeliveryStatus.WITHDRAWN, "the address cannot be corrected any more")
    assert await rendered(database, an_event(), delivery, LATER + timedelta(days=60)) == too_late
    async with database.transaction() as connection:
        await registration.cancel(connection, an_event(), person, LATER)
    assert await rendered(database, an_event(), delivery) == too_late


async def test_a_corrected_address_is_written_to_again(database: Database):
    event = an_event()
    person, _ = await asked(database, event)
    right = a_complete_draft(event, person, answers={"name": "Anna", "email": "anna@skola.lv", "field": None})
    async with database.transaction() as connection:
        await registration.confirm(connection, event, right, person, LATER)
        corrected = await people.get(connection, person.id)
    assert corrected
    assert (corrected.email, corrected.email_unreachable_since) == ("anna@skola.lv", None)
    assert corrected.channels == (TELEGRAM, EMAIL)
