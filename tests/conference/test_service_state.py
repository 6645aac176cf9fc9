from datetime import timedelta

from conference import claims, service_state
from conference.channels.channel import ChannelName
from conference.service_state import Pause, PauseReason
from conference.signing import Signing
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger


async def pause(database, reason=PauseReason.OPERATOR, now=MAY):
    async with database.transaction() as connection:
        return await service_state.pause(connection, reason, now)


async def claim(database):
    async with database.transaction() as connection:
        return [one.channel for one in await claims.claim(connection, ChannelName.EMAIL, "us", MAY)]


async def test_nothing_is_paused_until_somebody_says_so(database):
    async with database.snapshot() as connection:
        assert (await service_state.paused(connection), await service_state.started(connection)) == (None, None)


async def test_while_paused_nothing_is_claimed_and_nothing_is_lost(database):
    await pause(database)
    await a_registrant(database, an_event())
    assert await claim(database) == []
    assert await ledger(database, "channel", "status", "attempts") == [
        ("telegram", "waiting", 0),
        ("email", "waiting", 0),
    ]
    async with database.transaction() as connection:
        await service_state.resume(connection)
    assert await claim(database) == ["email"]


async def test_the_first_reason_for_a_pause_stays(database):
    later = MAY + timedelta(hours=1)
    assert [await pause(database, PauseReason.RESTORED), await pause(database, now=later)] == [True, False]
    async with database.snapshot() as connection:
        assert await service_state.paused(connection) == Pause(MAY, PauseReason.RESTORED)


async def test_the_last_start_is_remembered(database):
    for hour in (1, 2):
        async with database.transaction() as connection:
            await service_state.note_start(connection, f"process {hour}", MAY + timedelta(hours=hour))
    async with database.snapshot() as connection:
        assert await service_state.started(connection) == MAY + timedelta(hours=2)


async def test_the_service_signs_with_a_secret_of_its_own_for_ever(database):
    async with database.transaction() as connection:
        first = await service_state.signing(connection, MAY)
        again = await service_state.signing(connection, MAY + timedelta(days=1))
    assert again.is_genuine(first.sign("tests", 1), "tests", 1)
    assert not Signing("").is_genuine(first.sign("tests", 1), "tests", 1)
