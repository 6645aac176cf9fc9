from datetime import UTC, datetime, timedelta

from conference.database import Database
from jobs.reminders import queue_reminders
from tests.conference.example_event import an_event
from tests.conference.example_people import a_registrant, ledger
from tests.jobs.example_lane import RecordingLane

DUE = datetime(2024, 6, 13, 7, tzinfo=UTC)


async def test_a_tick_queues_what_is_due_and_wakes_the_lanes(database: Database):
    event, lane = an_event(), RecordingLane()
    await a_registrant(database, event)
    await queue_reminders(database, [event], [lane], lambda: DUE)
    assert lane.woken.is_set()
    assert (await ledger(database, "kind", "key", "channel", "status"))[2:] == [
        ("reminder", "day-before", "telegram", "waiting"),
        ("reminder", "day-before", "email", "waiting"),
    ]


async def test_a_tick_with_nothing_due_wakes_nobody(database: Database):
    event, lane = an_event(), RecordingLane()
    await a_registrant(database, event)
    await queue_reminders(database, [event], [lane], lambda: DUE - timedelta(seconds=1))
    assert not lane.woken.is_set()
