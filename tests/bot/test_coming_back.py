"""What comes back after a letter has left: the letter itself, undelivered, and a click on its link."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from pydantic import SecretStr

from bot.running import running
from bot.starting import CannotStartError
from bot.web import WebServer
from conference.config import BounceSettings, Secrets, WebhookSettings, WebSettings
from rehearsal.imap import ImapServer
from rehearsal.mailbox import Mailbox
from rehearsal.stage import TOKEN, Stage, locally
from rehearsal.telegram import LocalTelegram
from rehearsal.virtual_clock import VirtualClock
from tests.bot.conftest import NOW, settings_of
from tests.bot.visitor import Visitor
from tests.conference.channels.email.reports import a_report

DAY_BEFORE = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)


@pytest.fixture
async def imap() -> AsyncIterator[ImapServer]:
    async with ImapServer() as server:
        yield server


@pytest.fixture
async def port() -> int:
    async with WebServer([]) as free:
        return free.port


@pytest.fixture(params=["polling", "webhook"])
async def stage(request, imap, port, tmp_path) -> AsyncIterator[Stage]:
    """The service with a mailbox for bounces and an address in the web, with and without Telegram's webhook."""
    clock = VirtualClock(NOW)
    secrets = Secrets(telegram_bot_token=SecretStr(TOKEN), imap_password=SecretStr(imap.password))
    async with LocalTelegram(token=TOKEN, clock=clock) as telegram, Mailbox() as mailbox:
        local = locally(settings_of(), telegram, mailbox, tmp_path)
        bounces = BounceSettings(
            address="kopa@example.org", host="127.0.0.1", port=imap.port, security="none", username="kopa"
        )
        hook = WebhookSettings(url=f"http://127.0.0.1:{port}/telegram", listen_port=port)
        web = {"public_url": "https://kopa.example.org", "web": WebSettings(listen_port=port)}
        settings = local.model_copy(
            update={
                "email": local.email.model_copy(update={"bounces": bounces}),
                "service": local.service.model_copy(update=web),
                "telegram": local.telegram.model_copy(update={"webhook": hook if request.param == "webhook" else None}),
            }
        )
        async with running(settings, secrets, clock) as service:
            yield Stage(telegram, mailbox, clock, service)


async def test_a_letter_that_came_back_is_told_to_its_reader_in_telegram(stage, imap, voice):
    anna = Visitor(stage, stage.telegram.phone(11, "Anna"))
    await anna.registers()
    imap.put(a_report(stage.mailbox.letters[0].sender))
    await stage.settled()
    await stage.settled()
    [(asked, rows)] = await anna.sees()
    assert voice("bad-address", address="anna@inbox.lv", event="Paraugs") in asked
    assert rows == ((voice("button-correct-email"),),)
    assert imap.messages[0].flags == {r"\Seen"}


async def test_the_link_of_a_reminder_ends_the_reminders(stage, port, voice):
    await Visitor(stage, stage.telegram.phone(11, "Anna")).registers()
    await stage.turn_clock(DAY_BEFORE)
    link = re.search(rb"List-Unsubscribe: <https://kopa.example.org(\S+)>,", stage.mailbox.letters[-1].raw)
    async with aiohttp.ClientSession() as client:
        click = {"List-Unsubscribe": "One-Click"}
        async with client.post(f"http://127.0.0.1:{port}{link[1].decode()}", data=click) as answer:
            assert (answer.status, voice("opted-out") in await answer.text()) == (200, True)
        async with client.get(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 200


async def test_where_nothing_can_listen_the_service_does_not_start(imap, port, tmp_path):
    secrets = Secrets(telegram_bot_token=SecretStr(TOKEN))
    async with LocalTelegram(token=TOKEN) as telegram, Mailbox() as mailbox, WebServer([]) as taken:
        local = locally(settings_of(), telegram, mailbox, tmp_path)
        web = {"public_url": "https://kopa.example.org", "web": WebSettings(listen_port=taken.port)}
        settings = local.model_copy(update={"service": local.service.model_copy(update=web)})
        with pytest.raises(CannotStartError, match=f"nothing can listen on 127.0.0.1:{taken.port}"):
            async with running(settings, secrets, VirtualClock(NOW)):
                pass
