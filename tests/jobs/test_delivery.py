from datetime import UTC, datetime, timedelta

import pytest

from conference import claims, marking
from conference.channels.channel import ChannelName
from conference.database import Database
from jobs.delivery import wake_lanes
from tests.conference.example_event import an_event
from tests.conference.example_people import a_registrant, ledger
from tests.jobs.example_lane import RecordingLane

NOW = datetime(2024, 5, 20, 9, tzinfo=UTC)


async def test_a_tick_releases_what_is_due_again(database: Database):
    lane = RecordingLane()
    await a_registrant(database, an_event())
    async with database.transaction() as connection:
        (delivery,) = await claims.claim(connection, ChannelName.TELEGRAM, "us", NOW)
        await marking.postpone(connection, delivery, NOW + timedelta(seconds=30), "later")
    await wake_lanes(database, [lane], "us", lambda: NOW + timedelta(seconds=30))
    assert lane.woken.is_set()
    assert await ledger(database, "channel", "status") == [("telegram", "waiting"), ("email", "waiting")]


@pytest.mark.engine("sqlite")  # others on PostgreSQL may be alive: their leases have to end
async def test_a_tick_takes_back_what_a_process_that_died_was_sending(database: Database):
    await a_registrant(database, an_event())
    async with database.transaction() as connection:
        await claims.claim(connection, ChannelName.TELEGRAM, "died", NOW)
        await claims.claim(connection, ChannelName.EMAIL, "us", NOW)
    await wake_lanes(database, [], "us", lambda: NOW)
    assert await ledger(database, "channel", "status") == [("telegram", "waiting"), ("email", "sending")]
