from datetime import UTC, datetime

import pytest

from conference import announcements, people, registration
from conference.announcements import announce
from conference.channels.channel import ChannelName
from conference.database import Database
from conference.people import Wants
from tests.conference.example_event import an_event
from tests.conference.example_people import a_person, a_registrant, ledger

JUNE = datetime(2024, 6, 1, tzinfo=UTC)
BODY = {"lv": {"title": "Programma", "paragraphs": ["Programma ir papildināta."]}}
ANNOUNCED = ("announcement", "programme")


async def announced(database: Database) -> list[tuple[int, str, str]]:
    rows = await ledger(database, "kind", "key", "person_id", "channel", "status")
    return sorted(row[2:] for row in rows if row[:2] == ANNOUNCED)


async def test_everybody_registered_gets_it_once_on_each_of_their_channels(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(announcements, "CHUNK", 2)
    event = an_event()
    crowd = [await a_registrant(database, event) for _ in range(5)]
    async with database.transaction() as connection:
        await people.set_wants(connection, crowd[0].id, Wants.EMAIL)
    for _ in range(2):
        await announce(database, event.key, "programme", BODY, JUNE)
    both = [(person.id, channel, "waiting") for person in crowd[1:] for channel in ("email", "telegram")]
    assert await announced(database) == sorted([(crowd[0].id, "email", "waiting"), *both])


async def test_whoever_cancelled_or_never_registered_or_came_for_another_event_does_not_get_it(database: Database):
    event = an_event()
    gone = await a_registrant(database, event)
    async with database.transaction() as connection:
        await registration.cancel(connection, event, gone, JUNE)
    await a_person(database)
    await a_registrant(database, an_event(key="another"))
    await announce(database, event.key, "programme", BODY, JUNE)
    assert await announced(database) == []


async def test_announced_again_it_reaches_those_who_registered_since(database: Database):
    event = an_event()
    await a_registrant(database, event)
    first = await announce(database, event.key, "programme", BODY, JUNE, [ChannelName.TELEGRAM])
    late = await a_registrant(database, event)
    assert await announce(database, event.key, "programme", BODY, JUNE, [ChannelName.TELEGRAM]) == first
    assert (await announced(database))[1:] == [(late.id, "telegram", "waiting")]
