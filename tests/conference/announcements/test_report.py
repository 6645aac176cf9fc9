import pytest
from sqlalchemy import update

from conference import people, personal_data
from conference.announcements import report, sending
from conference.announcements.announcement import State
from conference.announcements.report import Failure, Progress
from conference.announcements.selection import Selection
from conference.channels.channel import ChannelName
from conference.database import Database
from conference.outbox import DeliveryStatus
from conference.people import Person
from conference.tables import deliveries, notices
from tests.conference.announcements.example_announcements import (
    RecordingChannel,
    a_begun,
    a_lane,
    as_stored,
    done,
    drain,
    tick,
)
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_person, a_registrant

TELEGRAM, EMAIL = ChannelName
EVENT = an_event()
WAITING, SCHEDULED, HELD, SENDING, SENT, UNCERTAIN, DEAD, MISSED, WITHDRAWN = DeliveryStatus
ONLY_TELEGRAM = Selection(channels=frozenset({TELEGRAM}))


async def a_sent_one(database: Database, count: int = 3) -> tuple[int, list[Person]]:
    """An announcement that was sent to some people in Telegram, and is done."""
    crowd = [await a_registrant(database, EVENT) for _ in range(count)]
    announced = await a_begun(database, EVENT, selection=ONLY_TELEGRAM)
    async with database.transaction() as connection:
        await connection.execute(update(deliveries).values(status=SENT, finished_at=MAY, attempts=1))
    assert await tick(database, EVENT) == [announced]
    return announced, crowd


async def becomes(database: Database, notice_id: int, person: Person, status: DeliveryStatus, reason: str) -> None:
    theirs = deliveries.c.notice_id == notice_id, deliveries.c.person_id == person.id
    async with database.transaction() as connection:
        await connection.execute(update(deliveries).where(*theirs).values(status=status, reason=reason))


async def status_of(database: Database, notice_id: int) -> Progress:
    async with database.snapshot() as connection:
        return await report.progress(connection, notice_id)


def test_progress_counts_by_channel_and_state():
    counts = {(TELEGRAM, status): number for number, status in enumerate(DeliveryStatus, 1)} | {(EMAIL, SENT): 100}
    progress = Progress(counts)
    assert (progress.total, progress.sent) == (145, 105)
    assert progress.remaining == 1 + 2 + 3 + 4
    assert progress.failed == 6 + 7 + 8
    assert progress.withdrawn == 9
    assert (progress.on(TELEGRAM), progress.on(EMAIL), progress.on(EMAIL, SENT), progress.on(EMAIL, DEAD)) == (
        45,
        100,
        100,
        0,
    )


async def test_failures_have_names_channels_and_reasons(database: Database):
    announced, (anna, berta, _) = await a_sent_one(database)
    await becomes(database, announced, anna, DEAD, "blocked")
    await becomes(database, announced, berta, UNCERTAIN, "time is up")
    async with database.snapshot() as connection:
        failures = await report.failures(connection, EVENT, announced)
    assert [(one.person_id, one.name, one.channel, one.status, one.reason) for one in failures] == [
        (anna.id, "Anna Kalniņa", TELEGRAM, DEAD, "blocked"),
        (berta.id, "Anna Kalniņa", TELEGRAM, UNCERTAIN, "time is up"),
    ]


async def test_a_failure_of_somebody_without_a_registration_has_no_name(database: Database):
    announced, (anna,) = await a_sent_one(database, 1)
    stranger = await a_person(database)
    async with database.transaction() as connection:
        await connection.execute(update(deliveries).values(person_id=stranger.id, status=DEAD, reason="blocked"))
    async with database.snapshot() as connection:
        (failure,) = await report.failures(connection, EVENT, announced)
    assert failure == Failure(failure.delivery_id, stranger.id, None, TELEGRAM, DEAD, "blocked")
    assert anna.id != stranger.id


@pytest.mark.parametrize(("uncertain", "again"), [(False, 1), (True, 2)])
async def test_what_may_have_arrived_is_tried_again_only_on_demand(database: Database, uncertain: bool, again: int):
    announced, (anna, berta, _) = await a_sent_one(database)
    await becomes(database, announced, anna, DEAD, "eight attempts failed")
    await becomes(database, announced, berta, UNCERTAIN, "time is up")
    assert await done(database, report.retry, announced, MAY, uncertain=uncertain) == again
    assert (await as_stored(database, announced)).state is State.SENDING
    channel = RecordingChannel()
    await drain(database, a_lane(database, channel, EVENT))
    assert channel.sent == [anna.id, berta.id][:again]
    assert await tick(database, EVENT) == [announced]
    assert (await status_of(database, announced)).sent == 1 + again


async def test_who_cannot_be_reached_there_is_not_tried_again(database: Database):
    announced, (anna, berta, clara) = await a_sent_one(database)
    for person in (anna, berta, clara):
        await becomes(database, announced, person, DEAD, "blocked")
    async with database.transaction() as connection:
        await people.note_unreachable(connection, anna.id, TELEGRAM, MAY)
        await personal_data.erase(connection, berta.id, MAY)
    assert await done(database, report.retry, announced, MAY, uncertain=True) == 1
    assert (await status_of(database, announced)).counts == {(TELEGRAM, DEAD): 2, (TELEGRAM, WAITING): 1}


@pytest.mark.parametrize("state", [State.PAUSED, State.STOPPED, State.TAKEN_BACK])
async def test_what_is_not_to_be_sent_is_not_tried_again(database: Database, state: State):
    announced, (anna, *_) = await a_sent_one(database)
    await becomes(database, announced, anna, DEAD, "busy")
    async with database.transaction() as connection:
        await connection.execute(update(notices).where(notices.c.id == announced).values(state=state))
    assert await done(database, report.retry, announced, MAY) == 0


async def test_whoever_is_erased_while_it_is_paused_does_not_get_it(database: Database):
    anna = await a_registrant(database, EVENT)
    announced = await a_begun(database, EVENT, selection=ONLY_TELEGRAM)
    assert await done(database, sending.pause, announced)
    await tick(database, EVENT)
    async with database.transaction() as connection:
        await personal_data.erase(connection, anna.id, MAY)
    assert (await status_of(database, announced)).counts == {(TELEGRAM, WITHDRAWN): 1}
