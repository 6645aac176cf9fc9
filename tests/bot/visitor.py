"""Somebody with a phone in front of the stage: does one thing at a time, and looks at what is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import people
from conference.tables import drafts, registrations
from conference.texts import Voice
from rehearsal.stage import Stage
from rehearsal.telegram import Phone
from rehearsal.telegram.messages import ShownMessage

ANSWERS: Mapping[str, str] = {
    "name": "Anna Kalniņa",
    "field": "Izglītība",
    "topics": "Veselība",
    "email": "anna@inbox.lv",
    "phone": "26 123 456",
    "parking": "Jā",
    "needs": "Ratiņkrēsls",
}
"""A good answer to each question of `an_event_of_every_kind`, as it is typed."""

STORED = {
    "name": "Anna Kalniņa",
    "field": "education",
    "topics": ["health"],
    "email": "anna@inbox.lv",
    "phone": "+37126123456",
    "parking": True,
    "needs": "Ratiņkrēsls",
}

Seen = tuple[str, tuple[tuple[str, ...], ...]]
"""The words of a message, and the labels of its buttons."""


@dataclass
class Visitor:
    stage: Stage
    phone: Phone
    _seen: dict[int, ShownMessage] = field(default_factory=dict)
    _alerts: int = 0

    @property
    def voice(self) -> Voice:
        return Voice("lv")

    async def says(self, *texts: str) -> list[Seen]:
        """Send texts, the next before the bot could answer the one before; return what is new."""
        for text in texts:
            await self.phone.send(text)
        return await self.sees()

    async def presses(self, label: str) -> list[Seen]:
        """Press a button, or a key where there are keys; return what is new."""
        keys = [key.label for row in self.phone.keyboard.rows for key in row] if self.phone.keyboard else []
        if label in keys and label != self.voice("button-share-phone"):
            await self.phone.send(label)
        else:
            await self.phone.press(label)
        return await self.sees()

    async def forges(self, data: str) -> list[Seen]:
        """Press a button that was never shown, on the newest message of the bot."""
        newest = [message for message in self.phone.messages if message.from_bot][-1]
        await self.phone.press_data(data, newest.id)
        return await self.sees()

    async def sees(self) -> list[Seen]:
        """Wait for the bot, and return its messages that are new or changed since the last look."""
        await self.stage.answered()
        fresh = [m for m in self.phone.messages if m.from_bot and self._seen.get(m.id) is not m]
        self._seen |= {message.id: message for message in self.phone.messages}
        return [(message.words, message.labels) for message in fresh]

    def hears(self) -> list[str]:
        """Return the words of the answers to presses since the last time."""
        fresh = [alert.text for alert in self.phone.alerts[self._alerts :]]
        self._alerts = len(self.phone.alerts)
        return fresh

    async def begins(self) -> list[Seen]:
        """Open the bot, ask to register and agree."""
        await self.says("/start", self.voice("button-register"))
        return await self.presses(self.voice("button-agree"))

    async def answers(self, keys: Iterable[str] = ANSWERS) -> list[Seen]:
        """Answer these questions; return what is new."""
        return await self.says(*(ANSWERS[key] for key in keys))

    async def registers(self) -> list[Seen]:
        """Go all the way; return what is new after the confirmation came."""
        await self.begins()
        await self.answers()
        await self.phone.press(self.voice("button-confirm"))
        await self.stage.settled()
        return await self.sees()

    async def draft(self) -> dict[str, object] | None:
        """Return the draft touched last, as it is stored."""
        async with self.stage.running.service.database.snapshot() as connection:
            mine = select(drafts).where(drafts.c.person_id == await self._id(connection))
            row = (await connection.execute(mine.order_by(drafts.c.updated_at.desc()).limit(1))).first()
        return dict(row._mapping) if row else None

    async def registration(self) -> dict[str, object] | None:
        async with self.stage.running.service.database.snapshot() as connection:
            mine = select(registrations).where(registrations.c.person_id == await self._id(connection))
            row = (await connection.execute(mine)).first()
        return dict(row._mapping) if row else None

    async def _id(self, connection: AsyncConnection) -> int | None:
        person = await people.find(connection, self.phone.user_id)
        return person.id if person else None
