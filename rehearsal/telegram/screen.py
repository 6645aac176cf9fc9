"""What a person sees in the chat with the bot, and waiting for it to appear."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from rehearsal.telegram.chats import Alert, Chat
from rehearsal.telegram.keyboards import ReplyKeyboard
from rehearsal.telegram.messages import ShownMessage

T = TypeVar("T")

Wanted = str | Callable[[ShownMessage], bool]


class Screen:
    """The chat on a phone."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._seen: dict[int, ShownMessage] = {}
        self._alerts_seen = 0

    @property
    def user_id(self) -> int:
        """The person's id, which is also the id of the chat."""
        return self._chat.person.id

    @property
    def messages(self) -> tuple[ShownMessage, ...]:
        """What the chat shows now, oldest first: edited messages in their place, deleted ones gone."""
        return tuple(self._chat.messages.values())

    @property
    def keyboard(self) -> ReplyKeyboard | None:
        """The reply keyboard that is visible now."""
        return self._chat.keyboard

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """The words of the answers to presses, oldest first; answers without words aren't among them."""
        return tuple(self._chat.alerts)

    @property
    def unanswered_presses(self) -> int:
        """How many pressed buttons still show the hourglass."""
        return len(self._chat.unanswered)

    async def wait_for(self, wanted: Wanted = "", timeout: float = 5) -> ShownMessage:  # noqa: ASYNC109  a test's patience
        """Return the first message of the bot that fits and that no earlier wait returned; an edit makes it new.

        *wanted* is a part of its words, or a predicate; *timeout* is in seconds. Raises AssertionError, showing the
        chat, when nothing comes in time.
        """

        def fits(message: ShownMessage) -> bool:
            return wanted in message.words if isinstance(wanted, str) else wanted(message)

        def unseen() -> ShownMessage | None:
            shown = self._chat.messages.values()
            return next((m for m in shown if m.from_bot and self._seen.get(m.id) is not m and fits(m)), None)

        message = await self._appears(unseen, f"a message with {wanted!r}", timeout)
        self._seen[message.id] = message
        return message

    async def wait_for_alert(self, timeout: float = 5) -> Alert:  # noqa: ASYNC109  a test's patience
        """Return the next answer to a press that has words. Raises AssertionError after *timeout* seconds."""
        alert = await self._appears(
            lambda: next(iter(self._chat.alerts[self._alerts_seen :]), None), "an alert", timeout
        )
        self._alerts_seen += 1
        return alert

    def transcript(self) -> str:
        """Return the chat as lines, for a person to read."""
        return "\n".join(map(_line, self.messages)) or "(nothing)"

    async def _appears(self, look: Callable[[], T | None], what: str, seconds: float) -> T:
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await self._chat.changed.wait()
        except TimeoutError:
            raise AssertionError(f"waited {seconds} s for {what}; the phone shows:\n{self.transcript()}") from None
        return found


def _line(message: ShownMessage) -> str:
    who = "bot" if message.from_bot else "person"
    kind = "" if message.kind == "text" else f"({message.kind}) "
    rows = "".join("\n    " + " ".join(f"[{label}]" for label in row) for row in message.labels)
    return f"{message.id} {who}: {kind}{message.words}{rows}"
