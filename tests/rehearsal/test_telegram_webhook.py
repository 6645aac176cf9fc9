import asyncio
from collections import Counter
from contextlib import asynccontextmanager

import pytest
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import Conflict

from bot.web import WebServer


class Receiver:
    """A bot's own address: what was sent there, and what it answers."""

    def __init__(self):
        self.texts = []
        self.secrets = set()
        self.refusals = Counter()
        """How often a text is refused before it is accepted."""
        self.hanging, self.ended = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def listening(self):
        async with WebServer([Route("/hook", self._receive, methods=["POST"])]) as server:
            yield f"http://127.0.0.1:{server.port}/hook"

    async def _receive(self, request):
        update = await request.json()
        text = update["message"]["text"]
        self.secrets.add(request.headers["X-Telegram-Bot-Api-Secret-Token"])
        self.texts.append(text)
        if text == "hangs":
            self.hanging.set()
            await self.ended.wait()
        if self.refusals[text]:
            self.refusals[text] -= 1
            return Response(status_code=500)
        return Response()


async def test_updates_are_sent_with_the_secret_and_only_once(bot, telegram, anna):
    receiver = Receiver()
    async with receiver.listening() as url:
        await bot.set_webhook(url, secret_token="hush")
        await anna.send("Anna")
        await telegram.idle()
        assert (receiver.texts, receiver.secrets) == (["/start", "Anna"], {"hush"})
        await bot.delete_webhook()


async def test_what_is_refused_comes_again_before_what_follows_in_the_chat(bot, telegram, anna):
    receiver = Receiver()
    receiver.refusals["Anna"] = 2
    for text in ("Anna", "Kalniņa"):
        await anna.send(text)
    async with receiver.listening() as url:
        await bot.set_webhook(url)
        await telegram.idle()
    assert receiver.texts == ["/start", "Anna", "Anna", "Anna", "Kalniņa"]
    assert (await bot.get_webhook_info()).last_error_message is None


async def test_one_chat_does_not_wait_for_another(bot, telegram, anna):
    receiver = Receiver()
    for text in ("hangs", "after"):
        await anna.send(text)
    await telegram.phone(8).send("Labdien")
    async with receiver.listening() as url:
        await bot.set_webhook(url)
        await receiver.hanging.wait()
        while len(telegram._state.updates) > 2:
            await telegram._state.updates.changed()
        assert sorted(receiver.texts) == ["/start", "Labdien", "hangs"]
        receiver.ended.set()
        await telegram.idle()
    assert receiver.texts[-1] == "after"


async def test_updates_wait_while_nobody_listens(bot, telegram, anna):
    receiver = Receiver()
    async with receiver.listening() as url:
        pass
    await bot.set_webhook(url)
    with pytest.raises(AssertionError, match="1 updates not confirmed"):
        await telegram.idle(timeout=0.2)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.last_error_message) == (url, 1, "ClientConnectorError")
    await bot.delete_webhook()
    assert [update.message.text for update in await bot.get_updates(timeout=0)] == ["/start"]


async def test_asking_for_updates_is_refused_while_there_is_a_webhook(bot):
    await bot.set_webhook("http://127.0.0.1:1/hook")
    with pytest.raises(Conflict, match="use deleteWebhook to delete the webhook first"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


async def test_kinds_that_the_webhook_did_not_allow_are_not_queued(bot, telegram, anna):
    await bot.set_webhook("http://127.0.0.1:1/hook", allowed_updates=["callback_query"], drop_pending_updates=True)
    await anna.send("Anna")
    assert (await bot.get_webhook_info()).pending_update_count == 0
