"""Everything the local Telegram knows: it outlives the bot's process."""

from dataclasses import dataclass, field
from typing import Any

from conference.clock import Clock
from rehearsal.telegram.chats import Chats
from rehearsal.telegram.editing import Presses
from rehearsal.telegram.files import Files
from rehearsal.telegram.profile import Profile
from rehearsal.telegram.updates import Updates
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

    def __post_init__(self) -> None:
        self.webhook = Webhook(self.updates)
        self.chats = Chats(self.bot)
        self.presses = Presses(self.clock)
