from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from conference import people
from conference.channels.channel import ChannelName
from conference.people import Person, Wants
from tests.conference.example_people import MAY, a_person

TELEGRAM, EMAIL = ChannelName
LATER = MAY + timedelta(days=1)


async def stored(database, person):
    async with database.snapshot() as connection:
        return await people.get(connection, person.id)


async def test_whoever_writes_for_the_first_time_is_met(database):
    async with database.transaction() as connection:
        person = await people.meet(connection, 123, "ru", MAY)
    assert person == Person(person.id, "ru", 123, None, Wants.BOTH, None, None, None, MAY)
    assert await stored(database, person) == person


async def test_whoever_comes_back_is_known_and_can_be_reached_again(database):
    person = await a_person(database, chat_id=123, email="anna@inbox.lv", email_unreachable_since=MAY)
    async with database.transaction() as connection:
        await people.note_unreachable(connection, person.id, TELEGRAM, MAY)
        assert await people.meet(connection, 123, "en", LATER) == person


async def test_nobody_is_found_under_an_unknown_number(database):
    async with database.snapshot() as connection:
        assert await people.get(connection, 1) is None


async def test_what_people_decide_is_kept_and_is_theirs_alone(database):
    anna, other = await a_person(database), await a_person(database)
    async with database.transaction() as connection:
        await people.set_language(connection, anna.id, "en")
        await people.set_wants(connection, anna.id, Wants.EMAIL)
        await people.opt_out(connection, anna.id, LATER)
    changed = replace(anna, language="en", wants=Wants.EMAIL, opted_out_at=LATER)
    assert (await stored(database, anna), await stored(database, other)) == (changed, other)
    async with database.transaction() as connection:
        await people.opt_in(connection, anna.id)
    assert await stored(database, anna) == replace(changed, opted_out_at=None)


@pytest.mark.parametrize(
    ("given", "unreachable_since"), [("anna@inbox.lv", MAY), ("anna@gmail.com", None), (None, None)]
)
async def test_only_a_new_address_is_given_a_new_chance(database, given, unreachable_since):
    anna = await a_person(database, email="anna@inbox.lv", email_unreachable_since=MAY)
    async with database.transaction() as connection:
        await people.set_email(connection, anna.id, given)
    assert await stored(database, anna) == replace(anna, email=given, email_unreachable_since=unreachable_since)


async def test_a_first_address_is_kept(database):
    anna = await a_person(database)
    async with database.transaction() as connection:
        await people.set_email(connection, anna.id, "anna@inbox.lv")
    assert await stored(database, anna) == replace(anna, email="anna@inbox.lv")


@pytest.mark.parametrize("channel", list(ChannelName))
async def test_a_channel_that_no_longer_leads_to_a_person_is_remembered(database, channel):
    anna = await a_person(database)
    async with database.transaction() as connection:
        await people.note_unreachable(connection, anna.id, channel, MAY)
        await people.note_unreachable(connection, anna.id, channel, LATER)
    assert await stored(database, anna) == replace(anna, **{f"{channel}_unreachable_since": MAY})


@pytest.mark.parametrize(
    ("chat", "email", "wants", "channels"),
    [
        (True, True, Wants.BOTH, (TELEGRAM, EMAIL)),
        (True, True, Wants.TELEGRAM, (TELEGRAM,)),
        (True, True, Wants.EMAIL, (EMAIL,)),
        *((True, False, wants, (TELEGRAM,)) for wants in Wants),
        *((False, True, wants, (EMAIL,)) for wants in Wants),
        *((False, False, wants, ()) for wants in Wants),
    ],
)
def test_people_are_reached_as_they_wish_or_as_it_is_possible(chat, email, wants, channels):
    person = Person(1, "lv", 123 if chat else None, "anna@inbox.lv" if email else None, wants, None, None, None, MAY)
    assert person.channels == channels


@pytest.mark.parametrize(("wants", "unreachable"), list(product(Wants, ChannelName)))
def test_an_unreachable_channel_is_as_good_as_none(wants, unreachable):
    person = Person(1, "lv", 123, "anna@inbox.lv", wants, None, None, None, MAY)
    (other,) = set(ChannelName) - {unreachable}
    assert replace(person, **{f"{unreachable}_unreachable_since": MAY}).channels == (other,)
