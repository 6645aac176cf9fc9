"""The bot: every handler in one list, and how updates reach them."""

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.handlers import dialogue, event_info, my_registration, oneself
from bot.handlers.errors import report
from bot.handlers.event_info import where_we_are
from bot.handlers.finding import say_help
from bot.handlers.presses import pressing
from bot.service import Service
from bot.turn import Act, taking_turns
from conference.channels.pacing import Pacing, Rank

COMMANDS: Mapping[str, Act] = event_info.COMMANDS | oneself.COMMANDS
PRESSES = event_info.PRESSES | dialogue.PRESSES | my_registration.PRESSES | oneself.PRESSES
PRIVATE = filters.ChatType.PRIVATE

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]

App = Application[ExtBot[Rank], Any, Any, Any, Any, Any]
Handler = BaseHandler[Update, Any, None]


def build_application(service: Service, token: str) -> App:
    """Return the bot, not yet started. It keeps nothing in memory: all state is in the database."""
    telegram = service.settings.telegram
    application = (
        Application.builder()
        .token(token)
        .base_url(telegram.base_url)
        .rate_limiter(Pacing(telegram.messages_per_second))
        .connection_pool_size(64)
        .updater(None)
        .build()
    )
    application.add_handlers(handlers(service))
    application.add_error_handler(report(service))
    return application


def handlers(service: Service) -> list[Handler]:
    """Return every handler; the first that fits an update takes it."""

    def turn(act: Act) -> Any:
        return taking_turns(service, act, again=where_we_are)

    return [
        *(CommandHandler(name, turn(act), PRIVATE & ~filters.UpdateType.EDITED) for name, act in COMMANDS.items()),
        CallbackQueryHandler(turn(pressing(PRESSES))),
        MessageHandler(PRIVATE & filters.UpdateType.EDITED_MESSAGE, turn(dialogue.edited)),
        MessageHandler(PRIVATE & filters.COMMAND, turn(_unknown_command)),
        MessageHandler(PRIVATE & filters.TEXT, turn(dialogue.typed)),
        MessageHandler(PRIVATE & filters.CONTACT, turn(dialogue.shared_contact)),
        MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, turn(dialogue.something_else)),
        ChatMemberHandler(turn(oneself.blocked_or_back), ChatMemberHandler.MY_CHAT_MEMBER),
    ]


async def _unknown_command(turn: Any) -> None:
    say_help(turn, misunderstood=True)
