"""What a person sees in the chat with the bot, and waiting for it to appear."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from rehearsal.telegram.chats import Chat
from rehearsal.telegram.keyboards import ReplyKeyboard
from rehearsal.telegram.messages import ShownMessage

T = TypeVar("T")

Wanted = str | Callable[[ShownMessage], bool]


class Screen:
    """A chat, looked at."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._seen: dict[int, int] = {}
        """How many times a message had been edited when a wait returned it."""

    @property
    def chat_id(self) -> int:
        """The chat's id: a person's is also their user's."""
        return self._chat.id

    @property
    def version(self) -> int:
        """A number that rises with everything that changes in the chat."""
        return self._chat.changed.count

    @property
    def is_blocked(self) -> bool:
        """Whether the bot may not write here any more."""
        return self._chat.blocked

    @property
    def messages(self) -> tuple[ShownMessage, ...]:
        """What the chat shows now, oldest first: edited messages in their place, deleted ones gone."""
        return tuple(self._chat.messages.values())

    @property
    def last(self) -> ShownMessage | None:
        """The newest message that is shown."""
        return next(reversed(self._chat.messages.values()), None)

    @property
    def keyboard(self) -> ReplyKeyboard | None:
        """The reply keyboard that is visible now."""
        return self._chat.keyboard

    @property
    def deleted(self) -> tuple[ShownMessage, ...]:
        """What was shown once, as it was last, in the order of the deletions."""
        return tuple(self._chat.deleted.values())

    @property
    def pinned(self) -> tuple[ShownMessage, ...]:
        """The pinned messages, oldest first."""
        return tuple(self._chat.pinned)

    def message(self, message_id: int) -> ShownMessage:
        """Return a message as it is shown now, or as it was before it was deleted. Raises KeyError."""
        return self._chat.messages.get(message_id) or self._chat.deleted[message_id]

    async def wait_for(self, wanted: Wanted = "", timeout: float = 5) -> ShownMessage:  # noqa: ASYNC109  a test's patience
        """Return the first message of the bot that fits and that no earlier wait returned; an edit makes it new.

        *wanted* is a part of its words, or a predicate; *timeout* is in seconds. Raises AssertionError, showing the
        chat, when nothing comes in time.
        """

        def fits(message: ShownMessage) -> bool:
            return wanted in message.words if isinstance(wanted, str) else wanted(message)

        def unseen() -> ShownMessage | None:
            shown = self._chat.messages.values()
            return next((m for m in shown if m.from_bot and self._seen.get(m.id) != len(m.earlier) and fits(m)), None)

        message = await self._appears(unseen, f"a message with {wanted!r}", timeout)
        self._seen[message.id] = len(message.earlier)
        return message

    def transcript(self) -> str:
        """Return the chat as lines, for a person to read."""
        return "\n".join(_line(message, self._author(message)) for message in self.messages) or "(nothing)"

    def _author(self, message: ShownMessage) -> str:
        if message.from_bot:
            return "bot"
        return message.sender.first_name if message.sender and self._chat.is_group else "person"

    async def _appears(self, look: Callable[[], T | None], what: str, seconds: float) -> T:
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await self._chat.changed.wait()
        except TimeoutError:
            raise AssertionError(f"waited {seconds} s for {what}; the phone shows:\n{self.transcript()}") from None
        return found


def _line(message: ShownMessage, who: str) -> str:
    kind = "" if message.kind == "text" else f"({message.kind}) "
    rows = "".join("\n    " + " ".join(f"[{label}]" for label in row) for row in message.labels)
    return f"{message.id} {who}: {kind}{message.words}{rows}"
