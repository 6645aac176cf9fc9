import pytest
from pydantic import ValidationError

from conference.question import QuestionKind
from tests.conference.example_event import a_question

ONE_CHOICE = ({"key": "education", "text": "Education"},)


@pytest.mark.parametrize(
    ("changes", "place", "expected"),
    [
        ({"kind": "choice", "choices": ()}, ("choices",), "at least two choices for the kind choice"),
        ({"kind": "choices", "choices": ONE_CHOICE}, ("choices",), "at least two choices for the kind choices"),
        ({"choices": ONE_CHOICE * 1}, ("choices",), "no choices for the kind text"),
        (
            {"kind": "choice", "choices": ONE_CHOICE * 2},
            ("choices", 1, "key"),
            "a `key` of its own; the one at \\[0\\]",
        ),
        ({"use": "email"}, ("use",), 'the kind email for `use = "email"`'),
        ({"kind": "email", "use": "name"}, ("use",), 'the kind text for `use = "name"`'),
        ({"min_length": 10, "max_length": 9}, ("max_length",), "at least `min_length`, which is 10; got 9"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(changes, place, expected):
    with pytest.raises(ValidationError, match=expected) as caught:
        a_question(**changes)
    assert [error["loc"] for error in caught.value.errors()] == [place]


def test_choices_left_out_altogether_are_missed():
    with pytest.raises(ValidationError, match="at least two choices"):
        type(a_question()).model_validate({"key": "field", "kind": "choice", "text": "Field?", "label": "Field"})


@pytest.mark.parametrize(
    ("kind", "limit"), [("text", 200), ("long_text", 1500), ("email", 254), ("phone", 40), ("yes_no", 200)]
)
def test_each_kind_has_a_length_limit_of_its_own(kind, limit):
    assert a_question(kind=kind).length_limit == limit
    assert a_question(kind=kind, max_length=30).length_limit == 30


def test_a_choice_is_found_by_its_key():
    question = a_question("field", kind=QuestionKind.CHOICE)
    assert question.choice("health") == question.choices[1]
    assert question.choice("sports") is None


def test_an_answer_may_have_one_length_only():
    assert a_question(min_length=6, max_length=6).length_limit == 6
