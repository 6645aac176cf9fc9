"""What a phone makes of a text that is typed, and what a bot hears of it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from rehearsal.telegram.chats import Chat
from rehearsal.telegram.entities import Entity, kept, utf16_length
from rehearsal.telegram.markup import Formatted, formatted
from rehearsal.telegram.messages import ShownMessage

_MARKED = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w+)?"),
    "mention": re.compile(r"(?<!\S)@[A-Za-z]\w{3,31}\b"),
}


def typed(text: str, html: bool = False, entities: Iterable[Entity] = ()) -> Formatted:
    """Return a text as it is sent: commands and mentions are marked, *html* stands for the formatting menu.

    Raises BotApiError for broken HTML.
    """
    if html:
        said = formatted(text, "HTML")
        return replace(said, entities=kept(said.text, [*said.entities, *_marked(said.text)]))
    return Formatted(text, (*entities, *_marked(text)), escape(text, quote=False))


def _marked(text: str) -> Iterable[Entity]:
    for kind, pattern in _MARKED.items():
        for found in pattern.finditer(text):
            yield Entity(kind, utf16_length(text[: found.start()]), utf16_length(found[0]))


def hears(chat: Chat, message: ShownMessage, username: str) -> bool:
    """Return whether the bot is told of a message, being in privacy mode as every bot is at first.

    https://core.telegram.org/bots/features#privacy-mode
    """
    if chat.blocked and chat.is_group:
        return False
    if not chat.is_group or chat.bot_is_administrator or message.kind == "service":
        return True
    return _is_for_bot(chat, message, username)


def _is_for_bot(chat: Chat, message: ShownMessage, username: str) -> bool:
    words = message.text or message.caption
    command = _MARKED["bot_command"].match(words)
    if command:
        return "@" not in command[0] or command[0].lower().endswith(f"@{username.lower()}")
    original = chat.messages.get(message.reply_to) if message.reply_to else None
    if original and (original.from_bot or _is_for_bot(chat, original, username)):
        return True
    return f"@{username.lower()}" in words.lower()
