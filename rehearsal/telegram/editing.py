"""The methods that change, take away or pin what is shown."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from conference.clock import Clock
from rehearsal.telegram.chats import Chat, Chats
from rehearsal.telegram.errors import MESSAGE_NOT_MODIFIED, bad_request
from rehearsal.telegram.files import Files
from rehearsal.telegram.keyboards import read_markup
from rehearsal.telegram.media import CAPTIONED, EDITABLE, album_of
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.reading import read_caption, read_text
from rehearsal.telegram.requests import Parameters
from rehearsal.telegram.sending import read_media

DELETABLE_FOR = timedelta(hours=48)
DELETED_AT_ONCE = 100


class Editing:
    """Each method that edits replaces the shown message and returns it as the Bot API does."""

    def __init__(self, chats: Chats, files: Files, clock: Clock) -> None:
        self._chats = chats
        self._files = files
        self._clock = clock

    def text(self, parameters: Parameters) -> dict[str, Any]:
        """editMessageText. As in Telegram, an inline keyboard that isn't sent again is gone."""
        looks = read_text(parameters)
        chat, message = self._original(parameters)
        if message.kind != "text":
            raise bad_request("there is no text in the message to edit")
        return self._replace(chat, message, parameters, **looks)

    def caption(self, parameters: Parameters) -> dict[str, Any]:
        """editMessageCaption."""
        looks = read_caption(parameters)
        chat, message = self._original(parameters)
        if message.kind not in CAPTIONED:
            raise bad_request("there is no caption in the message to edit")
        kept = {name: value for name, value in message.content.items() if "caption" not in name}
        return self._replace(chat, message, parameters, **looks | {"content": kept | looks["content"]})

    def media(self, parameters: Parameters) -> dict[str, Any]:
        """editMessageMedia, which also puts a file to a text; a caption that isn't sent again is gone."""
        chat, message = self._original(parameters)
        if message.kind not in EDITABLE | {"text"}:
            raise bad_request("there is no media in the message to edit")
        looks = read_media(self._files, parameters["media"])
        if message.media_group:
            if album_of(looks["kind"]) != album_of(message.kind):
                raise bad_request("can't change media type in the album")
            looks["content"] |= {"media_group_id": message.media_group}
        return self._replace(chat, message, parameters, **looks)

    def reply_markup(self, parameters: Parameters) -> dict[str, Any]:
        """editMessageReplyMarkup; without a markup it removes the keyboard."""
        chat, message = self._original(parameters)
        return self._replace(chat, message, parameters)

    def delete(self, parameters: Parameters) -> bool:
        """deleteMessage; only in the first 48 hours, unless the bot is an administrator of the group."""
        chat = self._chats.known(parameters["chat_id"])
        self._delete(chat, chat.original(parameters["message_id"], "delete"))
        return True

    def delete_several(self, parameters: Parameters) -> bool:
        """deleteMessages; those that aren't there are skipped."""
        chat = self._chats.known(parameters["chat_id"])
        if len(parameters["message_ids"]) > DELETED_AT_ONCE:
            raise bad_request("too many message identifiers specified")
        for message_id in parameters["message_ids"]:
            if message := chat.messages.get(message_id):
                self._delete(chat, message)
        return True

    def pin(self, parameters: Parameters) -> bool:
        """pinChatMessage."""
        chat = self._pinnable(parameters)
        chat.show(replace(chat.original(parameters["message_id"], "pin"), pinned=True))
        return True

    def unpin(self, parameters: Parameters) -> bool:
        """unpinChatMessage; the newest pinned message, if none is named."""
        chat = self._pinnable(parameters)
        wanted = parameters.get("message_id")
        pinned = [message for message in chat.pinned if wanted in (None, message.id)]
        if not pinned:
            raise bad_request("message to unpin not found")
        chat.show(replace(pinned[-1], pinned=False))
        return True

    def unpin_all(self, parameters: Parameters) -> bool:
        """unpinAllChatMessages."""
        chat = self._pinnable(parameters)
        for message in chat.pinned:
            chat.show(replace(message, pinned=False))
        return True

    def _pinnable(self, parameters: Parameters) -> Chat:
        chat = self._chats.writable(parameters["chat_id"])
        if chat.is_group and not chat.bot_is_administrator:
            raise bad_request("not enough rights to manage pinned messages in the chat")
        return chat

    def _delete(self, chat: Chat, message: ShownMessage) -> None:
        if not chat.bot_is_administrator:
            if chat.is_group and not message.from_bot:
                raise bad_request("message can't be deleted")
            if self._clock() - message.at > DELETABLE_FOR:
                raise bad_request("message can't be deleted for everyone")
        chat.hide(message.id)

    def _original(self, parameters: Parameters) -> tuple[Chat, ShownMessage]:
        if "chat_id" not in parameters:
            raise bad_request("chat_id is empty")
        chat = self._chats.known(parameters["chat_id"])
        message = chat.original(parameters.get("message_id"), "edit")
        if not message.from_bot or message.is_forwarded:
            raise bad_request("message can't be edited")
        return chat, message

    def _replace(self, chat: Chat, old: ShownMessage, parameters: Parameters, **looks: Any) -> dict[str, Any]:
        inline = read_markup(parameters.get("reply_markup")).inline
        new = replace(old, inline_keyboard=inline, **looks)
        if replace(new, html=old.html) == old:
            raise bad_request(MESSAGE_NOT_MODIFIED)
        shown = replace(new, edited=True, earlier=(*old.earlier, old.words))
        chat.show(shown)
        return self._chats.wire(chat, shown, edited_at=self._clock())
