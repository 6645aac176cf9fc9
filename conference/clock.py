"""The one place that reads the wall clock; everything else takes the time as an argument or a `Clock`."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""


def wall_clock() -> datetime:
    """Return the machine's present time in UTC."""
    return datetime.now(UTC)  # noqa: TID251  the one reader of the wall clock
