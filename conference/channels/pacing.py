"""How fast we speak to Telegram: evenly spaced, answers before broadcasts, and silent when asked to be."""

import asyncio
import heapq
import itertools
from collections.abc import Callable, Coroutine
from datetime import timedelta
from enum import IntEnum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

JSON = bool | dict[str, Any] | list[dict[str, Any]]


class Rank(IntEnum):
    """Lower goes first."""

    ANSWER = 0
    CONFIRMATION = 1
    REMINDER = 2
    ANNOUNCEMENT = 3


CHAT_SPACING = 1.0
"""Seconds between two notices to the same chat (Telegram: "avoid sending more than one message per second")."""

ANSWER_PATIENCE = 3
"""How often an answer to a person waits out a flood control; notices go back to the ledger instead."""


class Pacing(BaseRateLimiter[Rank]):
    """Spaces requests that write to chats. Everything else, such as polling, passes at once.

    Answers are not held to one a second for each chat: a person's own pace is slower, and Telegram allows short
    bursts. One halt deadline serves all: it only grows, so that a request which finishes late cannot lift it.
    """

    def __init__(self, messages_per_second: float) -> None:
        self._spacing = 1 / messages_per_second
        self._waiting: list[tuple[Rank, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._next_slot = 0.0
        self._chat_slots: dict[object, float] = {}
        self._halted_until = 0.0
        self._pump: asyncio.Task[None] | None = None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Stop giving out slots; whoever waits for one is cancelled."""
        if self._pump:
            self._pump.cancel()
        while self._waiting:
            *_, slot = self._waiting.pop()
            slot.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, JSON]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Rank | None,
    ) -> JSON:
        """Run one request in its turn.

        Raise RetryAfter where Telegram asks for a pause: a notice at once, an answer after it has waited several times.
        """
        if "chat_id" not in data:
            return await callback(*args, **kwargs)
        rank = Rank.ANSWER if rate_limit_args is None else rate_limit_args
        for patience in range(ANSWER_PATIENCE, -1, -1):
            await self._turn(rank, data["chat_id"])
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                self._halt(flood.retry_after)
                if rank is not Rank.ANSWER or patience == 0:
                    raise
        raise AssertionError("unreachable")

    def _halt(self, pause: timedelta | int) -> None:
        seconds = pause.total_seconds() if isinstance(pause, timedelta) else pause
        self._halted_until = max(self._halted_until, _now() + seconds)

    async def _turn(self, rank: Rank, chat: object) -> None:
        if rank is not Rank.ANSWER:
            await self._chat_turn(chat)
        slot: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._order), slot))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._give_slots())
        await slot

    async def _chat_turn(self, chat: object) -> None:
        now = _now()
        mine = max(self._chat_slots.get(chat, 0.0), now)
        self._chat_slots[chat] = mine + CHAT_SPACING
        if mine > now:
            await asyncio.sleep(mine - now)
        if len(self._chat_slots) > 10_000:
            self._chat_slots = {key: slot for key, slot in self._chat_slots.items() if slot > now}

    async def _give_slots(self) -> None:
        while self._waiting:
            pause = max(self._next_slot, self._halted_until) - _now()
            if pause > 0:
                # Whoever comes first when the pause is over goes first, not whoever asked first.
                await asyncio.sleep(pause)
                continue
            *_, slot = heapq.heappop(self._waiting)
            if not slot.done():
                self._next_slot = _now() + self._spacing
                slot.set_result(None)


def _now() -> float:
    return asyncio.get_running_loop().time()
