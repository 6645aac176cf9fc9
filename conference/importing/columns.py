"""What is in which column: a header, in whatever words and language, against an event's questions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from conference.event import Event
from conference.importing.reading import Row, Sheet
from conference.question import Question, QuestionKind, QuestionUse
from conference.text import Text
from conference.typed_text import folded

HEADER_WITHIN = 20
"""Rows: above a header there may be a title, a date, whoever made the list."""


class Part(Enum):
    """What a column may be besides a question's own."""

    NAME = auto()
    FIRST_NAME = auto()
    SURNAME = auto()
    EMAIL = auto()
    PHONE = auto()
    CONSENT = auto()
    LANGUAGE = auto()


WORDS: Mapping[Part, str] = {
    Part.NAME: "vārds uzvārds, vārds un uzvārds, vārds/uzvārds, dalībnieks, name, full name, first and last name, "
    "participant, attendee, имя фамилия, имя и фамилия, фамилия имя, фио, ф.и.о, участник",
    Part.FIRST_NAME: "vārds, first name, given name, имя",
    Part.SURNAME: "uzvārds, last name, surname, family name, фамилия",
    Part.EMAIL: "e-pasts, epasts, e-pasta adrese, e-mail, email, e-mail address, mail, e-mail adrese, эл. почта, "
    "электронная почта, адрес электронной почты, почта, имейл",
    Part.PHONE: "tālrunis, tālruņa numurs, telefons, tel, mob. tālrunis, mobilais tālrunis, kontakttālrunis, phone, "
    "phone number, telephone, mobile, mobile phone, телефон, номер телефона, мобильный телефон",
    Part.CONSENT: "piekrišana, piekrītu, piekrišana datu apstrādei, piekrītu datu apstrādei, datu apstrāde, consent, "
    "i agree, agreement, gdpr, согласие, согласие на обработку данных, согласен",
    Part.LANGUAGE: "valoda, saziņas valoda, language, язык, язык общения",
}


@dataclass(frozen=True, slots=True)
class Columns:
    header: Row
    questions: Mapping[str, tuple[int, ...]]
    """By question: its column, or the columns of first name and surname, from 0."""
    consent: int | None
    language: int | None
    missing: tuple[Question, ...]
    """The required questions that have no column."""

    def title(self, column: int) -> str:
        return self.header.cells[column].strip()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The titles of the columns that are not read."""
        read = {self.consent, self.language, *(x for columns in self.questions.values() for x in columns)}
        return tuple(title.strip() for x, title in enumerate(self.header.cells) if title.strip() and x not in read)

    @property
    def read(self) -> tuple[str, ...]:
        unknown = set(self.unknown)
        return tuple(title.strip() for title in self.header.cells if title.strip() and title.strip() not in unknown)


def find_columns(event: Event, sheet: Sheet) -> Columns:
    """Return the columns by the row that looks most like a header."""
    return max(
        (_columns(event, row) for row in sheet.rows[:HEADER_WITHIN]),
        key=lambda columns: len(columns.read),
    )


def _columns(event: Event, row: Row) -> Columns:
    places = _places(row)
    questions = dict(_of_questions(event, places))
    free = {title: x for title, x in places.items() if (x,) not in questions.values()}
    questions = dict(_of_parts(event, free)) | questions
    return Columns(
        header=row,
        questions=questions,
        consent=_first(free, _words(Part.CONSENT)),
        language=_first(free, _words(Part.LANGUAGE)),
        missing=tuple(one for one in event.questions if one.required and one.key not in questions),
    )


def _places(row: Row) -> dict[str, int]:
    # Where two columns have the same title, the first one counts.
    return {plain(title): x for x, title in reversed(list(enumerate(row.cells))) if plain(title)}


def _of_questions(event: Event, places: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for question in event.questions:
        names = [question.key, *_sayings(question.label), *_sayings(question.text)]
        if (column := _first(places, map(plain, names))) is not None:
            yield question.key, (column,)


def _of_parts(event: Event, places: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    found = {part: _first(places, _words(part)) for part in Part}
    halves = tuple(x for part in (Part.FIRST_NAME, Part.SURNAME) if (x := found[part]) is not None)
    name = found[Part.NAME]
    for columns, question in (
        (halves if name is None else (name,), event.question_for(QuestionUse.NAME)),
        (_one(found[Part.EMAIL]), event.question_for(QuestionUse.EMAIL) or _only(event, QuestionKind.EMAIL)),
        (_one(found[Part.PHONE]), _only(event, QuestionKind.PHONE)),
    ):
        if question and columns:
            yield question.key, columns


def _only(event: Event, kind: QuestionKind) -> Question | None:
    """Return the question of a kind, where there is no more than one."""
    found = [question for question in event.questions if question.kind is kind]
    return found[0] if len(found) == 1 else None


def _one(column: int | None) -> tuple[int, ...]:
    return () if column is None else (column,)


def _first(places: Mapping[str, int], names: Iterable[str]) -> int | None:
    return next((places[name] for name in names if name in places), None)


def _words(part: Part) -> Sequence[str]:
    return [plain(word) for word in WORDS[part].split(", ")]


def _sayings(text: Text) -> Iterable[str]:
    return text.root.values()


def plain(title: str) -> str:
    """Return what two spellings of a title share: no "(obligāts)", no asterisk, no hyphen, no capitals."""
    return folded(re.sub(r"\(.*?\)|[*?:;,._/–-]", " ", title))
