from conference.announcements import rewording
from conference.announcements.rewording import Rewording
from conference.database import Database
from tests.conference.announcements.example_announcements import a_begun, as_stored, done, tick, words
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger

NEW = words("Zāle ir mainīta: lielā zāle.")


async def test_words_are_kept_until_they_are_taken_and_once(database: Database):
    about = await as_stored(database, await a_begun(database, an_event()))
    kept = await done(database, rewording.keep, about, about.author_id, "lv", NEW, MAY)
    assert await done(database, rewording.take, about, kept) == Rewording(kept, about.id, "lv", NEW)
    assert await done(database, rewording.take, about, kept) is None


async def test_words_for_another_announcement_are_not_taken(database: Database):
    one, other = [await as_stored(database, await a_begun(database, an_event())) for _ in range(2)]
    kept = await done(database, rewording.keep, one, one.author_id, "lv", NEW, MAY)
    assert await done(database, rewording.take, other, kept) is None
    assert await done(database, rewording.take, one, kept) is not None


async def test_what_is_only_kept_reaches_nobody(database: Database):
    event = an_event()
    await a_registrant(database, event)
    about = await as_stored(database, await a_begun(database, event))
    before = await ledger(database, "kind", "status")
    await done(database, rewording.keep, about, about.author_id, "lv", NEW, MAY)
    await tick(database, event)
    assert (await ledger(database, "kind", "status"), await as_stored(database, about.id)) == (before, about)
