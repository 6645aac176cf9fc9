"""The whole service with a webhook: people notice nothing, and nothing is lost between its runs."""

from contextlib import asynccontextmanager

import aiohttp
import pytest
from pydantic import SecretStr

from bot.running import running
from bot.starting import CannotStartError
from bot.web import WebServer
from conference.config import Secrets, WebhookSettings
from rehearsal.mailbox import Mailbox
from rehearsal.stage import TOKEN, Stage, locally
from rehearsal.telegram import LocalTelegram
from rehearsal.virtual_clock import VirtualClock
from tests.bot.conftest import NOW, settings_of
from tests.bot.visitor import Visitor


@pytest.fixture
async def telegram():
    async with LocalTelegram(token=TOKEN) as telegram:
        yield telegram


@pytest.fixture
async def port():
    async with WebServer([]) as free:
        return free.port


@pytest.fixture
def open_stage(telegram, port, tmp_path):
    """Start the service with a webhook, again and again, or without one."""
    clock = VirtualClock(NOW)

    @asynccontextmanager
    async def open_stage(url=f"http://127.0.0.1:{port}/telegram", secret=None):
        async with Mailbox() as mailbox:
            settings = locally(settings_of(), telegram, mailbox, tmp_path)
            webhook = WebhookSettings(url=url, listen_port=port) if url else None
            local = settings.telegram.model_copy(update={"webhook": webhook})
            secrets = Secrets(telegram_bot_token=SecretStr(TOKEN), telegram_webhook_secret=secret)
            async with running(settings.model_copy(update={"telegram": local}), secrets, clock) as service:
                yield Stage(telegram, mailbox, clock, service)

    return open_stage


def told(telegram):
    """How Telegram was told where to send updates, at each start."""
    return [request.parameters for request in telegram.requests if request.method == "setWebhook"]


async def test_somebody_registers_and_the_service_starts_again_in_between(telegram, open_stage):
    phone = telegram.phone(11, "Anna")
    async with open_stage() as stage:
        await Visitor(stage, phone).begins()
    await phone.send("Anna Kalniņa")
    async with open_stage() as stage:
        await stage.settled()
        assert (await Visitor(stage, phone).draft())["answers"] == {"name": "Anna Kalniņa"}
    assert "getUpdates" not in {request.method for request in telegram.requests}
    first, second = (each["secret_token"] for each in told(telegram))
    assert first != second


async def test_the_secret_can_be_given(telegram, open_stage):
    async with open_stage(secret=SecretStr("hush")) as stage:
        await telegram.phone(11).send("/start")
        await stage.settled()
    assert [each["secret_token"] for each in told(telegram)] == ["hush"]


async def test_without_the_webhook_the_updates_that_it_left_are_asked_for(telegram, open_stage):
    async with open_stage() as stage:
        await stage.settled()
    phone = telegram.phone(11)
    await phone.send("/start")
    async with open_stage(url=None) as stage:
        await stage.settled()
    assert [message for message in phone.messages if message.from_bot]


async def test_the_service_answers_a_proxy_though_telegram_is_down(telegram, open_stage, port):
    telegram.fail_next("getMe", 502, "Bad Gateway")
    async with open_stage(), aiohttp.ClientSession() as client:
        async with client.get(f"http://127.0.0.1:{port}/health") as response:
            assert response.status == 200
        async with client.post(f"http://127.0.0.1:{port}/telegram") as response:
            assert response.status == 403


async def test_a_port_that_is_taken_is_one_line(open_stage, port):
    async with WebServer([], port=port):
        with pytest.raises(CannotStartError, match=f"nothing can listen on 127.0.0.1:{port}: Address already in use"):
            async with open_stage():
                """Never reached."""
