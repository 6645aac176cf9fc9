"""Taking part in the service beside other processes on one PostgreSQL, and leading it for a term.

A term ends MARGIN before its lease does, by a timer of our own: so a leader that the database does not hear of has
stopped asking Telegram before another one begins.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Protocol

from conference import claims, leadership
from conference.clock import Clock
from conference.database import Database

logger = logging.getLogger(__name__)

BEAT = 3.0
BEAT_AFTER_FAILURE = 1.0
PATIENCE = 2.0
"""Seconds that a beat may take."""
MARGIN = 2.0
ROOM = BEAT + PATIENCE
"""Seconds in which the others hear of a newcomer, and have made room for it in the pace."""


class Led(Protocol):
    """What only the leader does."""

    def begin(self) -> None: ...

    def end(self) -> None: ...


@asynccontextmanager
async def taking_part(
    database: Database, owner: str, clock: Clock, led: Iterable[Led], note_living: Callable[[int], None]
) -> AsyncIterator[None]:
    """Take part while the block lasts. *note_living* hears now and then how many processes do.

    On a SQLite file this process is the only one, and leads from the start.
    """
    if database.is_sqlite:
        for one in led:
            one.begin()
        yield
        return
    part = Part(database, owner, clock, led, note_living)
    await part.join()
    beating = asyncio.create_task(part.beat_on())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await part.leave()


class Part:
    """One process among several."""

    def __init__(
        self, database: Database, owner: str, clock: Clock, led: Iterable[Led], note_living: Callable[[int], None]
    ) -> None:
        self._database = database
        self._owner = owner
        self._clock = clock
        self._led = tuple(led)
        self._note_living = note_living
        self._term: asyncio.TimerHandle | None = None

    async def join(self) -> None:
        """Be counted among the living, and wait until the others have made room: the pace is one for all."""
        async with self._database.transaction() as connection:
            living = await leadership.live(connection, self._owner, self._clock())
        self._note_living(living)
        if living > 1:
            logger.info("one of %d processes; beginning in %d s", living, ROOM)
            await asyncio.sleep(ROOM)

    async def beat_on(self) -> None:
        """Renew what this process holds, until cancelled."""
        while True:
            renewed = await self._beat()
            await asyncio.sleep(BEAT if renewed else BEAT_AFTER_FAILURE)

    async def leave(self) -> None:
        """End the term, and let another process begin without waiting."""
        self._end_term()
        try:
            async with asyncio.timeout(PATIENCE), self._database.transaction() as connection:
                await leadership.leave(connection, self._owner)
        except Exception as error:
            logger.warning("the leases were not given back, and will end by themselves: %s", type(error).__name__)

    async def _beat(self) -> bool:
        # Taken before the database looks at its clock: a term of ours never outlasts its lease.
        asked_at = _now()
        try:
            async with asyncio.timeout(PATIENCE), self._database.transaction() as connection:
                now = self._clock()
                living = await leadership.live(connection, self._owner, now)
                leads = await leadership.lead(connection, self._owner, now)
                await claims.renew(connection, self._owner, now)
        except Exception as error:
            logger.warning("the leases were not renewed: %s", type(error).__name__)
            return False
        self._note_living(living)
        if leads:
            self._lead_until(asked_at + leadership.LEASE.total_seconds() - MARGIN)
        else:
            self._end_term()
        return True

    def _lead_until(self, moment: float) -> None:
        if moment <= _now():  # the process was stopped meanwhile
            self._end_term()
            return
        begins = self._term is None
        if self._term:
            self._term.cancel()
        self._term = asyncio.get_running_loop().call_at(moment, self._end_term)
        if begins:
            logger.info("leading: this process asks for updates and runs the jobs")
            for one in self._led:
                one.begin()

    def _end_term(self) -> None:
        if self._term is None:
            return
        self._term.cancel()
        self._term = None
        logger.info("leading no more")
        for one in self._led:
            one.end()


def _now() -> float:
    return asyncio.get_running_loop().time()
