"""Somebody who registers, whatever happens to the bot meanwhile: reads what is shown, and does what it asks for."""

import re
from dataclasses import dataclass, field

from conference.button import Act, Button
from rehearsal.telegram import Phone, ShownMessage

PROGRESS = re.compile(r"(?:Question )?(\d+)\D+\d+$")
"""„1. jautājums no 8”, "Question 1 of 8": the first line of a question."""

AGREED, CONFIRMED = "agreed", "confirmed"


@dataclass
class Attendee:
    """Answers each question once, and remembers what was said."""

    phone: Phone
    name: str
    email: str
    done: set[str | int] = field(default_factory=set)
    asked: ShownMessage | None = None
    """What was shown last, and not answered yet."""

    @property
    def answers(self) -> dict[str, str | None]:
        """What the registration should hold in the end: the shipped questions by key."""
        return {
            "name": self.name,
            "workplace": f"Skola {self.phone.user_id}",
            "position": "skolotāja",
            "field": "education",
            "email": self.email,
            "phone": "+37126123456",
            "needs": None,
            "question": f"Ko darīt {self.phone.user_id}. skolā?",
        }

    async def register(self, timeout: float = 10) -> None:  # noqa: ASYNC109  a test says how patient it is
        """Register, to the bot's word that the registration is stored."""
        await self.phone.open_link()
        await self.go_on(until=CONFIRMED, timeout=timeout)

    async def go_on(self, until: str | int, timeout: float = 10) -> ShownMessage:  # noqa: ASYNC109
        """Do what is asked for, until that step; a number is that of a question, which is then not answered.

        What is asked again after it was answered is left alone: the answer is on its way.
        """
        while True:
            message = self.asked or await self.phone.wait_for(lambda shown: self._step(shown) is not None, timeout)
            self.asked = message
            step = self._step(message)
            if step == until:
                return message
            self.asked = None
            if step is not None:
                self.done.add(step)
                await self._take(step, message)

    def _step(self, message: ShownMessage) -> str | int | None:
        """Return what a message asks for and was not done yet; CONFIRMED for the confirmation."""
        step = self._asked(message)
        return None if step in self.done else step

    def _asked(self, message: ShownMessage) -> str | int | None:
        acts = acts_of(message)
        if Act.CONFIRM in acts:
            return Act.CONFIRM
        if number := question_number(message):
            return number
        if Act.SHOW in acts or Act.CHANGE in acts:
            return CONFIRMED
        return next((act for act in (Act.REGISTER, Act.AGREE) if act in acts), None)

    async def _take(self, step: str | int, message: ShownMessage) -> None:
        if isinstance(step, int):
            await self._answer(step, message)
        else:
            await press(self.phone, message, Act(step))

    async def _answer(self, number: int, message: ShownMessage) -> None:
        answer = list(self.answers.values())[number - 1]
        if answer is None:
            await press(self.phone, message, Act.SKIP)
        elif Act.PICK in acts_of(message):
            await press(self.phone, message, Act.PICK, answer)
        else:
            await self.phone.send(answer)


def question_number(message: ShownMessage) -> int | None:
    """Return which question a message asks."""
    found = PROGRESS.match(message.text.partition("\n")[0])
    return int(found[1]) if found and message.from_bot else None


async def press(phone: Phone, message: ShownMessage, act: Act, argument: str = "") -> None:
    """Press the button of *message* that does this, whatever it is called."""
    for button in message.buttons:
        said = Button.parse(button.callback_data or "")
        if said and said.act is act and argument in ("", said.argument):
            return await phone.press(button.callback_data or "", message)
    raise LookupError(f"no button that does {act} {argument}; there are {message.labels}")


def acts_of(message: ShownMessage) -> set[Act]:
    said = (Button.parse(button.callback_data or "") for button in message.buttons)
    return {button.act for button in said if button}
