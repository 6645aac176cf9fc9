"""What the picture of an event shows."""

from datetime import date, timedelta

import pytest

from bot.screens import overview_screens
from conference.chart import Bar, Chart
from conference.overview import Breakdown, Overview
from conference.registration import Attendance
from conference.status import EventStatus
from conference.texts import Voice
from tests.bot.conftest import NOW
from tests.conference.example_event import a_question, an_event

FIELD, TOPICS = a_question("field", kind="choice"), a_question("topics", kind="choices")
EVENT = an_event(questions=(a_question("name", use="name"), TOPICS, FIELD))
MAY_16 = date(2024, 5, 16)


def found(counts=(1, 0, 2), first=MAY_16, breakdowns=()):
    per_day = tuple((first + timedelta(days=number), count) for number, count in enumerate(counts))
    numbers = EventStatus(EVENT.key, registered=sum(counts), waiting=0, cancelled=0, unfinished=0, places_left=None)
    return Overview(numbers, dict.fromkeys(Attendance, 0), tuple(breakdowns), per_day, ())


def drawn(overview, language="lv", event=EVENT):
    return overview_screens.chart(Voice(language), event, overview, NOW)


def bars(*counts, others=0):
    choices = [{"key": f"c{number}", "text": f"Choice {number}"} for number in range(len(counts))]
    question = a_question("field", kind="choice", choices=choices)
    by_key = {f"c{number}": count for number, count in enumerate(counts)}
    return [(bar.label, bar.count) for bar in drawn(found(breakdowns=[Breakdown(question, by_key, others)])).bars]


def test_while_nobody_has_registered_there_is_no_picture():
    assert drawn(found(counts=())) is None


def test_the_picture_shows_the_days_until_the_deadline_and_the_question_with_one_answer_each():
    topics, field = (
        Breakdown(TOPICS, {"education": 3, "health": 3}, 0),
        Breakdown(FIELD, {"education": 1, "health": 2}, 0),
    )
    assert drawn(found(breakdowns=[topics, field])) == Chart(
        title="Paraugs",
        subtitle="3 pieteikumi, 20.05.2024., pirmdiena",
        days=(1, 0, 2),
        days_label="pieteikumi dienā",
        total_label="kopā (labā ass)",
        ticks=((0, "16. maijs"), (6, "22. maijs"), (12, "28. maijs"), (18, "3. jūn.")),
        deadline=22,
        deadline_label="pieteikšanās beigas",
        bars_title="Field",
        bars=(Bar("Health", 2), Bar("Education", 1)),
    )


def test_an_event_that_asks_for_no_choice_has_no_bars():
    assert (drawn(found()).bars_title, drawn(found()).bars) == ("", ())


@pytest.mark.parametrize(("language", "day"), [("lv", "16. maijs"), ("en", "May 16"), ("ru", "16 мая")])
def test_days_are_written_as_in_the_readers_language(language, day):
    assert drawn(found(), language).ticks[0] == (0, day)


@pytest.mark.parametrize(
    ("first", "deadline"),
    [(date(2024, 6, 7), 0), (date(2024, 6, 8), None), (date(2024, 4, 8), 60), (date(2024, 4, 7), None)],
    ids=["on the last day", "after it", "sixty days before", "too long before"],
)
def test_the_deadline_is_shown_where_it_leaves_room_for_the_days(first, deadline):
    assert drawn(found(first=first)).deadline == deadline


def test_many_choices_end_in_the_rest_and_in_those_who_did_not_answer():
    assert bars(1, 9, 2, 8, 3, 7, 4) == [
        (f"Choice {n}", c) for n, c in ((1, 9), (3, 8), (5, 7), (6, 4), (4, 3), (2, 2), (0, 1))
    ]
    assert bars(1, 9, 2, 8, 3, 7, 4, 1, others=5) == [
        *((f"Choice {n}", c) for n, c in ((1, 9), (3, 8), (5, 7), (6, 4), (4, 3))),
        ("Citas atbildes", 4),
        ("Nav atbildes", 5),
    ]
