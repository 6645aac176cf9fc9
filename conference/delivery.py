"""Delivery: claim, render, send, mark. One lane a channel, each with its own worker, so that none waits for another."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from conference import claims, marks
from conference.channels.channel import (
    Channel,
    ChannelUnavailableError,
    DeliveryError,
    FollowUp,
    OutcomeUnknownError,
    TemporaryDeliveryError,
)
from conference.clock import Clock
from conference.database import Database, will_pass
from conference.facts import Facts
from conference.marks import Ended, MarkError, Marks, PartSent, Postponed, Sent, TakenOverError
from conference.outbox import Delivery, Priority
from conference.outcome import EVENT_MOVED, UNAVAILABLE_PAUSE, outcome
from conference.rendering import Behind, Halted, Letter, NotToBeSent, NotYet, Renderer

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=10)
"""How long a lane that is cancelled goes on with what it is sending."""

ORIGINAL_UNDER_WAY = "what it follows up is under way"

Priorities = tuple[Priority, Priority]
"""From the first to the last."""

REPEATABLE: Priorities = (Priority.CONFIRMATION, Priority.REMINDER)
ONCE: Priorities = (Priority.ANNOUNCEMENT, Priority.ANNOUNCEMENT)
"""What a crash would leave uncertain, so only few of these are under way at once."""


class Lane:
    """A channel's queue and its worker, with slots for what is under way.

    A slot is free again only when the mark of what it held is durable: so a crash repeats no more than the slots hold.
    """

    def __init__(
        self, database: Database, channel: Channel, renderer: Renderer, clock: Clock, owner: str, marks: Marks
    ) -> None:
        """*owner* names this process, the same for all its lanes: what it claimed, only others may take back."""
        self._database = database
        self._channel = channel
        self._renderer = renderer
        self._clock = clock
        self._owner = owner
        self._marks = marks
        self._slots = {REPEATABLE: channel.concurrency, ONCE: channel.careful_concurrency}
        self._sending: dict[asyncio.Task[None], Priorities] = {}
        self._exhausted: set[Priorities] = set()
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
            await self.drain()
            if not self._awake.is_set():
                self._idle.set()

    def stop(self) -> None:
        """Let the worker finish what it is sending, and end."""
        self._stopping = True
        self._awake.set()

    async def drain(self) -> None:
        """Keep the slots busy until nothing is waiting or the channel is unavailable, and all has its mark."""
        self._exhausted.clear()
        try:
            while await self._fill_slots() or self._sending:
                await self._wait_for_slots()
        finally:
            await self._let_finish()

    async def _fill_slots(self) -> bool:
        """Claim for the free slots of either kind. Return whether anything was claimed."""
        if self._awake.is_set():
            self._awake.clear()
            self._exhausted.clear()
        claimed = 0
        for priorities, slots in self._slots.items():
            free = slots - list(self._sending.values()).count(priorities)
            # Half of them at once, not one by one: a claim is two transactions, and the other half keeps us busy.
            if free >= slots / 2 and priorities not in self._exhausted and not (self._stopping or self._rests()):
                claimed += await self._claim(priorities, free)
        return claimed > 0

    async def _claim(self, priorities: Priorities, limit: int) -> int:
        now = self._clock()
        try:
            async with self._database.transaction() as connection:
                claimed = await claims.claim(connection, self._channel.name, self._owner, now, limit, priorities)
        except DBAPIError as error:
            if not will_pass(error):
                raise
            claimed = []  # until the lane is woken next
        if len(claimed) < limit:
            self._exhausted.add(priorities)
        if claimed:
            facts = await self._facts(claimed, now)
            for delivery in claimed:
                self._sending[asyncio.create_task(self._deliver(delivery, facts))] = priorities
        return len(claimed)

    async def _facts(self, claimed: list[Delivery], now: datetime) -> Facts | Exception:
        try:
            async with self._database.snapshot() as connection:
                return await self._renderer.facts(connection, claimed, now)
        except Exception as error:
            return error

    async def _wait_for_slots(self) -> None:
        """Wait until something has its mark, or somebody wakes the lane. Raise MarkError where a mark failed."""
        woken = asyncio.create_task(self._awake.wait())
        try:
            await asyncio.wait([woken, *self._sending], return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
        for task in [task for task in self._sending if task.done()]:
            del self._sending[task]
            task.result()

    async def _let_finish(self) -> None:
        """Wait for what is being sent, even when cancelled: cut off in the middle, it would be sent again later."""
        if self._sending:
            finished, _ = await asyncio.wait(self._sending, timeout=GRACE.total_seconds())
            self._sending.clear()
            for task in finished:
                task.exception()  # the first failure is on its way already

    def _rests(self) -> bool:
        if self._rests_until is None:
            return False
        # A clock that was set back must not make the rest a long one.
        return timedelta() < self._rests_until - self._clock() <= UNAVAILABLE_PAUSE

    async def _deliver(self, delivery: Delivery, facts: Facts | Exception) -> None:
        try:
            await self._render_and_send(delivery, facts)
        except TakenOverError:
            logger.warning("delivery %d was taken over while it was being sent", delivery.id)
        except MarkError:
            raise
        except Exception as error:
            # A defect of ours in one delivery must not stop the lane.
            defect = TemporaryDeliveryError(_defect(delivery, error))
            await self._marks.write(outcome(defect, delivery, self._clock()))

    async def _render_and_send(self, delivery: Delivery, facts: Facts | Exception) -> None:
        if isinstance(facts, Exception):
            raise facts
        now = self._clock()
        match self._renderer.render(facts, delivery, now):
            case NotToBeSent(status, reason):
                await self._marks.write(Ended(delivery, status, reason, now))
            case NotYet(due_at):
                await self._marks.write(Postponed(delivery, due_at, EVENT_MOVED, costs_attempt=False))
            case Behind(due_at):
                await self._marks.write(Postponed(delivery, due_at, ORIGINAL_UNDER_WAY, costs_attempt=False))
            case Halted():
                await self._marks.write(marks.Halted(delivery, now))
            case Letter() as letter:
                await self._send(delivery, letter)

    async def _send(self, delivery: Delivery, letter: Letter) -> None:
        try:
            external_id = await self._send_parts(delivery, letter)
        except DeliveryError as error:
            now = self._clock()
            if isinstance(error, ChannelUnavailableError):
                self._rest(error, now)
            mark = outcome(error, delivery, now)
            if isinstance(mark, Ended):
                # No more than this: the other side's words may hold people's.
                logger.warning("delivery %d is %s, see `kopa deliveries`", delivery.id, mark.status)
            await self._marks.write(mark)
        else:
            self._go_on()
            await self._marks.write(Sent(delivery, external_id, self._clock()))

    async def _send_parts(self, delivery: Delivery, letter: Letter) -> str:
        if letter.act:
            await self._follow_up(delivery, letter, letter.act)
            return ""
        parts = self._channel.parts(letter.content)
        external_id = delivery.external_id or ""
        for part in range(delivery.parts_sent, parts):
            sent = await self._send_part(delivery, letter, part)
            external_id = external_id or sent
            if part + 1 < parts:
                # Durable before the next part: a retry must not repeat what has arrived.
                await self._marks.write(PartSent(delivery, part + 1, sent))
        return external_id

    async def _follow_up(self, delivery: Delivery, letter: Letter, act: FollowUp) -> None:
        try:
            await self._channel.follow_up(letter.envelope, letter.content, act, letter.external_id)
        except DeliveryError:
            raise
        except Exception as error:
            raise OutcomeUnknownError(_defect(delivery, error)) from error

    async def _send_part(self, delivery: Delivery, letter: Letter, part: int) -> str:
        try:
            return await self._channel.send(letter.envelope, letter.content, part)
        except DeliveryError:
            raise
        except Exception as error:
            # A defect of the channel's: nobody knows how far it came.
            raise OutcomeUnknownError(_defect(delivery, error)) from error

    def _rest(self, error: ChannelUnavailableError, now: datetime) -> None:
        if self._rests_until is None:
            logger.warning("%s is unavailable, trying again every minute: %s", self._channel.name, error)
        self._rests_until = now + UNAVAILABLE_PAUSE

    def _go_on(self) -> None:
        # What was under way when the rest began says nothing about its end.
        if self._rests_until is not None and not self._rests():
            logger.info("%s is available again", self._channel.name)
            self._rests_until = None


def _defect(delivery: Delivery, error: Exception) -> str:
    """Log a defect of ours and return its name. No more than its kind: texts of errors may hold people's."""
    defect = f"defect: {type(error).__name__}"
    logger.error("delivery %d failed: %s", delivery.id, defect)
    return defect
