from datetime import timedelta

from sqlalchemy import update

from conference import registration, service_state, status
from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus
from conference.service_state import Pause, PauseReason
from conference.status import ChannelStatus, EventStatus, LastError
from conference.tables import deliveries
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_complete_draft, a_person, a_registrant

EVENT = an_event(capacity=10)
NOTHING = dict.fromkeys(DeliveryStatus, 0)


async def taken(database, now=MAY, events=(EVENT,)):
    async with database.snapshot() as connection:
        return await status.take(connection, events, now)


async def become(database, delivery_id, **values):
    async with database.transaction() as connection:
        await connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(values))


async def test_at_first_there_is_nothing(database):
    empty = ChannelStatus(NOTHING, None, 0, 0, None)
    assert await taken(database) == status.Status(
        started=None,
        paused=None,
        channels=dict.fromkeys(ChannelName, empty),
        events=(EventStatus(EVENT.key, 0, 0, 0, 0, 10),),
    )


async def test_channels_tell_their_states_their_pace_and_how_long_the_oldest_waits(database):
    for hours in range(3):
        await a_registrant(database, EVENT, MAY + timedelta(hours=hours))
    now = MAY + timedelta(hours=3)
    await become(database, 1, status="sent", finished_at=now - timedelta(seconds=59))
    await become(database, 3, status="sent", finished_at=now - timedelta(seconds=61))
    await become(database, 5, status="sent", finished_at=now - timedelta(minutes=61))
    assert (await taken(database, now)).channels == {
        ChannelName.TELEGRAM: ChannelStatus(NOTHING | {DeliveryStatus.SENT: 3}, None, 1, 2, None),
        ChannelName.EMAIL: ChannelStatus(NOTHING | {DeliveryStatus.WAITING: 3}, MAY, 0, 0, None),
    }


async def test_the_last_error_is_the_last_that_ended_badly(database):
    for _ in range(2):
        await a_registrant(database, EVENT)
    await become(database, 1, status="dead", reason="blocked", finished_at=MAY + timedelta(hours=2))
    await become(database, 3, status="uncertain", reason="unknown", finished_at=MAY + timedelta(hours=1))
    await become(database, 2, status="withdrawn", reason="a later version is confirmed", finished_at=MAY)
    channels = (await taken(database)).channels
    assert channels[ChannelName.TELEGRAM].last_error == LastError(
        1, DeliveryStatus.DEAD, "blocked", MAY + timedelta(hours=2)
    )
    assert channels[ChannelName.EMAIL].last_error is None


async def test_what_fails_now_and_is_tried_again_comes_before_what_failed_in_the_past(database):
    for _ in range(2):
        await a_registrant(database, EVENT)
    again = MAY + timedelta(minutes=1)
    await become(database, 1, status="dead", reason="blocked", finished_at=MAY)
    await become(database, 3, status="scheduled", reason="timed out", due_at=again)
    error = (await taken(database)).channels[ChannelName.TELEGRAM].last_error
    assert error == LastError(3, DeliveryStatus.SCHEDULED, "timed out", again)


async def test_events_tell_who_is_registered_and_who_has_not_finished(database):
    looking, beginning, changing, cancelling = [await a_person(database) for _ in range(4)]
    await a_registrant(database, EVENT)
    async with database.transaction() as connection:
        await registration.open_draft(connection, EVENT, looking, MAY)
        await registration.drafts.save(connection, a_complete_draft(EVENT, beginning), MAY)
        for person in (changing, cancelling):
            await registration.confirm(connection, EVENT, a_complete_draft(EVENT, person), person, MAY)
        await registration.drafts.save(connection, a_complete_draft(EVENT, changing), MAY)
        await registration.cancel(connection, EVENT, cancelling, MAY)
    assert (await taken(database)).events == (
        EventStatus(EVENT.key, registered=2, waiting=0, cancelled=1, unfinished=1, places_left=8),
    )


async def test_an_event_without_a_limit_has_no_number_of_places(database):
    (event,) = (await taken(database, events=[an_event()])).events
    assert event.places_left is None


async def test_the_start_and_a_pause_are_told(database):
    async with database.transaction() as connection:
        await service_state.note_start(connection, "us", MAY)
        await service_state.pause(connection, PauseReason.RESTORED, MAY + timedelta(hours=1))
    found = await taken(database)
    assert (found.started, found.paused) == (MAY, Pause(MAY + timedelta(hours=1), PauseReason.RESTORED))


async def test_an_event_that_is_gone_from_the_settings_is_named_while_there_are_data_of_it(database):
    await a_registrant(database, EVENT)
    await a_registrant(database, an_event(key="gone-2023"))
    assert [(await taken(database)).forgotten, (await taken(database, events=())).forgotten] == [
        ("gone-2023",),
        ("example-2024", "gone-2023"),
    ]
