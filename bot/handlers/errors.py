"""What happens when a handler fails: a defect of ours. The person is told, the log gets the place and no texts."""

import logging
import traceback
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Chat, Update
from telegram.error import TelegramError

from bot import replies
from bot.service import Service
from conference import people
from conference.texts import Voice

logger = logging.getLogger(__name__)

FRAMES = 6
"""How many of the innermost calls the log names."""


def report(service: Service) -> Any:
    """Return the error handler."""

    async def handle(update: object, context: Any) -> None:
        update_id = update.update_id if isinstance(update, Update) else None
        logger.error("update %s failed: %s", update_id, _what_and_where(context.error))
        if isinstance(update, Update) and update.effective_chat and update.effective_chat.type == Chat.PRIVATE:
            await _apologise(service, update, update.effective_chat.id, context.bot)

    return handle


def _what_and_where(error: BaseException) -> str:
    """Name an exception's type and the calls that led to it. Its message can hold what people typed: left out."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = (f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} in {' > '.join(places)}"


async def _apologise(service: Service, update: Update, chat_id: int, bot: Any) -> None:
    voice = await _voice(service, update, chat_id)
    try:
        if update.callback_query:
            await replies.answer_press(update)
        await bot.send_message(chat_id, voice("defect"))
    except TelegramError as error:
        logger.warning("update %d: the apology did not get through: %s", update.update_id, type(error).__name__)


async def _voice(service: Service, update: Update, chat_id: int) -> Voice:
    """Return the voice in the person's language; in their Telegram's, where the database is what fails."""
    user = update.effective_user
    language = service.texts.spoken(user.language_code if user else None)
    try:
        async with service.database.snapshot() as connection:
            known = await people.find(connection, chat_id)
    except (SQLAlchemyError, OSError):  # where PostgreSQL is gone, its driver says so by itself
        known = None
    return service.texts.voice(known.language if known else language)
