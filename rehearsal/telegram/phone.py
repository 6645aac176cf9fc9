"""A person's phone: what they do in the chat with the bot, and what they see there."""

from typing import Any

from rehearsal.telegram.messages import Kind
from rehearsal.telegram.people import Person
from rehearsal.telegram.pressing import Presser
from rehearsal.telegram.profile import Commands
from rehearsal.telegram.writing import ReplyTo


class Phone(Presser):
    """Made by `LocalTelegram.phone`. What people do returns at once; `wait_for` waits for the bot's reaction."""

    @property
    def person(self) -> Person:
        """Whose phone it is."""
        return self._person

    @property
    def menu(self) -> Commands:
        """The (command, description) pairs that the person's menu button offers."""
        return self._state.profile.menu(self._person)

    async def open_link(self, payload: str = "") -> int:
        """Follow a t.me link to the bot and press Start."""
        return await self.send(f"/start {payload}".rstrip())

    async def block_bot(self) -> None:
        """Block the bot: from now on it is refused with 403."""
        self._chat.blocked = True
        self._chat.changed.fire()
        self._state.tell_membership(self._chat, self._person, "member", "kicked")

    async def unblock_bot(self) -> None:
        """Let the bot write again."""
        self._chat.blocked = False
        self._chat.changed.fire()
        self._state.tell_membership(self._chat, self._person, "kicked", "member")

    def _say(self, kind: Kind, content: dict[str, Any], reply_to: ReplyTo = None, **looks: Any) -> int:
        if self._chat.blocked:
            raise RuntimeError("the person has blocked the bot; unblock_bot() first")
        self._chat.started = True
        return super()._say(kind, content, reply_to, **looks)
