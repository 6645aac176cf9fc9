from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from conference import audit
from conference.announcements import announcement, composing, following_up, sending, standing
from conference.announcements.announcement import State
from conference.announcements.standing import FollowUp
from conference.audit import Action
from conference.channels.channel import ChannelName
from conference.content import Attachment
from conference.database import Database
from conference.outbox import DeliveryStatus, NoticeKind
from conference.tables import deliveries, people, registrations
from tests.conference.announcements.example_announcements import (
    RecordingChannel,
    a_begun,
    a_composed,
    a_lane,
    as_stored,
    done,
    drain,
    tick,
    words,
)
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant

EVENT = an_event()
SHOWN = {"person": 1, "message": 7}


async def chatting(database: Database, count: int) -> list[int]:
    """Register so many people in Telegram, without confirmations. Return their numbers."""
    ids = [(await a_person(database)).id for _ in range(count)]
    given = {"event": EVENT.key, "answers": {"name": "Anna"}, "status": "registered", "consent_version": "1"}
    given |= {"consented_at": MAY, "registered_at": MAY, "updated_at": MAY}
    async with database.transaction() as connection:
        await connection.execute(insert(registrations), [{"person_id": one, **given} for one in ids])
    return ids


async def look(database: Database, announcement_id: int) -> standing.Standing:
    return await done(database, standing.look, EVENT, await as_stored(database, announcement_id))


async def test_an_announcement_is_found_in_its_event_only(database: Database):
    begun = await a_begun(database, EVENT)
    found = await done(database, standing.find, EVENT, begun)
    assert (found and found.id, await done(database, standing.find, an_event(key="other"), begun)) == (begun, None)


async def test_those_who_cannot_be_reached_are_told_apart_from_other_failures(database: Database):
    first, *_ = await chatting(database, 3)
    begun = await a_begun(database, EVENT)
    async with database.transaction() as connection:
        mine = deliveries.c.notice_id == begun
        await connection.execute(update(deliveries).where(mine).values(status="dead"))
        blocked = people.c.id == first
        await connection.execute(update(people).where(blocked).values(telegram_unreachable_since=MAY))
    stands = await look(database, begun)
    assert (stands.unreachable, stands.progress.failed) == ({ChannelName.TELEGRAM: 1}, 3)


async def test_it_is_under_way_until_all_is_sent_and_followed_up(database: Database):
    await chatting(database, 1)
    channel = RecordingChannel()
    lane = a_lane(database, channel, EVENT)
    begun = await a_begun(database, EVENT)
    seen = [(await look(database, begun)).is_under_way]
    await drain(database, lane)
    await tick(database, EVENT)
    seen.append((await look(database, begun)).is_under_way)
    await done(database, following_up.correct, begun, None, "lv", words("Lielā zāle."), MAY)
    seen.append((await look(database, begun)).is_under_way)
    await tick(database, EVENT)
    await drain(database, lane)
    await tick(database, EVENT)
    stands = await look(database, begun)
    assert (seen, stands.is_under_way) == ([True, False, True], False)
    [follow_up] = stands.follow_ups
    sent = (ChannelName.TELEGRAM, DeliveryStatus.SENT)
    assert (follow_up.kind, follow_up.state, follow_up.progress.counts) == (
        NoticeKind.CORRECTION,
        State.DONE,
        {sent: 1},
    )
    assert isinstance(follow_up, FollowUp)


async def test_what_was_stopped_is_under_way_while_something_is_still_to_be_withdrawn(database: Database):
    await chatting(database, 1)
    begun = await a_begun(database, EVENT)
    await done(database, sending.stop, begun)
    assert (await look(database, begun)).is_under_way
    await tick(database, EVENT)
    assert not (await look(database, begun)).is_under_way


async def test_what_a_message_shows_is_watched(database: Database):
    begun, other = [await a_begun(database, EVENT) for _ in range(2)]
    await done(database, announcement.show_progress_in, begun, SHOWN)
    watched = await done(database, standing.watched)
    assert [(one.id, one.progress) for one in watched] == [(begun, SHOWN)]
    await done(database, announcement.show_progress_in, begun, None)
    assert (await done(database, standing.watched), other) == ([], other)


async def test_what_has_words_is_being_written(database: Database):
    written = await a_composed(database, EVENT)
    await done(database, composing.begin, EVENT, (await as_stored(database, written)).author_id, MAY)
    other = await a_composed(database, EVENT)
    found = await done(database, standing.being_written, EVENT)
    assert [one.id for one in found] == [other]


async def test_the_latest_deed_is_the_one_about_this_announcement(database: Database):
    begun = await a_begun(database, EVENT)
    author = (await as_stored(database, begun)).author_id
    for action, about in ((Action.ANNOUNCED, begun), (Action.PAUSED, begun), (Action.STOPPED, begun + 1)):
        await done(database, audit.note, MAY, author, EVENT.key, action, announcement=about)
    await done(database, audit.note, MAY, author, EVENT.key, Action.LISTED, announcement=begun)
    deed = await done(database, standing.latest_deed, EVENT, begun, [Action.ANNOUNCED, Action.PAUSED, Action.STOPPED])
    assert (deed.action, deed.person_id) == (Action.PAUSED, author)
    assert await done(database, standing.latest_deed, EVENT, begun, [Action.PINNED]) is None


async def test_people_are_called_as_they_registered(database: Database):
    registered = await a_registrant(database, EVENT)
    assert await done(database, standing.names, EVENT, [registered.id, 999]) == {registered.id: "Anna Kalniņa"}


async def test_files_are_known_by_language_without_reading_them(database: Database):
    composed = await a_composed(database, EVENT)
    file = Attachment("a.pdf", "application/pdf", b"a")
    await done(database, composing.set_attachment, composed, "lv", file)
    assert await done(database, standing.attached, composed) == {"lv"}


@pytest.mark.parametrize("starts_at", [MAY + timedelta(days=1), None])
async def test_a_start_is_wished_while_it_is_composed(database: Database, starts_at):
    composed = await a_composed(database, EVENT)
    assert await done(database, standing.wish_start, composed, starts_at)
    assert (await as_stored(database, composed)).starts_at == starts_at
    await done(database, sending.plan, composed, MAY)
    assert not await done(database, standing.wish_start, composed, starts_at)
