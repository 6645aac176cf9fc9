"""How fast the mail server lets us speak, where the settings say so. No I/O."""

from conference.config import EmailSettings

LONGEST_QUEUE_SECONDS = 5.0
"""What is claimed must be sent soon: a lease ends, and somebody new should not wait behind a broadcast."""


class Spacing:
    """Gives out moments to send at, evenly spaced: so both limits hold over any second and any minute."""

    def __init__(self, settings: EmailSettings) -> None:
        self._seconds = seconds_between(settings)
        self._next = 0.0

    def wait(self, now: float) -> float:
        """Take the next free moment, and return in how many seconds it comes; *now* in seconds of any steady clock."""
        moment = max(self._next, now)
        self._next = moment + self._seconds
        return moment - now


def seconds_between(settings: EmailSettings) -> float:
    """Return how far apart messages must be to keep both limits; 0 without limits."""
    a_second = 1 / settings.messages_per_second if settings.messages_per_second else 0.0
    a_minute = 60 / settings.messages_per_minute if settings.messages_per_minute else 0.0
    return max(a_second, a_minute)


def in_hand(settings: EmailSettings, most: int) -> int:
    """Return how many messages to have in hand at once: *most*, or no more than may be sent soon."""
    seconds = seconds_between(settings)
    return min(most, max(1, int(LONGEST_QUEUE_SECONDS / seconds))) if seconds else most
