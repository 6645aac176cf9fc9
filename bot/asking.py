"""Asking Telegram one thing, from the command line."""

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.serving import why
from bot.starting import CannotStartError
from conference.channels.telegram_request import AiohttpRequest
from conference.config import TelegramSettings


async def username_of(settings: TelegramSettings, token: str) -> str:
    """Return the bot's username. Raise CannotStartError where Telegram does not tell it."""
    async with AiohttpRequest(proxy=settings.proxy) as request:
        try:
            me = await Bot(token, settings.base_url, request=request, get_updates_request=request).get_me()
        except InvalidToken as error:
            raise CannotStartError(why(error)) from None
        except TelegramError as error:
            name = type(error).__name__
            raise CannotStartError(f"Telegram was asked for the bot's name and did not answer: {name}") from None
    assert me.username is not None, "every bot has one"
    return me.username
