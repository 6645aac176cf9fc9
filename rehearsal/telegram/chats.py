"""The chats of the bot: who is there, what is shown, and whether the bot may write."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from rehearsal.telegram.errors import bad_request, forbidden
from rehearsal.telegram.keyboards import ReplyKeyboard
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.people import Person, Supergroup
from rehearsal.telegram.signals import Signal


@dataclass(frozen=True, slots=True)
class Alert:
    """What a callback answer showed: a line on top, or with `show_alert` a box to be closed."""

    text: str
    show_alert: bool = False


@dataclass(slots=True)
class Answers:
    """What one person's presses in a chat came to."""

    alerts: list[Alert] = field(default_factory=list)
    unanswered: set[str] = field(default_factory=set)
    """Ids of presses whose button still shows the hourglass."""


@dataclass(slots=True)
class Chat:
    """A private chat or a group. `messages` is what is shown now, by message id, oldest first.

    In a group, `started` says that the bot has been there, and `blocked` that it was taken out.
    """

    about: Person | Supergroup
    ids: Iterator[int]
    """Where the ids of its messages come from."""
    messages: dict[int, ShownMessage] = field(default_factory=dict)
    deleted: dict[int, ShownMessage] = field(default_factory=dict)
    keyboard: ReplyKeyboard | None = None
    answers: dict[int, Answers] = field(default_factory=lambda: defaultdict(Answers))
    """By user id."""
    started: bool = False
    blocked: bool = False
    bot_is_administrator: bool = False
    changed: Signal = field(default_factory=Signal)

    @property
    def id(self) -> int:
        """The chat's id, which is also the user's in a private chat."""
        return self.about.id

    @property
    def is_group(self) -> bool:
        """Whether several people are in it."""
        return isinstance(self.about, Supergroup)

    @property
    def pinned(self) -> list[ShownMessage]:
        """The pinned messages, oldest first."""
        return [message for message in self.messages.values() if message.pinned]

    def show(self, message: ShownMessage) -> None:
        """Show *message*: at the end, or in the place of the one with its id."""
        self.messages[message.id] = message
        self.changed.fire()

    def alert(self, user_id: int, query_id: str, alert: Alert | None) -> None:
        """Stop the hourglass of a press, and show the answer if it has words."""
        answers = self.answers[user_id]
        answers.unanswered.discard(query_id)
        if alert:
            answers.alerts.append(alert)
        self.changed.fire()

    def hide(self, message_id: int) -> None:
        """Take a message away."""
        self.deleted[message_id] = replace(self.messages.pop(message_id), deleted=True, pinned=False)
        self.changed.fire()

    def original(self, message_id: int | None, verb: str) -> ShownMessage:
        """Return the message that the bot wants to "edit", "delete" … Raises BotApiError if it isn't there."""
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
        self.changed = Signal()
        """Something happened in any of them."""
        # A bot has one sequence of message ids for all its private chats; a supergroup has its own.
        self._private_ids = count(1)

    def __iter__(self) -> Iterator[Chat]:
        return iter(self._chats.values())

    def open(self, person: Person) -> Chat:
        """Return the chat with *person*, new or not."""
        return self._open(Chat(person, self._private_ids))

    def open_group(self, group: Supergroup) -> Chat:
        """Return the chat of *group*, new or not."""
        return self._open(Chat(group, count(1), started=True))

    def count_private_messages_from(self, message_id: int) -> None:
        """Give the next message of a private chat this id; before there is any chat."""
        self._private_ids = count(message_id)

    def _open(self, chat: Chat) -> Chat:
        chat.changed = Signal(self.changed)
        return self._chats.setdefault(chat.id, chat)

    def known(self, chat_id: Any) -> Chat:
        """Return a chat. Raises BotApiError if there is none, or if it is a group that the bot was taken out of."""
        try:
            chat = self._chats[int(chat_id)]
        except (ValueError, KeyError):
            raise bad_request("chat not found") from None
        if chat.is_group and chat.blocked:
            raise forbidden("bot was kicked from the supergroup chat")
        return chat

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
            "from": self.author(message),
            "chat": chat.about.chat(),
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

    def author(self, message: ShownMessage) -> Mapping[str, Any]:
        """Return who wrote *message* as a User."""
        return message.sender.user() if message.sender else self._bot
