import asyncio
import logging

import pytest

from bot.starting import CannotStartError
from conference.mistakes import SettingsError
from studio.desk import open_desk
from tests.studio.desk.small_conference import DAY_BEFORE, LAST_DAYS, OPEN, SETTINGS

OUTSIDE = """
[telegram]
base_url = "https://api.example.org/bot"
proxy = "http://proxy.example.org:3128"

[telegram.webhook]
url = "https://kopa.example.org/telegram"
"""


async def test_without_a_start_it_begins_before_the_first_reminder(tmp_path):
    async with open_desk(SETTINGS, tmp_path) as desk:
        assert OPEN.replace(year=2031, month=3, day=1) < desk.now < LAST_DAYS


async def test_nothing_goes_outside_whatever_settings_and_environment_say(tmp_path, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1234567:" + "a" * 35)
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    async with open_desk(SETTINGS + OUTSIDE, tmp_path, OPEN) as desk:
        at_work = desk.running.service.settings
        assert at_work.telegram.base_url == desk.house.telegram.base_url
        assert (at_work.telegram.proxy, at_work.telegram.webhook, at_work.service.public_url) == (None, None, None)
        assert (at_work.email.host, at_work.email.port, at_work.email.username) == (
            "127.0.0.1",
            desk.house.mailbox.port,
            None,
        )
        anna = await desk.seats.add("Anna Bērziņa")
        await anna.open_link()
        assert await desk.settle()
        assert "Drošībā Madonā" in anna.last.words


async def test_wrong_settings_open_no_desk(tmp_path):
    with pytest.raises(SettingsError):
        async with open_desk("", tmp_path):
            raise AssertionError


async def test_two_desks_do_not_share_a_folder(desk, registered, tmp_path):
    with pytest.raises(CannotStartError, match="another service is running"):
        async with open_desk(SETTINGS, tmp_path, OPEN):
            raise AssertionError
    await desk.turn_to(DAY_BEFORE)
    assert len(await desk.ledger()) == 4


async def test_a_desk_begins_with_nothing_of_the_last_one(tmp_path):
    for _ in range(2):
        async with open_desk(SETTINGS, tmp_path, OPEN) as desk:
            anna = await desk.seats.add("Anna Bērziņa")
            await anna.open_link()
            assert await desk.settle()
            assert [row async for row in _people(desk)] == [(1, anna.id)]


async def _people(desk):
    from sqlalchemy import select

    from conference.tables import people

    async with desk.snapshot() as connection:
        for row in await connection.execute(select(people.c.id, people.c.chat_id)):
            yield tuple(row)


async def test_observers_are_told_of_what_the_bot_does(desk, anna):
    told = asyncio.Event()
    leave = desk.changed.subscribe(told.set)
    await anna.open_link()
    await desk.settle()
    await asyncio.wait_for(told.wait(), 5)
    leave()
    leave()
    told.clear()
    await desk.turn_to(DAY_BEFORE)
    assert not told.is_set()


async def test_an_observer_that_fails_does_not_keep_others_from_being_told(desk, caplog):
    told = asyncio.Event()

    def fails() -> None:
        raise ValueError("a page is gone")

    desk.changed.subscribe(fails)
    desk.changed.subscribe(told.set)
    with caplog.at_level(logging.ERROR):
        await desk.seats.add("Anna Bērziņa")
        await asyncio.wait_for(told.wait(), 5)
    assert [record.message for record in caplog.records] == ["an observer of the desk failed"]


async def test_many_changes_are_told_once(desk):
    told = []
    desk.changed.subscribe(lambda: told.append(1))
    changed = asyncio.Event()
    desk.changed.subscribe(changed.set)
    for _ in range(100):
        desk.changed.note()
    await changed.wait()
    assert told == [1]
