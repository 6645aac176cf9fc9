import pytest

from conference.answers import Problem
from conference.importing.checking import Candidate, Checked, Finding, check
from conference.importing.reading import Row, Sheet, read
from tests.bot.conftest import an_event_of_every_kind
from tests.conference.example_event import an_event
from tests.conference.importing.files import ANNA, HEADER, a_workbook

EVENT = an_event_of_every_kind()
TITLES = ("Name", "Field", "Topics", "Email", "Phone", "Parking", "Needs")
GOOD = ("Anna  Kalniņa", "veselība", "Health care, Izglītība", "Anna@INBOX.lv", "26 123 456", "Jā", "")


def checked(*rows: tuple[str, ...], titles: tuple[str, ...] = TITLES) -> Checked:
    sheet = Sheet(tuple(Row(number, row) for number, row in enumerate((titles, *rows), start=1)), "CSV")
    return check(EVENT, sheet, ["lv", "en", "ru"])


def outcome(result: Checked) -> tuple[tuple[Candidate, ...], tuple[Finding, ...]]:
    return result.candidates, result.findings


def found(*row: str, titles: tuple[str, ...] = TITLES) -> list[tuple[str, str, bool]]:
    return [(one.column, one.problem.key, one.stops) for one in checked(row, titles=titles).findings]


def test_a_row_becomes_the_answers_that_the_dialogue_would_store() -> None:
    answers = {
        "name": "Anna Kalniņa",
        "field": "health",
        "topics": ["education", "health"],
        "email": "Anna@inbox.lv",
        "phone": "+37126123456",
        "parking": True,
        "needs": None,
    }
    candidate = Candidate(2, answers, "lv", "Anna@inbox.lv", ("anna kalnina", "anna@inbox.lv"))
    assert outcome(checked(GOOD)) == ((candidate,), ())


@pytest.mark.parametrize(
    ("column", "typed", "problem"),
    [
        (0, "", Problem("import-missing")),
        (0, "12345", Problem("answer-no-letters")),
        (0, "Jo", Problem("answer-too-short", {"limit": 3})),
        (1, "Sports", Problem("import-choice-unknown", {"typed": "Sports"})),
        (2, "Veselība, Sports", Problem("import-choice-unknown", {"typed": "Veselība, Sports"})),
        (3, "anna at inbox", Problem("answer-email-wrong")),
        (4, "123", Problem("answer-phone-wrong")),
        (5, "varbūt", Problem("answer-yes-no")),
        (6, "\x00", Problem("answer-control-characters")),
    ],
)
def test_what_the_dialogue_would_not_take_leaves_the_row_out_and_names_the_column(
    column: int, typed: str, problem: Problem
) -> None:
    row = tuple(typed if place == column else cell for place, cell in enumerate(GOOD))
    assert outcome(checked(row)) == ((), (Finding(problem, 2, TITLES[column]),))


def test_every_problem_of_a_row_is_named() -> None:
    assert found("", "Sports", "", "anna", "", "Nē", "") == [
        ("Name", "import-missing", True),
        ("Field", "import-choice-unknown", True),
        ("Email", "answer-email-wrong", True),
    ]


def test_an_address_that_looks_like_a_slip_is_imported_with_a_warning() -> None:
    row = (*GOOD[:3], "anna@gmial.com", *GOOD[4:])
    problem = Problem("import-doubt", {"typed": "anna@gmial.com", "suggestion": "anna@gmail.com"})
    assert (len(checked(row).candidates), checked(row).findings) == (1, (Finding(problem, 2, "Email", stops=False),))


def test_a_no_is_an_answer() -> None:
    assert checked((*GOOD[:5], "nē", "")).candidates[0].answers["parking"] is False


@pytest.mark.parametrize("typed", ["Jā", "x", "Piekrītu datu apstrādei", "Yes, I do", "Согласна", "true", "1"])
def test_a_column_of_consents_lets_in_whoever_agreed(typed: str) -> None:
    assert found(*GOOD, typed, titles=(*TITLES, "Piekrišana")) == []


@pytest.mark.parametrize("typed", ["", "Nē", "nepiekrītu", "No", "0", "2024-05-01"])
def test_a_column_of_consents_keeps_everybody_else_out(typed: str) -> None:
    assert found(*GOOD, typed, titles=(*TITLES, "Piekrišana")) == [("Piekrišana", "import-no-consent", True)]


@pytest.mark.parametrize(
    ("typed", "language"), [("ru", "ru"), ("Krievu", "ru"), ("English", "en"), ("", "lv"), ("LV", "lv")]
)
def test_the_language_comes_from_its_column(typed: str, language: str) -> None:
    assert checked((*GOOD, typed), titles=(*TITLES, "Valoda")).candidates[0].language == language


def test_an_unknown_language_is_the_first_one_with_a_warning() -> None:
    result = checked((*GOOD, "suomi"), titles=(*TITLES, "Valoda"))
    problem = Problem("import-language-unknown", {"typed": "suomi"})
    assert (result.candidates[0].language, result.findings) == ("lv", (Finding(problem, 2, "Valoda", stops=False),))


def test_without_a_required_column_nobody_can_be_imported_and_it_is_said_once() -> None:
    result = checked(("Anna",), ("Zane",), titles=("Name",))
    labels = [finding.problem.variables["label"] for finding in result.findings]
    assert (result.candidates, labels) == ((), ["Field", "Email", "Parking"])


def test_a_formula_without_a_value_leaves_the_row_out() -> None:
    sheet = read(a_workbook(HEADER, ("=1+1", *ANNA[1:])))
    event = an_event()
    assert check(event, sheet, ["lv"]).findings[0] == Finding(Problem("import-formula"), 2, "Vārds, uzvārds")


def test_somebody_without_an_address_is_imported_with_a_warning() -> None:
    event = an_event(questions=(EVENT.questions[0], EVENT.questions[3].model_copy(update={"required": False})))
    sheet = Sheet((Row(1, ("Name", "Email")), Row(2, ("Anna Kalniņa",))), "CSV")
    result = check(event, sheet, ["lv"])
    assert outcome(result) == (
        (Candidate(2, {"name": "Anna Kalniņa", "email": None}, "lv", None, ("anna kalnina", "")),),
        (Finding(Problem("import-unreachable"), 2, stops=False),),
    )
