"""Telling observers that something has changed, not more often than they can look."""

import asyncio
import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

SOON = 0.05
"""Seconds within which all that changes is one change."""

Observer = Callable[[], None]


class Changes:
    """`subscribe`, and be called soon after anything happened, in the loop of the desk."""

    def __init__(self) -> None:
        self._observers: list[Observer] = []
        self._alarm: asyncio.TimerHandle | None = None

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Call *observer* after changes, until what this returns is called."""
        self._observers.append(observer)

        def leave() -> None:
            if observer in self._observers:
                self._observers.remove(observer)

        return leave

    def note(self) -> None:
        """Something has changed."""
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(SOON, self._tell)

    def close(self) -> None:
        """Tell nobody any more."""
        self._observers.clear()
        if self._alarm:
            self._alarm.cancel()

    def _tell(self) -> None:
        self._alarm = None
        for observer in tuple(self._observers):
            try:
                observer()
            except Exception:
                # One page that has gone wrong must not keep the others from being told.
                logger.exception("an observer of the desk failed")
