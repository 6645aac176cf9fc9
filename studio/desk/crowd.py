"""A crowd that registers by itself, over real HTTP, each person at their own phone."""

import asyncio
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, replace
from enum import Enum, auto
from random import Random
from typing import TYPE_CHECKING, Any

from conference.event import Event
from rehearsal.performer import Performer, PlayError
from rehearsal.stage import Stage
from studio.desk import names
from studio.desk.seats import Seat

if TYPE_CHECKING:
    from studio.desk.desk import Desk

AT_ONCE = 20
"""How many register at the same time: with more, Telegram repeats more updates that are not confirmed yet."""

STOP_HALF_WAY = 0.08
BLOCK_AFTERWARDS = 0.03
"""Which part of them."""


class Outcome(Enum):
    REGISTERED = auto()
    UNFINISHED = auto()
    TURNED_AWAY = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the crowd is; all who were ever added count."""

    wanted: int = 0
    registered: int = 0
    """Who have registered; some of them have blocked the bot afterwards."""
    unfinished: int = 0
    """Who stopped half-way."""
    blocked: int = 0
    turned_away: int = 0
    """Who could not register: it is too early, too late, or full."""
    is_running: bool = False

    @property
    def done(self) -> int:
        """How many have come to their end."""
        return self.registered + self.unfinished + self.turned_away


class Crowd:
    """`begin`, and watch `progress`."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self.progress = Progress()

    def begin(self, count: int, seed: int = 1) -> None:
        """Let *count* more professionals come, the same ones for the same seed.

        Raise RuntimeError where the service does not run.
        """
        stage, event = self._desk.house.stage, self._desk.event
        for person in names.people(self._desk.seats.free_ids(count), seed):
            seat = self._desk.seats.take(person, of_crowd=True)
            self._start(self._comes(Guest(stage, event, seat), seed))
        self._note(wanted=self.progress.wanted + count)

    async def finished(self) -> Progress:
        """Wait until everybody has come to their end."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        return self.progress

    async def stop(self) -> None:
        """Let everybody put their phone away at once."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def leave(self) -> None:
        """Stop, and forget who there was."""
        await self.stop()
        self.progress = Progress()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._note()

    async def _comes(self, guest: "Guest", seed: int) -> None:
        async with self._gate:
            outcome = await self._outcome(guest, names.chance(guest.seat.id, seed, "fate"))
        match outcome:
            case Outcome.REGISTERED:
                self._note(registered=self.progress.registered + 1)
            case Outcome.UNFINISHED:
                self._note(unfinished=self.progress.unfinished + 1)
            case Outcome.TURNED_AWAY:
                self._note(turned_away=self.progress.turned_away + 1)

    async def _outcome(self, guest: "Guest", chance: Random) -> Outcome:
        stops, blocks = chance.random() < STOP_HALF_WAY, chance.random() < BLOCK_AFTERWARDS
        try:
            if not await guest.register(chance.randint(1, guest.questions) if stops else None):
                return Outcome.UNFINISHED if stops and guest.has_agreed else Outcome.TURNED_AWAY
        except (PlayError, RuntimeError):  # the service asks something else by now, or the person was made to block it
            return Outcome.UNFINISHED
        if blocks:
            await guest.seat.block_bot()
            self._note(blocked=self.progress.blocked + 1)
        return Outcome.REGISTERED

    def _note(self, **numbers: int) -> None:
        self.progress = replace(self.progress, **numbers, is_running=bool(self._tasks))
        self._desk.changed.note()


class Guest(Performer):
    """Somebody of the crowd, who waits for their own answers only."""

    def __init__(self, stage: Stage, event: Event, seat: Seat) -> None:
        super().__init__(stage, event, seat.person, show=lambda _: None)
        self.seat = seat
        self.questions = len(event.questions)

    async def register(self, stop_before: int | None) -> bool:
        """Register, or stop before the last so many questions. Return whether it came to the end."""
        if not await self.begin():
            return False
        await self.answer_all(stop_before=stop_before)
        return stop_before is None and await self.confirm()

    async def _does(self, act: Awaitable[object], *, only_edits: bool = False) -> None:
        await act
        await self.phone.answered()
