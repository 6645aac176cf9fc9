"""The service comes and goes; Telegram, the mailbox, the clock and the database file stay."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.starting import CannotStartError
from conference.config import Settings
from rehearsal.stage import open_house
from tests.rehearsal.another_conference import another_conference

OPEN = datetime(2031, 3, 21, 8, tzinfo=UTC)


@pytest.fixture
async def house(tmp_path):
    async with open_house(tmp_path, OPEN) as house:
        await house.start(another_conference())
        yield house


def tasks():
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_a_service_that_was_killed_leaves_nothing_running(tmp_path):
    async with open_house(tmp_path, OPEN) as house:
        before = tasks()
        await house.start(another_conference())
        phone = house.telegram.phone(7, "Anna")
        await phone.open_link()
        await house.kill()
        assert house.running is None
        assert {task for task in tasks() - before if "WebServer" not in repr(task) and "h11" not in repr(task)} == set()


@pytest.mark.parametrize("turns", range(0, 60, 6))
async def test_it_can_be_killed_at_any_moment_and_goes_on_where_it_was(house, turns):
    phone = house.telegram.phone(7, "Anna")
    await phone.open_link()
    for _ in range(turns):
        await asyncio.sleep(0)
    await house.kill()
    await house.start(another_conference())
    await house.stage.settled()
    assert "Drošībā Madonā" in phone.messages[-1].words


async def test_nothing_comes_through_from_a_service_that_was_killed(house):
    phone = house.telegram.phone(7, "Anna")
    await phone.open_link()
    async with house.telegram.faults.holding("sendMessage") as held:
        await held.wait()
        await house.kill()
        said = len(phone.messages)
    assert len(phone.messages) == said
    assert house.telegram.unconfirmed == 1


async def test_a_stopped_service_has_answered_and_a_stage_without_it_says_so(house):
    phone = house.telegram.phone(7, "Anna")
    await phone.open_link()
    await house.stage.answered()
    await house.stop()
    assert house.telegram.unconfirmed == 0
    with pytest.raises(RuntimeError, match="does not run"):
        _ = house.stage


async def test_a_service_that_cannot_start_says_why_and_another_start_works(house, tmp_path):
    async with open_house(tmp_path, OPEN) as second:
        with pytest.raises(CannotStartError, match="another service is running"):
            await second.start(another_conference())
        await house.stop()
        await second.start(another_conference())
        assert second.running


async def test_tasks_of_others_outlive_a_crash(house):
    async def waits() -> str:
        await house.telegram.phone(7, "Anna").answered()
        await asyncio.sleep(0)
        return "alive"

    other = asyncio.create_task(waits())
    await house.kill()
    assert await other == "alive"


async def test_whatever_leads_outside_is_left_out(tmp_path):
    settings = another_conference(
        email={
            "host": "mail.example.org",
            "sender": "kopa@example.org",
            "sender_name": "Kopā",
            "messages_per_minute": 6,
        }
    )
    outside = {"proxy": "http://proxy.example.org:3128", "webhook": {"url": "https://kopa.example.org/t"}}
    written = settings.model_dump(exclude={"events"}) | {"telegram": outside}
    async with open_house(tmp_path, OPEN) as house:
        await house.start(Settings.model_validate(written | {"events": settings.events}))
        at_work = house.stage.running.service.settings
        assert (at_work.telegram.proxy, at_work.telegram.webhook) == (None, None)
        assert at_work.email is not None
        assert (at_work.email.host, at_work.email.messages_per_minute) == ("127.0.0.1", None)
