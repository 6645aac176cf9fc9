import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from conference import claims, delivery, outbox, people
from conference.channels.channel import (
    ChannelName,
    ChannelUnavailableError,
    Envelope,
    OutcomeUnknownError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.content import Content
from conference.delivery import Lane
from conference.marks import MarkError, Marks
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.outcome import UNAVAILABLE_PAUSE
from conference.people import Wants
from conference.rendering import Letter, NotToBeSent, NotYet
from conference.tables import deliveries
from rehearsal.virtual_clock import VirtualClock
from tests.conference.example_people import MAY, a_person, ledger
from tests.conference.spoiling import spoil_updates

TELEGRAM, EMAIL = ChannelName
MINUTE = timedelta(minutes=1)
STATE = ("status", "attempts", "external_id", "reason")


class FakeChannel:
    """Sends nowhere: keeps what was sent, and does to a part whatever its script says next: raise or wait."""

    def __init__(self, name=TELEGRAM, parts=1):
        self.name = name
        self.concurrency = self.careful_concurrency = 5
        self.script = []
        self.sent = []
        self._parts = parts

    def parts(self, _content):
        return self._parts

    async def send(self, envelope, _content, part):
        deed = self.script.pop(0) if self.script else None
        if isinstance(deed, Exception):
            raise deed
        if deed:
            await deed()
        self.sent.append((envelope.person_id, part))
        return f"{envelope.notice_id}/{envelope.person_id}/{part}"

    async def close(self):
        pass


class FakeRenderer:
    """Renders the same letter to everybody, unless told otherwise."""

    def __init__(self):
        self.script = []

    async def facts(self, _connection, _claimed, _now):
        return None

    def render(self, _facts, delivery, _now):
        outcome = self.script.pop(0) if self.script else None
        if isinstance(outcome, Exception):
            raise outcome
        purpose, event = delivery.kind.purpose, delivery.event
        envelope = Envelope(delivery.notice_id, delivery.person_id, "address", "lv", purpose, event, "Example")
        return outcome or Letter(envelope, Content("Title"))


@pytest.fixture
def clock():
    return VirtualClock(MAY)


@pytest.fixture
def channel():
    return FakeChannel()


@pytest.fixture
def renderer():
    return FakeRenderer()


@pytest.fixture
def lane(database, channel, renderer, clock):
    return Lane(database, channel, renderer, clock, "me", Marks(database))


async def queue(database, person, kind=NoticeKind.REGISTERED, key="1:0"):
    async with database.transaction() as connection:
        notice_id = await outbox.add_notice(connection, "example-2024", kind, key, MAY)
        await outbox.enqueue(connection, notice_id, person, Priority[kind.purpose.name], MAY)


async def release(database, now):
    async with database.transaction() as connection:
        return await claims.release_due(connection, now)


async def test_what_is_sent_is_marked_sent_under_its_name(database, lane, channel):
    anna = await a_person(database)
    await queue(database, anna)
    await lane.drain()
    assert channel.sent == [(anna.id, 0)]
    assert await ledger(database, *STATE) == [("sent", 1, f"1/{anna.id}/0", None)]


@pytest.mark.parametrize(
    ("error", "kind", "state"),
    [
        (TemporaryDeliveryError("busy"), NoticeKind.REGISTERED, ("scheduled", 1, None, "busy")),
        (TemporaryDeliveryError("flood", MINUTE), NoticeKind.REGISTERED, ("scheduled", 0, None, "flood")),
        (PermanentDeliveryError("too long"), NoticeKind.REGISTERED, ("dead", 1, None, "too long")),
        (RecipientUnreachableError("blocked"), NoticeKind.REGISTERED, ("dead", 1, None, "blocked")),
        (OutcomeUnknownError("time is up"), NoticeKind.REGISTERED, ("scheduled", 1, None, "time is up")),
        (OutcomeUnknownError("time is up"), NoticeKind.REMINDER, ("scheduled", 1, None, "time is up")),
        (OutcomeUnknownError("time is up"), NoticeKind.ANNOUNCEMENT, ("uncertain", 1, None, "time is up")),
        (ChannelUnavailableError("no login"), NoticeKind.REGISTERED, ("scheduled", 0, None, "no login")),
        (KeyError("Anna"), NoticeKind.REGISTERED, ("scheduled", 1, None, "defect: KeyError")),
        (KeyError("Anna"), NoticeKind.ANNOUNCEMENT, ("uncertain", 1, None, "defect: KeyError")),
        (PermanentDeliveryError("x" * 500), NoticeKind.REGISTERED, ("dead", 1, None, "x" * 200)),
    ],
)
async def test_each_error_has_its_state(database, lane, channel, error, kind, state):
    await queue(database, await a_person(database), kind)
    channel.script = [error]
    await lane.drain()
    assert (channel.sent, await ledger(database, *STATE)) == ([], [state])


async def test_what_failed_for_now_is_sent_when_its_pause_is_over(database, lane, channel, clock):
    await queue(database, await a_person(database))
    channel.script = [TemporaryDeliveryError("flood", MINUTE)]
    await lane.drain()
    assert await ledger(database, "due_at") == [(MAY + MINUTE,)]
    clock.advance(MINUTE)
    await release(database, clock())
    await lane.drain()
    assert await ledger(database, "status", "attempts", "reason") == [("sent", 1, None)]


async def test_what_fails_eight_times_is_dead(database, lane, channel, clock):
    await queue(database, await a_person(database))
    channel.script = [TemporaryDeliveryError("busy") for _ in range(9)]
    for _ in range(9):
        await lane.drain()
        clock.advance(timedelta(hours=3))
        await release(database, clock())
    assert await ledger(database, *STATE) == [("dead", 8, None, "busy")]
    assert len(channel.script) == 1


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (NotToBeSent(DeliveryStatus.WITHDRAWN, "gone"), ("withdrawn", 1, "gone", MAY, MAY)),
        (NotToBeSent(DeliveryStatus.MISSED, "late"), ("missed", 1, "late", MAY, MAY)),
        (NotYet(MAY + MINUTE), ("scheduled", 0, "the event has moved", MAY + MINUTE, None)),
    ],
)
async def test_what_is_not_to_be_sent_now_says_why(database, lane, channel, renderer, outcome, state):
    await queue(database, await a_person(database))
    renderer.script = [outcome]
    await lane.drain()
    columns = ("status", "attempts", "reason", "due_at", "finished_at")
    assert (channel.sent, await ledger(database, *columns)) == ([], [state])


class TestParts:
    @pytest.fixture
    def channel(self):
        return FakeChannel(parts=3)

    async def test_a_retry_continues_with_the_part_that_failed(self, database, lane, channel, clock):
        anna = await a_person(database)
        await queue(database, anna)
        channel.script = [None, TemporaryDeliveryError("busy")]
        await lane.drain()
        first = f"1/{anna.id}/0"
        assert await ledger(database, "parts_sent", *STATE) == [(1, "scheduled", 1, first, "busy")]
        clock.advance(MINUTE)
        await release(database, clock())
        await lane.drain()
        assert channel.sent == [(anna.id, 0), (anna.id, 1), (anna.id, 2)]
        assert await ledger(database, *STATE) == [("sent", 2, first, None)]

    async def test_nothing_more_is_sent_of_what_somebody_else_took_over(self, database, lane, channel, caplog):
        anna = await a_person(database)
        await queue(database, anna)

        async def lose_the_lease():
            async with database.transaction() as connection:
                await connection.execute(update(deliveries).values(leased_until=MAY - MINUTE))
                await claims.recover(connection, "somebody else", MAY)
                await claims.claim(connection, TELEGRAM, "somebody else", MAY)

        channel.script = [lose_the_lease]
        with caplog.at_level(logging.WARNING):
            await lane.drain()
        assert channel.sent == [(anna.id, 0)]
        assert await ledger(database, "owner", *STATE) == [("somebody else", "sending", 2, None, None)]
        assert caplog.messages == ["delivery 1 was taken over while it was being sent"]


class TestUnreachable:
    async def test_the_person_is_not_tried_on_that_channel_again(self, database, lane, channel):
        anna = await a_person(database)
        await queue(database, anna)
        channel.script = [RecipientUnreachableError("blocked")]
        await lane.drain()
        async with database.snapshot() as connection:
            assert (await people.get(connection, anna.id)).telegram_unreachable_since == MAY

    @pytest.mark.parametrize("kind", list(NoticeKind))
    async def test_the_other_channel_brings_what_the_wished_one_could_not(self, database, lane, channel, kind):
        anna = await a_person(database, email="anna@inbox.lv", wants=Wants.TELEGRAM)
        await queue(database, anna, kind)
        channel.script = [RecipientUnreachableError("blocked")]
        await lane.drain()
        assert await ledger(database, "channel", "status", "priority") == [
            ("telegram", "dead", Priority[kind.purpose.name]),
            ("email", "waiting", Priority[kind.purpose.name]),
        ]

    async def test_whoever_gets_it_on_the_other_channel_anyway_gets_it_once(self, database, lane, channel):
        await queue(database, await a_person(database, email="anna@inbox.lv"))
        channel.script = [RecipientUnreachableError("blocked")]
        await lane.drain()
        assert await ledger(database, "channel", "status") == [("telegram", "dead"), ("email", "waiting")]


class TestUnavailable:
    async def test_the_channel_rests_and_then_everything_is_sent(self, database, lane, channel, clock):
        crowd = [await a_person(database) for _ in range(8)]
        for person in crowd:
            await queue(database, person)
        channel.script = [ChannelUnavailableError("no login")] * 5
        await lane.drain()
        await lane.drain()
        assert channel.sent == []
        assert await ledger(database, "status", "attempts") == [("scheduled", 0)] * 5 + [("waiting", 0)] * 3
        clock.advance(UNAVAILABLE_PAUSE)
        await release(database, clock())
        await lane.drain()
        assert sorted(channel.sent) == [(person.id, 0) for person in crowd]
        assert await ledger(database, "status", "attempts") == [("sent", 1)] * 8

    async def test_a_dead_mail_server_does_not_delay_the_chats(self, database, lane, channel, renderer, clock):
        anna = await a_person(database, email="anna@inbox.lv")
        await queue(database, anna)
        mail = FakeChannel(EMAIL)
        trying, dying = asyncio.Event(), asyncio.Event()

        async def hang():
            trying.set()
            await dying.wait()
            raise ChannelUnavailableError("connection refused")

        mail.script = [hang]
        mails = asyncio.create_task(Lane(database, mail, renderer, clock, "me", Marks(database)).drain())
        await trying.wait()
        await lane.drain()
        assert channel.sent == [(anna.id, 0)]
        dying.set()
        await mails
        assert await ledger(database, "channel", "status") == [("telegram", "sent"), ("email", "scheduled")]


class TestDefects:
    async def test_a_defect_in_one_delivery_does_not_stop_the_lane_and_names_nobody(
        self, database, lane, channel, renderer, caplog
    ):
        anna, other = await a_person(database), await a_person(database)
        await queue(database, anna)
        await queue(database, other)
        renderer.script = [KeyError("Anna Kalniņa")]
        with caplog.at_level(logging.INFO):
            await lane.drain()
        assert await ledger(database, "status", "reason") == [("scheduled", "defect: KeyError"), ("sent", None)]
        assert caplog.messages == ["delivery 1 failed: defect: KeyError"]

    async def test_a_question_to_the_database_that_fails_is_a_defect_like_any_other(self, database, lane, renderer):
        async def facts(connection, _claimed, _now):
            await connection.execute(text("SELECT nothing"))

        await queue(database, await a_person(database))
        renderer.facts = facts
        await lane.drain()
        ((status, reason),) = await ledger(database, "status", "reason")
        assert (status, reason[:8]) == ("scheduled", "defect: ")

    async def test_a_mark_that_fails_stops_the_lane_once_the_others_are_marked(self, database, lane, channel):
        crowd = [await a_person(database) for _ in range(7)]
        for person in crowd:
            await queue(database, person)
        await spoil_updates(database, "old.id = 1 AND old.status = 'sending'")
        with pytest.raises(MarkError):
            await lane.drain()
        assert sorted(channel.sent) == [(person.id, 0) for person in crowd[:5]]
        statuses = [status for (status,) in await ledger(database, "status")]
        assert statuses == ["sending"] + ["sent"] * 4 + ["waiting"] * 2

    async def test_a_part_that_cannot_be_noted_stops_the_lane_too(self, database, renderer, clock):
        channel = FakeChannel(parts=2)
        anna = await a_person(database)
        await queue(database, anna)
        await spoil_updates(database, "old.id = 1 AND old.status = 'sending'")
        with pytest.raises(MarkError):
            await Lane(database, channel, renderer, clock, "me", Marks(database)).drain()
        assert channel.sent == [(anna.id, 0)]


async def test_nobody_gets_anything_twice_however_often_it_is_queued(database, lane, channel, clock):
    crowd = [await a_person(database) for _ in range(12)]
    for _ in range(3):
        for person in crowd:
            await queue(database, person, NoticeKind.REMINDER, "day-before")
        await lane.drain()
        await release(database, clock())
    assert sorted(channel.sent) == [(person.id, 0) for person in crowd]


async def test_two_processes_send_everything_once(database, renderer, clock):
    crowd = [await a_person(database) for _ in range(20)]
    for person in crowd:
        await queue(database, person)
    channel = FakeChannel()
    lanes = [Lane(database, channel, renderer, clock, owner, Marks(database)) for owner in ("me", "you")]
    await asyncio.gather(*(lane.drain() for lane in lanes))
    assert sorted(channel.sent) == [(person.id, 0) for person in crowd]


async def test_a_confirmation_overtakes_a_broadcast(database, lane, channel):
    crowd = [await a_person(database) for _ in range(12)]
    for person in crowd:
        await queue(database, person, NoticeKind.ANNOUNCEMENT, "programme")
    hasty = await a_person(database)

    async def register():
        await queue(database, hasty)
        lane.wake()

    channel.script = [register]
    await lane.drain()
    assert (hasty.id, 0) in channel.sent[:10]


async def test_a_woken_lane_delivers_until_it_is_stopped(database, lane, channel):
    working = asyncio.create_task(lane.run())
    for count in (1, 2, 3):
        await queue(database, await a_person(database))
        lane.wake()
        await lane.idle()
        assert len(channel.sent) == count
    lane.stop()
    await working


async def test_a_lane_that_is_stopped_claims_no_more(database, lane, channel):
    for _ in range(7):
        await queue(database, await a_person(database))

    async def stop():
        lane.stop()

    channel.script = [stop]
    lane.wake()
    await lane.run()
    assert await ledger(database, "status") == [("sent",)] * 5 + [("waiting",)] * 2


async def test_a_lane_that_is_cancelled_finishes_what_it_is_sending(database, lane, channel):
    arriving, arrived = asyncio.Event(), asyncio.Event()

    async def take_time():
        arriving.set()
        await arrived.wait()

    working = asyncio.create_task(lane.run())
    for key in ("1:0", "1:1"):
        arriving.clear()
        channel.script = [take_time]
        await queue(database, await a_person(database), key=key)
        lane.wake()
        await arriving.wait()
        if key == "1:1":
            working.cancel()
        arrived.set()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert await ledger(database, "status") == [("sent",)] * 2


async def test_a_cancelled_lane_does_not_wait_for_ever(database, lane, channel, monkeypatch):
    monkeypatch.setattr(delivery, "GRACE", timedelta())
    await queue(database, await a_person(database))
    arriving = asyncio.Event()

    async def hang():
        arriving.set()
        await asyncio.Event().wait()

    channel.script = [hang]
    working = asyncio.create_task(lane.drain())
    await arriving.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert await ledger(database, "status") == [("sending",)]


async def test_what_is_being_sent_belongs_to_the_process_however_long_it_takes(database, lane, channel):
    await queue(database, await a_person(database))

    async def take_long():
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).values(leased_until=MAY))
            await claims.recover(connection, "me", MAY + MINUTE)

    channel.script = [take_long]
    await lane.drain()
    assert await ledger(database, "status", "attempts") == [("sent", 1)]
