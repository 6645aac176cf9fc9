"""How fast we speak to Telegram: evenly spaced, answers before broadcasts, and silent when asked to be.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from enum import IntEnum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from conference.channels.pace import Pace, Queue

logger = logging.getLogger(__name__)

JSON = bool | dict[str, Any] | list[dict[str, Any]]


class Rank(IntEnum):
    """Lower goes first."""

    ANSWER = 0
    CONFIRMATION = 1
    REMINDER = 2
    ANNOUNCEMENT = 3


PAID_PER_SECOND = 1000
"""Messages for which `allow_paid_broadcast` is set; Telegram does not count them among the others."""

CHAT_SPACING = 1.0
"""Seconds between two notices to the same chat (Telegram: "avoid sending more than one message per second")."""

GROUP_SPACING = 3.0
"""Seconds between two messages to the same group, whatever they are (Telegram: 20 a minute)."""

ANSWER_PATIENCE = 3
"""How often an answer to a person waits out a flood control; notices go back to the ledger instead."""

LONG_HALT = 60.0
"""Seconds. Nobody waits out a longer one: people have forgotten what they asked by then, and leases end."""

SLACK = 0.05
"""Seconds that a busy event loop may be late without slowing us down. What is later than that is not made up for."""


class Pacing(BaseRateLimiter[Rank]):
    """Spaces requests that write to chats. Everything else, such as polling, passes at once.

    Answers are not held to one a second for each chat: a person's own pace is slower, and Telegram allows short
    bursts. One halt serves all: it only grows, so that a request which finishes late cannot lift it.
    """

    def __init__(self, messages_per_second: float) -> None:
        self._free, self._paid = Line(messages_per_second), Line(PAID_PER_SECOND)

    @property
    def messages_per_second(self) -> float:
        """What we hold ourselves to, paid broadcasts apart; several processes with one bot share what it is granted."""
        return self._free.pace.per_second

    @messages_per_second.setter
    def messages_per_second(self, per_second: float) -> None:
        self._free.pace.per_second = per_second

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Give no more turns; whoever waits for one is cancelled."""
        self._free.close()
        self._paid.close()

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

        Raise RetryAfter where Telegram asks for a pause: a notice at once, an answer after it has waited several
        times; and anybody who would have to wait for longer than LONG_HALT.
        """
        if "chat_id" not in data:
            return await callback(*args, **kwargs)
        rank = Rank.ANSWER if rate_limit_args is None else rate_limit_args
        line = self._paid if data.get("allow_paid_broadcast") else self._free
        for patience in range(ANSWER_PATIENCE, -1, -1):
            await line.turn(rank, data["chat_id"])
            sent_at = _now()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                self._flood(line, flood, sent_at)
                if rank is not Rank.ANSWER or patience == 0:
                    raise
        raise AssertionError("unreachable")

    def _flood(self, line: "Line", flood: RetryAfter, sent_at: float) -> None:
        asked = flood.retry_after
        seconds = asked.total_seconds() if isinstance(asked, timedelta) else asked
        logger.info("Telegram asks for a pause of %d s", seconds)
        line.pace.flood(_now(), sent_at, _now() + seconds)
        for each in (self._free, self._paid):
            each.halt(_now() + seconds)


class Line:
    """Those who wait for their turn, and the alarm for the next one."""

    def __init__(self, per_second: float) -> None:
        self.pace = Pace(per_second)
        self._queue: Queue[asyncio.Future[None]] = Queue()
        self._alarm: asyncio.TimerHandle | None = None

    async def turn(self, rank: Rank, chat: object) -> None:
        """Wait for a turn. Raise RetryAfter where a halt is too long to wait for its end."""
        rest = GROUP_SPACING if _is_group(chat) else CHAT_SPACING if rank is not Rank.ANSWER else 0.0
        while True:
            self._refuse_to_wait()
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._queue.put(turn, rank, chat, rest)
            self._give_turns(due=_now())
            await turn
            # A halt can come between the turn and its use.
            if self.pace.halt_left(_now()) <= 0:
                return

    def halt(self, until: float) -> None:
        """Give no turn before a moment; send everybody away where that is too long."""
        self.pace.halt(until)
        try:
            self._refuse_to_wait()
        except RetryAfter as refusal:
            for turn in self._queue.clear():
                if not turn.done():
                    turn.set_exception(refusal)

    def close(self) -> None:
        if self._alarm:
            self._alarm.cancel()
        for turn in self._queue.clear():
            turn.cancel()

    def _refuse_to_wait(self) -> None:
        left = self.pace.halt_left(_now())
        if left > LONG_HALT:
            raise RetryAfter(timedelta(seconds=left))

    def _give_turns(self, due: float) -> None:
        now = _now()
        due = max(due, now - SLACK)
        while self._queue and (due := max(due, self.pace.next_turn)) <= now and (first := self._queue.pop(now)):
            if not first.who.done():
                first.who.set_result(None)
                self.pace.take_turn(due)
                if first.rest:
                    self._queue.let_rest(first.chat, due + first.rest)
        self._set_alarm(now)

    def _set_alarm(self, now: float) -> None:
        if self._alarm:
            self._alarm.cancel()
        if self._queue:
            due = max(self.pace.next_turn, self._queue.ready_at(now))
            self._alarm = asyncio.get_running_loop().call_at(due, self._give_turns, due)


def _is_group(chat: object) -> bool:
    return str(chat).startswith(("-", "@"))


def _now() -> float:
    return asyncio.get_running_loop().time()
