"""The private chats of the bot: who is there, what is shown, and whether the bot may write."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from rehearsal.telegram.errors import bad_request, forbidden
from rehearsal.telegram.keyboards import ReplyKeyboard
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.signals import Signal


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with Telegram; `language_code` is the language of their app."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def user(self) -> dict[str, Any]:
        """Return the person as a User."""
        return {"id": self.id, "is_bot": False} | self._names() | _given(language_code=self.language_code)

    def chat(self) -> dict[str, Any]:
        """Return the private chat with the person as a Chat."""
        return {"id": self.id, "type": "private"} | self._names()

    def _names(self) -> dict[str, Any]:
        return _given(first_name=self.first_name, last_name=self.last_name, username=self.username)


@dataclass(frozen=True, slots=True)
class Alert:
    """What a callback answer showed: a line on top, or with `show_alert` a box to be closed."""

    text: str
    show_alert: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat. `messages` is what is shown now, by message id, oldest first."""

    person: Person
    messages: dict[int, ShownMessage] = field(default_factory=dict)
    keyboard: ReplyKeyboard | None = None
    alerts: list[Alert] = field(default_factory=list)
    unanswered: set[str] = field(default_factory=set)
    """Ids of presses whose button still shows the hourglass."""
    started: bool = False
    blocked: bool = False
    changed: Signal = field(default_factory=Signal)

    def show(self, message: ShownMessage) -> None:
        """Show *message*: at the end, or in the place of the one with its id."""
        self.messages[message.id] = message
        self.changed.fire()

    def alert(self, query_id: str, alert: Alert | None) -> None:
        """Stop the hourglass of a press, and show the answer if it has words."""
        self.unanswered.discard(query_id)
        if alert:
            self.alerts.append(alert)
        self.changed.fire()

    def hide(self, message_id: int) -> None:
        """Take a message away."""
        del self.messages[message_id]
        self.changed.fire()

    def original(self, message_id: int | None, verb: str) -> ShownMessage:
        """Return the message that the bot wants to "edit" or "delete". Raises BotApiError if it isn't there."""
        if message_id is None:
            raise bad_request("message identifier is not specified")
        message = self.messages.get(message_id)
        if message is None:
            raise bad_request(f"message to {verb} not found")
        return message


class Chats:
    """All chats, by chat id (in private chats also the user's id)."""

    def __init__(self, bot: Mapping[str, Any]) -> None:
        self._bot = bot
        self._chats: dict[int, Chat] = {}
        # A bot has one sequence of message ids for all its private chats.
        self._message_ids = count(1)

    def open(self, person: Person) -> Chat:
        """Return the chat with *person*, new or not."""
        return self._chats.setdefault(person.id, Chat(person))

    def next_message_id(self) -> int:
        """Return an id that no message has had."""
        return next(self._message_ids)

    def known(self, chat_id: Any) -> Chat:
        """Return a chat. Raises BotApiError if there is none."""
        try:
            return self._chats[int(chat_id)]
        except (ValueError, KeyError):
            raise bad_request("chat not found") from None

    def writable(self, chat_id: Any) -> Chat:
        """Return a chat that the bot may write to. Raises BotApiError if it may not."""
        chat = self.known(chat_id)
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def wire(self, chat: Chat, message: ShownMessage, edited_at: datetime | None = None) -> dict[str, Any]:
        """Return *message* as a Message."""
        fields: dict[str, Any] = {
            "message_id": message.id,
            "from": self._bot if message.from_bot else chat.person.user(),
            "chat": chat.person.chat(),
            "date": int(message.at.timestamp()),
            **message.content,
        }
        if message.inline_keyboard:
            rows = [[button.wire() for button in row] for row in message.inline_keyboard]
            fields["reply_markup"] = {"inline_keyboard": rows}
        if edited_at:
            fields["edit_date"] = int(edited_at.timestamp())
        original = chat.messages.get(message.reply_to) if message.reply_to else None
        if original:
            fields["reply_to_message"] = self.wire(chat, replace(original, reply_to=None))
        return fields


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
