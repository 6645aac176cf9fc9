from pathlib import Path

import pytest
from sqlalchemy import select

from conference.tables import people, registrations
from conference.texts import Voice
from tests.bot.example_service import in_database, kopa, settings_file
from tests.conference.example_people import MAY
from tests.conference.importing.files import a_csv, a_workbook

HEADER = ("Vārds, uzvārds", "Darbavieta", "Amats", "Joma", "E-pasts")
ANNA = ("Anna Kalniņa", "Cēsu skola", "skolotāja", "Izglītība", "anna@inbox.lv")
ZANE = ("Zane Šķēle", "Slimnīca", "ārste", "Veselība", "zane@inbox.lv")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KOPA_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("bot.importing.wall_clock", lambda: MAY)
    path = settings_file(tmp_path)
    in_database(path, _nothing)
    return path


async def _nothing(*_: object) -> None:
    pass


def a_file(config: Path, body: bytes, name: str = "people.csv") -> Path:
    path = config.parent / name
    path.write_bytes(body)
    return path


def run(config: Path, *arguments: str | Path) -> tuple[int, str]:
    result = kopa("import", *arguments, "--config", config)
    return result.exit_code, result.output


def stored(config: Path) -> list[tuple[str, str]]:
    async def read(database, _):
        async with database.snapshot() as connection:
            mine = select(people.c.email, registrations.c.source).join_from(
                people, registrations, registrations.c.person_id == people.c.id
            )
            return [tuple(row) for row in await connection.execute(mine)]

    return in_database(config, read)


def test_without_yes_the_file_is_only_checked(config: Path) -> None:
    file = a_file(config, a_csv(HEADER, ANNA, (*ZANE[:3], "Sports", "zane"), encoding="windows-1257"))
    status, output = run(config, file)
    assert (status, stored(config)) == (0, [])
    assert output.splitlines() == [
        "Row 3, Joma: “Sports” is none of the answers to choose from.",
        f"Row 3, E-pasts: {Voice('en')('answer-email-wrong')}",
        "The file has been read (CSV, windows-1257). 2 rows below the titles of the columns.",
        "Columns that are used: Vārds, uzvārds, Darbavieta, Amats, Joma, E-pasts.",
        "Ready to be imported: 1 person.",
        "Not imported: 1 row.",
        "Nothing was imported: add --yes to do it.",
    ]


def test_with_yes_and_a_source_it_is_imported(config: Path) -> None:
    file = a_file(config, a_workbook(HEADER, ANNA, ZANE), "people.xlsx")
    assert run(config, file, "--yes", "--source", "web form 2024-05") == (0, "Imported: 2 people.\n")
    assert stored(config) == [("anna@inbox.lv", "web form 2024-05"), ("zane@inbox.lv", "web form 2024-05")]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--yes"], "where did these people agree to the processing of their data?"),
        (["--yes", "--source", " "], "where did these people agree to the processing of their data?"),
        (["--yes", "--source", "x" * 55], "--source: at most 54 characters"),
        (["--event", "another"], "no event another"),
    ],
)
def test_what_is_missing_is_said_and_nothing_imported(config: Path, arguments: list[str], complaint: str) -> None:
    status, output = run(config, a_file(config, a_csv(HEADER, ANNA)), *arguments)
    assert (status, output.startswith(complaint), stored(config)) == (2, True, [])


def test_a_file_that_cannot_be_read_is_named(config: Path) -> None:
    file = a_file(config, b"PK\x03\x04", "people.xlsx")
    assert run(config, file) == (2, f"{file}: This file cannot be read.\n")
    assert run(config, "nowhere.csv") == (2, "nowhere.csv: No such file or directory\n")


def test_more_people_than_places_need_a_word(config: Path) -> None:
    config.write_text(config.read_text().replace("capacity = 800", "capacity = 1"))
    file = a_file(config, a_csv(HEADER, ANNA, ZANE))
    status, output = run(config, file, "--yes", "--source", "web form")
    assert (status, stored(config)) == (0, [])
    assert output.splitlines()[:2] == ["Row 3: There is no place left.", "Imported: 0 people."]
    assert output.splitlines()[-1] == "Add --fill to import as many as there are places."
    run(config, file, "--yes", "--source", "web form", "--fill")
    assert stored(config) == [("anna@inbox.lv", "web form")]
