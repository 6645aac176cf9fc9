"""A clock that can be turned, so that a conference of three weeks is rehearsed in a minute."""

import time
from datetime import UTC, datetime, timedelta


class VirtualClock:
    """Called, it returns the pretended present moment: aware, in UTC.

    It stands still until somebody turns it. With `flowing=True` it runs on from each setting at real speed, by the
    machine's monotonic clock, so that leases and paces behave as they do in service.
    """

    def __init__(self, start: datetime, *, flowing: bool = False) -> None:
        self.flowing = flowing
        self.set(start)

    def __call__(self) -> datetime:
        """Return the present moment."""
        if not self.flowing:
            return self._moment
        return self._moment + timedelta(seconds=time.monotonic() - self._set_at)

    def set(self, moment: datetime) -> None:
        """Turn the clock to *moment*, which may lie in the past. Raises ValueError if it has no time zone."""
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with a time zone")
        self._moment = moment.astimezone(UTC)
        self._set_at = time.monotonic()

    def advance(self, delta: timedelta) -> None:
        """Turn the clock on by *delta*. Raises ValueError if that would be backwards; `set` can do that."""
        if delta < timedelta(0):
            raise ValueError("advance() only goes forward; use set() to go back")
        self.set(self() + delta)
