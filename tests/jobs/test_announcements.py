from datetime import timedelta

from conference.announcements import sending
from conference.database import Database
from jobs.announcements import send_announcements
from tests.conference.announcements.example_announcements import a_composed, done
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger
from tests.jobs.example_lane import RecordingLane

EVENT = an_event()


async def ticked(database: Database, seconds: int) -> bool:
    """Tick, and return whether a lane was woken."""
    lane = RecordingLane()
    await send_announcements(database, [EVENT], [lane], lambda: MAY + timedelta(seconds=seconds))
    return lane.woken.is_set()


async def test_a_tick_begins_what_is_due_and_wakes_the_lanes(database: Database):
    await a_registrant(database, EVENT)
    composed = await a_composed(database, EVENT)
    assert await done(database, sending.plan, composed, MAY + timedelta(seconds=30))
    assert not await ticked(database, 29)
    assert await ticked(database, 30)
    assert (await ledger(database, "kind", "channel", "status"))[2:] == [
        ("announcement", "telegram", "waiting"),
        ("announcement", "email", "waiting"),
    ]


async def test_a_tick_lets_deliveries_follow_what_was_said_and_the_next_has_nothing_to_do(database: Database):
    await a_registrant(database, EVENT)
    composed = await a_composed(database, EVENT)
    assert await done(database, sending.plan, composed, MAY)
    assert await ticked(database, 0)
    assert await done(database, sending.pause, composed)
    assert await ticked(database, 2)
    assert (await ledger(database, "status"))[2:] == [("held",), ("held",)]
    assert not await ticked(database, 4)
