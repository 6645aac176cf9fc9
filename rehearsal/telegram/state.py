"""Everything the local Telegram knows: it outlives the bot's process."""

from dataclasses import dataclass, field
from typing import Any

from conference.clock import Clock
from rehearsal.telegram.chats import Chat, Chats
from rehearsal.telegram.files import Files
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.people import Person
from rehearsal.telegram.presses import Presses
from rehearsal.telegram.profile import Profile
from rehearsal.telegram.typing_in import hears
from rehearsal.telegram.updates import Updates
from rehearsal.telegram.voting import Polls
from rehearsal.telegram.webhook import Webhook


@dataclass
class State:
    """*bot* is the bot as a User; *clock* dates what happens."""

    bot: dict[str, Any]
    clock: Clock
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    updates: Updates = field(default_factory=Updates)
    webhook: Webhook = field(init=False)
    chats: Chats = field(init=False)
    presses: Presses = field(init=False)
    polls: Polls = field(init=False)

    def __post_init__(self) -> None:
        self.webhook = Webhook(self.updates)
        self.chats = Chats(self.bot)
        self.presses = Presses(self.clock)
        self.polls = Polls(self.chats, self.updates)

    def tell(self, chat: Chat, message: ShownMessage) -> None:
        """Let the bot hear of a message, or of its edit, where Telegram would."""
        if hears(chat, message, self.bot["username"]):
            if message.edited:
                self.updates.add("edited_message", self.chats.wire(chat, message, edited_at=self.clock()))
            else:
                self.updates.add("message", self.chats.wire(chat, message))

    def tell_membership(self, chat: Chat, person: Person, old: str, new: str) -> None:
        """Let the bot hear what *person* made of its place in a chat: a status before and after."""
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.about.chat(),
                "from": person.user(),
                "date": int(self.clock().timestamp()),
                "old_chat_member": _member(self.bot, old),
                "new_chat_member": _member(self.bot, new),
            },
        )


_RIGHTS = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_pin_messages": True,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": False,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_send_welcome_messages": False,
}
"""What the bot may do where it is an administrator."""


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    member = {"user": bot, "status": status}
    match status:
        case "kicked":
            return member | {"until_date": 0}
        case "administrator":
            return member | _RIGHTS
        case _:
            return member
