import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from conference import export, people, registration
from conference.database import Database
from conference.dialogue import Draft
from conference.export import Column, Headings, Table
from conference.tables import registrations
from tests.conference.example_event import a_question, an_event

NOW = datetime(2024, 5, 20, 9, 30, 15, 250, tzinfo=UTC)
EVENT = an_event(
    questions=(
        a_question("name", use="name", label={"lv": "Vārds", "en": "Name"}),
        a_question("email", kind="email", use="email"),
        a_question("phone", kind="phone"),
        a_question("field", kind="choice", required=False),
        a_question("lunch", kind="yes_no"),
    )
)
ANNA = {"name": "Anna", "email": "anna@example.org", "phone": "+37126123456", "field": "health", "lunch": True}
HEADINGS = Headings(
    "Statuss", "Dalība", "Pieteikts", "Valoda", "Kanāli", {"registered": "pieteikts", "telegram": "Telegram"}
)
TITLES = ["Vārds", "Email", "Phone", "Field", "Lunch", "Statuss", "Dalība", "Pieteikts", "Valoda", "Kanāli"]

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "+371 1+cmd|' /C calc'!A0"]
UNHARMED = [
    "<b>Anna</b> & \"Co\" 'x'; y, z",
    "Žaņa Šķēle",
    "Оксана Ёлкина",
    "مريم שרה",
    "a\u202eb",
    "👩‍⚕️",
    "first line\nsecond; line",
    "  spaces around  ",
    "#N/A",
    "12.06",
    "007",
    "TRUE",
]


async def register(database: Database, chat_id: int, **answers: Any) -> None:
    async with database.transaction() as connection:
        person = await people.meet(connection, chat_id, "lv", NOW)
        draft = Draft(person.id, EVENT.key, answers=ANNA | answers, consent_version="1", consented_at=NOW)
        assert await registration.confirm(connection, EVENT, draft, person, NOW)


async def exported(database: Database) -> Table:
    async with database.snapshot() as connection:
        return await export.registrations_table(connection, EVENT, "lv", "jā", "nē", HEADINGS)


def a_table(*texts: str) -> Table:
    return Table("example", (Column("text", "Text"),), tuple((text,) for text in texts))


def read_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(file: bytes):
    return openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]


async def test_each_registration_is_a_line_of_answers_as_people_read_them(database):
    await register(database, 1)
    table = await exported(database)
    assert [column.title for column in table.columns] == TITLES
    answers = ("Anna", "anna@example.org", "+371 26 123 456", "Health", "jā")
    local = EVENT.local(datetime(2024, 5, 20, 9, 30, 15, tzinfo=UTC))
    assert table.rows == ((*answers, "pieteikts", "unanswered", local, "lv", "Telegram, email"),)
    assert table.rows[0][7].isoformat() == "2024-05-20T12:30:15+03:00"


async def test_a_cancelled_registration_is_listed_and_an_unfinished_one_is_not(database):
    await register(database, 1)
    async with database.transaction() as connection:
        cancelling = await people.meet(connection, 1, "lv", NOW)
        await registration.cancel(connection, EVENT, cancelling, NOW)
        looking_in = await people.meet(connection, 2, "lv", NOW)
        await registration.open_draft(connection, EVENT, looking_in, NOW)
    assert [row[5:7] for row in (await exported(database)).rows] == [("cancelled", "not_coming")]


async def test_a_skipped_answer_and_one_that_was_never_asked_are_empty(database):
    await register(database, 1, field=None)
    async with database.transaction() as connection:
        await connection.execute(update(registrations).values(answers={"name": "Anna", "field": None}))
    assert (await exported(database)).rows[0][:5] == ("Anna", "", "", "", "")


async def test_an_event_without_registrations_has_its_header(database):
    table = await exported(database)
    assert read_csv(export.to_csv(table)) == [TITLES]
    assert [[cell.value for cell in row] for row in read_xlsx(export.to_xlsx(table))] == [TITLES]
    assert json.loads(export.to_json(table)) == []


async def test_characters_that_no_workbook_can_hold_are_dropped(database):
    await register(database, 1)
    async with database.transaction() as connection:
        name = "A\x00n\x0bn\x1fa\ufffe\ud800 Ž\t👩"
        await connection.execute(update(registrations).values(answers={"name": name}))
    table = await exported(database)
    assert table.rows[0][0] == "Anna Ž\t👩"
    assert read_xlsx(export.to_xlsx(table))["A2"].value == "Anna Ž\t👩"


def test_csv_opens_in_columns_where_the_comma_is_the_decimal_sign():
    table = Table("t", (Column("a", "A"), Column("b", "B")), (("x;y", datetime(2024, 5, 20, 12, 30, tzinfo=UTC)),))
    assert export.to_csv(table) == b'\xef\xbb\xbfA;B\r\n"x;y";2024-05-20 12:30\r\n'


def test_csv_returns_every_text_unharmed():
    assert read_csv(export.to_csv(a_table(*UNHARMED)))[1:] == [[text] for text in UNHARMED]


@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_has_no_formulas(formula):
    assert read_csv(export.to_csv(a_table(formula)))[1:] == [[f"'{formula}"]]


def test_csv_has_no_formulas_in_its_header():
    table = Table("t", (Column("a", "=1+1"),), ())
    assert read_csv(export.to_csv(table)) == [["'=1+1"]]


@pytest.mark.parametrize("phone", ["+371 26 123 456", "+1 650-253-0000"])
def test_csv_leaves_phone_numbers_usable(phone):
    assert read_csv(export.to_csv(a_table(phone)))[1:] == [[phone]]


@pytest.mark.parametrize("text", [*UNHARMED, *(formula for formula in FORMULAS if "\r" not in formula), "+37126123456"])
def test_xlsx_keeps_every_text_a_text(text):
    cell = read_xlsx(export.to_xlsx(a_table(text)))["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_xlsx_has_real_dates():
    moment = EVENT.local(datetime(2024, 5, 20, 9, 30, 15, tzinfo=UTC))
    cell = read_xlsx(export.to_xlsx(Table("t", (Column("a", "A"),), ((moment,),))))["A2"]
    assert (cell.value, cell.is_date) == (datetime(2024, 5, 20, 12, 30, 15), True)  # noqa: DTZ001  workbooks have none


def test_xlsx_is_ready_to_work_with():
    sheet = read_xlsx(export.to_xlsx(a_table("short", "x" * 500)))
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("example", "A2", "A1:A3")
    assert (sheet["A1"].font.bold, sheet.column_dimensions["A"].width) == (True, 60)


async def test_json_is_keyed_by_what_the_settings_call_things(database):
    await register(database, 1)
    assert json.loads(export.to_json(await exported(database))) == [
        {
            "name": "Anna",
            "email": "anna@example.org",
            "phone": "+371 26 123 456",
            "field": "Health",
            "lunch": "jā",
            "registration_status": "pieteikts",
            "registration_attendance": "unanswered",
            "registered_at": "2024-05-20T12:30:15+03:00",
            "person_language": "lv",
            "person_channels": "Telegram, email",
        }
    ]


def test_json_returns_every_text_unharmed():
    file = export.to_json(a_table(*UNHARMED))
    assert [row["text"] for row in json.loads(file)] == UNHARMED
    assert "Žaņa".encode() in file
