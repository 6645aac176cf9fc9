"""Delivery: claim, render, send, mark. One lane a channel, each with its own worker, so that none waits for another."""

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from conference import outbox, people
from conference.channels.channel import (
    Channel,
    ChannelUnavailableError,
    OutcomeUnknownError,
    PermanentDeliveryError,
    Purpose,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.clock import Clock
from conference.database import Database
from conference.outbox import Delivery, DeliveryStatus
from conference.rendering import Letter, NotToBeSent, NotYet, Renderer

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
UNAVAILABLE_PAUSE = timedelta(seconds=60)


def next_attempt(
    attempts: int, now: datetime, retry_after: timedelta | None, spread: Callable[[], float] = random.random
) -> datetime | None:
    """Return when to try again after *attempts* failures; None to give up.

    The pause doubles from half a minute to two hours, give or take a fifth, so that what failed together does not
    come back together. A pause that the other side asked for is kept and costs nothing but patience.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    doubled: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1))
    pause = doubled * (0.8 + 0.4 * spread())
    return now + max(pause, retry_after or timedelta())


class Lane:
    """A channel's queue and its worker."""

    def __init__(
        self, database: Database, channel: Channel, renderer: Renderer, clock: Clock, owner: str | None = None
    ) -> None:
        self._database = database
        self._channel = channel
        self._renderer = renderer
        self._clock = clock
        self._awake = asyncio.Event()
        self._rests_until: datetime | None = None
        self.owner = owner or str(uuid4())

    def wake(self) -> None:
        """Let the worker look for something to deliver."""
        self._awake.set()

    async def run(self) -> None:
        """Deliver whenever woken, until cancelled."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            await self.drain()

    async def drain(self) -> None:
        """Deliver until nothing is waiting or the channel is unavailable."""
        while not self._rests() and await self.deliver_some():
            pass

    async def deliver_some(self) -> bool:
        """Send the next few deliveries side by side. Return False if there were none."""
        async with self._database.transaction() as connection:
            claimed = await outbox.claim(connection, self._channel.name, self.owner, self._clock())
        await asyncio.gather(*(self._deliver(delivery) for delivery in claimed))
        return bool(claimed)

    def _rests(self) -> bool:
        return self._rests_until is not None and self._clock() < self._rests_until

    async def _deliver(self, delivery: Delivery) -> None:
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
        except SQLAlchemyError:
            # What was sent could not be marked: sending on would send it all again. The lane stops, loudly.
            raise
        except Exception as error:
            # A defect of ours in one delivery must not stop the lane. Only its kind is logged: texts hold names.
            defect = f"defect: {type(error).__name__}"
            logger.error("delivery %d failed: %s", delivery.id, defect)
            await self._try_later(delivery, TemporaryDeliveryError(defect))

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
            sent = await self._channel.send(letter.envelope, letter.content, part)
            external_id = external_id or sent
            if part + 1 < parts:
                # Durable before the next part: a retry must not repeat what has arrived.
                async with self._database.transaction() as connection:
                    await outbox.note_part(connection, delivery, part + 1, sent)
        return external_id

    async def _try_later(self, delivery: Delivery, error: TemporaryDeliveryError) -> None:
        due_at = next_attempt(delivery.attempts, self._clock(), error.retry_after)
        if due_at is None:
            await self._finish(delivery, DeliveryStatus.DEAD, reason=str(error))
        else:
            await self._postpone(delivery, due_at, str(error))

    async def _give_up_on_recipient(self, delivery: Delivery, error: RecipientUnreachableError) -> None:
        now = self._clock()
        async with self._database.transaction() as connection:
            await people.note_unreachable(connection, delivery.person_id, self._channel.name, now)
            await outbox.finish(connection, delivery, DeliveryStatus.DEAD, now, reason=_short(str(error)))

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
        async with self._database.transaction() as connection:
            now = self._clock()
            ours = await outbox.finish(
                connection, delivery, status, now, external_id=external_id, reason=reason and _short(reason)
            )
        if not ours:
            logger.warning("delivery %d was taken over while it was being sent", delivery.id)

    async def _postpone(self, delivery: Delivery, due_at: datetime, reason: str, *, costs_attempt: bool = True) -> None:
        async with self._database.transaction() as connection:
            await outbox.postpone(connection, delivery, due_at, _short(reason), costs_attempt=costs_attempt)


def _short(reason: str) -> str:
    return reason[:200]
