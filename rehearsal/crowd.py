"""More professionals, who register without being watched: a conference is not eight people."""

import asyncio
from collections.abc import Awaitable, Sequence

from conference.event import Event
from rehearsal.cast import Person
from rehearsal.performer import Performer
from rehearsal.stage import Stage

FIRST_ID = 201
AT_ONCE = 20
"""How many register at the same time: with more, Telegram repeats more updates that are not confirmed yet."""

FIRST_NAMES = ("Aija", "Dace", "Elita", "Guna", "Inta", "Lolita", "Maruta", "Rasma", "Silvija", "Vita")
SURNAMES = ("Balode", "Eglīte", "Kļaviņa", "Lapsa", "Priede", "Skuja", "Zīle")
FIELDS = ("education", "social", "education", "health", "education", "law-enforcement")
"""Of the shipped conference; half of them are teachers."""
LANGUAGES = ("lv", "lv", "lv", "lv", "ru", "lv", "en")


def crowd(size: int) -> list[Person]:
    """Return so many people, all of them invented, always the same ones."""
    return [_one(number) for number in range(size)]


def _one(number: int) -> Person:
    name = f"{_each(FIRST_NAMES, number)} {_each(SURNAMES, number)}"
    user_id, known = FIRST_ID + number, {"field": _each(FIELDS, number)}
    address, phone = f"person.{user_id}@example.org", f"+37120000{user_id}"
    return Person(user_id, name, "a professional", _each(LANGUAGES, number), address, phone, known)


def _each(values: Sequence[str], number: int) -> str:
    return values[number % len(values)]


class Guest(Performer):
    """Somebody of the crowd: seen by nobody, and waiting for their own answers only."""

    def __init__(self, stage: Stage, event: Event, person: Person) -> None:
        super().__init__(stage, event, person, show=lambda _: None)

    async def register(self) -> bool:
        """Return False where one cannot register."""
        if not await self.begin():
            return False
        await self.answer_all()
        return await self.confirm()

    async def _does(self, act: Awaitable[object], *, only_edits: bool = False) -> None:
        await act
        await self._stage.heard(self.phone)


async def register_all(guests: Sequence[Guest]) -> int:
    """Let them register side by side. Return how many could."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(guest: Guest) -> bool:
        async with gate:
            return await guest.register()

    return sum(await asyncio.gather(*map(come, guests)))
