"""What every handler works with; put together by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from conference.clock import Clock
from conference.config import Settings
from conference.database import Database
from conference.event import Event
from conference.rendering import Renderer
from conference.signing import Signing
from conference.texts import Texts


@dataclass(frozen=True, slots=True)
class Service:
    settings: Settings
    texts: Texts
    database: Database
    renderer: Renderer
    clock: Clock
    wake_lanes: Callable[[], None]
    """Called after something was queued: confirmations leave at once."""
    signing: Signing
    """Tells links of our own from forged ones."""

    def event(self, key: str) -> Event | None:
        return next((event for event in self.settings.events if event.key == key), None)

    def current_events(self, now: datetime) -> list[Event]:
        """Return the events that are not over, the next one first."""
        return sorted((e for e in self.settings.events if not e.is_over(now)), key=lambda event: event.date)
