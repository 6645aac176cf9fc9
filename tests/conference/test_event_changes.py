"""Changes of an event: found, told to organisers once, passed on with a calendar that replaces the earlier one."""

from datetime import date, datetime, time, timedelta

import icalendar

from conference import claims, event_changes, organisers
from conference.announcements.announcement import Words
from conference.channels.channel import ChannelName
from conference.content import Fact, Written
from conference.database import Database
from conference.event import Event
from conference.event_changes import WHILE, Change, as_told, changes, facts_of
from conference.organisers import Role
from conference.outbox import DeliveryStatus, NoticeKind
from conference.people import Person
from conference.rendering import Letter, NotToBeSent, Rendered
from conference.texts import Voice
from tests.conference.announcements.example_announcements import a_begun
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant, ledger
from tests.conference.test_rendering import a_renderer, claimed, rendered

ENGLISH = Voice("en")
LATER = MAY + timedelta(hours=1)
BEFORE = an_event(starts=None, ends=None)
AFTER = an_event(venue={"name": "Kultūras centrs", "address": "Raunas iela 12, Cēsis"})


async def look(database: Database, event: Event, now: datetime) -> event_changes.Known:
    async with database.transaction() as connection:
        return await event_changes.look(connection, event, now)


async def tell(database: Database, event: Event, now: datetime) -> bool:
    async with database.transaction() as connection:
        return await event_changes.tell_organisers(connection, event, now)


async def an_organiser(database: Database, role: Role = Role.ORGANISER, **columns: object) -> Person:
    person = await a_person(database, **columns)
    async with database.transaction() as connection:
        await organisers.appoint(connection, person.id, BEFORE.key, role, MAY)
    return person


async def news(database: Database, event: Event, now: datetime = LATER) -> Rendered:
    return await rendered(database, a_renderer(event), await claimed(database, ChannelName.TELEGRAM, now), now)


def test_what_registrants_plan_by_is_compared_in_words() -> None:
    assert changes(ENGLISH, BEFORE, AFTER) == [
        Change(
            "Date and time",
            "Friday 14 June 2024 (the starting time will be announced)",
            "Friday 14 June 2024, 10:00–16:00",
        ),
        Change("Venue", "Koncertzāle, Raunas iela 12, Cēsis", "Kultūras centrs, Raunas iela 12, Cēsis"),
        Change("On the map", "57.30000, 25.30000", None),
    ]


def test_a_programme_that_is_new_was_not_known_before() -> None:
    programme = ({"at": time(10), "title": {"lv": "Atklāšana", "en": "Opening"}},)
    assert changes(ENGLISH, an_event(), an_event(programme=programme)) == [Change("Programme", None, "10:00 Opening")]


def test_what_nobody_plans_by_is_no_change() -> None:
    assert changes(ENGLISH, an_event(), an_event(capacity=3, fee="Free", questions=an_event().questions[:2])) == []


def test_what_was_told_is_read_back_as_it_was() -> None:
    stored = facts_of(BEFORE)
    assert changes(ENGLISH, as_told(AFTER, stored), BEFORE) == []
    assert facts_of(as_told(AFTER, stored)) == stored


async def test_the_first_look_is_no_news(database: Database) -> None:
    await an_organiser(database)
    assert [await tell(database, BEFORE, MAY), await tell(database, BEFORE, LATER)] == [False, False]
    assert await ledger(database, "id") == []


async def test_organisers_hear_of_a_change_once_when_it_has_stayed_for_a_while(database: Database) -> None:
    anna = await an_organiser(database)
    await an_organiser(database, Role.DOOR)
    await tell(database, BEFORE, MAY)
    told = [await tell(database, AFTER, LATER + delay) for delay in (timedelta(), WHILE / 2, WHILE, 2 * WHILE)]
    assert told == [False, False, True, True]
    assert await ledger(database, "kind", "person_id", "channel") == [("event_changed", anna.id, "telegram")]


async def test_whoever_edits_in_several_steps_causes_one_message(database: Database) -> None:
    await an_organiser(database)
    await tell(database, BEFORE, MAY)
    await tell(database, an_event(starts=time(9)), LATER)
    assert not await tell(database, AFTER, LATER + WHILE)
    assert await tell(database, AFTER, LATER + 2 * WHILE)
    assert len(await ledger(database, "id")) == 1


async def test_a_change_that_was_undone_is_not_told(database: Database) -> None:
    await an_organiser(database)
    for event, moment in ((BEFORE, MAY), (AFTER, LATER), (BEFORE, LATER + WHILE)):
        await tell(database, event, moment)
    assert not await tell(database, BEFORE, LATER + 9 * WHILE)
    assert (await look(database, BEFORE, LATER)).revision == 2


async def test_an_event_that_is_over_is_no_news(database: Database) -> None:
    await an_organiser(database)
    await tell(database, BEFORE, MAY)
    after_the_end = BEFORE.ends_at + timedelta(days=1)
    await tell(database, AFTER, after_the_end)
    assert not await tell(database, AFTER, after_the_end + WHILE)


async def test_organisers_see_what_is_different_and_two_buttons(database: Database) -> None:
    await an_organiser(database, language="en")
    await tell(database, BEFORE, MAY)
    await tell(database, AFTER, LATER)
    await tell(database, AFTER, LATER + WHILE)
    letter = await news(database, AFTER, LATER + WHILE)
    assert isinstance(letter, Letter)
    key = (await look(database, AFTER, LATER)).key
    assert letter.content.facts[1:] == (
        Fact("Venue", "Kultūras centrs, Raunas iela 12, Cēsis (before: Koncertzāle, Raunas iela 12, Cēsis)"),
        Fact("On the map", "not given any more (before: 57.30000, 25.30000)"),
    )
    assert [action.command for action in letter.content.actions] == [
        f"o.tell:{AFTER.key}::{key}",
        f"o.keep:{AFTER.key}::{key}",
    ]


async def test_news_that_is_out_of_date_is_not_sent(database: Database) -> None:
    await an_organiser(database)
    await tell(database, BEFORE, MAY)
    await tell(database, AFTER, LATER)
    await tell(database, AFTER, LATER + WHILE)
    delivery = await claimed(database, ChannelName.TELEGRAM, LATER + WHILE)
    async with database.transaction() as connection:
        await event_changes.settle(connection, AFTER)
    known = await rendered(database, a_renderer(AFTER), delivery, LATER)
    assert known == NotToBeSent(DeliveryStatus.WITHDRAWN, "registrants know already")
    later = an_event(date=date(2024, 6, 15))
    await look(database, later, LATER)
    outdated = await rendered(database, a_renderer(later), delivery, LATER)
    assert outdated == NotToBeSent(DeliveryStatus.WITHDRAWN, "the settings have changed again")


async def test_an_announcement_of_a_change_carries_a_calendar_entry_that_replaces_the_earlier_one(
    database: Database,
) -> None:
    await look(database, BEFORE, MAY)
    await a_registrant(database, BEFORE, language="en", chat_id=77)
    confirmation = await rendered(database, a_renderer(BEFORE), await claimed(database, ChannelName.TELEGRAM, MAY), MAY)
    await look(database, AFTER, LATER)
    await a_begun(database, AFTER, Words(None, Written("Changed."), with_calendar=True))
    announced = await news(database, AFTER)
    assert isinstance(confirmation, Letter)
    assert isinstance(announced, Letter)
    assert [entry(letter) for letter in (confirmation, announced)] == [
        (f"{BEFORE.key}.1@kopa", 0, date(2024, 6, 14)),
        (f"{BEFORE.key}.1@kopa", 1, AFTER.local(AFTER.at(AFTER.date, time(10)))),
    ]


def entry(letter: Letter) -> tuple[str, int, object]:
    assert letter.content.calendar
    (event,) = icalendar.Calendar.from_ical(letter.content.calendar.body).walk("VEVENT")
    return str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt


async def test_two_processes_that_look_at_once_tell_once(database: Database) -> None:
    await an_organiser(database)
    await tell(database, BEFORE, MAY)
    await look(database, AFTER, LATER)
    for _ in range(2):
        await tell(database, AFTER, LATER + WHILE)
    async with database.transaction() as connection:
        assert len(await claims.claim(connection, ChannelName.TELEGRAM, "tests", LATER + WHILE, limit=9)) == 1
    assert await ledger(database, "kind") == [(NoticeKind.EVENT_CHANGED,)]
