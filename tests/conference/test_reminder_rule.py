from datetime import UTC, date, datetime, time

import pytest
from pydantic import ValidationError

from conference.reminder_rule import Anchor, Moment, ReminderRule
from tests.conference.example_event import an_event

OPENING = {"registration_opens": date(2024, 5, 20)}
SPRING = {"date": date(2024, 3, 31), "registration_deadline": date(2024, 3, 29), "reminders": ()}
AUTUMN = {"date": date(2024, 10, 27), "registration_deadline": date(2024, 10, 25), "reminders": ()}


def a_rule(**changes) -> ReminderRule:
    return ReminderRule.model_validate({"key": "rule", "audience": ["registered"], "anchor": "start"} | changes)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "due", "useless"),
    [
        ({"anchor": "start", "days": -1, "at": "10:00"}, "2024-06-13 07:00", "2024-06-14 07:00"),
        ({"anchor": "start", "hours": -2}, "2024-06-14 05:00", "2024-06-14 07:00"),
        ({"anchor": "end", "hours": -1}, "2024-06-14 12:00", "2024-06-14 13:00"),
        ({"anchor": "deadline", "days": 0, "at": "09:00"}, "2024-06-07 06:00", "2024-06-07 21:00"),
        ({"anchor": "deadline", "hours": -3}, "2024-06-07 18:00", "2024-06-07 21:00"),
        ({"anchor": "opening", "days": -1, "at": "10:00"}, "2024-05-19 07:00", "2024-05-19 21:00"),
        (
            {"anchor": "end", "days": 1, "at": "09:00", "useless_after": {"anchor": "end", "days": 7, "at": "09:00"}},
            "2024-06-15 06:00",
            "2024-06-21 06:00",
        ),
    ],
)
def test_a_rule_counts_from_the_moments_of_its_event(rule, due, useless):
    event = an_event(**OPENING)
    assert (a_rule(**rule).due_at(event), a_rule(**rule).useless_at(event)) == (utc(due), utc(useless))


def test_a_rule_moves_with_its_event():
    rule = a_rule(days=-1, at="10:00")
    moved = an_event(date=date(2024, 12, 6), starts=time(9))
    assert (rule.due_at(moved), rule.useless_at(moved)) == (utc("2024-12-05 08:00"), utc("2024-12-06 07:00"))


def test_while_no_time_is_known_the_start_is_the_beginning_of_its_day_and_the_end_its_end():
    event = an_event(starts=None, ends=None)
    assert a_rule(days=-1, at="10:00").useless_at(event) == utc("2024-06-13 21:00")
    assert a_rule(anchor="end", days=0, at="18:00").useless_at(event) == utc("2024-06-14 21:00")


@pytest.mark.parametrize("audience", ["opened", "unfinished"])
def test_who_has_not_registered_is_not_reminded_once_registration_is_over(audience):
    rule = a_rule(audience=[audience], days=-10, at="10:00")
    assert rule.useless_at(an_event()) == utc("2024-06-07 21:00")


@pytest.mark.parametrize(
    ("night", "at", "due"),
    [
        (SPRING, "02:30", "2024-03-31 00:30"),
        (SPRING, "03:30", "2024-03-31 01:30"),  # 04:30 on the clocks: 03:30 does not exist
        (SPRING, "04:30", "2024-03-31 01:30"),
        (AUTUMN, "02:30", "2024-10-26 23:30"),
        (AUTUMN, "03:30", "2024-10-27 00:30"),  # the first of two
        (AUTUMN, "04:30", "2024-10-27 02:30"),
    ],
)
def test_a_time_of_day_on_the_nights_when_clocks_change(night, at, due):
    assert a_rule(days=0, at=at).due_at(an_event(**night)) == utc(due)


@pytest.mark.parametrize(
    ("night", "a_day_before", "hours_before"),
    [(SPRING, "2024-03-30 08:00", "2024-03-30 07:00"), (AUTUMN, "2024-10-26 07:00", "2024-10-26 08:00")],
)
def test_a_day_and_24_hours_differ_by_one_hour_on_those_nights(night, a_day_before, hours_before):
    event = an_event(**night)
    assert a_rule(days=-1, at="10:00").due_at(event) == utc(a_day_before)
    assert a_rule(hours=-24).due_at(event) == utc(hours_before)


@pytest.mark.parametrize(
    ("changes", "place", "expected"),
    [
        ({}, ("hours",), "either `days` .* or `hours`"),
        ({"days": -1, "at": "10:00", "hours": -3}, ("hours",), "either `days` .* or `hours`"),
        ({"days": -1}, ("at",), "`days` and `at` together"),
        ({"hours": -1, "at": "10:00"}, ("at",), "`days` and `at` together"),
        ({"hours": -1, "audience": ["registered", "opened"]}, ("audience",), "either registered alone"),
        ({"hours": -1, "audience": []}, ("audience",), "at least 1"),
        ({"days": -1, "at": 10}, ("at",), "a time in quotes"),
        ({"days": -1, "at": "10:00+03:00"}, ("at",), "a time without a zone"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(changes, place, expected):
    with pytest.raises(ValidationError, match=expected) as caught:
        a_rule(**changes)
    assert [error["loc"] for error in caught.value.errors()] == [place]


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ({"anchor": "opening", "days": 0, "at": "10:00"}, {}, "`registration_opens` of the event to be set"),
        ({"anchor": "start", "hours": -2}, {"starts": None, "ends": None}, "`starts` of the event to be set"),
        ({"anchor": "end", "hours": -2}, {"ends": None}, "`ends` of the event to be set"),
        (
            {"days": -1, "at": "10:00", "useless_after": {"anchor": "end", "hours": -2}},
            {"ends": None},
            "`ends` of the event to be set, as this counts from its end",
        ),
        (
            {"days": 0, "at": "07:30"},
            {"starts": None, "ends": None},
            "before the reminder becomes useless \\(2024-06-14 00:00\\); it is due 2024-06-14 07:30",
        ),
        ({"hours": 0}, {}, "becomes useless \\(2024-06-14 10:00\\); it is due 2024-06-14 10:00"),
        ({"audience": ["unfinished"], "days": -1, "at": "10:00"}, {}, "becomes useless \\(2024-06-08 00:00\\)"),
        ({"anchor": "end", "days": 1, "at": "10:00"}, {}, "give a later `useless_after`"),
    ],
)
def test_a_rule_that_could_never_be_sent_does_not_fit_its_event(rule, changes, expected):
    with pytest.raises(ValueError, match=expected):
        a_rule(**rule).fitting(an_event(reminders=(), **changes))
    with pytest.raises(ValidationError, match=expected) as caught:
        an_event(reminders=(a_rule(**rule),), **changes)
    assert [error["loc"] for error in caught.value.errors()] == [("reminders", 0)]


def test_a_moment_before_an_unknown_opening_is_an_error_not_a_guess():
    with pytest.raises(LookupError, match="example-2024 has no `registration_opens`"):
        Moment(anchor=Anchor.OPENING, hours=1).instant(an_event())
