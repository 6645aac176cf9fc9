"""The methods that change or take away what is shown, and the answers to presses."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from conference.clock import Clock
from rehearsal.telegram.chats import Alert, Chat, Chats
from rehearsal.telegram.errors import MESSAGE_NOT_MODIFIED, QUERY_TOO_OLD, bad_request
from rehearsal.telegram.keyboards import read_markup
from rehearsal.telegram.messages import ShownMessage, caption_content, text_content
from rehearsal.telegram.requests import Parameters
from rehearsal.telegram.sending import read_caption, read_text

DELETABLE_FOR = timedelta(hours=48)
ANSWERABLE_FOR = timedelta(minutes=15)
ANSWER_LIMIT = 200


class Editing:
    """Each method replaces the shown message and returns it as the Bot API does."""

    def __init__(self, chats: Chats, clock: Clock) -> None:
        self._chats = chats
        self._clock = clock

    def text(self, parameters: Parameters) -> dict[str, Any]:
        """editMessageText. As in Telegram, an inline keyboard that isn't sent again is gone."""
        said = read_text(parameters)
        chat, message = self._original(parameters)
        if message.kind != "text":
            raise bad_request("there is no text in the message to edit")
        content = text_content(said.text, said.entities)
        looks = {"text": said.text, "html": said.html, "entities": said.entities, "content": content}
        return self._replace(chat, message, parameters, **looks)

    def caption(self, parameters: Parameters) -> dict[str, Any]:
        """editMessageCaption."""
        said = read_caption(parameters)
        chat, message = self._original(parameters)
        if message.document is None:
            raise bad_request("there is no caption in the message to edit")
        kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
        content = kept | caption_content(said.text, said.entities)
        looks = {"caption": said.text, "html": said.html, "entities": said.entities, "content": content}
        return self._replace(chat, message, parameters, **looks)

    def reply_markup(self, parameters: Parameters) -> dict[str, Any]:
        """editMessageReplyMarkup; without a markup it removes the keyboard."""
        chat, message = self._original(parameters)
        return self._replace(chat, message, parameters)

    def delete(self, parameters: Parameters) -> bool:
        """deleteMessage; only in the first 48 hours."""
        chat = self._chats.known(parameters["chat_id"])
        message = chat.original(parameters["message_id"], "delete")
        if self._clock() - message.at > DELETABLE_FOR:
            raise bad_request("message can't be deleted for everyone")
        chat.hide(message.id)
        return True

    def _original(self, parameters: Parameters) -> tuple[Chat, ShownMessage]:
        if "chat_id" not in parameters:
            raise bad_request("chat_id is empty")
        chat = self._chats.known(parameters["chat_id"])
        message = chat.original(parameters.get("message_id"), "edit")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        return chat, message

    def _replace(self, chat: Chat, old: ShownMessage, parameters: Parameters, **looks: Any) -> dict[str, Any]:
        inline = read_markup(parameters.get("reply_markup")).inline
        new = replace(old, inline_keyboard=inline, edited=True, **looks)
        if (new.words, new.entities, inline) == (old.words, old.entities, old.inline_keyboard):
            raise bad_request(MESSAGE_NOT_MODIFIED)
        chat.show(new)
        return self._chats.wire(chat, new, edited_at=self._clock())


@dataclass(frozen=True, slots=True)
class _Press:
    chat: Chat
    at: datetime


class Presses:
    """Presses of inline buttons that wait for answerCallbackQuery."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._presses: dict[str, _Press] = {}
        self._numbers = count(4_000_000_000_000_000_001)

    def add(self, chat: Chat) -> str:
        """Remember a press and return its query id."""
        query_id = str(next(self._numbers))
        self._presses[query_id] = _Press(chat, self._clock())
        chat.unanswered.add(query_id)
        return query_id

    def answer(self, parameters: Parameters) -> bool:
        """answerCallbackQuery: once, and within a quarter of an hour."""
        text = str(parameters.get("text", ""))
        if len(text) > ANSWER_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        query_id = parameters["callback_query_id"]
        press = self._presses.pop(query_id, None)
        if press is None or self._clock() - press.at > ANSWERABLE_FOR:
            raise bad_request(QUERY_TOO_OLD)
        press.chat.alert(query_id, Alert(text, bool(parameters.get("show_alert"))) if text else None)
        return True
