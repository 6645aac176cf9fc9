import pytest

from conference.channels.email.spacing import Spacing, in_hand
from tests.conference.channels.email.examples import some_settings


@pytest.mark.parametrize(
    ("limits", "moments"),
    [
        ({}, [0, 0, 0, 0]),
        ({"messages_per_second": 4}, [0, 0.25, 0.5, 0.75]),
        ({"messages_per_minute": 30}, [0, 2, 4, 6]),
        ({"messages_per_second": 4, "messages_per_minute": 30}, [0, 2, 4, 6]),
        ({"messages_per_second": 0.5, "messages_per_minute": 60}, [0, 2, 4, 6]),
    ],
)
def test_messages_that_come_together_leave_evenly_spaced(limits, moments):
    spacing = Spacing(some_settings(**limits))
    assert [spacing.wait(now=1000) for _ in moments] == moments


def test_a_rest_earns_no_burst():
    spacing = Spacing(some_settings(messages_per_second=1))
    assert [spacing.wait(now) for now in (10, 10.25, 60, 60, 61.5)] == [0, 0.75, 0, 1, 0.5]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, 20),
        ({"messages_per_second": 1000}, 20),
        ({"messages_per_second": 2}, 10),
        ({"messages_per_minute": 30}, 2),
        ({"messages_per_minute": 6}, 1),
    ],
)
def test_no_more_is_taken_in_hand_than_leaves_soon(limits, expected):
    assert in_hand(some_settings(**limits), 20) == expected
