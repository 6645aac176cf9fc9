from conference.announcements import announcement, trying_out
from conference.announcements.placeholders import of_registrant
from conference.database import Database
from conference.texts import Voice
from tests.bot.conftest import an_event_of_every_kind
from tests.conference.announcements.example_announcements import (
    RecordingChannel,
    a_composed,
    a_lane,
    as_stored,
    done,
    drain,
    tick,
)
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant, ledger


async def test_a_test_goes_to_one_person_on_all_their_channels_ahead_of_broadcasts(database: Database):
    event = an_event()
    await a_registrant(database, event)
    tried = await as_stored(database, await a_composed(database, event))
    ilze = await a_person(database, email="ilze@cesis.lv", wants="telegram")
    before = await ledger(database, "person_id")
    await done(database, trying_out.send_to, tried, ilze, MAY)
    rows = (await ledger(database, "kind", "person_id", "channel", "priority"))[len(before) :]
    assert sorted(rows) == [("announcement", ilze.id, "email", 0), ("announcement", ilze.id, "telegram", 0)]


async def test_it_says_what_is_on_the_desk_and_the_desk_stays_as_it_is(database: Database):
    event, channel = an_event(), RecordingChannel()
    tried = await as_stored(database, await a_composed(database, event))
    ilze = await a_person(database)
    await done(database, trying_out.send_to, tried, ilze, MAY)
    await drain(database, a_lane(database, channel, event))
    assert channel.seen_by(ilze.id) == ["Zāle ir mainīta."]
    assert (await tick(database, event), await as_stored(database, tried.id)) == ([], tried)
    assert await done(database, announcement.latest, event, 10) == []


def test_a_sample_has_an_answer_to_every_question():
    event, voice = an_event_of_every_kind(), Voice("lv")
    shown = of_registrant(voice, event, trying_out.sample(voice, event, MAY))
    assert shown == {
        "name": "Anna Paraudziņa",
        "field": "Izglītība",
        "topics": "Izglītība",
        "email": "anna@example.org",
        "phone": shown["phone"],
        "parking": "Jā",
        "needs": "Needs",
        "ticket": "1",
    }
    assert shown["phone"].startswith("+371")
