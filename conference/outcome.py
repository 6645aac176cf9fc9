"""What a failure means for a delivery: a pure decision."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from conference.channels.channel import (
    ChannelName,
    ChannelUnavailableError,
    DeliveryError,
    OutcomeUnknownError,
    PermanentDeliveryError,
    Purpose,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.marks import Ended, Mark, Postponed, Unreachable
from conference.outbox import FOLLOW_UPS, Delivery, DeliveryStatus

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
UNAVAILABLE_PAUSE = timedelta(seconds=60)

REASON_LENGTH = 200
EVENT_MOVED = "the event has moved"
"""Why something is put back that did not fail."""


def outcome(error: DeliveryError, delivery: Delivery, now: datetime) -> Mark:
    """Return how to mark a delivery whose sending failed."""
    reason = str(error)[:REASON_LENGTH]
    match error:
        case RecipientUnreachableError():
            return Unreachable(delivery, ChannelName(delivery.channel), reason, now)
        case PermanentDeliveryError():
            return Ended(delivery, DeliveryStatus.DEAD, reason, now)
        case OutcomeUnknownError() if _must_not_be_repeated(delivery):
            return Ended(delivery, DeliveryStatus.UNCERTAIN, reason, now)
        case ChannelUnavailableError():
            return Postponed(delivery, now + UNAVAILABLE_PAUSE, reason, costs_attempt=False)
        case TemporaryDeliveryError(retry_after=timedelta() as pause):
            return _later(delivery, now, pause, reason)
        case _:
            return _later(delivery, now, None, reason)


def _must_not_be_repeated(delivery: Delivery) -> bool:
    # What is done to a message in a chat is done once, however often one asks for it.
    in_place = delivery.kind in FOLLOW_UPS and delivery.channel is ChannelName.TELEGRAM
    return delivery.kind.purpose is Purpose.ANNOUNCEMENT and not in_place


def next_attempt(
    attempts: int, now: datetime, retry_after: timedelta | None, spread: Callable[[], float] = random.random
) -> datetime | None:
    """Return when to try again after *attempts* failures; None to give up.

    The pause doubles from half a minute to two hours, give or take a fifth, so that what failed together does not
    come back together. A pause that the other side asked for is kept, and costs nothing but patience.
    """
    if attempts >= MAX_ATTEMPTS and retry_after is None:
        return None
    doubled: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1))
    pause = doubled * (0.8 + 0.4 * spread())
    return now + max(pause, retry_after or timedelta())


def _later(delivery: Delivery, now: datetime, pause: timedelta | None, reason: str) -> Mark:
    due_at = next_attempt(delivery.attempts, now, pause)
    if due_at is None:
        return Ended(delivery, DeliveryStatus.DEAD, reason, now)
    return Postponed(delivery, due_at, reason, costs_attempt=pause is None)
