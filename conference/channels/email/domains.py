"""Domains whose mail servers ask us to slow down: each rests, ever longer, while others go on. No I/O."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_REST = timedelta(seconds=2)
LONGEST_REST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rest:
    until: datetime
    length: timedelta


class SlowDomains:
    """What is known of the domains that asked us to slow down; the others need no memory."""

    def __init__(self) -> None:
        self._rests: dict[str, Rest] = {}

    def wait(self, domain: str, now: datetime) -> timedelta:
        """Return how long to send nothing to *domain* yet; zero for most."""
        rest = self._rests.get(domain)
        if rest is None or rest.until - now > rest.length:  # the clock was set back
            return timedelta()
        return max(rest.until - now, timedelta())

    def note_refusal(self, domain: str, began: datetime, now: datetime) -> None:
        """Let *domain* rest, twice as long as the last time, for it refused what was sent to it at *began*."""
        last = self._rests.get(domain)
        if last is None:
            length = FIRST_REST
        elif began < last.until:
            return  # sent side by side with the one that was refused first: the domain has not asked again
        else:
            length = min(2 * last.length, LONGEST_REST)
        self._forget_long_ago(now)
        self._rests[domain] = Rest(now + length, length)

    def note_success(self, domain: str, began: datetime) -> None:
        """Halve the next rest of *domain*, for it accepted what was sent to it at *began*, after the last rest."""
        last = self._rests.get(domain)
        if last is None or began < last.until:
            return
        if last.length <= FIRST_REST:
            del self._rests[domain]
        else:
            self._rests[domain] = Rest(last.until, last.length / 2)

    def _forget_long_ago(self, now: datetime) -> None:
        self._rests = {domain: rest for domain, rest in self._rests.items() if now - rest.until < LONGEST_REST}
