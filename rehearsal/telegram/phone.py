"""A person's phone: what they do in the chat with the bot, and what they see there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rehearsal.telegram.chats import Chat
from rehearsal.telegram.keyboards import Button, Key
from rehearsal.telegram.markup import Entity, utf16_length
from rehearsal.telegram.messages import Kind, ShownMessage, document_content, location_content, text_content
from rehearsal.telegram.profile import Commands
from rehearsal.telegram.screen import Screen
from rehearsal.telegram.state import State

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w+)?")


class Phone(Screen):
    """Made by `LocalTelegram.phone`. What people do returns at once; `wait_for` waits for the bot's reaction."""

    def __init__(self, state: State, chat: Chat) -> None:
        super().__init__(chat)
        self._state = state
        self.opened_links: list[str] = []
        """The URLs of the link buttons that were pressed."""

    @property
    def menu(self) -> Commands:
        """The (command, description) pairs that the person's menu button offers."""
        return self._state.profile.menu(self._chat.person)

    async def send(self, text: str) -> int:
        """Send a text; return its message id."""
        return self._say("text", text_content(text, _commands(text)), text=text, entities=_commands(text))

    async def open_link(self, payload: str = "") -> int:
        """Follow a t.me link to the bot and press Start."""
        return await self.send(f"/start {payload}".rstrip())

    async def edit(self, message_id: int, new_text: str) -> None:
        """Edit an own text message. Raises LookupError if there is none with this id."""
        message = self._chat.messages.get(message_id)
        if message is None or message.from_bot or message.kind != "text":
            raise LookupError(f"no text message {message_id} of the person's own")
        entities = _commands(new_text)
        content = text_content(new_text, entities)
        new = replace(message, text=new_text, entities=entities, content=content, edited=True)
        self._chat.show(new)
        self._state.updates.add(
            "edited_message", self._state.chats.wire(self._chat, new, edited_at=self._state.clock())
        )

    async def press(self, wanted: str, message: ShownMessage | None = None) -> None:
        """Press a button by its label or callback data: of *message*, or of the newest one that has it, or a key.

        Raises LookupError, naming the labels there are, if there is no such button.
        """
        for shown in [message] if message else reversed(self.messages):
            for button in shown.buttons:
                if wanted in (button.label, button.callback_data):
                    return await self._press_button(button, shown.id)
        for key in self._keys() if not message else ():
            if key.label == wanted:
                return await self._press_key(key)
        labels = [button.label for shown in self.messages for button in shown.buttons]
        raise LookupError(f"no button {wanted!r}; there are {labels + [key.label for key in self._keys()]}")

    async def press_data(self, callback_data: str, message_id: int) -> None:
        """Send a press that the phone doesn't offer: forged, or of a button that is gone."""
        message = self._chat.messages.get(message_id)
        # What was deleted comes as an InaccessibleMessage.
        shown = {"message_id": message_id, "chat": self._chat.person.chat(), "date": 0}
        if message:
            shown = self._state.chats.wire(self._chat, message)
        self._state.updates.add(
            "callback_query",
            {
                "id": self._state.presses.add(self._chat),
                "from": self._chat.person.user(),
                "message": shown,
                "chat_instance": str(-self.user_id),
                "data": callback_data,
            },
        )

    async def share_contact(self, number: str, own: bool = True) -> int:
        """Share a phone number: the person's own, or one from their address book."""
        names = {"first_name": self._chat.person.first_name} | ({"user_id": self.user_id} if own else {})
        return self._say("contact", {"contact": {"phone_number": number} | names})

    async def send_location(self, latitude: float = 57.3135, longitude: float = 25.2696) -> int:
        """Share a place, in degrees."""
        return self._say("location", location_content(latitude, longitude))

    async def send_sticker(self) -> int:
        """Send a sticker."""
        file = self._state.files.store("sticker.webp", "image/webp", b"sticker")
        looks = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        sticker = {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}"} | looks
        return self._say("sticker", {"sticker": sticker})

    async def send_photo(self, content: bytes = b"photo") -> int:
        """Send a photo."""
        return self._send_file("photo", "photo.jpg", "image/jpeg", content)

    async def send_voice(self, content: bytes = b"voice") -> int:
        """Send a voice message."""
        return self._send_file("voice", "voice.ogg", "audio/ogg", content)

    async def send_document(
        self, file_name: str = "document.pdf", content: bytes = b"document", mime_type: str = "application/pdf"
    ) -> int:
        """Send a file."""
        return self._send_file("document", file_name, mime_type, content)

    async def block_bot(self) -> None:
        """Block the bot: from now on it is refused with 403."""
        self._chat.blocked = True
        self._membership("member", "kicked")

    async def unblock_bot(self) -> None:
        """Let the bot write again."""
        self._chat.blocked = False
        self._membership("kicked", "member")

    def _say(self, kind: Kind, content: dict[str, Any], **looks: Any) -> int:
        if self._chat.blocked:
            raise RuntimeError("the person has blocked the bot; unblock_bot() first")
        self._chat.started = True
        message = ShownMessage(
            self._state.chats.next_message_id(),
            from_bot=False,
            kind=kind,
            at=self._state.clock(),
            content=content,
            **looks,
        )
        self._chat.show(message)
        self._state.updates.add("message", self._state.chats.wire(self._chat, message))
        return message.id

    def _send_file(self, kind: Kind, file_name: str, mime_type: str, content: bytes) -> int:
        document = self._state.files.store(file_name, mime_type, content)
        return self._say(kind, document_content(kind, document), document=document)

    def _keys(self) -> Iterator[Key]:
        if self._chat.keyboard:
            for row in self._chat.keyboard.rows:
                yield from row

    async def _press_button(self, button: Button, message_id: int) -> None:
        if button.url:
            self.opened_links.append(button.url)
        elif button.callback_data:
            await self.press_data(button.callback_data, message_id)
        else:
            raise LookupError(f"a phone can't rehearse {button.action}")

    async def _press_key(self, key: Key) -> None:
        if self._chat.keyboard and self._chat.keyboard.one_time:
            self._chat.keyboard = None
        if key.request_contact:
            await self.share_contact("+37120000000")
        elif key.request_location:
            await self.send_location()
        else:
            await self.send(key.label)

    def _membership(self, old: str, new: str) -> None:
        bot = self._state.bot
        self._state.updates.add(
            "my_chat_member",
            {
                "chat": self._chat.person.chat(),
                "from": self._chat.person.user(),
                "date": int(self._state.clock().timestamp()),
                "old_chat_member": _member(bot, old),
                "new_chat_member": _member(bot, new),
            },
        )


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _commands(text: str) -> tuple[Entity, ...]:
    return tuple(
        Entity("bot_command", utf16_length(text[: found.start()]), len(found[0])) for found in _COMMAND.finditer(text)
    )
