"""A local Telegram and a local mailbox that live on while the service is killed and started again."""

from collections.abc import AsyncIterator

import pytest

from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram
from tests.acceptance.process import TOKEN
from tests.acceptance.wire import Wire


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(token=TOKEN) as telegram:
        yield telegram


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
async def telegram_wire(telegram: LocalTelegram) -> AsyncIterator[Wire]:
    async with Wire(telegram.port) as wire:
        yield wire


@pytest.fixture
async def mail_wire(mailbox: Mailbox) -> AsyncIterator[Wire]:
    async with Wire(mailbox.port) as wire:
        yield wire
