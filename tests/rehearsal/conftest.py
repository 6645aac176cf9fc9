"""A local Telegram and the bot's side of it, over real HTTP."""

from datetime import UTC, datetime

import pytest
from telegram import Bot

from rehearsal.telegram import LocalTelegram
from rehearsal.virtual_clock import VirtualClock

NOW = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)
ANNA = 7


@pytest.fixture
def clock():
    return VirtualClock(NOW)


@pytest.fixture
async def telegram(clock):
    async with LocalTelegram(clock=clock) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram):
    async with Bot(telegram.token, base_url=telegram.base_url, base_file_url=telegram.base_file_url) as bot:
        yield bot


@pytest.fixture
async def anna(telegram):
    """The phone of somebody who has started the bot."""
    phone = telegram.phone(ANNA, "Anna")
    await phone.send("/start")
    return phone


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch):
    """Without it, the library warns of a change in its next version whenever it reads a retry_after."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
