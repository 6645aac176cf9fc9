"""How fast we may speak, and who is next: pure decisions. Moments are seconds of any monotonic clock."""

import heapq
import itertools
import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

CALM = 60.0
"""Seconds after which a flood wait stands alone."""

LOWERED = 2 / 3
RAISED, RAISED_EVERY = 1.05, 10.0
LEAST, SURELY_RECOVERED = 0.01, 1000.0
"""The smallest part of the pace that is kept, and the seconds in which it has grown back."""


class Pace:
    """Evenly spaced turns, none during a halt, and fewer where less is granted than we assume.

    One flood wait costs its halt and nothing else. Another one within CALM of the halt's end lowers the pace by a
    third; from then on it grows by a twentieth every ten seconds, up to *per_second*, which may be set at any time.
    """

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second
        self._next = self._halted_until = self._flooded_at = -math.inf
        self._lowest = 1.0

    @property
    def next_turn(self) -> float:
        return max(self._next, self._halted_until)

    def take_turn(self, due: float) -> None:
        """Count a turn that was due at a moment: from then on the next one is measured, however late it was given."""
        self._next = due + 1 / (self.per_second * self.granted(due))

    def granted(self, now: float) -> float:
        """Return the part of *per_second* that we believe in."""
        calm = min(max(now - self._halted_until, 0.0), SURELY_RECOVERED)
        return min(1.0, self._lowest * math.pow(RAISED, calm / RAISED_EVERY))

    def halt_left(self, now: float) -> float:
        """Return how many seconds of a halt are left; 0 or less: there is none."""
        return self._halted_until - now

    def halt(self, until: float) -> None:
        """Give no turn before a moment. A halt is never shortened."""
        self._halted_until = max(self._halted_until, until)

    def flood(self, now: float, sent_at: float, until: float) -> None:
        """Take note that a request sent at *sent_at* was refused at *now*, and that nothing is wanted before *until*.

        What was under way when the first refusal came is refused for the same reason, and does not count again.
        """
        if sent_at >= self._flooded_at:
            factor = LOWERED if now - self._halted_until < CALM else 1.0
            self._lowest = max(LEAST, self.granted(now) * factor)
            self._flooded_at = now
        self.halt(until)


@dataclass(order=True, frozen=True, slots=True)
class Waiting(Generic[T]):
    rank: int
    number: int
    who: T = field(compare=False)
    chat: Hashable = field(compare=False)
    rest: float = field(compare=False)
    """Seconds that the chat rests after this; with 0, nothing that the chat had before keeps this waiting."""


class Queue(Generic[T]):
    """Lower ranks first, then those who came first. Whoever writes to a resting chat steps aside until its rest ends.

    Only chats that rest are remembered.
    """

    def __init__(self) -> None:
        self._ready: list[Waiting[T]] = []
        self._aside: dict[Hashable, list[Waiting[T]]] = {}
        self._rests: list[tuple[float, int, Hashable]] = []
        self._numbers = itertools.count()
        self._waiting = 0

    def __len__(self) -> int:
        return self._waiting

    def put(self, who: T, rank: int, chat: Hashable, rest: float) -> None:
        heapq.heappush(self._ready, Waiting(rank, next(self._numbers), who, chat, rest))
        self._waiting += 1

    def pop(self, now: float) -> Waiting[T] | None:
        """Take out whoever is next; None where all who wait are waiting for their chat's rest to end."""
        self._end_rests(now)
        while self._ready:
            first = heapq.heappop(self._ready)
            if first.rest and first.chat in self._aside:
                self._aside[first.chat].append(first)
            else:
                self._waiting -= 1
                return first
        return None

    def let_rest(self, chat: Hashable, until: float) -> None:
        self._aside[chat] = []
        heapq.heappush(self._rests, (until, next(self._numbers), chat))

    def ready_at(self, now: float) -> float:
        """Return when the next one can be taken out: *now*, or at the end of a rest."""
        return now if self._ready or not self._rests else self._rests[0][0]

    def clear(self) -> list[T]:
        """Take out everybody. What rests goes on resting."""
        everybody = self._ready + [one for aside in self._aside.values() for one in aside]
        self._ready, self._aside, self._waiting = [], {chat: [] for chat in self._aside}, 0
        return [one.who for one in everybody]

    def _end_rests(self, now: float) -> None:
        while self._rests and self._rests[0][0] <= now:
            *_, chat = heapq.heappop(self._rests)
            for one in self._aside.pop(chat):
                heapq.heappush(self._ready, one)
