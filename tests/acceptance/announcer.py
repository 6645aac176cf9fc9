"""An organiser who has nothing but a phone, and what they do there to announce something to one field."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path

from conference.button import Act
from conference.texts import Voice
from rehearsal.telegram import Phone, ShownMessage
from tests.acceptance.attendee import buttons_of, press
from tests.acceptance.process import kopa

LINK = re.compile(r"^https://t\.me/rehearsal_bot\?start=(i_[A-Za-z0-9_-]+)$", re.MULTILINE)

FIELD, HEALTH = 3, 2
"""The places of the question and of the answer that is aimed at, among those of the shipped event."""

WORDS = "Veselības darba grupa tiksies 24. telpā."
CORRECTED = "Veselības darba grupa tiksies 204. telpā."

VOICE = Voice("lv")
PATIENCE = 60
"""Seconds until an answer of the bot counts as lost: its process may be dead for a while."""


@dataclass
class Organiser:
    phone: Phone

    async def joins(self, config: Path) -> None:
        """Open a link that the command line has made."""
        link = LINK.search(await kopa(config, "organiser-link"))
        assert link
        await self.does(self.phone.open_link(link[1]), shows=Act.ANNOUNCE)

    async def writes(self, words: str = WORDS) -> None:
        """Write an announcement to one field."""
        await self.presses(Act.ANNOUNCE, shows=Act.ORGANISE)
        await self.does(self.phone.send(words), shows=Act.SEND)
        await self.presses(Act.AUDIENCE, shows=Act.AIM)
        await self.presses(Act.AUDIENCE, f"q.{FIELD}", shows=Act.AIM)
        await self.presses(Act.AIM, f"c.{FIELD}.{HEALTH}", shows=Act.AIM)
        await self.presses(Act.AUDIENCE, shows=Act.DESK)
        await self.presses(Act.DESK, shows=Act.SEND)

    async def confirms(self) -> ShownMessage:
        """Send what is on the desk; return the message that shows how far it is."""
        await self.presses(Act.SEND, shows=Act.SEND_SURELY)
        return await self.presses(Act.SEND_SURELY, shows=Act.UNDO)

    async def corrects(self, words: str = CORRECTED) -> None:
        await self.presses(Act.REWORD, shows=Act.TOLD)
        await self.does(self.phone.send(words), shows=Act.REWORD_SURELY)
        await self.presses(Act.REWORD_SURELY, shows=Act.TAKE_BACK)

    async def presses(self, act: Act, argument: str = "", *, shows: Act) -> ShownMessage:
        """Press the newest button that does this; return the first message that offers what comes next."""
        offers = next(message for message in reversed(self.phone.messages) if offered(message, act, argument))
        return await self.does(press(self.phone, offers, act, argument), shows=shows)

    async def does(self, deed: Awaitable[object], *, shows: Act) -> ShownMessage:
        before = {message.id: message for message in self.phone.messages}
        await deed
        return await self.phone.wait_for(
            lambda message: before.get(message.id) is not message and offered(message, shows), PATIENCE
        )

    async def sees(self, progress: ShownMessage, *words: str) -> None:
        """Wait until the message that shows the progress says all this."""

        def says(message: ShownMessage) -> bool:
            return message.id == progress.id and all(one in message.words for one in words)

        if not says(self.phone.message(progress.id)):
            await self.phone.wait_for(says, PATIENCE)


def offered(message: ShownMessage, act: Act, argument: str = "") -> bool:
    return any(button.act is act and argument in ("", button.argument) for button in buttons_of(message))
