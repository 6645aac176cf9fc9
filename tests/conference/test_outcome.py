from datetime import timedelta
from typing import Any

import pytest

from conference.channels.channel import (
    ChannelName,
    ChannelUnavailableError,
    DeliveryError,
    OutcomeUnknownError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.marks import Ended, Mark, Postponed, Unreachable
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.outcome import next_attempt, outcome
from tests.conference.example_people import MAY

MINUTE = timedelta(minutes=1)


def a_delivery(**changes: Any) -> Delivery:
    row = {
        "id": 1,
        "notice_id": 1,
        "person_id": 1,
        "channel": ChannelName.EMAIL,
        "event": "example-2024",
        "kind": NoticeKind.REMINDER,
        "key": "day-before",
        "attempts": 1,
        "parts_sent": 0,
        "external_id": None,
        "owner": "me",
    }
    return Delivery(**(row | changes))


ANNOUNCEMENT = a_delivery(kind=NoticeKind.ANNOUNCEMENT)
LAST = a_delivery(attempts=8)


@pytest.mark.parametrize(
    ("error", "delivery", "mark"),
    [
        (PermanentDeliveryError("too big"), a_delivery(), Ended(a_delivery(), DeliveryStatus.DEAD, "too big", MAY)),
        (RecipientUnreachableError("5.1.1"), a_delivery(), Unreachable(a_delivery(), ChannelName.EMAIL, "5.1.1", MAY)),
        (
            ChannelUnavailableError("down"),
            a_delivery(),
            Postponed(a_delivery(), MAY + MINUTE, "down", costs_attempt=False),
        ),
        (
            TemporaryDeliveryError("slower", retry_after=5 * MINUTE),
            a_delivery(),
            Postponed(a_delivery(), MAY + 5 * MINUTE, "slower", costs_attempt=False),
        ),
        (OutcomeUnknownError("silence"), ANNOUNCEMENT, Ended(ANNOUNCEMENT, DeliveryStatus.UNCERTAIN, "silence", MAY)),
        (TemporaryDeliveryError("again"), LAST, Ended(LAST, DeliveryStatus.DEAD, "again", MAY)),
        (OutcomeUnknownError("again"), LAST, Ended(LAST, DeliveryStatus.DEAD, "again", MAY)),
        (PermanentDeliveryError("x" * 300), a_delivery(), Ended(a_delivery(), DeliveryStatus.DEAD, "x" * 200, MAY)),
    ],
)
def test_each_failure_has_its_mark(error: DeliveryError, delivery: Delivery, mark: Mark):
    assert outcome(error, delivery, MAY) == mark


@pytest.mark.parametrize("error", [TemporaryDeliveryError("busy"), OutcomeUnknownError("silence")])
def test_what_may_be_repeated_is_tried_again_in_about_half_a_minute(error: DeliveryError):
    mark = outcome(error, a_delivery(), MAY)
    assert isinstance(mark, Postponed)
    assert timedelta(seconds=24) <= mark.due_at - MAY <= timedelta(seconds=36)
    assert mark.costs_attempt


@pytest.mark.parametrize(
    ("attempts", "spread", "seconds"),
    [
        (1, 0.5, 30),
        (2, 0.5, 60),
        (7, 0.5, 1920),
        (1, 0.0, 24),
        (1, 1.0, 36),
        (7, 1.0, 2304),
    ],
)
def test_pauses_double_and_spread(attempts, spread, seconds):
    assert next_attempt(attempts, MAY, None, lambda: spread) == MAY + timedelta(seconds=seconds)


def test_after_the_eighth_failure_it_is_given_up():
    assert next_attempt(8, MAY, None) is None


@pytest.mark.parametrize(("attempts", "retry_after", "pause"), [(1, 300, 300), (1, 3, 30), (8, 5000, 5000)])
def test_a_pause_that_was_asked_for_is_kept_and_never_the_end(attempts, retry_after, pause):
    asked = timedelta(seconds=retry_after)
    assert next_attempt(attempts, MAY, asked, lambda: 0.5) == MAY + timedelta(seconds=pause)
