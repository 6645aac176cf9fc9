"""What a person presses in a chat, and the answers to it."""

from collections.abc import Iterator

from rehearsal.telegram.attaching import Attacher
from rehearsal.telegram.chats import Alert, Chat
from rehearsal.telegram.keyboards import Button, Key
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.people import Person
from rehearsal.telegram.state import State


class Presser(Attacher):
    """A person in a chat, with their buttons and keys."""

    def __init__(self, state: State, chat: Chat, person: Person) -> None:
        super().__init__(state, chat, person)
        self._answers = chat.answers[person.id]
        self._alerts_seen = 0
        self.opened_links: list[str] = []
        """The URLs of the link buttons that were pressed."""

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """The words of the answers to presses, oldest first; answers without words aren't among them."""
        return tuple(self._answers.alerts)

    @property
    def unanswered_presses(self) -> int:
        """How many pressed buttons still show the hourglass."""
        return len(self._answers.unanswered)

    async def wait_for_alert(self, timeout: float = 5) -> Alert:  # noqa: ASYNC109  a test's patience
        """Return the next answer to a press that has words. Raises AssertionError after *timeout* seconds."""
        alert = await self._appears(
            lambda: next(iter(self._answers.alerts[self._alerts_seen :]), None), "an alert", timeout
        )
        self._alerts_seen += 1
        return alert

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
        shown = {"message_id": message_id, "chat": self._chat.about.chat(), "date": 0}
        if message:
            shown = self._state.chats.wire(self._chat, message)
        self._state.updates.add(
            "callback_query",
            {
                "id": self._state.presses.add(self._chat, self.user_id),
                "from": self._person.user(),
                "message": shown,
                "chat_instance": str(-self.chat_id),
                "data": callback_data,
            },
        )

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
