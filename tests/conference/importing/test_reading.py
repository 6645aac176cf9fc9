import io
import zipfile
from datetime import date, time

import pytest

from conference import export
from conference.answers import Problem
from conference.importing.reading import LARGEST, Row, UnreadableError, read
from tests.conference.importing.files import ANNA, HEADER, ZANE, a_csv, a_workbook

PEOPLE = [HEADER, ANNA, ZANE]


def cells(body: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(body).rows]


def why_not(body: bytes) -> Problem:
    with pytest.raises(UnreadableError) as refused:
        read(body)
    return refused.value.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1257"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_text_file_is_read_in_whatever_encoding(encoding: str, delimiter: str) -> None:
    assert cells(a_csv(*PEOPLE, delimiter=delimiter, encoding=encoding)) == PEOPLE


def test_cyrillic_in_an_old_code_page_is_not_taken_for_latvian() -> None:
    rows = [("Имя, фамилия", "Эл. почта"), ("Анна Калныня", "anna@inbox.lv")]
    assert cells(a_csv(*rows, encoding="windows-1251")) == rows


def test_words_with_many_latvian_letters_are_not_taken_for_cyrillic() -> None:
    assert cells(a_csv(("Joma", "Amats"), ("šķīšana", "čūskāda"), encoding="windows-1257"))[1] == (
        "šķīšana",
        "čūskāda",
    )


def test_commas_within_answers_do_not_part_cells_of_a_file_with_semicolons() -> None:
    rows = [("Name", "Topics"), ("Anna", "a, b, c, d"), ("Zane", "a, b"), ("Ilze", "")]
    assert cells(a_csv(*rows)) == rows


def test_a_quoted_cell_may_have_the_delimiter_and_lines() -> None:
    assert cells(b'Name,Needs\r\n"Kalni\xc5\x86a, Anna","one\ntwo"\r\n') == [
        ("Name", "Needs"),
        ("Kalniņa, Anna", "one\ntwo"),
    ]


def test_excels_own_announcement_of_the_delimiter_counts_as_a_row() -> None:
    assert read(b"sep=,\r\nName,Field\r\nAnna,Health\r\n").rows == (
        Row(2, ("Name", "Field")),
        Row(3, ("Anna", "Health")),
    )


def test_rows_are_numbered_as_a_spreadsheet_shows_them_and_empty_ones_are_left_out() -> None:
    expected = [(1, "Name"), (4, "Anna")]
    text = read(b"Name;Field\n;\n\nAnna;Health\n").rows
    workbook = read(a_workbook(("Name", "Field"), ("", None), (None, None), ("Anna", "Health"))).rows
    assert [[(row.number, row.cells[0]) for row in rows] for rows in (text, workbook)] == [expected, expected]


def test_a_workbook_is_read_as_its_cells_show() -> None:
    body = a_workbook(HEADER, (" Anna ", 26123456, 26123456.0, True, date(2024, 5, 1), 1.5, time(9)))
    assert read(body).rows[1].cells[:7] == (" Anna ", "26123456", "26123456", "yes", "2024-05-01", "1.5", "09:00:00")


def test_a_formula_that_nobody_computed_is_named_and_never_computed() -> None:
    body = a_workbook(HEADER, ("=A1", "anna@inbox.lv", '=HYPERLINK("http://example.org")'))
    assert read(body).rows[1].unread == {0: "import-formula", 2: "import-formula"}


def test_a_formula_with_a_kept_value_is_that_value_and_an_error_is_none() -> None:
    # openpyxl keeps no values of formulas: the file is written as a spreadsheet program would.
    computed = _with_sheet(
        a_workbook(("Name", "Email")),
        '<row r="2"><c r="A2" t="str"><f>"An"&amp;"na"</f><v>Anna</v></c>'
        '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )
    row = read(computed).rows[1]
    assert (row.cells[:2], row.unread) == (("Anna", ""), {1: "import-error-value"})


def _with_sheet(body: bytes, row: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(file, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", row.encode() + b"</sheetData>")
            target.writestr(part.filename, content)
    return file.getvalue()


def test_a_text_that_looks_like_a_formula_is_text() -> None:
    table = export.Table("list", (export.Column("name", "Name"),), (("=1+1",), ("+37126123456",)))
    assert [row.cells[0] for row in read(export.to_xlsx(table)).rows] == ["Name", "=1+1", "+37126123456"]


def test_our_own_export_comes_back_without_the_apostrophes_that_guard_it() -> None:
    table = export.Table("list", (export.Column("phone", "Phone"),), (("+37126123456",), ("'tis",)))
    assert cells(export.to_csv(table)) == [("Phone",), ("+37126123456",), ("'tis",)]


def test_what_is_merged_over_several_rows_is_in_the_first_one() -> None:
    body = a_workbook(("Name", "Field"), ("Anna", "Health"), ("Zane", None), merged=["B2:B3"])
    assert [row.cells[1] for row in read(body).rows] == ["Field", "Health", ""]


def test_further_sheets_are_named() -> None:
    assert read(a_workbook(HEADER, others=["Gaidītāji"])).passed_over == ("Gaidītāji",)


def test_a_workbook_that_lies_about_its_size_is_read_to_its_end() -> None:
    body = _replaced(a_workbook(HEADER, ANNA), b'<dimension ref="A1:C2" />', b'<dimension ref="A1" />')
    assert cells(body)[1][:3] == ANNA


def _replaced(body: bytes, old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(file, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert old in content
            target.writestr(part.filename, content.replace(old, new))
    return file.getvalue()


def test_five_thousand_rows_are_read_and_not_one_more() -> None:
    rows = [(f"Anna {number}", f"anna{number}@inbox.lv", "") for number in range(5001)]
    for make in (a_csv, a_workbook):
        assert len(read(make(HEADER, *rows[:5000])).rows) == 5001
        assert why_not(make(HEADER, *rows)) == Problem("import-too-many-rows", {"limit": 5000})


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"", "import-nothing"),
        (b" ;\r\n;;\r\n", "import-nothing"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "import-old-workbook"),
        (b"PK\x03\x04 no more than a beginning", "import-damaged"),
        (b"x" * (LARGEST + 1), "import-too-large"),
        (b"Name\r\n" + b"x" * 200_000, "import-damaged"),  # a longer cell than the csv module takes
        (b"V\xa1rds;\xff", "import-damaged"),  # a byte that the code page does not have
    ],
)
def test_what_cannot_be_read_is_refused_in_words(body: bytes, key: str) -> None:
    assert why_not(body).key == key


def test_another_zip_archive_is_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "text")
    assert why_not(file.getvalue()).key == "import-damaged"


def test_what_would_unpack_to_far_more_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(61 * 1024 * 1024))
    assert why_not(file.getvalue()).key == "import-too-large"
