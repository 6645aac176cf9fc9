"""A list of people as offices keep it, as rows of text: a workbook (.xlsx) or a text file (.csv) of any program."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from conference.answers import Problem
from conference.export import FORMULA

LARGEST = 5 * 1024 * 1024
"""Bytes."""
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 200

WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = (";", ",", "\t")
LOOKED_AT = 50
"""Rows by which a text file's delimiter is recognised."""

# In Windows-1251 a Cyrillic word is nothing but these; five in a row are no word of a Baltic language.
CYRILLIC = re.compile(rb"[\xc0-\xff]{5}")


class UnreadableError(Exception):
    """A file that cannot be imported at all; `problem` says why."""

    def __init__(self, key: str, **variables: str | int) -> None:
        super().__init__(key)
        self.problem = Problem(key, variables)


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As spreadsheets count, from 1."""
    cells: tuple[str, ...]
    unread: Mapping[int, str] = field(default_factory=dict)
    """By column, from 0: the key of a text that says why a cell has nothing to read."""

    @property
    def is_empty(self) -> bool:
        return not self.unread and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that are not empty."""

    rows: tuple[Row, ...]
    form: str
    """What kind of file it was found to be, such as "CSV, windows-1257"."""
    passed_over: tuple[str, ...] = ()
    """The names of further sheets of a workbook, which nobody has read."""


def read(body: bytes) -> Sheet:
    """Return what a file says. Nothing in it is computed. Raise UnreadableError."""
    if len(body) > LARGEST:
        raise UnreadableError("import-too-large", limit=LARGEST // 1024 // 1024)
    if body.startswith(OLD_WORKBOOK):
        raise UnreadableError("import-old-workbook", format=".xlsx")
    sheet = _workbook(body) if body.startswith(WORKBOOK) else _text_file(body)
    if not sheet.rows:
        raise UnreadableError("import-nothing")
    return sheet


def _kept(rows: Iterator[Row]) -> tuple[Row, ...]:
    kept: list[Row] = []
    for row in rows:
        if len(kept) > MOST_ROWS:  # one more than that: the header
            raise UnreadableError("import-too-many-rows", limit=MOST_ROWS)
        if not row.is_empty:
            kept.append(row)
    return tuple(kept)


def _workbook(body: bytes) -> Sheet:
    import openpyxl  # takes a while, and only a few commands need it

    _refuse_a_bomb(body)
    try:
        shown = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        # The values alone do not tell a formula that nobody has computed from an empty cell.
        written = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
        visible = [sheet.title for sheet in shown.worksheets if sheet.sheet_state == "visible"]
        first, *others = visible or [sheet.title for sheet in shown.worksheets]
        rows = _kept(_rows_of(shown[first], written[first]))
    except UnreadableError:
        raise
    except Exception:
        # Whatever is damaged: zipfile, XML parser and openpyxl have no common error, and its text may quote the file.
        raise UnreadableError("import-damaged") from None
    return Sheet(rows, "Excel", tuple(others))


def _refuse_a_bomb(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise UnreadableError("import-damaged") from None
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableError("import-too-large", limit=LARGEST // 1024 // 1024)


def _rows_of(shown: Any, written: Any) -> Iterator[Row]:
    for sheet in (shown, written):
        sheet.reset_dimensions()  # some programs write wrong ones, and rows would be missing
    pairs = zip(shown.iter_rows(max_col=MOST_COLUMNS), written.iter_rows(max_col=MOST_COLUMNS), strict=True)
    for number, (values, sources) in enumerate(pairs, start=1):
        unread = {
            x: reason
            for x, (value, source) in enumerate(zip(values, sources, strict=True))
            if (reason := _why_unread(value, source))
        }
        yield Row(number, tuple("" if x in unread else _as_text(cell.value) for x, cell in enumerate(values)), unread)


def _why_unread(value: Any, source: Any) -> str | None:
    if value.value is None:
        return "import-formula" if source.value is not None and source.data_type == "f" else None
    return "import-error-value" if value.data_type == "e" else None


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _text_file(body: bytes) -> Sheet:
    text, encoding = decoded(body)
    announced = re.match(r"sep=(.)\r?\n", text)
    if announced:  # Excel's own word for it; it counts as a row there, too
        text = "\r\n" + text[announced.end() :]
    try:
        rows = _kept(_records(text, announced[1] if announced else _delimiter(text)))
    except csv.Error:
        raise UnreadableError("import-damaged") from None
    return Sheet(rows, f"CSV, {encoding}")


def decoded(body: bytes) -> tuple[str, str]:
    """Return the text of a file, and in which encoding it was found to be. Raise UnreadableError."""
    encoding = _encoding(body)
    try:
        return body.decode(encoding), encoding.removesuffix("-sig")
    except UnicodeDecodeError:
        raise UnreadableError("import-damaged") from None


def _encoding(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in body:
        return "utf-16-le" if body[1::2].count(0) > body[::2].count(0) else "utf-16-be"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1251" if CYRILLIC.search(body) else "windows-1257"
    return "utf-8-sig"


def _delimiter(text: str) -> str:
    """Return what parts the cells: with it, most rows have the same number of them, and more than one."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    rows = zip(range(LOOKED_AT), _cells(text, delimiter), strict=False)
    widths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _records(text: str, delimiter: str) -> Iterator[Row]:
    for number, cells in enumerate(_cells(text, delimiter), start=1):
        yield Row(number, tuple(map(_without_guard, cells[:MOST_COLUMNS])))


def _cells(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _without_guard(cell: str) -> str:
    """Take the apostrophe off that keeps spreadsheets from computing: our own export writes "'+37126123456"."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
