"""Somebody who registers, whatever happens to the bot meanwhile: reads what is shown, and does what it asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from conference.answers import Answer
from conference.button import Act, Button
from conference.texts import Voice
from rehearsal.telegram import Phone, ShownMessage

PROGRESS = re.compile(r"(?:Question )?(\d+)\D+\d+$")
"""„1. jautājums no 8”, "Question 1 of 8": the first line of a question."""

SKIP = Voice("lv")("button-skip")
"""The word on the key in the place of letters; pressing it sends the word."""

CONFIRMED = "confirmed"

Step = str | int


@dataclass
class Attendee:
    """Answers each question of *event* once. `answers` are those that the registration should hold in the end."""

    phone: Phone
    event: str
    answers: Mapping[str, Answer | None]
    done: set[Step] = field(default_factory=set)
    asked: ShownMessage | None = None
    """What was shown last, and not answered yet."""

    @property
    def email(self) -> str:
        return str(self.answers["email"])

    async def register(self, timeout: float = 30) -> None:  # noqa: ASYNC109  a test says how patient it is
        """Register, to the confirmation."""
        await self.phone.open_link(self.event)
        await self.go_on(until=CONFIRMED, timeout=timeout)

    async def go_on(self, until: Step, timeout: float = 30) -> None:  # noqa: ASYNC109
        """Do what is asked for, until that step, which is not taken; a number is that of a question.

        What is asked again after it was answered is left alone: the answer is on its way.
        """
        while True:
            self.asked = self.asked or await self.phone.wait_for(lambda shown: self._step(shown) is not None, timeout)
            message, step = self.asked, self._step(self.asked)
            if step == until:
                return
            self.asked = None
            if step is not None:
                self.done.add(step)
                await self._take(step, message)

    def _step(self, message: ShownMessage) -> Step | None:
        """Return what a message asks for and was not done yet; CONFIRMED where somebody is registered."""
        buttons = buttons_of(message)
        if any(button.event not in ("", self.event) for button in buttons):
            return None
        acts = {button.act for button in buttons}
        steps: list[Step] = [act for act in (Act.CONFIRM, Act.REGISTER, Act.AGREE) if act in acts]
        if number := question_number(message):
            steps.append(number)
        if Act.SHOW in acts or Act.CHANGE in acts:
            steps.append(CONFIRMED)
        return next((step for step in steps if step not in self.done), None)

    async def _take(self, step: Step, message: ShownMessage) -> None:
        if isinstance(step, str):
            await press(self.phone, message, Act(step))
            return
        match list(self.answers.values())[step - 1]:
            case None if self.phone.keyboard:
                await self.phone.send(SKIP)
            case None:
                await press(self.phone, message, Act.SKIP)
            case bool(yes):
                await press(self.phone, message, Act.PICK, "yes" if yes else "no")
            case list(ticks):
                await self._tick(ticks, message)
            case str(words) if any(button.act is Act.PICK for button in buttons_of(message)):
                await press(self.phone, message, Act.PICK, words)
            case str(words):
                await self.phone.send(words)

    async def _tick(self, ticks: list[str], message: ShownMessage) -> None:
        for tick in ticks:
            await press(self.phone, message, Act.TICK, tick)
            message = await self.phone.wait_for(partial(_same, message))
        await press(self.phone, message, Act.DONE)


def _same(one: ShownMessage, other: ShownMessage) -> bool:
    return one.id == other.id


def registrant_of_the_shipped_event(phone: Phone, name: str = "Anna Bērziņa") -> Attendee:
    number = phone.user_id
    answers: dict[str, Answer | None] = {
        "name": name,
        "workplace": f"Cēsu {number}. vidusskola",
        "position": "skolotāja",
        "field": "education",
        "email": f"anna{number}@example.org",
        "phone": "+37126123456",
        "needs": None,
        "question": f"Ko darīt {number}. skolā?",
    }
    return Attendee(phone, "cesis-2024", answers)


def question_number(message: ShownMessage) -> int | None:
    """Return which question a message asks."""
    found = PROGRESS.match(message.text.partition("\n")[0])
    return int(found[1]) if found and message.from_bot else None


async def press(phone: Phone, message: ShownMessage, act: Act, argument: str = "") -> None:
    """Press the button of *message* that does this, whatever it is called. Raises LookupError if there is none."""
    for button in message.buttons:
        said = Button.parse(button.callback_data or "")
        if said and said.act is act and argument in ("", said.argument):
            return await phone.press(button.callback_data or "", message)
    raise LookupError(f"no button that does {act} {argument}; there are {message.labels}")


def buttons_of(message: ShownMessage) -> list[Button]:
    said = (Button.parse(button.callback_data or "") for button in message.buttons)
    return [button for button in said if button]


def asks_whether_you_come(message: ShownMessage) -> bool:
    """Whether a message reminds a registrant."""
    return Act.COMING in {button.act for button in buttons_of(message)}
