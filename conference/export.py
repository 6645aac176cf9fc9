"""The list of registrants as a table, and the files that organisers open it in."""

import asyncio
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.answers import show_answer
from conference.event import Event
from conference.people import Person, Wants
from conference.question import Question
from conference.tables import people, registrations
from conference.text import Language

Cell: TypeAlias = str | datetime

# What XML 1.0 has no character for (https://www.w3.org/TR/xml/#charsets), so that no workbook can hold it.
UNPRINTABLE = re.compile(r"[^\t\n\r -\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
# What spreadsheets take for the beginning of a formula, the wide forms of Asian keyboards too (OWASP, CSV injection).
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# "+371 26 123 456" computes nothing: with its spaces it is no formula, and must not get a quote of its own.
PHONE = re.compile(r"\+\d{1,3} [\d -]+")

WIDEST = 60  # characters


@dataclass(frozen=True, slots=True)
class Headings:
    """The titles of the columns that no question has, and the words for what the database keeps as codes."""

    status: str = "Status"
    attendance: str = "Attendance"
    registered_at: str = "Registered at"
    language: str = "Language"
    channels: str = "Channels"
    words: Mapping[str, str] = field(default_factory=dict)
    """By status, attendance and channel; a missing one is written as its code."""

    def word(self, code: str) -> str:
        return self.words.get(code, code)


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    """A question's key, or one with an underscore, which no question's key has."""
    title: str


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


async def registrations_table(
    connection: AsyncConnection, event: Event, language: Language, yes: str, no: str, headings: Headings
) -> Table:
    """Return an event's registrations, cancelled ones too, the earliest first; moments are as the event's clocks show.

    There is a column for each question that the settings have today.
    """
    theirs = await _people(connection, event)
    mine = select(registrations).where(registrations.c.event == event.key)
    found = await connection.execute(mine.order_by(registrations.c.registered_at, registrations.c.id))
    # Thousands of telephone numbers take a second to write: the chats go on meanwhile.
    return await asyncio.to_thread(_table, event, found.all(), theirs, language, yes, no, headings)


def _table(
    event: Event,
    found: Sequence[Row[Any]],
    theirs: Mapping[int, Person],
    language: Language,
    yes: str,
    no: str,
    headings: Headings,
) -> Table:
    def answers(row: Row[Any]) -> Iterator[str]:
        for question in event.questions:
            yield _shown(question, row.answers.get(question.key), language, yes, no)

    def about(row: Row[Any]) -> Iterator[Cell]:
        person = theirs[row.person_id]
        yield headings.word(row.status)
        yield headings.word(row.attendance)
        yield event.local(row.registered_at).replace(microsecond=0)
        yield person.language
        yield ", ".join(headings.word(channel) for channel in person.channels)

    columns = (
        *(Column(question.key, _printable(question.label.in_language(language))) for question in event.questions),
        Column("registration_status", headings.status),
        Column("registration_attendance", headings.attendance),
        Column("registered_at", headings.registered_at),
        Column("person_language", headings.language),
        Column("person_channels", headings.channels),
    )
    return Table(event.key, columns, tuple((*answers(row), *about(row)) for row in found))


def to_csv(table: Table) -> bytes:
    """Return the table as CSV (RFC 4180, but with semicolons) in UTF-8 with a byte order mark.

    Where a comma is the decimal sign, as in Latvia, Excel opens only files with semicolons in columns; and without the
    mark it takes UTF-8 for an old code page. What a spreadsheet would compute begins with an apostrophe here; phone
    numbers in groups ("+371 26 123 456") stay as they are: nothing computes them.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(_harmless(column.title) for column in table.columns)
    writer.writerows(map(_plain, row) for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def to_json(table: Table) -> bytes:
    """Return a list of objects in UTF-8, one a registration, keyed by the columns' keys; moments are ISO 8601."""
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=datetime.isoformat).encode()


def to_xlsx(table: Table) -> bytes:
    """Return the table as an Excel workbook: the header stays in sight, moments are dates, all else is text.

    Text stays text, as it was written: cells are marked so, and neither "=1+1" nor "+37126123456" is computed, not even
    after somebody edits it.
    """
    import openpyxl  # takes a while, and only a few commands need it

    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = table.name
    lines: list[Sequence[Cell]] = [[column.title for column in table.columns], *table.rows]
    for y, line in enumerate(lines, start=1):
        for x, value in enumerate(line, start=1):
            _write(sheet.cell(y, x), value)
    _lay_out(sheet, lines)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write(cell: Any, value: Cell) -> None:
    if isinstance(value, datetime):
        cell.value = value.replace(tzinfo=None)  # a workbook knows no time zones
        cell.number_format = "yyyy-mm-dd hh:mm"
    else:
        cell.value = value
        cell.data_type = "s"  # openpyxl takes "=1+1" for a formula and "#N/A" for an error
        cell.number_format = "@"


def _lay_out(sheet: Any, lines: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = wrapped
    for x, width in enumerate(_widths(lines), start=1):
        sheet.cell(1, x).font = bold
        sheet.column_dimensions[get_column_letter(x)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


async def _people(connection: AsyncConnection, event: Event) -> dict[int, Person]:
    registered = select(registrations.c.person_id).where(registrations.c.event == event.key)
    columns = [people.c[column.name] for column in fields(Person)]
    found = await connection.execute(select(*columns).where(people.c.id.in_(registered)))
    return {row.id: Person(**(dict(row._mapping) | {"wants": Wants(row.wants)})) for row in found}


def _shown(question: Question, answer: Any, language: Language, yes: str, no: str) -> str:
    return "" if answer is None else _printable(show_answer(question, answer, language, yes, no))


def _printable(text: str) -> str:
    return UNPRINTABLE.sub("", text)


def _plain(cell: Cell) -> str:
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else _harmless(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) and not PHONE.fullmatch(text) else text


def _widths(lines: Sequence[Sequence[Cell]]) -> Iterator[int]:
    for column in zip(*lines, strict=True):
        longest = max(len(line) for cell in column for line in _plain(cell).split("\n"))
        yield min(longest + 3, WIDEST)  # room for the filter's arrow
