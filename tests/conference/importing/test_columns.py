import pytest

from conference.importing.columns import Columns, find_columns
from conference.importing.reading import Row, Sheet
from tests.conference.example_event import a_question, an_event

EVENT = an_event(
    questions=(
        a_question("name", use="name", label={"lv": "Dalībnieks vai dalībniece", "en": "Participant's name"}),
        a_question("email", kind="email", use="email"),
        a_question("phone", kind="phone", required=False),
        a_question("workplace", label={"lv": "Darbavieta", "en": "Place of work"}),
    )
)


def columns(*rows: tuple[str, ...]) -> Columns:
    return find_columns(EVENT, Sheet(tuple(Row(number, row) for number, row in enumerate(rows, start=1)), "CSV"))


@pytest.mark.parametrize(
    "header",
    [
        ("Dalībnieks vai dalībniece", "E-pasts", "Tālrunis", "Darbavieta"),
        ("DALIBNIEKS VAI DALIBNIECE", "e-pasta adrese *", "tel.", "Darbavieta (obligāti)"),
        ("Participant's name", "E-mail:", "Mobile phone", "Place of work"),
        ("ФИО", "Эл. почта", "Телефон", "workplace"),
        ("Vārds, uzvārds", "epasts", "Telefons", "What about your workplace?"),
    ],
)
def test_columns_are_known_by_key_label_question_and_by_usual_words(header: tuple[str, ...]) -> None:
    assert columns(header).questions == {"name": (0,), "email": (1,), "phone": (2,), "workplace": (3,)}


def test_a_first_name_and_a_surname_are_one_name() -> None:
    assert columns(("Uzvārds", "Vārds", "E-pasts", "Darbavieta")).questions["name"] == (1, 0)


def test_consent_and_language_have_columns_and_the_rest_is_listed() -> None:
    found = columns(("Vārds", "E-pasts", "Darbavieta", "Piekrītu datu apstrādei", "Valoda", "Timestamp", ""))
    assert (found.consent, found.language, found.unknown) == (3, 4, ("Timestamp",))
    assert found.read == ("Vārds", "E-pasts", "Darbavieta", "Piekrītu datu apstrādei", "Valoda")


def test_required_questions_without_a_column_are_named() -> None:
    assert [question.key for question in columns(("Vārds", "Tālrunis")).missing] == ["email", "workplace"]


def test_a_header_may_stand_below_a_title() -> None:
    found = columns(("Dalībnieku saraksts",), ("2024. gada maijs", ""), ("Vārds", "E-pasts", "Darbavieta"), ("Anna",))
    assert (found.header.number, found.missing) == (3, ())


def test_of_two_columns_with_one_title_the_first_is_read() -> None:
    assert columns(("E-pasts", "E-pasts", "E-mail")).questions["email"] == (0,)
