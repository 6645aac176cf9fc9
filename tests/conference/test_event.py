from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from conference.event import RegistrationPeriod
from conference.question import QuestionUse
from tests.conference.example_event import a_question, an_event


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("deadline", "over_at", "last_day"),
    [
        (date(2024, 6, 7), "2024-06-07 21:00", date(2024, 6, 7)),
        (datetime(2024, 6, 7, 18), "2024-06-07 15:00", date(2024, 6, 7)),  # noqa: DTZ001  as TOML gives it
        (datetime(2024, 6, 8), "2024-06-07 21:00", date(2024, 6, 7)),  # noqa: DTZ001  as TOML gives it
        (utc("2024-06-07 18:00"), "2024-06-07 18:00", date(2024, 6, 7)),
        (utc("2024-06-07 22:00"), "2024-06-07 22:00", date(2024, 6, 8)),
    ],
)
def test_a_date_as_deadline_lasts_to_the_end_of_that_day_in_riga(deadline, over_at, last_day):
    event = an_event(registration_deadline=deadline, reminders=())
    assert (event.deadline_at, event.deadline_day) == (utc(over_at), last_day)


@pytest.mark.parametrize(
    ("day", "over_at"), [(date(2024, 3, 31), "2024-03-31 21:00"), (date(2024, 10, 27), "2024-10-27 22:00")]
)
def test_a_deadline_on_a_day_when_clocks_change_ends_with_that_day(day, over_at):
    event = an_event(date=date(2024, 12, 6), registration_deadline=day)
    assert (event.deadline_at, event.deadline_day) == (utc(over_at), day)


def test_an_event_elsewhere_keeps_its_own_clocks():
    event = an_event(time_zone="Europe/Lisbon")
    assert (event.starts_at, event.deadline_at) == (utc("2024-06-14 09:00"), utc("2024-06-07 23:00"))
    assert event.local(utc("2024-06-14 09:00")) == datetime(2024, 6, 14, 10, tzinfo=ZoneInfo("Europe/Lisbon"))


@pytest.mark.parametrize(
    ("now", "period"),
    [
        ("2024-05-19 20:59", RegistrationPeriod.NOT_YET_OPEN),
        ("2024-05-19 21:00", RegistrationPeriod.OPEN),
        ("2024-06-07 20:59", RegistrationPeriod.OPEN),
        ("2024-06-07 21:00", RegistrationPeriod.OVER),
    ],
)
def test_registration_is_open_from_its_first_moment_to_its_last(now, period):
    assert an_event(registration_opens=date(2024, 5, 20)).registration_period(utc(now)) is period


def test_registration_without_an_opening_always_was_open():
    assert an_event().registration_period(utc("2000-01-01 00:00")) is RegistrationPeriod.OPEN


@pytest.mark.parametrize(
    ("times", "starts_at", "ends_at"),
    [
        ({}, utc("2024-06-14 07:00"), utc("2024-06-14 13:00")),
        ({"ends": None}, utc("2024-06-14 07:00"), utc("2024-06-14 21:00")),
        ({"starts": None, "ends": None}, None, utc("2024-06-14 21:00")),
    ],
)
def test_an_event_without_an_end_lasts_all_day(times, starts_at, ends_at):
    event = an_event(**times)
    assert (event.starts_at, event.ends_at) == (starts_at, ends_at)
    assert event.is_over(ends_at)
    assert not event.is_over(ends_at.replace(hour=ends_at.hour - 1))


@pytest.mark.parametrize(("venue", "coordinates"), [({"latitude": 57.3, "longitude": 25.3}, (57.3, 25.3)), ({}, None)])
def test_coordinates_are_known_together_or_not_at_all(venue, coordinates):
    assert an_event(venue={"name": "Hall", "address": "Cēsis"} | venue).venue.coordinates == coordinates


def test_questions_and_rules_are_found_by_what_they_are_for():
    event = an_event()
    assert event.question_for(QuestionUse.EMAIL) == event.question("email") == event.questions[1]
    assert event.rule("day-before") == event.reminders[1]
    assert (event.question("shoe-size"), event.rule("shoe-size")) == (None, None)
    assert an_event(questions=(a_question(),)).question_for(QuestionUse.NAME) is None


@pytest.mark.parametrize(
    ("changes", "place", "expected"),
    [
        ({"starts": None}, ("ends",), "`starts` too, as `ends` is given"),
        ({"ends": time(10)}, ("ends",), "a time after `starts` \\(10:00\\); got 10:00"),
        ({"registration_opens": date(2024, 6, 8)}, ("registration_deadline",), "a date after `registration_opens`"),
        ({"registration_deadline": date(2024, 6, 15)}, ("registration_deadline",), "no later than the event's own"),
        ({"registration_deadline": 20240607}, ("registration_deadline",), "a date such as"),
        ({"date": 20240614}, ("date",), "a date such as 2024-06-14"),
        ({"questions": ()}, ("questions",), "at least 1"),
        ({"questions": [a_question("a"), a_question("a")]}, ("questions", 1, "key"), "a `key` of its own"),
        (
            {"questions": [a_question("a", use="name"), a_question("b"), a_question("c", use="name")]},
            ("questions", 2, "use"),
            'a `use` of its own; the one at \\[0\\] has "name" too',
        ),
        ({"reminders": an_event().reminders[:1] * 2}, ("reminders", 1, "key"), "a `key` of its own"),
        ({"venue": {"name": "Hall", "address": "Cēsis", "latitude": 57}}, ("venue", "longitude"), "or neither"),
        ({"venue": {"name": "Hall", "address": "Cēsis", "longitude": 25}}, ("venue", "longitude"), "or neither"),
    ],
)
def test_an_event_that_contradicts_itself_is_refused(changes, place, expected):
    with pytest.raises(ValidationError, match=expected) as caught:
        an_event(**changes)
    assert [error["loc"] for error in caught.value.errors()] == [place]
