"""What an organiser says to an announcement, and what becomes of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select, update

from conference import claims, people, registration
from conference.announcements import queueing, report, sending, settling
from conference.announcements.announcement import State
from conference.announcements.report import Progress
from conference.announcements.selection import Group, Selection
from conference.channels.channel import ChannelName, OutcomeUnknownError, TemporaryDeliveryError
from conference.database import Database
from conference.outbox import DeliveryStatus, NoticeKind
from conference.people import Person, Wants
from conference.tables import deliveries, notices
from tests.conference.announcements.example_announcements import (
    Gate,
    RecordingChannel,
    a_begun,
    a_composed,
    a_lane,
    as_stored,
    done,
    drain,
    register_many,
    tick,
    words,
)
from tests.conference.example_deliveries import let_leases_end
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant, ledger

TELEGRAM, EMAIL = ChannelName
EVENT = an_event(questions=[an_event().questions[0]])
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
IN_TELEGRAM = Selection(channels=frozenset({TELEGRAM}))
WAITING, SCHEDULED, HELD, SENDING, SENT, UNCERTAIN, DEAD, MISSED, WITHDRAWN = DeliveryStatus

Deed = Callable[..., Awaitable[Any]]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queueing, "CHUNK", 2)
    monkeypatch.setattr(settling, "CHUNK", 2)


async def a_crowd(database: Database, count: int = 5, **columns: Any) -> list[Person]:
    """Register some people in Telegram; their confirmations are sent already."""
    crowd = [await a_registrant(database, EVENT, **columns) for _ in range(count)]
    async with database.transaction() as connection:
        await connection.execute(update(deliveries).values(status=SENT))
    return crowd


async def states(database: Database, notice_id: int) -> dict[str, int]:
    async with database.snapshot() as connection:
        rows = await connection.execute(select(deliveries.c.status).where(deliveries.c.notice_id == notice_id))
        return Counter(rows.scalars())


async def state(database: Database, announcement_id: int) -> State:
    return (await as_stored(database, announcement_id)).state


async def test_everybody_meant_gets_it_once_and_nobody_else_gets_it(database: Database):
    crowd = await a_crowd(database)
    await a_person(database)
    gone = await a_registrant(database, EVENT)
    async with database.transaction() as connection:
        await registration.cancel(connection, EVENT, gone, MAY)
        await connection.execute(update(deliveries).values(status=SENT))
    announced, channel = await a_begun(database, EVENT, selection=IN_TELEGRAM), RecordingChannel()
    await drain(database, a_lane(database, channel, EVENT))
    assert channel.sent == [person.id for person in crowd]
    assert {message.text for message in channel.messages.values()} == {"Zāle ir mainīta."}
    assert await tick(database, EVENT) == [announced]
    assert await state(database, announced) is State.DONE


async def test_each_gets_it_on_the_channels_that_they_wish(database: Database):
    crowd = [await a_registrant(database, an_event()) for _ in range(3)]
    async with database.transaction() as connection:
        await people.set_wants(connection, crowd[0].id, Wants.EMAIL)
        await people.set_wants(connection, crowd[1].id, Wants.TELEGRAM)
    announced = await a_begun(database, an_event())
    rows = await ledger(database, "notice_id", "person_id", "channel", "status", "priority")
    assert sorted(row[1:] for row in rows if row[0] == announced) == sorted(
        [
            (crowd[0].id, "email", "waiting", 9),
            (crowd[1].id, "telegram", "waiting", 9),
            (crowd[2].id, "email", "waiting", 9),
            (crowd[2].id, "telegram", "waiting", 9),
        ]
    )


async def test_what_is_undone_before_it_starts_sends_nothing_and_keeps_its_words(database: Database):
    await a_crowd(database)
    composed = await a_composed(database, EVENT)
    assert await done(database, sending.plan, composed, MAY + 30 * SECOND)
    await tick(database, EVENT, now=MAY + 29 * SECOND)
    assert (await state(database, composed), await states(database, composed)) == (State.PLANNED, {})
    assert await done(database, sending.undo, composed)
    await tick(database, EVENT, now=MAY + 31 * SECOND)
    stored = await as_stored(database, composed)
    assert (stored.state, stored.starts_at, stored.body) == (State.COMPOSING, None, {"lv": words()})
    assert await states(database, composed) == {}


async def test_what_has_begun_cannot_be_undone(database: Database):
    composed = await a_composed(database, EVENT)
    assert await done(database, sending.plan, composed, MAY + 30 * SECOND)
    await tick(database, EVENT, now=MAY + 30 * SECOND)
    assert not await done(database, sending.undo, composed)


ALLOWED: dict[Deed, dict[State, State]] = {
    sending.undo: {State.PLANNED: State.COMPOSING},
    sending.pause: {State.SENDING: State.PAUSED},
    sending.resume: {State.PAUSED: State.SENDING},
    sending.stop: {State.SENDING: State.STOPPED, State.PAUSED: State.STOPPED},
    sending.go_on: {State.STOPPED: State.SENDING},
}


@pytest.mark.parametrize("deed", ALLOWED, ids=lambda deed: deed.__name__)
async def test_each_deed_has_its_states(database: Database, deed: Deed):
    composed = await a_composed(database, EVENT)
    for before in State:
        async with database.transaction() as connection:
            await connection.execute(update(notices).where(notices.c.id == composed).values(state=before))
        after = ALLOWED[deed].get(before)
        assert await done(database, deed, composed) is (after is not None)
        assert await state(database, composed) is (after or before)


@pytest.mark.parametrize("deed", [sending.pause, sending.stop])
async def test_of_two_who_press_at_once_one_wins(database: Database, deed: Deed):
    await a_crowd(database, 1)
    announced = await a_begun(database, EVENT)
    assert sorted(await asyncio.gather(*(done(database, deed, announced) for _ in range(5)))) == [False] * 4 + [True]


async def test_pausing_holds_what_has_not_left_and_resuming_sends_it(database: Database):
    crowd = await a_crowd(database)
    announced, channel = await a_begun(database, EVENT, selection=IN_TELEGRAM), RecordingChannel()
    lane = a_lane(database, channel, EVENT)
    assert await done(database, sending.pause, announced)
    await tick(database, EVENT)
    assert await states(database, announced) == {HELD: 5}
    await drain(database, lane)
    assert channel.sent == []
    assert await done(database, sending.resume, announced)
    await tick(database, EVENT)
    await drain(database, lane)
    assert channel.sent == [person.id for person in crowd]
    assert await tick(database, EVENT) == [announced]


async def test_what_is_claimed_while_it_is_being_paused_comes_back_and_loses_no_attempt(database: Database):
    """The tick has not held it yet: it is found paused when it is rendered."""
    await a_crowd(database, 1)
    announced, channel = await a_begun(database, EVENT, selection=IN_TELEGRAM), RecordingChannel()
    assert await done(database, sending.pause, announced)
    await drain(database, a_lane(database, channel, EVENT))
    assert channel.sent == []
    assert (await ledger(database, "status", "attempts", "leased_until"))[-1] == ("held", 0, None)


async def test_what_was_put_back_is_held_too_and_keeps_its_moment(database: Database):
    await a_crowd(database, 1)
    announced, channel = await a_begun(database, EVENT, selection=IN_TELEGRAM), RecordingChannel()
    channel.script = [TemporaryDeliveryError("flood", MINUTE)]
    await drain(database, a_lane(database, channel, EVENT))
    for deed in (sending.pause, sending.resume):
        assert await done(database, deed, announced)
        await tick(database, EVENT)
    assert await states(database, announced) == {SCHEDULED: 1}
    assert await done(database, sending.pause, announced)
    await tick(database, EVENT)
    assert await states(database, announced) == {HELD: 1}
    assert await done(database, sending.resume, announced)
    await tick(database, EVENT, now=MAY + MINUTE)
    assert await states(database, announced) == {WAITING: 1}


async def test_stopping_withdraws_and_going_on_sends_to_the_rest(database: Database):
    crowd = await a_crowd(database)
    announced, channel, gate = await a_begun(database, EVENT, selection=IN_TELEGRAM), RecordingChannel(), Gate()
    channel.careful_concurrency = 1
    channel.script = [None, gate]
    lane = a_lane(database, channel, EVENT)
    sending_on = asyncio.create_task(drain(database, lane))
    await gate.reached.wait()
    assert await done(database, sending.stop, announced)
    await tick(database, EVENT)
    gate.opened.set()
    await sending_on
    assert channel.sent == [crowd[0].id, crowd[1].id]
    assert await states(database, announced) == {SENT: 2, WITHDRAWN: 3}
    assert {row for row in await ledger(database, "status", "reason") if row[0] == WITHDRAWN} == {
        ("withdrawn", "stopped")
    }
    assert await done(database, sending.go_on, announced)
    await tick(database, EVENT)
    await drain(database, lane)
    assert channel.sent == [person.id for person in crowd]
    assert await tick(database, EVENT) == [announced]


async def test_what_others_withdrew_does_not_come_back_when_a_stopped_one_goes_on(database: Database):
    await a_crowd(database, 2)
    announced = await a_begun(database, EVENT, selection=IN_TELEGRAM)
    async with database.transaction() as connection:
        last = select(deliveries.c.id).order_by(deliveries.c.id.desc()).limit(1).scalar_subquery()
        gone = update(deliveries).where(deliveries.c.id == last)
        await connection.execute(gone.values(status=WITHDRAWN, reason="restored"))
    for deed in (sending.stop, sending.go_on):
        assert await done(database, deed, announced)
        await tick(database, EVENT)
    assert await states(database, announced) == {WAITING: 1, WITHDRAWN: 1}


@pytest.mark.parametrize(
    ("before", "after"), [(State.PAUSED, HELD), (State.STOPPED, WITHDRAWN), (State.SENDING, WAITING)]
)
async def test_a_claimed_one_goes_where_the_state_wants_it_when_it_is_marked(
    database: Database, before: State, after: DeliveryStatus
):
    """Between the rendering and the mark somebody may have resumed or stopped it."""
    await a_crowd(database, 1)
    announced, lane = await a_begun(database, EVENT, selection=IN_TELEGRAM), a_lane(database, RecordingChannel(), EVENT)
    assert await done(database, sending.pause, announced)
    write = lane._marks.write

    async def change_then_write(mark: Any) -> None:
        async with database.transaction() as connection:
            await connection.execute(update(notices).where(notices.c.id == announced).values(state=before))
        await write(mark)
        lane._exhausted.update(lane._slots)

    lane._marks.write = change_then_write  # type: ignore[method-assign]  # the only way to be between the two
    await drain(database, lane)
    assert await states(database, announced) == {after: 1}


async def test_a_deed_in_the_middle_of_settling_is_settled_by_the_next_tick(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    await a_crowd(database)
    announced = await a_begun(database, EVENT, selection=IN_TELEGRAM)
    assert await done(database, sending.pause, announced)
    chunks, changed = queueing.chunks, False

    async def resume_after_the_first_chunk(*arguments: Any) -> Any:
        nonlocal changed
        async for ids in chunks(*arguments):
            yield ids
            if not changed:
                changed = True
                assert await done(database, sending.resume, announced)

    monkeypatch.setattr(queueing, "chunks", resume_after_the_first_chunk)
    await settling.settle(database, [EVENT], MAY)
    assert await states(database, announced) == {HELD: 5}
    assert await done(database, sending.finish_done) == []
    await tick(database, EVENT)
    assert await states(database, announced) == {WAITING: 5}


async def test_a_crash_while_it_is_queued_leaves_nobody_out_and_gives_nobody_two(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    crowd = await a_crowd(database)
    composed = await a_composed(database, EVENT)
    assert await done(database, sending.plan, composed, MAY)
    enqueue, calls = queueing._enqueue, 0

    async def break_down(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:  # e-mail, in the second chunk
            raise ConnectionError
        await enqueue(*arguments)

    monkeypatch.setattr(queueing, "_enqueue", break_down)
    with pytest.raises(ConnectionError):
        await tick(database, EVENT)
    stored = await as_stored(database, composed)
    assert (stored.state, stored.queued_at, await states(database, composed)) == (State.SENDING, None, {WAITING: 2})
    assert await done(database, sending.finish_done) == []
    async with database.transaction() as connection:
        await people.set_email(connection, crowd[0].id, "anna@example.org")  # who has it in Telegram gets no e-mail
    await tick(database, EVENT)
    assert await states(database, composed) == {WAITING: 5}
    assert (await as_stored(database, composed)).queued_at == MAY


async def test_stopping_while_it_is_queued_queues_no_more_and_going_on_queues_the_rest(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    await a_crowd(database)
    composed = await a_composed(database, EVENT, selection=IN_TELEGRAM)
    assert await done(database, sending.plan, composed, MAY)
    chunks = queueing.chunks

    async def stop_after_the_first_chunk(*arguments: Any) -> Any:
        async for ids in chunks(*arguments):
            yield ids
            await done(database, sending.stop, composed)

    with monkeypatch.context() as patched:
        patched.setattr(queueing, "chunks", stop_after_the_first_chunk)
        await tick(database, EVENT)
    assert (await state(database, composed), await states(database, composed)) == (State.STOPPED, {WAITING: 2})
    await tick(database, EVENT)
    assert await states(database, composed) == {WITHDRAWN: 2}
    assert await done(database, sending.go_on, composed)
    await tick(database, EVENT)
    assert await states(database, composed) == {WAITING: 5}


async def test_who_registers_after_it_was_queued_does_not_get_it_when_it_is_resumed(database: Database):
    await a_crowd(database, 2)
    announced = await a_begun(database, EVENT, selection=IN_TELEGRAM)
    assert await done(database, sending.pause, announced)
    await a_registrant(database, EVENT)
    await tick(database, EVENT)
    assert await done(database, sending.resume, announced)
    await tick(database, EVENT)
    assert await states(database, announced) == {WAITING: 2}


async def test_an_audience_of_nobody_is_done_at_once(database: Database):
    announced = await a_composed(database, EVENT, selection=Selection(frozenset({Group.CANCELLED})))
    assert await done(database, sending.plan, announced, MAY)
    assert await tick(database, EVENT) == [announced]


async def test_an_event_that_is_gone_from_the_settings_waits_for_it(database: Database):
    await a_crowd(database, 1)
    composed = await a_composed(database, EVENT, selection=IN_TELEGRAM)
    assert await done(database, sending.plan, composed, MAY)
    assert await tick(database, an_event(key="another")) == []
    assert (await state(database, composed), await states(database, composed)) == (State.SENDING, {})
    await tick(database, EVENT)
    assert await states(database, composed) == {WAITING: 1}


async def test_after_a_kill_nobody_gets_it_twice_and_what_was_under_way_is_uncertain(database: Database):
    crowd = await a_crowd(database)
    announced, channel, gate = await a_begun(database, EVENT, selection=IN_TELEGRAM), RecordingChannel(), Gate()
    channel.careful_concurrency = 2
    channel.script = [None, gate]
    killed = asyncio.create_task(drain(database, a_lane(database, channel, EVENT, owner="killed")))
    await gate.reached.wait()
    killed.cancel()
    monster = asyncio.gather(killed, return_exceptions=True)
    await let_leases_end(database)
    async with database.transaction() as connection:
        await claims.recover(connection, "successor", MAY + MINUTE)
    gate.opened.set()
    await monster
    before = list(channel.sent)
    await drain(database, a_lane(database, channel, EVENT, owner="successor"))
    assert Counter(channel.sent) == Counter({person.id for person in crowd})
    assert channel.sent[: len(before)] == before
    counts = await states(database, announced)
    assert counts[UNCERTAIN] >= 1
    assert counts[UNCERTAIN] + counts[SENT] == 5
    assert await tick(database, EVENT) == [announced]


@pytest.mark.engine("sqlite")
async def test_ten_thousand_are_queued_paused_and_stopped_in_chunks(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queueing, "CHUNK", 4_000)
    monkeypatch.setattr(settling, "CHUNK", 4_000)
    await register_many(database, EVENT, 10_000)
    composed = await a_composed(database, EVENT, selection=IN_TELEGRAM)
    assert await done(database, sending.plan, composed, MAY)
    assert await changed_rows(database, lambda: tick(database, EVENT)) == [4_000, 4_000, 2_000]
    for deed, after in {sending.pause: HELD, sending.resume: WAITING, sending.stop: WITHDRAWN}.items():
        assert await done(database, deed, composed)
        assert await changed_rows(database, lambda: tick(database, EVENT)) == [4_000, 4_000, 2_000]
        assert await states(database, composed) == {after: 10_000}


async def changed_rows(database: Database, work: Callable[[], Awaitable[Any]]) -> list[int]:
    """Return how many rows each transaction meanwhile has changed, of those that changed many."""
    changed: list[int] = []
    running = 0

    def count(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        nonlocal running
        if statement.startswith(("INSERT", "UPDATE")):
            running += max(cursor.rowcount, 0)

    def commit(_connection: Any) -> None:
        nonlocal running
        changed.append(running)
        running = 0

    engine = database._writer.sync_engine
    sqlalchemy_event.listen(engine, "after_cursor_execute", count)
    sqlalchemy_event.listen(engine, "commit", commit)
    await work()
    sqlalchemy_event.remove(engine, "after_cursor_execute", count)
    sqlalchemy_event.remove(engine, "commit", commit)
    return [rows for rows in changed if rows > 100]


async def test_a_report_tells_how_far_it_is(database: Database):
    await a_crowd(database, 4)
    announced, channel = await a_begun(database, EVENT, selection=IN_TELEGRAM), RecordingChannel()
    channel.script = [None, OutcomeUnknownError("time is up"), TemporaryDeliveryError("busy")]
    await drain(database, a_lane(database, channel, EVENT))
    async with database.snapshot() as connection:
        progress = await report.progress(connection, announced)
    assert progress == Progress({(TELEGRAM, SENT): 2, (TELEGRAM, UNCERTAIN): 1, (TELEGRAM, SCHEDULED): 1})
    assert (progress.total, progress.sent, progress.failed, progress.remaining) == (4, 2, 1, 1)


async def test_only_announcements_and_what_follows_them_have_states(database: Database):
    await a_registrant(database, EVENT)
    async with database.snapshot() as connection:
        kinds = await connection.execute(select(notices.c.kind, notices.c.state, notices.c.unsettled))
        assert kinds.all() == [(NoticeKind.REGISTERED, None, 0)]
