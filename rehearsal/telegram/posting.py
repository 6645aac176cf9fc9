"""Putting a message into a chat: the checks that all methods share."""

from dataclasses import dataclass
from typing import Any

from conference.clock import Clock
from rehearsal.telegram.chats import Chat, Chats
from rehearsal.telegram.errors import bad_request
from rehearsal.telegram.flood import FloodControl
from rehearsal.telegram.keyboards import ReplyMarkup, read_markup
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.requests import Parameters


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message may go, and with what."""

    chat: Chat
    markup: ReplyMarkup
    reply_to: int | None


class Posting:
    """What the methods that send have in common."""

    def __init__(self, chats: Chats, clock: Clock, flood: FloodControl | None) -> None:
        self.chats = chats
        self._clock = clock
        self._flood = flood

    def post(self, parameters: Parameters, **looks: Any) -> dict[str, Any]:
        """Show the message that *looks* describe and return it as a Message. Raises BotApiError if it may not be."""
        place = self.admit(parameters)
        return self.chats.wire(place.chat, self.put(place, **looks))

    def admit(self, parameters: Parameters) -> Place:
        """Check everything about a message but its content; count it."""
        chat = self.chats.writable(parameters["chat_id"])
        markup = read_markup(parameters.get("reply_markup"))
        place = Place(chat, markup, _original(chat, parameters.get("reply_parameters") or {}))
        if self._flood:
            self._flood.admit(chat.id, is_paid=parameters.get("allow_paid_broadcast", False))
        return place

    def put(self, place: Place, **looks: Any) -> ShownMessage:
        """Show the message."""
        message = ShownMessage(
            id=next(place.chat.ids),
            from_bot=True,
            at=self._clock(),
            inline_keyboard=place.markup.inline,
            keyboard=place.markup.keyboard,
            reply_to=place.reply_to,
            **looks,
        )
        if place.markup.keyboard or place.markup.removes_keyboard:
            place.chat.keyboard = place.markup.keyboard
        place.chat.show(message)
        return message


def _original(chat: Chat, reply: dict[str, Any]) -> int | None:
    message_id = reply.get("message_id")
    if message_id in chat.messages or message_id is None:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
