"""People who register side by side in the local Telegram, each answering as soon as they are asked."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field

from rehearsal.telegram import LocalTelegram, Phone, ShownMessage

PATIENCE = 120
"""Seconds until an answer of the bot counts as lost."""


@dataclass
class Person:
    phone: Phone
    questions: int
    seconds: list[float] = field(default_factory=list)
    """From each thing they did to the bot's reaction that lets them go on."""

    @property
    def answers(self) -> list[str]:
        return [f"Answer {number} of person {self.phone.user_id}" for number in range(1, self.questions + 1)]

    async def register(self) -> None:
        """Go from /start to the reaction to the confirmed summary. Raises AssertionError where order is not kept."""
        await self._timed(self.phone.send("/start"), "register")
        await self._timed(self.phone.press(self._button("register")), "agree")
        asked = await self._timed(self.phone.press(self._button("agree")), "Question")
        for number, answer in enumerate(self.answers, start=1):
            assert asked.text.startswith(f"Question {number} of"), f"not question {number}: {asked.text}"
            asked = await self._timed(self.phone.send(answer), "Question" if number < self.questions else "confirm")
        positions = [asked.text.index(answer) for answer in self.answers]
        assert positions == sorted(positions)
        await self._timed(self.phone.press(self._button("confirm")), "Thank you.")

    async def _timed(self, doing: Awaitable[object], then: str) -> ShownMessage:
        started = time.perf_counter()
        await doing
        message = await self.phone.wait_for(lambda shown: _leads_to(shown, then), PATIENCE)
        self.seconds.append(time.perf_counter() - started)
        return message

    def _button(self, act: str) -> str:
        pressed = [button for message in self.phone.messages for button in message.buttons if _does(button.value, act)]
        return str(pressed[-1].callback_data)


def _leads_to(message: ShownMessage, then: str) -> bool:
    return message.text.startswith(then) or any(_does(button.value, then) for button in message.buttons)


def _does(callback_data: object, act: str) -> bool:
    return str(callback_data).partition(":")[0] == act


async def all_register(telegram: LocalTelegram, first_id: int, people: int, questions: int) -> list[Person]:
    """Let *people* register side by side."""
    crowd = [Person(telegram.phone(first_id + number, language_code="en"), questions) for number in range(people)]
    await asyncio.gather(*(person.register() for person in crowd))
    return crowd
