from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference import dialogue
from conference.answers import Doubt, Problem
from conference.dialogue import CONSENT, INTRODUCTION, SUMMARY, Draft
from tests.conference.example_event import a_question, an_event

NOW = datetime(2024, 5, 20, 9, tzinfo=UTC)
AGREED = {"consent_version": "1", "consented_at": NOW}
EVERYTHING = {"name": "Anna Kalniņa", "email": "anna@inbox.lv", "field": "health"}


def a_draft(position=INTRODUCTION, step=0, **changes):
    return Draft(17, "example-2024", position, step, **(AGREED | changes))


def an_event_with(*questions, **changes):
    return an_event(questions=questions, **changes)


def walk(event, *acts):
    """Go from the introduction through *acts*; return the positions and the draft at the end."""
    draft = dialogue.new_draft(17, event, NOW)
    positions = []
    for act in acts:
        draft = act(event, draft)
        assert isinstance(draft, Draft), draft
        positions.append(draft.position)
    return positions, draft


def agree(event, draft):
    return dialogue.agree(event, draft, NOW)


def typed(text):
    return lambda event, draft: dialogue.answer(event, draft, text)


def chosen(key):
    return lambda event, draft: dialogue.choose(event, draft, key)


def test_the_questions_come_in_order_after_the_consent_and_end_in_the_summary():
    event = an_event()
    positions, draft = walk(
        event, dialogue.begin, agree, typed("Anna Kalniņa"), typed("anna@inbox.lv"), chosen("health")
    )
    assert positions == [CONSENT, "name", "email", "field", SUMMARY]
    first = dialogue.new_draft(17, event, NOW)
    assert draft == Draft(17, "example-2024", SUMMARY, first.step + 5, EVERYTHING, **AGREED)
    assert dialogue.is_complete(event, draft)


def test_steps_of_a_new_draft_are_not_those_of_an_earlier_one():
    event = an_event()
    _, earlier = walk(event, dialogue.begin, agree, typed("Anna"), typed("anna@inbox.lv"), dialogue.skip)
    later = dialogue.new_draft(17, event, NOW + timedelta(minutes=1))
    assert later == Draft(17, "example-2024", step=earlier.step + 55)
    assert later.step == int((NOW - datetime(2019, 12, 31, 23, 59, tzinfo=UTC)).total_seconds())


def test_a_new_version_of_the_privacy_notice_asks_again_and_keeps_the_answers():
    event = an_event(privacy={"version": "2", "text": "Now longer."})
    asked = dialogue.begin(event, a_draft(SUMMARY, 5, answers=EVERYTHING))
    assert asked == a_draft(CONSENT, 6, answers=EVERYTHING)
    later = NOW + timedelta(hours=1)
    agreed = dialogue.agree(event, asked, later)
    assert agreed == a_draft(SUMMARY, 7, answers=EVERYTHING, consent_version="2", consented_at=later)


def test_whoever_starts_again_continues_where_they_were():
    draft = a_draft("email", 4, answers={"name": "Anna"})
    looked = dialogue.introduce(draft)
    assert looked == a_draft(INTRODUCTION, 5, answers={"name": "Anna"})
    assert dialogue.begin(an_event(), looked) == a_draft("email", 6, answers={"name": "Anna"})


def test_only_what_is_not_required_can_be_skipped():
    event = an_event()
    answers = {"name": "Anna", "email": "anna@inbox.lv"}
    assert dialogue.skip(event, a_draft("email", 4, answers={"name": "Anna"})) == Problem("answer-required")
    assert dialogue.skip(event, a_draft("field", 5, answers=answers)) == a_draft(
        SUMMARY, 6, answers=answers | {"field": None}
    )


def test_back_goes_one_question_back_and_the_new_answer_goes_on_to_the_first_open_one():
    event = an_event()
    answers = {"name": "Anna", "email": "anna@inbox.lv"}
    back = dialogue.back(event, dialogue.back(event, a_draft("field", 5, answers=answers)))
    assert back == a_draft("name", 7, answers=answers)
    assert dialogue.answer(event, back, "Anna Kalniņa") == a_draft(
        "field", 8, answers={"name": "Anna Kalniņa", "email": "anna@inbox.lv"}
    )


@pytest.mark.parametrize(
    ("position", "before"),
    [
        (SUMMARY, "field"),
        ("email", "name"),
        ("name", INTRODUCTION),
        (CONSENT, INTRODUCTION),
        (INTRODUCTION, INTRODUCTION),
        ("gone", INTRODUCTION),
    ],
)
def test_back(position, before):
    assert dialogue.back(an_event(), a_draft(position, 3)) == a_draft(before, 4)


def test_the_summary_leads_to_each_question_and_back():
    event = an_event()
    changing = dialogue.change(event, a_draft(SUMMARY, 5, answers=EVERYTHING), "name")
    assert changing == a_draft("name", 6, answers=EVERYTHING, changing=True)
    assert dialogue.back(event, changing) == a_draft(SUMMARY, 7, answers=EVERYTHING)
    assert dialogue.answer(event, changing, "Anna") == a_draft(SUMMARY, 7, answers=EVERYTHING | {"name": "Anna"})
    assert dialogue.change(event, a_draft(SUMMARY, 5), "shoe-size") is None


def test_a_problem_leaves_the_draft_as_it_is():
    assert dialogue.answer(an_event(), a_draft("name", 2), " ") == Problem("answer-empty")


class TestDoubt:
    event = an_event()
    doubtful = a_draft("email", 3, answers={"name": "Anna"}, doubt=Doubt("anna@gmial.com", "anna@gmail.com"))

    def test_what_looks_like_a_slip_is_asked_about(self):
        asked = dialogue.answer(self.event, a_draft("email", 2, answers={"name": "Anna"}), "anna@gmial.com")
        assert asked == self.doubtful

    @pytest.mark.parametrize(("accept", "taken"), [(True, "anna@gmail.com"), (False, "anna@gmial.com")])
    def test_the_suggestion_is_taken_or_what_was_typed(self, accept, taken):
        settled = dialogue.settle_doubt(self.event, self.doubtful, accept_suggestion=accept)
        assert settled == a_draft("field", 4, answers={"name": "Anna", "email": taken})

    def test_back_asks_the_question_again(self):
        assert dialogue.back(self.event, self.doubtful) == a_draft("email", 4, answers={"name": "Anna"})

    def test_another_answer_takes_the_place_of_the_doubtful_one(self):
        answered = dialogue.answer(self.event, self.doubtful, "anna@inbox.lv")
        assert answered == a_draft("field", 4, answers={"name": "Anna", "email": "anna@inbox.lv"})

    def test_a_doubt_about_a_change_leads_back_to_the_summary_in_two_steps(self):
        changing = a_draft("email", 2, answers=EVERYTHING, changing=True)
        asked = dialogue.answer(self.event, changing, "anna@gmial.com")
        assert dialogue.back(self.event, asked) == replace(changing, step=4)
        assert dialogue.back(self.event, replace(changing, step=4)) == a_draft(SUMMARY, 5, answers=EVERYTHING)


class TestTicks:
    event = an_event_with(a_question("fields", kind="choices", max_choices=1))

    def test_ticks_are_set_and_removed_in_the_order_of_the_question_within_one_step(self):
        draft = a_draft("fields", 2)
        both = dialogue.choose(self.event, dialogue.choose(self.event, draft, "health"), "education")
        assert both == a_draft("fields", 2, selected=("education", "health"))
        assert dialogue.choose(self.event, both, "education") == a_draft("fields", 2, selected=("health",))

    def test_done_takes_the_ticks_as_the_answer(self):
        done = dialogue.finish_choices(self.event, a_draft("fields", 2, selected=("health",)))
        assert done == a_draft(SUMMARY, 3, answers={"fields": ["health"]})

    @pytest.mark.parametrize(
        ("selected", "problem"),
        [
            ((), Problem("answer-choices-none")),
            (("education", "health"), Problem("answer-choices-too-many", {"limit": 1})),
        ],
    )
    def test_too_few_or_too_many_ticks_are_no_answer(self, selected, problem):
        assert dialogue.finish_choices(self.event, a_draft("fields", 2, selected=selected)) == problem

    def test_nothing_ticked_where_that_is_allowed_is_the_same_as_skipped(self):
        event = an_event_with(a_question("fields", kind="choices", required=False))
        draft = a_draft("fields", 2)
        assert dialogue.finish_choices(event, draft) == dialogue.skip(event, draft)
        assert dialogue.skip(event, draft) == a_draft(SUMMARY, 3, answers={"fields": None})

    def test_going_back_shows_the_ticks_as_they_were(self):
        draft = a_draft(SUMMARY, 3, answers={"fields": ["health"]})
        assert dialogue.back(self.event, draft) == a_draft(
            "fields", 4, answers={"fields": ["health"]}, selected=("health",)
        )

    def test_a_ticked_choice_that_the_settings_lost_is_left_out(self):
        draft = a_draft("fields", 2, selected=("gone", "health"))
        assert dialogue.finish_choices(self.event, draft) == a_draft(SUMMARY, 3, answers={"fields": ["health"]})


@pytest.mark.parametrize("key", ["yes", "no"])
def test_yes_and_no_are_chosen_by_button(key):
    event = an_event_with(a_question("lunch", kind="yes_no"))
    assert dialogue.choose(event, a_draft("lunch", 2), key) == a_draft(SUMMARY, 3, answers={"lunch": key == "yes"})


@pytest.mark.parametrize(
    ("position", "key"), [("field", "gone"), ("name", "health"), (SUMMARY, "health"), ("lunch", "maybe")]
)
def test_a_choice_that_is_not_offered_is_refused(position, key):
    event = an_event_with(*an_event().questions, a_question("lunch", kind="yes_no"))
    unknown = Problem("answer-choice-unknown")
    assert dialogue.choose(event, a_draft(position, 2), key) == unknown
    assert position == "field" or dialogue.finish_choices(event, a_draft(position, 2)) == unknown


def test_a_shared_contact_answers_a_question_for_a_phone_number():
    event = an_event_with(a_question("phone", kind="phone"))
    assert dialogue.share_phone(event, a_draft("phone", 2), "37126123456") == a_draft(
        SUMMARY, 3, answers={"phone": "+37126123456"}
    )
    assert dialogue.share_phone(event, a_draft("phone", 2), "1") == Problem("answer-phone-wrong")


@pytest.mark.parametrize("position", [INTRODUCTION, CONSENT, SUMMARY, "gone"])
def test_an_act_that_does_not_fit_changes_nothing(position):
    event, draft = an_event(), a_draft(position, 3, answers=EVERYTHING)
    assert dialogue.answer(event, draft, "Anna") == draft
    assert dialogue.skip(event, draft) == draft
    assert dialogue.share_phone(event, draft, "26123456") == draft
    assert dialogue.settle_doubt(event, draft, accept_suggestion=True) == draft
    asked = a_draft("name", 3)
    assert dialogue.settle_doubt(event, asked, accept_suggestion=True) == asked
    assert dialogue.share_phone(event, asked, "26123456") == asked


class TestSettingsChangeWhileADraftIsOpen:
    def test_a_question_that_is_gone_gives_way_to_the_first_open_one(self):
        draft = a_draft("workplace", 4, answers={"name": "Anna"}, selected=("a",), changing=True)
        assert dialogue.settled(an_event(), draft) == a_draft("email", 5, answers={"name": "Anna"})

    def test_a_new_question_is_asked_before_the_summary(self):
        event = an_event_with(*an_event().questions, a_question("workplace"))
        summary = a_draft(SUMMARY, 6, answers=EVERYTHING)
        assert not dialogue.is_complete(event, summary)
        assert dialogue.settled(event, summary) == a_draft("workplace", 7, answers=EVERYTHING)

    @pytest.mark.parametrize("position", [INTRODUCTION, CONSENT, "email", SUMMARY])
    def test_a_position_that_still_is_one_stays(self, position):
        draft = a_draft(position, 6, answers=EVERYTHING)
        assert dialogue.settled(an_event(), draft) == draft

    @pytest.mark.parametrize(
        ("question", "given"),
        [
            (a_question("field", kind="choice"), "gone"),
            (a_question("field", kind="choices"), ["health", "gone"]),
            (a_question("field", kind="choices"), "health"),
            (a_question("field", kind="choice"), ["health"]),
            (a_question("field", kind="yes_no"), "health"),
            (a_question("field"), True),
            (a_question("field"), ["health"]),
            (a_question("field"), None),
        ],
    )
    def test_an_answer_that_no_longer_fits_is_asked_again(self, question, given):
        draft = a_draft(SUMMARY, 6, answers={"field": given})
        assert dialogue.settled(an_event_with(question), draft) == a_draft("field", 7, answers={"field": given})


KINDS = ("text", "long_text", "choice", "choices", "email", "phone", "yes_no")
TYPED = ["Anna", "anna@inbox.lv", "anna@gmial.com", "26123456", "1", "2", "1, 2", "jā", "", " ", "\u202e", "x" * 4000]
KEYS = [f"q{number}" for number in range(4)]

events = st.lists(
    st.builds(
        lambda key, kind, required: a_question(key, kind=kind, required=required),
        st.sampled_from(KEYS),
        st.sampled_from(KINDS),
        st.booleans(),
    ),
    min_size=1,
    unique_by=lambda question: question.key,
).map(lambda questions: an_event_with(*questions))
acts = st.one_of(
    st.tuples(st.just(dialogue.answer), st.sampled_from(TYPED) | st.text(max_size=5)),
    st.tuples(st.just(dialogue.choose), st.sampled_from(["education", "health", "gone", "yes", "no"])),
    st.tuples(st.just(dialogue.change), st.sampled_from(KEYS)),
    st.tuples(st.just(dialogue.share_phone), st.sampled_from(["+37126123456", "1"])),
    st.tuples(
        st.just(lambda event, draft, accept: dialogue.settle_doubt(event, draft, accept_suggestion=accept)),
        st.booleans(),
    ),
    st.tuples(st.just(dialogue.agree), st.just(NOW)),
    st.tuples(st.just(lambda event, draft: dialogue.introduce(draft))),
    *(st.tuples(st.just(act)) for act in (dialogue.begin, dialogue.finish_choices, dialogue.skip, dialogue.back)),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(events, st.lists(acts, max_size=12)), max_size=3))
def test_whatever_people_do_and_settings_become_no_answer_is_lost_and_nothing_raises(chapters):
    draft = dialogue.new_draft(17, an_event(), NOW)
    for event, deeds in chapters:
        draft = dialogue.settled(event, draft)
        for act, *argument in deeds:
            after = act(event, draft, *argument)
            if not isinstance(after, Draft):
                continue
            others = {key: given for key, given in draft.answers.items() if key != draft.position}
            assert others == {key: after.answers[key] for key in others}
            # Only ticks change within a step: the buttons of an earlier one are known by their step.
            assert after.step > draft.step or replace(after, selected=draft.selected) == draft
            draft = after
        position = dialogue.settled(event, draft).position
        assert position in (INTRODUCTION, CONSENT, SUMMARY) or event.question(position)
