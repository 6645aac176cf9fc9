"""What happens when a handler fails: a defect of ours. The person is told, the log gets the place and no texts."""

import logging
import traceback
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.service import Service

logger = logging.getLogger(__name__)


def report(service: Service) -> Any:
    """Return the error handler."""

    async def handle(update: object, context: Any) -> None:
        error = context.error
        # Messages of exceptions can hold what people typed; where it happened cannot.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        update_id = update.update_id if isinstance(update, Update) else None
        logger.error("update %s failed: %s in %s, line %s", update_id, type(error).__name__, frame.name, frame.lineno)
        if isinstance(update, Update) and update.effective_chat:
            await _apologise(service, update, context)

    return handle


async def _apologise(service: Service, update: Update, context: Any) -> None:
    user, chat = update.effective_user, update.effective_chat
    assert chat is not None
    voice = service.texts.voice(service.texts.spoken(user.language_code if user else None))
    try:
        await context.bot.send_message(chat.id, voice("defect"))
    except TelegramError as error:
        logger.warning("update %d: the apology did not get through: %s", update.update_id, type(error).__name__)
