from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conference import claims, marking, people, registration, reminders, taking_over
from conference.announcements import following_up
from conference.channels.channel import ChannelName, Envelope, Purpose
from conference.content import Action, Written
from conference.database import Database
from conference.event import Event
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.people import Person
from conference.rendering import Letter, NotToBeSent, NotYet, Rendered, Renderer
from conference.signing import Signing
from conference.texts import Texts
from tests.conference.announcements.example_announcements import a_begun, done, words
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_complete_draft, a_registrant
from tests.conference.example_settings import settings_of

OURS = Signing("a secret")
DAY_BEFORE = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)


def a_renderer(*events: Event) -> Renderer:
    renderer = Renderer(settings_of(*events), Texts(["lv", "en"]))
    renderer.bot_username = "kopa_bot"
    return renderer


async def claimed(database: Database, channel: ChannelName, now: datetime) -> Delivery:
    async with database.transaction() as connection:
        (delivery,) = await claims.claim(connection, channel, "tests", now, limit=1)
    return delivery


async def finished(database: Database, delivery: Delivery, external_id: str) -> None:
    async with database.transaction() as connection:
        await marking.finish(connection, delivery, DeliveryStatus.SENT, MAY, external_id=external_id)


async def rendered(database: Database, renderer: Renderer, delivery: Delivery, now: datetime) -> Rendered:
    async with database.snapshot() as connection:
        facts = await renderer.facts(connection, [delivery], now)
    return renderer.render(facts, delivery, now)


async def a_reminded_registrant(database: Database, event: Event, **columns: Any) -> tuple[Person, Delivery]:
    """A registrant whose confirmation is sent and whose reminder is being sent."""
    person = await a_registrant(database, event, **columns)
    for channel in person.channels:
        await finished(database, await claimed(database, channel, MAY), "confirmation-1")
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [event], DAY_BEFORE)
    return person, await claimed(database, ChannelName.TELEGRAM, DAY_BEFORE)


async def test_a_confirmation_goes_to_the_chat_in_the_persons_language(database: Database):
    event = an_event()
    person = await a_registrant(database, event, language="en", chat_id=77)
    delivery = await claimed(database, ChannelName.TELEGRAM, MAY)
    letter = await rendered(database, a_renderer(event), delivery, MAY)
    assert isinstance(letter, Letter)
    assert letter.envelope == Envelope(
        notice_id=delivery.notice_id,
        person_id=person.id,
        address="77",
        language="en",
        purpose=Purpose.CONFIRMATION,
        event_key="example-2024",
        event_title="Example",
        in_reply_to=None,
    )
    assert letter.content.title == "Registration received"
    assert letter.content.actions[0].link == "https://t.me/kopa_bot?start=example-2024"


async def test_a_reminder_follows_the_confirmation_of_the_same_channel(database: Database):
    event = an_event()
    _, delivery = await a_reminded_registrant(database, event, chat_id=77)
    letter = await rendered(database, a_renderer(event), delivery, DAY_BEFORE)
    assert isinstance(letter, Letter)
    assert (letter.envelope.purpose, letter.envelope.in_reply_to) == (Purpose.REMINDER, "confirmation-1")


async def test_a_venue_that_changed_after_queueing_is_right_in_the_reminder(database: Database):
    _, delivery = await a_reminded_registrant(database, an_event())
    moved = an_event(venue={"name": "Pils", "address": "Pils laukums 9"})
    letter = await rendered(database, a_renderer(moved), delivery, DAY_BEFORE)
    assert isinstance(letter, Letter)
    assert letter.content.facts[1].value == "Pils, Pils laukums 9"


async def test_a_reminder_moves_with_its_event(database: Database):
    _, delivery = await a_reminded_registrant(database, an_event())
    later = an_event(date=an_event().date + timedelta(days=7))
    due_at = datetime(2024, 6, 20, 7, tzinfo=UTC)
    assert await rendered(database, a_renderer(later), delivery, DAY_BEFORE) == NotYet(due_at)


async def test_a_reminder_that_became_useless_is_missed(database: Database):
    event = an_event()
    _, delivery = await a_reminded_registrant(database, event)
    started = datetime(2024, 6, 14, 7, tzinfo=UTC)
    assert await rendered(database, a_renderer(event), delivery, started) == NotToBeSent(
        DeliveryStatus.MISSED, "it could not be sent while it was useful"
    )


WITHDRAWN: Mapping[str, tuple[dict[str, Any], str]] = {
    "event": ({"key": "another"}, "the event is not in the settings any more"),
    "rule": ({"reminders": ()}, "the rule is not in the settings any more"),
}


@pytest.mark.parametrize(("changes", "reason"), WITHDRAWN.values(), ids=WITHDRAWN.keys())
async def test_what_the_settings_no_longer_know_is_withdrawn(database: Database, changes: dict[str, Any], reason: str):
    _, delivery = await a_reminded_registrant(database, an_event())
    outcome = await rendered(database, a_renderer(an_event(**changes)), delivery, DAY_BEFORE)
    assert outcome == NotToBeSent(DeliveryStatus.WITHDRAWN, reason)


async def test_who_cancelled_meanwhile_is_not_reminded(database: Database):
    event = an_event()
    person, delivery = await a_reminded_registrant(database, event)
    async with database.transaction() as connection:
        await registration.cancel(connection, event, person, DAY_BEFORE)
    assert await rendered(database, a_renderer(event), delivery, DAY_BEFORE) == NotToBeSent(
        DeliveryStatus.WITHDRAWN, "the person is not in the audience any more"
    )


async def test_a_confirmation_that_a_later_one_overtook_is_withdrawn(database: Database):
    event = an_event()
    person = await a_registrant(database, event)
    first = await claimed(database, ChannelName.TELEGRAM, MAY)
    async with database.transaction() as connection:
        await registration.confirm(connection, event, a_complete_draft(event, person), person, MAY)
    assert await rendered(database, a_renderer(event), first, MAY) == NotToBeSent(
        DeliveryStatus.WITHDRAWN, "a later version of the registration is confirmed instead"
    )


async def test_an_address_that_is_gone_withdraws_what_went_to_it(database: Database):
    event = an_event()
    person = await a_registrant(database, event)
    await finished(database, await claimed(database, ChannelName.TELEGRAM, MAY), "1")
    delivery = await claimed(database, ChannelName.EMAIL, MAY)
    async with database.transaction() as connection:
        await people.set_email(connection, person.id, None)
    assert await rendered(database, a_renderer(event), delivery, MAY) == NotToBeSent(
        DeliveryStatus.WITHDRAWN, "the person has no address on this channel any more"
    )


async def test_a_cancellation_carries_a_cancelled_calendar_entry_of_the_next_sequence(database: Database):
    event = an_event()
    person = await a_registrant(database, event)
    await finished(database, await claimed(database, ChannelName.TELEGRAM, MAY), "1")
    async with database.transaction() as connection:
        await registration.cancel(connection, event, person, MAY)
    delivery = await claimed(database, ChannelName.TELEGRAM, MAY)
    letter = await rendered(database, a_renderer(event), delivery, MAY)
    assert isinstance(letter, Letter)
    assert delivery.kind is NoticeKind.CANCELLED
    calendar = letter.content.calendar
    assert calendar is not None
    lines = calendar.body.decode().replace("\r\n ", "").splitlines()
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(lines)
    assert [line for line in lines if line.startswith("ORGANIZER") and line.endswith(":mailto:conference@example.org")]


async def test_an_announcement_that_was_reworded_says_its_new_words_to_whoever_still_waits(database: Database):
    event, renderer = an_event(), a_renderer(an_event())
    await a_registrant(database, event)
    await finished(database, await claimed(database, ChannelName.TELEGRAM, MAY), "1")
    announced = await a_begun(database, event, words("The small hall"))
    delivery = await claimed(database, ChannelName.TELEGRAM, MAY)
    before = await rendered(database, renderer, delivery, MAY)
    await done(database, following_up.correct, announced, None, "lv", words("The large hall"), MAY)
    after = await rendered(database, renderer, delivery, MAY)
    assert isinstance(before, Letter)
    assert isinstance(after, Letter)
    assert (before.content.written, after.content.written) == (Written("The small hall"), Written("The large hall"))


def leading() -> Renderer:
    renderer = Renderer(settings_of(an_event()), Texts(["lv", "en"]), OURS)
    renderer.bot_username = "kopa_bot"
    return renderer


async def an_absent_registrants_letter(database: Database, **columns: Any) -> Letter:
    """Return the confirmation of somebody who was registered, and perhaps has no chat."""
    await a_registrant(database, an_event(), **({"chat_id": None, "email": "anna@inbox.lv"} | columns))
    letter = await rendered(database, leading(), await claimed(database, ChannelName.EMAIL, MAY), MAY)
    assert isinstance(letter, Letter)
    return letter


async def test_whoever_has_no_chat_is_led_into_one_with_their_registration(database: Database):
    letter = await an_absent_registrants_letter(database)
    link = f"https://t.me/kopa_bot?start={taking_over.payload(OURS, 1, 'anna@inbox.lv')}"
    assert letter.content.actions[0] == Action("Turpināt Telegram lietotnē", "show:example-2024::", link)


async def test_whoever_has_a_chat_gets_the_usual_links(database: Database):
    letter = await an_absent_registrants_letter(database, chat_id=77)
    assert letter.content.actions[0].link == "https://t.me/kopa_bot?start=example-2024"


async def test_an_announcement_has_no_link_of_ones_own_for_it_is_for_many(database: Database):
    await a_registrant(database, an_event(), chat_id=None, email="anna@inbox.lv")
    await finished(database, await claimed(database, ChannelName.EMAIL, MAY), "1")
    await a_begun(database, an_event(), words("{name}, the small hall"))
    letter = await rendered(database, leading(), await claimed(database, ChannelName.EMAIL, MAY), MAY)
    assert isinstance(letter, Letter)
    assert "start=p_" not in repr(letter.content)
