"""A group with the bot in it: what its members do, and what all of them see."""

from typing import Any

from rehearsal.telegram.chats import Chat
from rehearsal.telegram.messages import Kind, ShownMessage
from rehearsal.telegram.people import Person
from rehearsal.telegram.phone import Phone
from rehearsal.telegram.pressing import Presser
from rehearsal.telegram.screen import Screen
from rehearsal.telegram.state import State
from rehearsal.telegram.writing import ReplyTo


class Member(Presser):
    """Somebody in a group. Made by `Group.member`; does there what a `Phone` does in private."""

    def __init__(self, state: State, chat: Chat, person: Person) -> None:
        super().__init__(state, chat, person)
        self.is_in = True
        """Whether they are still in the group."""

    def _say(self, kind: Kind, content: dict[str, Any], reply_to: ReplyTo = None, **looks: Any) -> int:
        if not self.is_in:
            raise RuntimeError("the person has left the group")
        return super()._say(kind, content, reply_to, **looks)


class Group(Screen):
    """A supergroup, made by `LocalTelegram.group`.

    The bot is in privacy mode, as every bot is at first: it hears commands, mentions and answers to itself; of
    everything else only where it is an administrator. Only there it may pin, and delete what others wrote.
    """

    def __init__(self, state: State, chat: Chat) -> None:
        super().__init__(chat)
        self._state = state
        self._members: dict[int, Member] = {}

    @property
    def members(self) -> tuple[Member, ...]:
        """Who is in the group, besides the bot."""
        return tuple(member for member in self._members.values() if member.is_in)

    def member(self, phone: Phone) -> Member:
        """Return a person in this group. Raises LookupError if they have never been in it."""
        if phone.user_id not in self._members:
            raise LookupError(f"user {phone.user_id} is not in the group")
        return self._members[phone.user_id]

    def seat(self, phone: Phone) -> Member:
        """Let somebody be in the group, as if they always had been."""
        member = self._members.setdefault(phone.user_id, Member(self._state, self._chat, phone.person))
        member.is_in = True
        return member

    async def join(self, phone: Phone) -> Member:
        """Let somebody join: the bot is told in a service message."""
        member = self.seat(phone)
        self._announce(phone.person, {"new_chat_members": [phone.person.user()]})
        return member

    async def leave(self, phone: Phone) -> None:
        """Let a member leave: the bot is told in a service message."""
        self.member(phone).is_in = False
        self._announce(phone.person, {"left_chat_member": phone.person.user()})

    async def remove_bot(self, by: Phone) -> None:
        """Take the bot out: from now on it is refused with 403."""
        old = self._status()
        self._chat.blocked, self._chat.bot_is_administrator = True, False
        self._state.tell_membership(self._chat, by.person, old, "kicked")

    async def add_bot(self, by: Phone, as_administrator: bool = False) -> None:
        """Put the bot into the group, or change its status there."""
        old = self._status()
        self._chat.blocked, self._chat.bot_is_administrator = False, as_administrator
        self._state.tell_membership(self._chat, by.person, old, self._status())

    def _status(self) -> str:
        if self._chat.blocked:
            return "kicked"
        return "administrator" if self._chat.bot_is_administrator else "member"

    def _announce(self, person: Person, content: dict[str, Any]) -> None:
        at = self._state.clock()
        message = ShownMessage(next(self._chat.ids), False, "service", at, sender=person, content=content)
        self._chat.show(message)
        self._state.tell(self._chat, message)
