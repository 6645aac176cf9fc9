"""Our own getUpdates loop: order within a chat, confirmation after handling, pauses after failures."""

import asyncio
import logging
from datetime import timedelta

import pytest
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from bot import polling
from bot.polling import Poller
from rehearsal.telegram import LocalTelegram

ALLOWED = ["message"]


@pytest.fixture
async def telegram():
    async with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture
async def poll(telegram):
    """Polls with a handler until the block ends."""
    tasks = []

    async def poll(handle, token=telegram.token):
        bot = ExtBot(token, base_url=telegram.base_url)
        poller = Poller(bot, handle, ALLOWED)
        task = asyncio.create_task(poller.run())
        tasks.append((bot, poller, task))
        return poller, task

    yield poll
    for bot, poller, task in tasks:
        poller.stop()
        await asyncio.gather(task, return_exceptions=True)
        # The bot itself was never initialised, and so would not shut them down.
        await asyncio.gather(*(request.shutdown() for request in bot._request))


async def test_updates_of_one_chat_are_handled_in_order_and_chats_side_by_side(telegram, poll):
    handled, slow = [], asyncio.Event()

    async def handle(update):
        if update.message.text == "slow":
            await slow.wait()
        handled.append((update.effective_chat.id, update.message.text))
        if (2, "second") in handled:
            slow.set()

    anna, liga = telegram.phone(1), telegram.phone(2)
    for phone, text in ((anna, "slow"), (anna, "after"), (liga, "first"), (liga, "second")):
        await phone.send(text)
    await poll(handle)
    await telegram.idle()
    assert handled == [(2, "first"), (2, "second"), (1, "slow"), (1, "after")]


async def test_an_update_is_confirmed_only_when_it_was_handled(telegram, poll):
    handling, done = asyncio.Event(), asyncio.Event()

    async def handle(_update):
        handling.set()
        await done.wait()

    await telegram.phone(1).send("Labdien")
    await poll(handle)
    await handling.wait()
    assert len(telegram._state.updates) == 1
    done.set()
    await telegram.idle()
    assert len(telegram._state.updates) == 0


async def test_what_is_being_handled_at_a_stop_is_handled_to_its_end_and_confirmed(telegram, poll):
    handling, done, handled = asyncio.Event(), asyncio.Event(), []

    async def handle(update):
        handling.set()
        await done.wait()
        handled.append(update.message.text)

    await telegram.phone(1).send("Labdien")
    poller, task = await poll(handle)
    await handling.wait()
    poller.stop()
    done.set()
    await task
    assert (handled, len(telegram._state.updates)) == (["Labdien"], 0)


async def test_a_stop_while_nothing_comes_is_immediate(telegram, poll):
    async def handle(_update):
        """Nothing comes."""

    poller, task = await poll(handle)
    await asyncio.sleep(0)
    poller.stop()
    assert await task is None


@pytest.mark.parametrize(
    ("code", "description", "line"),
    [
        (502, "Bad Gateway", "no updates from Telegram: NetworkError"),
        (409, "Conflict: terminated", "no updates from Telegram: another process polls with this token"),
    ],
)
async def test_failures_cost_a_pause_and_no_update(telegram, poll, monkeypatch, caplog, code, description, line):
    monkeypatch.setattr(polling, "PAUSES", (0, 0))
    handled = []

    async def handle(update):
        handled.append(update.message.text)

    telegram.fail_next("getUpdates", code, description, times=3)
    await telegram.phone(1).send("Labdien")
    await poll(handle)
    await telegram.idle()
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert (handled, warnings) == (["Labdien"], [line] * 3)


async def test_an_unknown_token_ends_it(poll):
    async def handle(_update):
        """Nothing comes."""

    _, task = await poll(handle, token="2:wrong")
    with pytest.raises(InvalidToken):
        await task


def test_it_asks_for_as_long_as_telegram_allows():
    assert timedelta(seconds=50) == polling.LONG_POLL
