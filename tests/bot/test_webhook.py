"""Updates that are posted to us: a 200 only for what was handled, those of one chat in order."""

import asyncio
import io
import json
from collections import defaultdict

import aiohttp
import pytest
from telegram.ext import ExtBot

from bot import webhook
from bot.web import WebServer
from bot.webhook import Webhook
from conference.config import WebhookSettings
from rehearsal.telegram import LocalTelegram

ALLOWED = ["message"]
SECRET = "hush"


@pytest.fixture
async def telegram():
    async with LocalTelegram() as telegram:
        yield telegram


class Post:
    """A webhook at work, and somebody who posts to it."""

    def __init__(self, telegram, handle):
        self._bot = ExtBot(telegram.token, base_url=telegram.base_url)
        self._handle = handle

    async def __aenter__(self):
        # The port is known only when it listens, and the address has to be known before.
        async with WebServer([]) as free:
            port = free.port
        self.url = f"http://127.0.0.1:{port}/telegram"
        self.webhook = Webhook(self._bot, self._handle, ALLOWED, WebhookSettings(url=self.url), SECRET)
        self._server = WebServer([self.webhook.route], port=port)
        await self._server.__aenter__()
        await self._bot.initialize()
        self.work = asyncio.create_task(self.webhook.run())
        self._client = aiohttp.ClientSession()
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *exc_info):
        self.webhook.stop()
        await asyncio.gather(self.work, return_exceptions=True)
        await self._server.__aexit__()
        await self._client.close()
        await self._bot.shutdown()

    async def send(self, body, secret=SECRET):
        headers = {} if secret is None else {webhook.SECRET_HEADER: secret}
        data = io.BytesIO(body if isinstance(body, bytes) else body.encode())
        async with self._client.post(self.url, data=data, headers=headers) as response:
            return response.status

    async def get(self):
        async with self._client.get(self.url) as response:
            return response.status


def an_update(update_id=1, text="Labdien", chat=7):
    chat = {"id": chat, "type": "private", "first_name": "Anna"}
    message = {"message_id": 1, "date": 1_716_195_600, "chat": chat, "text": text}
    return json.dumps({"update_id": update_id, "message": message})


async def nothing(_update):
    """Handled already."""


@pytest.mark.parametrize(
    ("body", "secret", "status"),
    [
        (an_update(), SECRET, 200),
        (an_update(), "wrong", 403),
        (an_update(), "nepareizs-ā", 403),
        (an_update(), "", 403),
        (an_update(), None, 403),
        ("{", SECRET, 400),
        ("[]", SECRET, 400),
        ("[1]", SECRET, 400),
        ("{}", SECRET, 400),
        ("1", SECRET, 400),
        (b"\xff", SECRET, 400),
        ("", SECRET, 400),
        (" " * (webhook.LARGEST + 1), SECRET, 413),
        (" " * (webhook.LARGEST + 1), None, 403),
    ],
)
async def test_only_telegrams_updates_are_accepted(telegram, body, secret, status):
    async with Post(telegram, nothing) as post:
        assert await post.send(body, secret) == status


async def test_a_browser_gets_nothing(telegram):
    async with Post(telegram, nothing) as post:
        assert await post.get() == 405


async def test_it_says_yes_only_when_the_update_was_handled(telegram):
    handling, done = asyncio.Event(), asyncio.Event()

    async def handle(_update):
        handling.set()
        await done.wait()

    async with Post(telegram, handle) as post:
        answer = asyncio.create_task(post.send(an_update()))
        await handling.wait()
        assert not answer.done()
        done.set()
        assert await answer == 200


async def test_what_is_sent_again_meanwhile_or_later_is_handled_once(telegram):
    handled, done = [], asyncio.Event()

    async def handle(update):
        handled.append(update.update_id)
        await done.wait()

    async with Post(telegram, handle) as post:
        answers = [asyncio.create_task(post.send(an_update())) for _ in range(3)]
        while not handled:
            await asyncio.wait(answers, timeout=0.01)
        done.set()
        assert await asyncio.gather(*answers) == [200] * 3
        assert await post.send(an_update()) == 200
    assert handled == [1]


async def test_telegram_may_hang_up_and_the_update_is_handled_all_the_same(telegram):
    handling, done, handled = asyncio.Event(), asyncio.Event(), []

    async def handle(update):
        handling.set()
        await done.wait()
        handled.append(update.update_id)

    async with Post(telegram, handle) as post:
        answer = asyncio.create_task(post.send(an_update()))
        await handling.wait()
        answer.cancel()
        done.set()
        assert await post.send(an_update()) == 200
    assert handled == [1]


async def test_a_handler_that_fails_is_no_yes_and_ends_it(telegram):
    async def handle(_update):
        raise LookupError

    async with Post(telegram, handle) as post:
        assert await post.send(an_update()) == 500
        with pytest.RaisesGroup(LookupError):
            await post.work
        assert await post.send(an_update()) == 503


async def test_a_stop_handles_what_has_come_and_takes_nothing_new(telegram):
    handling, done = asyncio.Event(), asyncio.Event()

    async def handle(_update):
        handling.set()
        await done.wait()

    async with Post(telegram, handle) as post:
        answer = asyncio.create_task(post.send(an_update()))
        await handling.wait()
        post.webhook.stop()
        await asyncio.sleep(0)
        assert await post.send(an_update(2)) == 503
        done.set()
        assert (await answer, await post.work) == (200, None)


async def test_a_crowd_that_does_not_wait_for_answers_is_handled_in_order(telegram):
    handled = defaultdict(list)

    async def handle(update):
        for _ in range(update.effective_chat.id % 7):
            await asyncio.sleep(0)
        handled[update.effective_chat.id].append(update.message.text)

    async with Post(telegram, handle) as post:
        await post.webhook.prepare()
        for text in "abcd":
            for number in range(50):
                await telegram.phone(number + 1).send(text)
        await telegram.idle()
        await telegram._state.webhook.close()
    assert handled == {number + 1: list("abcd") for number in range(50)}


async def test_telegram_is_told_where_and_what_to_send(telegram):
    async with Post(telegram, nothing) as post:
        await post.webhook.prepare()
        await telegram._state.webhook.close()
        (told,) = [request.parameters for request in telegram.requests if request.method == "setWebhook"]
        expected = {"url": post.url, "max_connections": "100", "allowed_updates": '["message"]', "secret_token": SECRET}
        assert told == expected
