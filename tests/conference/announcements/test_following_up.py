"""What is done to an announcement that has arrived: corrected, taken back, pinned."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from conference import claims, people
from conference.announcements import following_up, report, sending
from conference.announcements.announcement import State, Words
from conference.announcements.selection import Selection
from conference.channels.channel import (
    ChannelName,
    OutcomeUnknownError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.content import Media, MediaKind, Poll, Spot, Written
from conference.database import Database
from conference.delivery import Lane
from conference.outbox import DeliveryStatus, NoticeKind
from conference.people import Person
from conference.tables import deliveries, notices
from tests.conference.announcements.example_announcements import (
    Gate,
    Message,
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
from tests.conference.example_deliveries import let_leases_end
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger

TELEGRAM, EMAIL = ChannelName
EVENT = an_event(questions=[an_event().questions[0]])
MINUTE = timedelta(minutes=1)
ONLY_TELEGRAM, ONLY_EMAIL = (Selection(channels=frozenset({channel})) for channel in ChannelName)
SENT, DEAD, WITHDRAWN = DeliveryStatus.SENT, DeliveryStatus.DEAD, DeliveryStatus.WITHDRAWN
NEW = words("Zāle ir cita.", "Cita zāle")


async def a_crowd(database: Database, count: int = 3, **columns: Any) -> list[Person]:
    crowd = [await a_registrant(database, EVENT, **columns) for _ in range(count)]
    async with database.transaction() as connection:
        await connection.execute(update(deliveries).values(status=SENT))
    return crowd


async def correct(database: Database, announced: int, said: Any = NEW, language: str = "lv") -> int:
    """Correct something, and let the tick queue that."""
    correction: int = await done(database, following_up.correct, announced, None, language, said, MAY)
    assert correction is not None
    await tick(database, EVENT)
    return correction


async def rows(database: Database, notice_id: int) -> list[tuple[int, str, str, str | None]]:
    found = await ledger(database, "notice_id", "person_id", "channel", "status", "reason")
    return sorted(row[1:] for row in found if row[0] == notice_id)


async def test_what_has_arrived_in_telegram_is_edited_in_place(database: Database):
    crowd, channel = await a_crowd(database), RecordingChannel()
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    await drain(database, lane)
    correction = await correct(database, announced)
    await drain(database, lane)
    assert [channel.seen_by(person.id) for person in crowd] == [["Zāle ir cita."]] * 3
    assert await rows(database, correction) == [(person.id, "telegram", "sent", None) for person in crowd]
    assert await tick(database, EVENT) == [correction]
    stored = await as_stored(database, announced)
    assert (stored.body["lv"].written, stored.body["lv"].version) == (NEW.written, 2)


async def test_who_read_it_by_email_gets_a_letter_that_corrects_the_first(database: Database):
    (anna,) = await a_crowd(database, 1, email="anna@example.org")
    channel = RecordingChannel(EMAIL)
    announced, lane = await a_begun(database, EVENT, selection=ONLY_EMAIL), a_lane(database, channel, EVENT)
    await drain(database, lane)
    correction = await correct(database, announced)
    await drain(database, lane)
    assert channel.messages == {
        f"{anna.id}/{announced}": Message("Zāle ir mainīta.", "Zāle", None),
        f"{anna.id}/{correction}": Message("Zāle ir cita.", "Labojums: Cita zāle", f"{anna.id}/{announced}"),
    }


async def test_what_has_not_left_goes_out_with_the_new_words_and_needs_no_correction(database: Database):
    crowd, channel, gate = await a_crowd(database), RecordingChannel(), Gate()
    channel.careful_concurrency = 1
    channel.script = [None, gate]
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    under_way = asyncio.create_task(drain(database, lane))
    await gate.reached.wait()
    correction = await correct(database, announced)
    gate.opened.set()
    await under_way
    await drain(database, lane, MAY + MINUTE)
    assert [channel.seen_by(person.id) for person in crowd] == [["Zāle ir cita."]] * 3
    corrected = [(person.id, "telegram", "sent", None) for person in crowd[:2]]
    assert await rows(database, correction) == corrected


@pytest.mark.parametrize("became", ["waiting", "held", "uncertain", "dead", "missed", "withdrawn"])
async def test_a_correction_reaches_exactly_those_who_got_the_original(database: Database, became: str):
    (anna, berta), channel = await a_crowd(database, 2), RecordingChannel()
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    await drain(database, lane)
    async with database.transaction() as connection:
        hers = deliveries.c.person_id == berta.id, deliveries.c.notice_id == announced
        await connection.execute(update(deliveries).where(*hers).values(status=became, external_id=None))
    await a_registrant(database, EVENT)
    assert await rows(database, await correct(database, announced)) == [(anna.id, "telegram", "waiting", None)]


@pytest.mark.parametrize("became", ["scheduled", "held", "withdrawn", "dead", "uncertain"])
async def test_what_arrived_in_part_is_corrected_too(database: Database, became: str):
    """Its first message is there; what follows that one was put back, or held, or failed."""
    (anna,), channel = await a_crowd(database, 1), RecordingChannel()
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    await drain(database, lane)
    async with database.transaction() as connection:
        later = {"status": became, "due_at": MAY + 60 * MINUTE}
        await connection.execute(update(deliveries).where(deliveries.c.notice_id == announced).values(later))
    correction = await correct(database, announced)
    await drain(database, lane)
    assert channel.seen_by(anna.id) == ["Zāle ir cita."]
    assert await rows(database, correction) == [(anna.id, "telegram", "sent", None)]


async def under_way(database: Database, channel: RecordingChannel) -> tuple[int, Lane, Gate, "asyncio.Task[None]"]:
    """Let an announcement be on its way to one person, up to a gate."""
    gate = Gate()
    failure = channel.script.pop() if channel.script else None

    async def wait_and_fail() -> None:
        await gate()
        if isinstance(failure, Exception):
            raise failure

    channel.script = [wait_and_fail]
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    sends = asyncio.create_task(drain(database, lane))
    await gate.reached.wait()
    return announced, lane, gate, sends


async def test_a_correction_of_what_is_under_way_waits_for_it(database: Database):
    (anna,), channel = await a_crowd(database, 1), RecordingChannel()
    announced, lane, gate, sends = await under_way(database, channel)
    correction = await correct(database, announced)
    other = a_lane(database, channel, EVENT, owner="other")
    await drain(database, other)
    assert await rows(database, correction) == [(anna.id, "telegram", "scheduled", "what it follows up is under way")]
    assert (await ledger(database, "attempts"))[-1] == (0,)
    gate.opened.set()
    await sends
    await drain(database, lane, MAY + MINUTE)
    assert channel.seen_by(anna.id) == ["Zāle ir cita."]
    assert await rows(database, correction) == [(anna.id, "telegram", "sent", None)]


@pytest.mark.parametrize("failure", [PermanentDeliveryError("too long"), OutcomeUnknownError("time is up")])
async def test_a_correction_of_what_did_not_arrive_is_withdrawn(database: Database, failure: Exception):
    (anna,), channel = await a_crowd(database, 1), RecordingChannel(script=[failure])
    announced, lane, gate, sends = await under_way(database, channel)
    correction = await correct(database, announced)
    gate.opened.set()
    await sends
    await drain(database, lane, MAY + MINUTE)
    assert channel.messages == {}
    reason = "the announcement has not arrived there"
    assert await rows(database, correction) == [(anna.id, "telegram", "withdrawn", reason)]


async def test_what_failed_for_a_time_is_sent_again_with_the_new_words(database: Database):
    (anna,), channel = await a_crowd(database, 1), RecordingChannel(script=[TemporaryDeliveryError("busy")])
    announced, lane, gate, sends = await under_way(database, channel)
    correction = await correct(database, announced)
    gate.opened.set()
    await sends
    await drain(database, lane, MAY + MINUTE)
    assert channel.seen_by(anna.id) == ["Zāle ir cita."]
    await drain(database, lane, MAY + 2 * MINUTE)
    assert channel.seen_by(anna.id) == ["Zāle ir cita."]
    assert await rows(database, correction) == [(anna.id, "telegram", "sent", None)]


async def test_a_second_correction_takes_the_place_of_the_first_where_that_has_not_left(database: Database):
    crowd, channel = await a_crowd(database, email=None), RecordingChannel(EMAIL)
    async with database.transaction() as connection:
        for person in crowd:
            await people.set_email(connection, person.id, f"p{person.id}@example.org")
    announced, lane = await a_begun(database, EVENT, selection=ONLY_EMAIL), a_lane(database, channel, EVENT)
    await drain(database, lane)
    first = await correct(database, announced, words("Otrā."))
    channel.script = [None, TemporaryDeliveryError("busy"), TemporaryDeliveryError("busy")]
    await drain(database, lane)
    second = await correct(database, announced, words("Trešā."))
    await drain(database, lane, MAY + MINUTE)
    assert [channel.seen_by(person.id) for person in crowd] == [
        ["Zāle ir mainīta.", "Otrā.", "Trešā."],
        ["Zāle ir mainīta.", "Trešā."],
        ["Zāle ir mainīta.", "Trešā."],
    ]
    assert [row[2] for row in await rows(database, first)] == ["sent", "withdrawn", "withdrawn"]
    assert [row[2] for row in await rows(database, second)] == ["sent", "sent", "sent"]


async def test_whose_words_have_not_changed_are_left_in_peace(database: Database):
    (latvian,), (russian,) = await a_crowd(database, 1), await a_crowd(database, 1, language="ru")
    (english,), channel = await a_crowd(database, 1, language="en"), RecordingChannel()
    announced = await a_begun(database, EVENT, selection=ONLY_TELEGRAM, ru=words("Зал изменён."))
    lane = a_lane(database, channel, EVENT)
    await drain(database, lane)
    correction = await correct(database, announced)
    await drain(database, lane)
    unchanged = "nothing has changed in the person's language"
    assert await rows(database, correction) == [
        (latvian.id, "telegram", "sent", None),
        (russian.id, "telegram", "withdrawn", unchanged),
        (english.id, "telegram", "sent", None),
    ]
    assert [channel.seen_by(one.id) for one in (latvian, russian, english)] == [
        ["Zāle ir cita."],
        ["Зал изменён."],
        ["Zāle ir cita."],
    ]


async def test_a_correction_in_another_language_goes_on_with_one_that_it_ends(database: Database):
    (latvian,), (russian,) = await a_crowd(database, 1), await a_crowd(database, 1, language="ru")
    channel = RecordingChannel()
    announced = await a_begun(database, EVENT, selection=ONLY_TELEGRAM, ru=words("Зал изменён."))
    lane = a_lane(database, channel, EVENT)
    await drain(database, lane)
    await correct(database, announced)
    await correct(database, announced, words("Зал другой."), "ru")
    await drain(database, lane)
    assert (channel.seen_by(latvian.id), channel.seen_by(russian.id)) == (["Zāle ir cita."], ["Зал другой."])


async def test_who_blocked_the_bot_after_it_arrived_gets_the_correction_by_email(database: Database):
    (anna,) = await a_crowd(database, 1, email="anna@example.org")
    telegram, email = RecordingChannel(), RecordingChannel(EMAIL)
    announced = await a_begun(database, EVENT, selection=ONLY_TELEGRAM)
    await drain(database, a_lane(database, telegram, EVENT))
    correction = await correct(database, announced)
    telegram.script = [RecipientUnreachableError("blocked")]
    await drain(database, a_lane(database, telegram, EVENT))
    await drain(database, a_lane(database, email, EVENT))
    assert email.messages == {f"{anna.id}/{correction}": Message("Zāle ir cita.", "Labojums: Cita zāle", None)}


async def test_what_is_taken_back_disappears_and_what_has_not_left_never_does(database: Database):
    crowd, channel = await a_crowd(database), RecordingChannel(careful_concurrency=1)
    announced, lane, gate = await a_begun(database, EVENT), a_lane(database, channel, EVENT), Gate()
    channel.script = [None, gate]
    sends = asyncio.create_task(drain(database, lane))
    await gate.reached.wait()
    retraction = await done(database, following_up.take_back, announced, None, MAY)
    await tick(database, EVENT)
    gate.opened.set()
    await sends
    await drain(database, lane, MAY + MINUTE)
    assert (channel.sent, channel.messages) == ([person.id for person in crowd[:2]], {})
    assert await rows(database, announced) == [
        (crowd[0].id, "telegram", "sent", None),
        (crowd[1].id, "telegram", "sent", None),
        (crowd[2].id, "telegram", "withdrawn", "taken back"),
    ]
    assert await rows(database, retraction) == [(person.id, "telegram", "sent", None) for person in crowd[:2]]
    assert await tick(database, EVENT) == [retraction]
    assert (await as_stored(database, announced)).state is State.TAKEN_BACK


async def test_emails_cannot_be_taken_back_and_are_counted(database: Database):
    (anna,) = await a_crowd(database, 1, email="anna@example.org")
    announced = await a_begun(database, EVENT)
    for channel in ChannelName:
        await drain(database, a_lane(database, RecordingChannel(channel), EVENT))
    retraction = await done(database, following_up.take_back, announced, None, MAY)
    await tick(database, EVENT)
    assert await rows(database, retraction) == [(anna.id, "telegram", "waiting", None)]
    async with database.snapshot() as connection:
        assert (await report.progress(connection, announced)).on(EMAIL, SENT) == 1


async def test_what_telegram_refuses_to_delete_after_two_days_is_reported_with_its_reason(database: Database):
    (anna,), channel = await a_crowd(database, 1), RecordingChannel()
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    await drain(database, lane)
    retraction = await done(database, following_up.take_back, announced, None, MAY)
    await tick(database, EVENT)
    channel.script = [PermanentDeliveryError("message can't be deleted")]
    await drain(database, lane)
    assert await rows(database, retraction) == [(anna.id, "telegram", "dead", "message can't be deleted")]
    assert await tick(database, EVENT) == [retraction]


async def test_a_correction_that_waits_ends_where_the_announcement_is_taken_back(database: Database):
    (anna,), channel = await a_crowd(database, 1), RecordingChannel()
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    await drain(database, lane)
    correction = await correct(database, announced)
    await done(database, following_up.take_back, announced, None, MAY)
    await drain(database, lane)
    await tick(database, EVENT)
    await drain(database, lane)
    assert channel.messages == {}
    assert await rows(database, correction) == [(anna.id, "telegram", "withdrawn", "stopped")]


async def test_what_is_taken_back_is_not_pinned_any_more(database: Database):
    (anna,), channel = await a_crowd(database, 1), RecordingChannel()
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    await drain(database, lane)
    pinning = await done(database, following_up.pin, announced, None, MAY)
    await tick(database, EVENT)
    await done(database, following_up.take_back, announced, None, MAY)
    await drain(database, lane)
    assert [message.pinned for message in channel.messages.values()] == [False]
    assert await rows(database, pinning) == [(anna.id, "telegram", "withdrawn", "the announcement was taken back")]


async def test_pinning_pins_where_it_has_arrived_in_telegram(database: Database):
    (anna,) = await a_crowd(database, 1, email="anna@example.org")
    announced, telegram = await a_begun(database, EVENT), RecordingChannel()
    lane = a_lane(database, telegram, EVENT)
    await drain(database, lane)
    await drain(database, a_lane(database, RecordingChannel(EMAIL), EVENT))
    pinning = await done(database, following_up.pin, announced, None, MAY)
    await tick(database, EVENT)
    await drain(database, lane)
    assert [message.pinned for message in telegram.messages.values()] == [True]
    assert await rows(database, pinning) == [(anna.id, "telegram", "sent", None)]
    assert await done(database, following_up.pin, announced, None, MAY) is None


@pytest.mark.parametrize("became", [State.COMPOSING, State.DISCARDED, State.PLANNED, State.TAKEN_BACK])
async def test_what_nobody_has_got_or_was_taken_back_is_not_followed_up(database: Database, became: State):
    composed = await a_composed(database, EVENT)
    async with database.transaction() as connection:
        await connection.execute(update(notices).where(notices.c.id == composed).values(state=became))
    assert await done(database, following_up.correct, composed, None, "lv", NEW, MAY) is None
    assert await done(database, following_up.take_back, composed, None, MAY) is None
    assert await done(database, following_up.pin, composed, None, MAY) is None


PHOTO = Media(MediaKind.PHOTO, "file-1", "photo.jpg", "image/jpeg", 20_000)
POLL = Poll("Lunch?", ("Yes", "No"))


@pytest.mark.parametrize(
    ("before", "after", "can"),
    [
        (Written("Zāle"), Written("Cita zāle"), True),
        (Written("Zāle", media=PHOTO), Written("", media=PHOTO), True),
        (Written("Zāle"), Written(""), False),
        (Written("Zāle"), Written("Zāle", media=PHOTO), False),
        (Written(poll=POLL), Written(poll=POLL), False),
        (Written(spot=Spot(57.3, 25.3)), Written("Zāle"), False),
    ],
)
async def test_only_a_text_or_a_caption_can_be_corrected(
    database: Database, before: Written, after: Written, can: bool
):
    await a_crowd(database, 1)
    announced = await a_begun(database, EVENT, Words("Zāle", before))
    corrected = await done(database, following_up.correct, announced, None, "lv", Words("Zāle", after), MAY)
    assert (corrected is not None, (await as_stored(database, announced)).body["lv"].written) == (
        can,
        after if can else before,
    )


async def test_what_is_taken_back_never_goes_on(database: Database):
    await a_crowd(database, 1)
    announced = await a_begun(database, EVENT)
    await done(database, sending.stop, announced)
    assert await done(database, following_up.take_back, announced, None, MAY)
    for deed in (sending.go_on, sending.resume, sending.pause, sending.stop):
        assert not await done(database, deed, announced)


async def test_of_two_who_take_it_back_at_once_one_wins(database: Database):
    await a_crowd(database, 1)
    announced = await a_begun(database, EVENT)
    taken = await asyncio.gather(*(done(database, following_up.take_back, announced, None, MAY) for _ in range(3)))
    assert sorted(retraction is None for retraction in taken) == [False, True, True]


async def test_two_corrections_at_once_are_two_versions(database: Database):
    await a_crowd(database, 1)
    announced = await a_begun(database, EVENT)
    said = [words("Otrā."), words("Trešā.")]
    made = await asyncio.gather(
        *(done(database, following_up.correct, announced, None, "lv", each, MAY) for each in said)
    )
    assert len({*made}) == 2
    assert (await as_stored(database, announced)).body["lv"].version == 3


async def a_killed_one(database: Database, channel: RecordingChannel, deed: Callable[..., Awaitable[Any]]) -> None:
    """Kill the process in the middle of following something up; let the next one take over."""
    announced = await a_begun(database, EVENT)
    await drain(database, a_lane(database, channel, EVENT))
    arguments: tuple[Any, ...] = ("lv", NEW) if deed is following_up.correct else ()
    assert await done(database, deed, announced, None, *arguments, MAY)
    await tick(database, EVENT)
    async with database.transaction() as connection:
        claimed = await claims.claim(connection, channel.name, "killed", MAY)
    assert len(claimed) == 1
    await let_leases_end(database)
    async with database.transaction() as connection:
        await claims.recover(connection, "successor", MAY + MINUTE)


@pytest.mark.parametrize("deed", [following_up.correct, following_up.take_back, following_up.pin])
async def test_after_a_kill_what_is_done_to_a_message_in_a_chat_is_done_again(
    database: Database, deed: Callable[..., Awaitable[Any]]
):
    await a_crowd(database, 1)
    await a_killed_one(database, RecordingChannel(), deed)
    assert (await ledger(database, "status"))[-1] == ("waiting",)


async def test_after_a_kill_a_correction_by_email_is_uncertain_as_it_must_not_come_twice(database: Database):
    (anna,) = await a_crowd(database, 1, email="anna@example.org", chat_id=None)
    await a_killed_one(database, RecordingChannel(EMAIL), following_up.correct)
    assert (await ledger(database, "person_id", "status"))[-1] == (anna.id, "uncertain")


async def test_a_correction_whose_answer_was_lost_is_repeated_in_a_chat(database: Database):
    await a_crowd(database, 1)
    channel = RecordingChannel()
    announced, lane = await a_begun(database, EVENT, selection=ONLY_TELEGRAM), a_lane(database, channel, EVENT)
    await drain(database, lane)
    correction = await correct(database, announced)
    channel.script = [OutcomeUnknownError("time is up")]
    await drain(database, lane)
    assert [row[2:] for row in await rows(database, correction)] == [("scheduled", "time is up")]


async def test_follow_ups_name_what_they_are_about(database: Database):
    await a_crowd(database, 1)
    announced = await a_begun(database, EVENT)
    correction = await correct(database, announced)
    async with database.snapshot() as connection:
        stored = (await connection.execute(select(notices).where(notices.c.id == correction))).one()
    about = (stored.kind, stored.about_id, stored.body, stored.event)
    assert about == (NoticeKind.CORRECTION, announced, {"languages": ["lv"]}, EVENT.key)
