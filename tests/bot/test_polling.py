"""Our own getUpdates loop: order within a chat, confirmation after handling, pauses after failures."""

import asyncio
import logging
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Chat, Message, Update
from telegram.error import InvalidToken, RetryAfter
from telegram.ext import ExtBot

from bot import polling
from bot.polling import Poller
from rehearsal.telegram import LocalTelegram
from tests.conference.channels.virtual_time import in_virtual_time

NOW = datetime(2024, 5, 20, 9, tzinfo=UTC)
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


async def test_a_chat_that_hangs_keeps_nobody_else_waiting(telegram, poll):
    handled, hanging, ends = asyncio.Queue(), asyncio.Event(), asyncio.Event()

    async def handle(update):
        if update.message.text == "hangs":
            hanging.set()
            await ends.wait()
        await handled.put((update.effective_chat.id, update.message.text))

    anna = telegram.phone(1)
    await anna.send("hangs")
    await poll(handle)
    await hanging.wait()
    await anna.send("waits")
    for number in range(2, 5):
        await telegram.phone(number).send("Labdien")
        assert await handled.get() == (number, "Labdien")
    ends.set()
    assert [await handled.get(), await handled.get()] == [(1, "hangs"), (1, "waits")]
    await telegram.idle()


async def test_a_crowd_that_does_not_wait_for_answers_is_handled_in_order(telegram, poll):
    handled = defaultdict(list)

    async def handle(update):
        for _ in range(update.effective_chat.id % 7):
            await asyncio.sleep(0)
        handled[update.effective_chat.id].append(update.message.text)

    for text in "abcdef":
        for number in range(100):
            await telegram.phone(number + 1).send(text)
    await poll(handle)
    await telegram.idle()
    assert handled == {number + 1: list("abcdef") for number in range(100)}


async def test_what_a_crash_left_unhandled_comes_again_and_nothing_else(telegram, poll):
    hanging, later, handled = asyncio.Event(), asyncio.Event(), []

    async def handle(update):
        handled.append(update.message.text)
        if update.message.text == "d":
            later.set()
        if update.message.text == "b" and not hanging.is_set():
            hanging.set()
            await asyncio.Event().wait()

    for number, text in enumerate("abc"):
        await telegram.phone(number + 1).send(text)
    _, task = await poll(handle)
    await hanging.wait()
    await telegram.phone(4).send("d")
    await later.wait()  # so another request has confirmed "a" meanwhile, but "b" keeps the others
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await poll(handle)
    await telegram.idle()
    assert sorted(handled) == ["a", "b", "b", "c", "c", "d", "d"]


async def test_a_handler_that_fails_ends_it_and_leaves_the_update_to_the_next_start(telegram, poll):
    async def handle(update):
        if update.message.text == "b":
            raise LookupError

    anna = telegram.phone(1)
    for text in "abc":
        await anna.send(text)
    _, task = await poll(handle)
    with pytest.RaisesGroup(LookupError):
        await task
    assert len(telegram._state.updates) == 2


async def test_nobody_waits_for_ever_behind_a_hundred_updates_that_one_holds_up(telegram, poll, monkeypatch, caplog):
    monkeypatch.setattr(polling, "PATIENCE", 0)
    handled, ends = [], asyncio.Event()

    async def handle(update):
        if update.message.text == "hangs":
            await ends.wait()
        handled.append(update.effective_chat.id)

    await telegram.phone(1).send("hangs")
    for number in range(250):
        await telegram.phone(number + 2).send("Labdien")
    await poll(handle)
    await telegram.idle()
    ends.set()
    assert handled == list(range(2, 252))
    errors = [line.getMessage() for line in caplog.records if line.levelno == logging.ERROR]
    assert errors == ["update 100000 hangs: a crash would lose it now"]


class QuickBot:
    """Has an update of somebody new whenever it is asked."""

    def __init__(self):
        self.updates = []

    async def get_updates(self, *, offset, **_parameters):
        number = len(self.updates) + 1
        message = Message(1, NOW, Chat(number, Chat.PRIVATE), text="Labdien")
        self.updates.append(Update(number, message=message))
        return [update for update in self.updates if update.update_id >= (offset or 0)]


@in_virtual_time
async def test_no_more_is_fetched_than_can_be_held():
    bot, ends = QuickBot(), asyncio.Event()

    async def handle(_update):
        await ends.wait()

    poller = Poller(bot, handle, ALLOWED)
    task = asyncio.create_task(poller.run())
    await asyncio.sleep(3600)
    assert len(bot.updates) == polling.MOST_UNDER_WAY
    ends.set()
    poller.stop()
    await task


class BusyBot:
    async def get_updates(self, **_parameters):
        raise RetryAfter(timedelta(minutes=10))


@in_virtual_time
async def test_a_stop_cuts_a_pause_short():
    poller = Poller(BusyBot(), None, ALLOWED)
    task = asyncio.create_task(poller.run())
    await asyncio.sleep(700)
    poller.stop()
    await task
    assert asyncio.get_running_loop().time() == 700


@pytest.mark.parametrize(
    ("code", "description", "line"),
    [
        (502, "Bad Gateway", "NetworkError"),
        (409, "Conflict: terminated", "another process polls with this token"),
    ],
)
async def test_failures_cost_a_pause_a_line_and_no_update(telegram, poll, monkeypatch, caplog, code, description, line):
    monkeypatch.setattr(polling, "PAUSES", (0, 0))
    handled = []

    async def handle(update):
        handled.append(update.message.text)

    telegram.fail_next("getUpdates", code, description, times=3)
    await telegram.phone(1).send("Labdien")
    await poll(handle)
    await telegram.idle()
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert (handled, warnings) == (["Labdien"], [f"no updates from Telegram, trying again until they come: {line}"])


async def test_an_unknown_token_ends_it(poll):
    async def handle(_update):
        """Nothing comes."""

    _, task = await poll(handle, token="2:wrong")
    with pytest.RaisesGroup(InvalidToken):
        await task


def test_it_asks_for_as_long_as_telegram_allows():
    assert timedelta(seconds=50) == polling.LONG_POLL
