"""Whoever was registered by others follows the link in their e-mail, and goes on in the chat."""

import re
from datetime import UTC, datetime

import pytest

from conference.importing import importing
from conference.importing.checking import check
from conference.importing.reading import read
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.handlers.test_my_registration import my_registration
from tests.bot.visitor import Visitor
from tests.conference.importing.files import a_csv

DAY_BEFORE = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)
AFTERWARDS = datetime(2024, 6, 15, tzinfo=UTC)
HEADER = ("Name", "Field", "Topics", "Email", "Phone", "Parking", "Needs")
ANNA = ("Anna Kalniņa", "Izglītība", "Veselība", "anna@inbox.lv", "26 123 456", "Jā", "Ratiņkrēsls")


async def imports(stage, *rows) -> None:
    service = stage.running.service
    some = check(an_event_of_every_kind(), read(a_csv(HEADER, *(rows or (ANNA,)))), ["lv"])
    async with service.database.transaction() as connection:
        order = importing.Order("tīmekļa veidlapa")
        await importing.bring_in(connection, an_event_of_every_kind(), some, order, stage.clock(), None)
    service.wake_lanes()
    await stage.settled()


def payloads(letter):
    return re.findall(r"t\.me/\w+\?start=([\w-]+)", letter.text)


async def follows(visitor: Visitor, payload: str):
    await visitor.phone.open_link(payload)
    return await visitor.sees()


@pytest.fixture
async def link(stage) -> str:
    """The payload of the link in the confirmation of Anna, who was imported."""
    await imports(stage)
    [letter] = stage.mailbox.letters
    [payload] = set(payloads(letter))
    return payload


async def test_the_confirmation_says_where_the_registration_comes_from_and_leads_into_the_chat(stage, voice):
    await imports(stage)
    [letter] = stage.mailbox.letters
    text = " ".join(letter.text.split())
    assert voice("registered-elsewhere", event="Paraugs", source="tīmekļa veidlapa") in text
    assert voice("continue-in-telegram") in text
    assert voice("button-continue-in-telegram") in letter.html


async def test_it_opens_the_registration_in_the_chat(link, anna, voice):
    assert await follows(anna, link) == [(voice("taken-over"), ()), my_registration(voice)]
    assert (await anna.registration())["source"] == "tīmekļa veidlapa"


async def test_from_then_on_both_channels_are_used(link, stage, anna, voice):
    await follows(anna, link)
    await stage.turn_clock(DAY_BEFORE)
    await stage.settled()
    [(reminder, _), *_] = await anna.sees()
    assert reminder.startswith(voice("reminder-title", event="Paraugs", date="2024. gada 14. jūnijā"))
    assert len(stage.mailbox.letters) == 2
    assert set(payloads(stage.mailbox.letters[1])) == {"coming_example-2024", "notcoming_example-2024"}


async def test_a_reminders_links_take_over_and_do_what_they_say(link, stage, anna, voice):
    await stage.turn_clock(DAY_BEFORE)
    await stage.settled()
    coming, not_coming = sorted(set(payloads(stage.mailbox.letters[1])))
    assert (coming, not_coming) == (f"coming_{link}", f"notcoming_{link}")
    assert await follows(anna, coming) == [(voice("taken-over"), ()), (voice("attendance-thanks"), ())]
    assert (await anna.registration())["attendance"] == "coming"
    [(question, _)] = await follows(anna, not_coming)
    assert question == voice("cancel-question", event="Paraugs")
    # Nor does the reminder itself come again.
    await stage.turn_clock(datetime(2024, 6, 13, 8, tzinfo=UTC))
    assert await anna.sees() == []


async def test_the_second_who_follows_it_is_told_so_and_sees_the_conference(link, stage, anna, voice):
    await follows(anna, link)
    another = Visitor(stage, stage.telegram.phone(12))
    [(said, _), (_, rows)] = await follows(another, link)
    assert (said, rows[0]) == (voice("taken-over-before"), (voice("button-register"),))
    assert await another.registration() is None


async def test_followed_again_it_shows_the_registration(link, anna, voice):
    await follows(anna, link)
    assert await follows(anna, link) == [my_registration(voice)]


async def test_whoever_is_registered_keeps_what_they_have(stage, anna, voice):
    await anna.registers()
    await imports(stage, ("Ilze Ozola", *ANNA[1:3], "ilze@inbox.lv", *ANNA[4:]))
    payload = payloads(stage.mailbox.letters[-1])[0]
    assert await follows(anna, payload) == [(voice("taken-over-has-own"), ()), my_registration(voice)]


async def test_a_forged_link_opens_the_conference(link, anna, voice):
    [(said, _), (_, rows)] = await follows(anna, f"p_1-{'a' * 26}")
    assert (said, rows[0]) == (voice("taken-over-before"), (voice("button-register"),))
    assert await anna.registration() is None


async def test_after_the_event_nothing_is_taken_over(link, stage, anna, voice):
    stage.clock.set(AFTERWARDS)
    assert (await follows(anna, link))[0] == (voice("taken-over-before"), ())
    assert await anna.registration() is None
