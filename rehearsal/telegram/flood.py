"""Telegram's flood control: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

from rehearsal.telegram.errors import too_many_requests

# A busy machine may bring two requests a little closer together than they were sent.
_JITTER = 0.05


class _Pace:
    """Evenly spaced admissions, up to *tolerance* seconds early (the generic cell rate algorithm)."""

    def __init__(self, interval: float, tolerance: float) -> None:
        self._interval = interval
        self._tolerance = tolerance
        self._next = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until another one is admitted; 0 or less: now."""
        return self._next - self._tolerance - now

    def admit(self, now: float) -> None:
        self._next = max(self._next, now) + self._interval


class _Window:
    """At most *limit* admissions within any *seconds*."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._seconds = seconds
        self._admitted: deque[float] = deque(maxlen=limit)

    def wait(self, now: float) -> float:
        """Return the seconds until another one is admitted; 0 or less: now."""
        is_full = len(self._admitted) == self._admitted.maxlen
        return self._admitted[0] + self._seconds - _JITTER - now if is_full else 0

    def admit(self, now: float) -> None:
        self._admitted.append(now)


class FloodControl:
    """One message a second in a chat, twenty a minute in a group, thirty a second overall, a thousand that are paid.

    *clock* returns monotonic seconds.
    """

    def __init__(
        self,
        per_chat: float = 1.0,
        overall: float = 30.0,
        paid: float = 1000.0,
        per_group_a_minute: int = 20,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._overall = _Pace(1 / overall, tolerance=1)
        self._paid = _Pace(1 / paid, tolerance=1)
        self._chats: dict[int, _Pace] = defaultdict(lambda: _Pace(1 / per_chat, _JITTER))
        self._groups: dict[int, _Window] = defaultdict(lambda: _Window(per_group_a_minute, 60))

    def admit(self, chat_id: int, *, is_paid: bool = False) -> None:
        """Count a message to a chat. Raises BotApiError (429) if it comes too soon; it is not counted then."""
        now = self._clock()
        paces: list[_Pace | _Window] = [self._paid if is_paid else self._overall, self._chats[chat_id]]
        if chat_id < 0:
            paces.append(self._groups[chat_id])
        wait = max(pace.wait(now) for pace in paces)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for pace in paces:
            pace.admit(now)
