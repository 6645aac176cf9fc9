"""The methods that put a message into a chat."""

from typing import Any

from conference.clock import Clock
from rehearsal.telegram.chats import Chat, Chats
from rehearsal.telegram.errors import bad_request
from rehearsal.telegram.files import PHOTO_LIMIT, UPLOAD_LIMIT, Files
from rehearsal.telegram.flood import FloodControl
from rehearsal.telegram.keyboards import ReplyMarkup, read_markup
from rehearsal.telegram.markup import Formatted, formatted, utf16_length
from rehearsal.telegram.messages import (
    Kind,
    ShownMessage,
    Venue,
    caption_content,
    document_content,
    location_content,
    text_content,
    venue_content,
)
from rehearsal.telegram.requests import Parameters

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def read_text(parameters: Parameters) -> Formatted:
    """Return the text of a request. Raises BotApiError if it is empty, too long or badly marked up."""
    text = formatted(str(parameters.get("text", "")), parameters.get("parse_mode"), parameters.get("entities") or ())
    if not text.text:
        raise bad_request("message text is empty")
    if utf16_length(text.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text


def read_caption(parameters: Parameters) -> Formatted:
    """Return the caption of a request, which may be empty. Raises BotApiError if it is too long or broken."""
    source, entities = str(parameters.get("caption", "")), parameters.get("caption_entities") or ()
    caption = formatted(source, parameters.get("parse_mode"), entities)
    if utf16_length(caption.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return caption


class Sending:
    """Each method checks what Telegram checks, shows the message and returns it as the Bot API does."""

    def __init__(self, chats: Chats, files: Files, clock: Clock, flood: FloodControl | None) -> None:
        self._chats = chats
        self._files = files
        self._clock = clock
        self._flood = flood

    def message(self, parameters: Parameters) -> dict[str, Any]:
        """sendMessage."""
        said = read_text(parameters)
        content = text_content(said.text, said.entities)
        return self._send(parameters, "text", content, text=said.text, html=said.html, entities=said.entities)

    def venue(self, parameters: Parameters) -> dict[str, Any]:
        """sendVenue."""
        latitude, longitude = _coordinates(parameters)
        venue = Venue(latitude, longitude, parameters["title"], parameters["address"])
        return self._send(parameters, "venue", venue_content(venue), venue=venue)

    def location(self, parameters: Parameters) -> dict[str, Any]:
        """sendLocation."""
        return self._send(parameters, "location", location_content(*_coordinates(parameters)))

    def document(self, parameters: Parameters) -> dict[str, Any]:
        """sendDocument."""
        return self._send_file(parameters, "document", UPLOAD_LIMIT)

    def photo(self, parameters: Parameters) -> dict[str, Any]:
        """sendPhoto."""
        return self._send_file(parameters, "photo", PHOTO_LIMIT)

    def action(self, parameters: Parameters) -> bool:
        """sendChatAction."""
        self._chats.writable(parameters["chat_id"])
        if parameters["action"] not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        return True

    def _send_file(self, parameters: Parameters, kind: Kind, limit: int) -> dict[str, Any]:
        said = read_caption(parameters)
        self._chats.writable(parameters["chat_id"])  # a refused file is not kept
        document = self._files.received(parameters[kind], limit)
        content = document_content(kind, document) | caption_content(said.text, said.entities)
        looks = {"caption": said.text, "html": said.html, "entities": said.entities, "document": document}
        return self._send(parameters, kind, content, **looks)

    def _send(self, parameters: Parameters, kind: Kind, content: dict[str, Any], **looks: Any) -> dict[str, Any]:
        chat = self._chats.writable(parameters["chat_id"])
        markup = read_markup(parameters.get("reply_markup"))
        reply_to = _original(chat, parameters.get("reply_parameters") or {})
        if self._flood:
            self._flood.admit(chat.person.id, is_paid=parameters.get("allow_paid_broadcast", False))
        message = ShownMessage(
            id=self._chats.next_message_id(),
            from_bot=True,
            kind=kind,
            at=self._clock(),
            inline_keyboard=markup.inline,
            keyboard=markup.keyboard,
            reply_to=reply_to,
            content=content,
            **looks,
        )
        _swap_keyboard(chat, markup)
        chat.show(message)
        return self._chats.wire(chat, message)


def _swap_keyboard(chat: Chat, markup: ReplyMarkup) -> None:
    if markup.keyboard or markup.removes_keyboard:
        chat.keyboard = markup.keyboard


def _coordinates(parameters: Parameters) -> tuple[float, float]:
    latitude, longitude = parameters["latitude"], parameters["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return latitude, longitude


def _original(chat: Chat, reply: dict[str, Any]) -> int | None:
    message_id = reply.get("message_id")
    if message_id in chat.messages or message_id is None:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
