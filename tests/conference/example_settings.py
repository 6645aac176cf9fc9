"""Settings for tests: e-mail goes to this machine, the rest is as by default."""

from typing import Any

from conference.config import Settings
from conference.event import Event


def settings_of(*events: Event, **sections: Any) -> Settings:
    """Return settings with these events, but for *sections*."""
    email = {"host": "localhost", "sender": "kopa@example.org", "sender_name": "Kopā"}
    return Settings.model_validate({"events": events, "email": email} | sections)
