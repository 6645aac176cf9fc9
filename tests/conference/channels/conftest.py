import pytest

from conference.channels import pacing
from rehearsal.telegram import LocalTelegram
from tests.conference.channels.telegram_chat import ANNA, a_channel


@pytest.fixture
async def telegram():
    async with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture
async def channel(telegram, monkeypatch):
    # What `test_pacing` holds in virtual time would take its seconds here.
    monkeypatch.setattr(pacing, "CHAT_SPACING", 0)
    async with a_channel(telegram.base_url) as channel:
        yield channel


@pytest.fixture
async def anna(telegram):
    phone = telegram.phone(ANNA)
    await phone.send("/start")
    return phone
