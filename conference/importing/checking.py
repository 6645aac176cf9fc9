"""The rows of a list, checked by the same rules as answers in the dialogue. Pure: nobody registered is known here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from conference.answers import YES_OR_NO, Answer, Doubt, Problem, check_text
from conference.event import Event
from conference.importing.columns import Columns, find_columns
from conference.importing.reading import Row, Sheet
from conference.question import Question, QuestionUse
from conference.typed_text import folded

Likeness: TypeAlias = tuple[str, str]
"""A name and an address as two rows of the same person share them; empty where there is none."""

# What is said in the dialogue speaks of buttons.
IN_A_LIST = {"answer-empty": "import-missing", "answer-choices-none": "import-missing"}
QUOTED = 60
"""Characters of a cell that a problem quotes."""

AGREES = ("piekrit", "es piekrit", "agree", "i agree", "соглас", "я соглас", "даю соглас")
TICKS = {"x", "1", "+", "true", "✓"}
LANGUAGES = {
    "lv": ("lv", "lat", "latviesu", "latviski", "latviesu valoda", "latvian", "латышскии"),
    "en": ("en", "eng", "anglu", "angliski", "english", "англиискии"),
    "ru": ("ru", "rus", "krievu", "krieviski", "russian", "русскии"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said about a file, one of its rows, or one cell."""

    problem: Problem
    row: int | None = None
    column: str = ""
    stops: bool = True
    """Whether the row is left out because of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that can be imported."""

    row: int
    answers: Mapping[str, Answer | None]
    language: str
    email: str | None
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Checked:
    """A list that waits to be compared with who is registered."""

    sheet: Sheet
    columns: Columns
    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]


def likeness(name: str, email: str | None) -> Likeness:
    return folded(name), (email or "").casefold()


def check(event: Event, sheet: Sheet, languages: Sequence[str]) -> Checked:
    """Return the rows below the header that can be imported, and all that is wrong with the others.

    It takes a second for thousands of rows. People speak the first of *languages* where their row says nothing else.
    """
    columns = find_columns(event, sheet)
    findings = [
        *(Finding(Problem("import-sheet-passed-over", {"name": name}), stops=False) for name in sheet.passed_over),
        *(
            Finding(Problem("import-column-missing", {"label": one.label.in_language(languages[0])}))
            for one in columns.missing
        ),
    ]
    candidates: list[Candidate] = []
    for row in sheet.rows:
        if row.number > columns.header.number and not columns.missing:
            candidate, found = _check_row(event, row, columns, languages)
            findings += found
            candidates += [candidate] if candidate else []
    return Checked(sheet, columns, tuple(candidates), tuple(findings))


def _check_row(
    event: Event, row: Row, columns: Columns, languages: Sequence[str]
) -> tuple[Candidate | None, list[Finding]]:
    answers: dict[str, Answer | None] = {}
    findings: list[Finding] = []
    for question in event.questions:
        given, found = _answer(question, row, columns)
        answers[question.key] = given
        findings += found
    language, found = _language(row, columns, languages)
    findings += [*found, *_consent(row, columns)]
    if any(finding.stops for finding in findings):
        return None, findings
    name, email = (_of_use(event, use, answers) for use in (QuestionUse.NAME, QuestionUse.EMAIL))
    if email is None and event.question_for(QuestionUse.EMAIL):
        findings.append(Finding(Problem("import-unreachable"), row.number, stops=False))
    return Candidate(row.number, answers, language, email, likeness(name or "", email)), findings


def _answer(question: Question, row: Row, columns: Columns) -> tuple[Answer | None, list[Finding]]:
    places = columns.questions.get(question.key, ())
    if not places:
        return None, []
    column = columns.title(places[0])

    def found(problem: Problem, *, stops: bool = True) -> list[Finding]:
        return [Finding(problem, row.number, column, stops)]

    if unread := next((row.unread[x] for x in places if x in row.unread), None):
        return None, found(Problem(unread))
    typed = " ".join(cell for x in places if (cell := _cell(row, x)))
    if not typed:
        return None, found(Problem("import-missing")) if question.required else []
    match check_text(question, typed):
        case Problem() as problem:
            return None, found(_in_a_list(problem, typed))
        case Doubt(answer, suggestion):
            return answer, found(Problem("import-doubt", {"typed": answer, "suggestion": suggestion}), stops=False)
        case answer:
            return None if answer == [] else answer, []


def _in_a_list(problem: Problem, typed: str) -> Problem:
    if problem.key == "answer-choice-unknown":
        return Problem("import-choice-unknown", {"typed": typed[:QUOTED]})
    return Problem(IN_A_LIST.get(problem.key, problem.key), problem.variables)


def _language(row: Row, columns: Columns, languages: Sequence[str]) -> tuple[str, list[Finding]]:
    typed = _cell(row, columns.language)
    if not typed:
        return languages[0], []
    named = next((code for code in languages if folded(typed) in (code, *LANGUAGES.get(code, ()))), None)
    if named is None and columns.language is not None:
        problem = Problem("import-language-unknown", {"typed": typed[:QUOTED]})
        return languages[0], [Finding(problem, row.number, columns.title(columns.language), stops=False)]
    return named or languages[0], []


def _consent(row: Row, columns: Columns) -> list[Finding]:
    """Whoever did not agree is not imported. Without a column, whoever imports answers for it."""
    if columns.consent is None or _agrees(_cell(row, columns.consent)):
        return []
    return [Finding(Problem("import-no-consent"), row.number, columns.title(columns.consent))]


def _agrees(typed: str) -> bool:
    said = folded(typed)
    return said in TICKS or said.startswith(AGREES) or YES_OR_NO.get(said.split(",")[0].split(" ")[0], False)


def _cell(row: Row, column: int | None) -> str:
    return row.cells[column].strip() if column is not None and column < len(row.cells) else ""


def _of_use(event: Event, use: QuestionUse, answers: Mapping[str, Answer | None]) -> str | None:
    question = event.question_for(use)
    given = answers.get(question.key) if question else None
    return given if isinstance(given, str) else None
