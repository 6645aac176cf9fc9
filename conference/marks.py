"""What became of deliveries, written down in groups: many marks, one commit.

While one group is being committed the next one gathers, so the busier the lanes, the fewer commits a mark costs.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from conference import marking, rescue
from conference.channels.channel import ChannelName
from conference.database import Database, insist, was_deadlock, will_pass
from conference.outbox import Delivery, DeliveryStatus


class MarkError(Exception):
    """What was done with a delivery could not be written down: sending on would send it all again.

    After an error on commit nobody knows whether the marks are there, so that counts as not written too.
    """


class TakenOverError(Exception):
    """The lease of a delivery ended while it was being sent, and another process has it now."""


@dataclass(frozen=True, slots=True)
class Sent:
    delivery: Delivery
    external_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartSent:
    """Some of a delivery has arrived: a retry continues after that."""

    delivery: Delivery
    parts: int
    external_id: str


@dataclass(frozen=True, slots=True)
class Ended:
    """It will not be sent any more, for a reason."""

    delivery: Delivery
    status: DeliveryStatus
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unreachable:
    """It was refused because its channel does not lead to the person any more."""

    delivery: Delivery
    channel: ChannelName
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Postponed:
    delivery: Delivery
    due_at: datetime
    reason: str
    costs_attempt: bool = True


@dataclass(frozen=True, slots=True)
class Halted:
    """It was claimed, and an organiser has paused, stopped or taken back what it belongs to."""

    delivery: Delivery
    at: datetime


Mark = Sent | PartSent | Ended | Unreachable | Postponed | Halted


class Marks:
    """Writes marks for all lanes of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathered: list[tuple[Mark, asyncio.Future[None]]] = []
        self._group: list[tuple[Mark, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, mark: Mark) -> None:
        """Return when the mark is durable. Raise TakenOverError where it counts no more, MarkError where it failed."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._gathered.append((mark, written))
        if self._writing is None or self._writing.done():
            # A task of its own: whoever began it may be cancelled, the others of the group must not be.
            self._writing = asyncio.create_task(self._write_all())
        await written

    async def close(self) -> None:
        """Write nothing more. What has no mark by now is sent again after the next start."""
        if self._writing:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        for _, written in (*self._group, *self._gathered):
            written.cancel()

    async def _write_all(self) -> None:
        while self._gathered:
            group = self._group = self._gathered
            self._gathered = []
            # Lanes wait as long as it takes, and send no more than their slots hold meanwhile: a restart would send
            # again what has no mark, at each start.
            errors = await insist(partial(self._write_together, [mark for mark, _ in group]))
            for (_, written), error in zip(group, errors, strict=True):
                _resolve(written, error)

    async def _write_together(self, marks: Sequence[Mark]) -> list[Exception | None]:
        try:
            async with self._database.transaction() as connection:
                ours = await _apply(connection, marks)
        except Exception as error:
            if will_pass(error):
                raise
            if len(marks) > 1 or was_deadlock(error):
                # One that cannot be written must not take the others with it; and no mark is lost to a deadlock.
                return [failure for mark in marks for failure in await self._write_together([mark])]
            return [_mark_error(error)]
        return [None if mine else TakenOverError() for mine in ours]


def _mark_error(error: Exception) -> MarkError:
    failure = MarkError(type(error).__name__)
    failure.__cause__ = error
    return failure


def _resolve(written: "asyncio.Future[None]", error: Exception | None) -> None:
    if written.cancelled():
        return
    if error:
        written.set_exception(error)
    else:
        written.set_result(None)


async def _apply(connection: AsyncConnection, marks: Sequence[Mark]) -> list[bool]:
    """Write the marks in order, neighbours of the common kind in one statement. Return which of them counted."""
    ours: list[bool] = []
    for kind, group in groupby(marks, type):
        if kind is Sent:
            sent = [(mark.delivery, mark.external_id, mark.at) for mark in group if isinstance(mark, Sent)]
            ours += await marking.finish_sent(connection, sent)
        else:
            ours += [await _apply_one(connection, mark) for mark in group]
    return ours


async def _apply_one(connection: AsyncConnection, mark: Mark) -> bool:
    match mark:
        case PartSent(delivery, parts, external_id):
            return await marking.note_part(connection, delivery, parts, external_id)
        case Ended(delivery, status, reason, at):
            return await marking.finish(connection, delivery, status, at, reason=reason)
        case Postponed(delivery, due_at, reason, costs_attempt):
            return await marking.postpone(connection, delivery, due_at, reason, costs_attempt=costs_attempt)
        case Halted(delivery, at):
            return await marking.halt(connection, delivery, at)
        case Unreachable(delivery, channel, reason, at):
            return await _give_up_on_recipient(connection, delivery, channel, reason, at)
        case Sent(delivery, external_id, at):
            return await marking.finish(connection, delivery, DeliveryStatus.SENT, at, external_id=external_id)


async def _give_up_on_recipient(
    connection: AsyncConnection, delivery: Delivery, channel: ChannelName, reason: str, now: datetime
) -> bool:
    if not await marking.finish(connection, delivery, DeliveryStatus.DEAD, now, reason=reason):
        return False
    await rescue.give_up_on_channel(connection, delivery.person_id, delivery.notice_id, channel, now)
    return True
