"""A chat with somebody over real HTTP, and what is sent to it."""

from contextlib import asynccontextmanager

from telegram.ext import ExtBot

from conference.channels.channel import Envelope, Purpose
from conference.channels.pacing import Pacing
from conference.channels.telegram import TelegramChannel
from conference.channels.telegram_request import AiohttpRequest

ANNA = 7


def an_envelope(chat_id=ANNA, purpose=Purpose.REMINDER):
    return Envelope(1, 1, str(chat_id), "lv", purpose, "example-2024", "Example")


@asynccontextmanager
async def a_channel(base_url, **timeouts):
    request = AiohttpRequest(**timeouts)
    async with ExtBot("1:rehearsal", base_url=base_url, request=request, rate_limiter=Pacing(1000)) as bot:
        yield TelegramChannel(bot, 1000)


def received(phone):
    return [message for message in phone.messages if message.from_bot]
