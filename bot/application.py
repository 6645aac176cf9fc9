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
from telegram.request import BaseRequest

from bot.handlers import asking, colleagues, dialogue, event_info, links, my_registration, oneself, organiser
from bot.handlers.errors import report
from bot.handlers.organiser.expecting import anew, if_expected
from bot.handlers.organiser.group import answering_in_groups
from bot.handlers.presses import pressing
from bot.handlers.replying import if_reply
from bot.service import Service
from bot.turn import Act, taking_turns
from conference.channels.pacing import Pacing, Rank

COMMANDS: Mapping[str, Act] = {
    **links.COMMANDS,
    **event_info.COMMANDS,
    **asking.COMMANDS,
    **oneself.COMMANDS,
    **organiser.COMMANDS,
}
PRESSES = (
    event_info.PRESSES
    | dialogue.PRESSES
    | colleagues.PRESSES
    | asking.PRESSES
    | my_registration.PRESSES
    | oneself.PRESSES
    | organiser.PRESSES
)
NEW = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
IN_GROUPS = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & filters.REPLY
# A shared live location is edited all the time; only words are.
EDITED = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION)

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]

App = Application[ExtBot[Rank], Any, Any, Any, Any, Any]
Handler = BaseHandler[Update, Any, None]


def build_application(service: Service, token: str, request: BaseRequest, polling: BaseRequest) -> App:
    """Return the bot, not yet started. It keeps nothing in memory: all state is in the database.

    *polling* is for getUpdates alone, which takes as long as nobody writes.
    """
    telegram = service.settings.telegram
    application = (
        Application.builder()
        .token(token)
        .base_url(telegram.base_url)
        .base_file_url(telegram.base_file_url)
        .rate_limiter(Pacing(telegram.messages_per_second))
        .request(request)
        .get_updates_request(polling)
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handlers(handlers(service))
    application.add_error_handler(report(service))
    return application


def handlers(service: Service) -> list[Handler]:
    """Return every handler; the first that fits an update takes it."""

    def turn(act: Act, again: Act = oneself.stand_again) -> Any:
        return taking_turns(service, act, again)

    def message(otherwise: Act) -> Act:
        return if_reply(if_expected(asking.EXPECTED, organiser.EXPECTED, otherwise))

    return [
        # Commands change nothing, or the same again.
        *(CommandHandler(name, turn(anew(act), again=act), NEW) for name, act in COMMANDS.items()),
        CallbackQueryHandler(turn(anew(pressing(PRESSES)))),
        MessageHandler(NEW & filters.COMMAND, turn(event_info.unknown_command)),
        MessageHandler(NEW & filters.TEXT, turn(message(dialogue.typed))),
        MessageHandler(NEW & filters.CONTACT, turn(message(dialogue.shared_contact))),
        MessageHandler(NEW & ~filters.StatusUpdate.ALL, turn(message(dialogue.something_else))),
        MessageHandler(EDITED, turn(dialogue.edited)),
        MessageHandler(IN_GROUPS, answering_in_groups(service)),
        ChatMemberHandler(oneself.noting_blocks(service), ChatMemberHandler.MY_CHAT_MEMBER),
    ]
