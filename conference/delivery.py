"""Delivery: claim, render, send, mark. One lane a channel, each with its own worker, so that none waits for another."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from conference import outbox, people
from conference.channels.channel import (
    Channel,
    ChannelUnavailableError,
    DeliveryError,
    OutcomeUnknownError,
    PermanentDeliveryError,
    Purpose,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.clock import Clock
from conference.database import Database
from conference.outbox import Delivery, DeliveryStatus, Priority
from conference.rendering import Letter, NotToBeSent, NotYet, Renderer

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
UNAVAILABLE_PAUSE = timedelta(seconds=60)
GRACE = timedelta(seconds=10)
"""How long a lane that is stopped goes on with what it is sending."""


class MarkError(Exception):
    """What was done with a delivery could not be written down: sending on would send it all again."""


class TakenOverError(Exception):
    """The lease of a delivery ended while it was being sent, and another process has it now."""


def next_attempt(
    attempts: int, now: datetime, retry_after: timedelta | None, spread: Callable[[], float] = random.random
) -> datetime | None:
    """Return when to try again after *attempts* failures; None to give up.

    The pause doubles from half a minute to two hours, give or take a fifth, so that what failed together does not
    come back together. A pause that the other side asked for is kept, and costs nothing but patience.
    """
    if attempts >= MAX_ATTEMPTS and retry_after is None:
        return None
    doubled: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1))
    pause = doubled * (0.8 + 0.4 * spread())
    return now + max(pause, retry_after or timedelta())


class Lane:
    """A channel's queue and its worker."""

    def __init__(self, database: Database, channel: Channel, renderer: Renderer, clock: Clock, owner: str) -> None:
        """*owner* names this process, the same for all its lanes: what it claimed, only others may take back."""
        self._database = database
        self._channel = channel
        self._renderer = renderer
        self._clock = clock
        self._owner = owner
        self._awake = asyncio.Event()
        self._idle = asyncio.Event()
        self._rests_until: datetime | None = None
        self._stopping = False

    def wake(self) -> None:
        """Let the worker look for something to deliver."""
        self._idle.clear()
        self._awake.set()

    async def idle(self) -> None:
        """Wait until the worker has looked, and has sent all it could."""
        await self._idle.wait()

    async def run(self) -> None:
        """Deliver whenever woken, until stopped. Raise MarkError where going on would send things twice."""
        while not self._stopping:
            await self._awake.wait()
            self._awake.clear()
            await self.drain()
            if not self._awake.is_set():
                self._idle.set()

    def stop(self) -> None:
        """Let the worker finish what it is sending, and end."""
        self._stopping = True
        self._awake.set()

    async def drain(self) -> None:
        """Deliver until nothing is waiting or the channel is unavailable."""
        while not self._stopping and not self._rests() and await self.deliver_some():
            pass

    async def deliver_some(self) -> bool:
        """Send the next few deliveries side by side. Return False if there were none."""
        async with self._database.transaction() as connection:
            claimed = await outbox.claim(connection, self._channel.name, self._owner, self._clock())
        # What fails must not leave the others behind, sending on with nobody to wait for them.
        sending = asyncio.gather(*(self._deliver(delivery) for delivery in claimed), return_exceptions=True)
        for outcome in await _finished(sending):
            if outcome:
                raise outcome
        return bool(claimed)

    def _rests(self) -> bool:
        return self._rests_until is not None and self._clock() < self._rests_until

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._render_and_send(delivery)
        except TakenOverError:
            logger.warning("delivery %d was taken over while it was being sent", delivery.id)

    async def _render_and_send(self, delivery: Delivery) -> None:
        try:
            async with self._database.snapshot() as connection:
                rendered = await self._renderer.render(connection, delivery, self._clock())
            match rendered:
                case NotToBeSent(status, reason):
                    await self._finish(delivery, status, reason=reason)
                case NotYet(due_at):
                    await self._postpone(delivery, due_at, "the event has moved", costs_attempt=False)
                case Letter() as letter:
                    await self._send(delivery, letter)
        except (MarkError, TakenOverError):
            raise
        except Exception as error:
            # A defect of ours in one delivery must not stop the lane.
            await self._try_later(delivery, TemporaryDeliveryError(_defect(delivery, error)))

    async def _send(self, delivery: Delivery, letter: Letter) -> None:
        try:
            external_id = await self._send_parts(delivery, letter)
        except TemporaryDeliveryError as error:
            await self._try_later(delivery, error)
        except RecipientUnreachableError as error:
            await self._give_up_on_recipient(delivery, error)
        except PermanentDeliveryError as error:
            await self._finish(delivery, DeliveryStatus.DEAD, reason=str(error))
        except OutcomeUnknownError as error:
            await self._settle_unknown(delivery, letter.envelope.purpose, error)
        except ChannelUnavailableError as error:
            await self._rest(delivery, error)
        else:
            await self._finish(delivery, DeliveryStatus.SENT, external_id=external_id)

    async def _send_parts(self, delivery: Delivery, letter: Letter) -> str:
        parts = self._channel.parts(letter.content)
        external_id = delivery.external_id or ""
        for part in range(delivery.parts_sent, parts):
            sent = await self._send_part(delivery, letter, part)
            external_id = external_id or sent
            if part + 1 < parts:
                # Durable before the next part: a retry must not repeat what has arrived.
                async with self._marking() as connection:
                    _ours(await outbox.note_part(connection, delivery, part + 1, sent))
        return external_id

    async def _send_part(self, delivery: Delivery, letter: Letter, part: int) -> str:
        try:
            return await self._channel.send(letter.envelope, letter.content, part)
        except DeliveryError:
            raise
        except Exception as error:
            # A defect of the channel's: nobody knows how far it came.
            raise OutcomeUnknownError(_defect(delivery, error)) from error

    async def _try_later(self, delivery: Delivery, error: TemporaryDeliveryError) -> None:
        due_at = next_attempt(delivery.attempts, self._clock(), error.retry_after)
        if due_at is None:
            await self._finish(delivery, DeliveryStatus.DEAD, reason=str(error))
        else:
            await self._postpone(delivery, due_at, str(error), costs_attempt=error.retry_after is None)

    async def _give_up_on_recipient(self, delivery: Delivery, error: RecipientUnreachableError) -> None:
        now = self._clock()
        async with self._marking() as connection:
            _ours(await outbox.finish(connection, delivery, DeliveryStatus.DEAD, now, reason=_short(str(error))))
            await people.note_unreachable(connection, delivery.person_id, self._channel.name, now)
            person = await people.get(connection, delivery.person_id)
            if person:
                # Where no wished channel leads to the person any more, the other one brings it.
                priority = Priority[delivery.kind.purpose.name]
                await outbox.enqueue(connection, delivery.notice_id, person, priority, now)

    async def _settle_unknown(self, delivery: Delivery, purpose: Purpose, error: OutcomeUnknownError) -> None:
        if purpose is Purpose.ANNOUNCEMENT:
            await self._finish(delivery, DeliveryStatus.UNCERTAIN, reason=str(error))
        else:
            await self._try_later(delivery, TemporaryDeliveryError(str(error)))

    async def _rest(self, delivery: Delivery, error: ChannelUnavailableError) -> None:
        now = self._clock()
        if not self._rests():
            logger.warning("%s is unavailable, trying again in a minute: %s", self._channel.name, error)
        self._rests_until = now + UNAVAILABLE_PAUSE
        await self._postpone(delivery, self._rests_until, str(error), costs_attempt=False)

    async def _finish(
        self, delivery: Delivery, status: DeliveryStatus, *, external_id: str | None = None, reason: str | None = None
    ) -> None:
        end = {"external_id": external_id, "reason": reason and _short(reason)}
        async with self._marking() as connection:
            _ours(await outbox.finish(connection, delivery, status, self._clock(), **end))

    async def _postpone(self, delivery: Delivery, due_at: datetime, reason: str, *, costs_attempt: bool = True) -> None:
        async with self._marking() as connection:
            _ours(await outbox.postpone(connection, delivery, due_at, _short(reason), costs_attempt=costs_attempt))

    @asynccontextmanager
    async def _marking(self) -> AsyncIterator[AsyncConnection]:
        """Give a transaction for a mark."""
        try:
            async with self._database.transaction() as connection:
                yield connection
        except TakenOverError:
            raise
        except Exception as error:
            raise MarkError(type(error).__name__) from error


async def _finished(sending: "asyncio.Future[list[BaseException | None]]") -> list[BaseException | None]:
    """Wait for what is being sent, even when cancelled: cut off in the middle, it would be sent again later."""
    try:
        return await asyncio.shield(sending)
    except asyncio.CancelledError:
        with suppress(TimeoutError):
            await asyncio.wait_for(sending, GRACE.total_seconds())
        raise


def _defect(delivery: Delivery, error: Exception) -> str:
    """Log a defect of ours and return its name. No more than its kind: texts of errors may hold people's."""
    defect = f"defect: {type(error).__name__}"
    logger.error("delivery %d failed: %s", delivery.id, defect)
    return defect


def _ours(marked: bool) -> None:
    if not marked:
        raise TakenOverError


def _short(reason: str) -> str:
    return reason[:200]
