"""Turning the clock: a month is gone through in a moment, and what is due on the way happens in its order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rehearsal.mailbox import Letter
from rehearsal.telegram import ShownMessage
from studio.desk import moments
from studio.desk.moments import Moment
from studio.desk.seats import Seat

if TYPE_CHECKING:
    from studio.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message of the bot that came to somebody."""

    seat: Seat
    message: ShownMessage


@dataclass(frozen=True, slots=True)
class Stop:
    """A moment at which the clock stood, what it was for, and what came then."""

    at: datetime
    moments: tuple[Moment, ...]
    messages: tuple[Arrival, ...]
    letters: tuple[Letter, ...]
    is_settled: bool
    """False where something was waited for in vain: a fault lasts, or the service does not run."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened then."""
        return not (self.moments or self.messages or self.letters)


class Turning:
    """The clock of a desk, in somebody's hand."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.hand = asyncio.Lock()
        """Held while the clock is being turned."""

    @property
    def is_under_way(self) -> bool:
        return self.hand.locked()

    async def turn_to(self, moment: datetime) -> list[Stop]:
        """Go to *moment*, standing still whenever something is due on the way. Return the stops that brought anything.

        Where the service does not run, or *moment* is in the past, the clock goes there at once.
        """
        async with self.hand, self._standing():
            stops = [await self._stand(self._desk.now)]
            while at := await self._next_stop(moment):
                stops.append(await self._stand(at))
            stops.append(await self._stand(moment))
        return [stop for stop in stops if not stop.is_empty]

    @asynccontextmanager
    async def _standing(self) -> AsyncIterator[None]:
        clock = self._desk.house.clock
        now, flowing = clock(), clock.flowing
        clock.flowing = False
        clock.set(now)
        try:
            yield
        finally:
            now, clock.flowing = clock(), flowing
            clock.set(now)
            self._desk.changed.note()

    async def _next_stop(self, moment: datetime) -> datetime | None:
        """Return the next moment before *moment* at which something is due by itself."""
        desk, now = self._desk, self._desk.now
        if not desk.is_running:
            return None
        async with desk.snapshot() as connection:
            coming = [one.at for one in await moments.moments(connection, desk.settings)]
            coming += await moments.late_reminders(connection, desk.settings.events, now)
            # Through a fault nothing comes: it would be tried again every minute of a month.
            again = await moments.tried_again_at(connection, now) if desk.faults.let_through else None
        return min((at for at in (*coming, *([again] if again else [])) if now < at < moment), default=None)

    async def _stand(self, at: datetime) -> Stop:
        """Set the clock, let happen what is due, and see what has come."""
        desk = self._desk
        desk.house.clock.set(at)
        versions = {seat.id: seat.version for seat in desk.seats}
        newest = max((seat.last.id for seat in desk.seats if seat.last), default=0)
        letters = len(desk.letters)
        is_settled = await desk.settle()
        messages = tuple(
            Arrival(seat, message)
            for seat in desk.seats
            if seat.version != versions.get(seat.id)
            for message in seat.phone.messages
            if message.id > newest and message.from_bot
        )
        # In the order in which Telegram got them: there is one sequence of ids.
        ordered = tuple(sorted(messages, key=lambda arrival: arrival.message.id))
        due = tuple(one for one in await desk.timeline() if one.at == at)
        desk.changed.note()
        return Stop(at, due, ordered, tuple(desk.letters[letters:]), is_settled)
