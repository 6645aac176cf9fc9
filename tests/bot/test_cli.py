import asyncio
import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from conference.config import load_settings
from conference.database import Database
from tests.conference.example_people import a_registrant

SHIPPED = Path(__file__).parents[2] / "config.toml"

MISTAKES = {
    'languages = ["lv", "en", "ru"]': 'languages = ["lv", "en", "ru"]\nlanguage = "lv"',
    'time_zone = "Europe/Riga"': 'time_zone = "Europe/Cesis"',
    "messages_per_second = 30": 'messages_per_second = "fast"',
    "port = 587": "port = 70000",
    'sender = "conference@example.org"': 'sender = "conference"',
    "date = 2024-06-14": 'date = 2024-06-14\nends = "16:00"',
    "capacity = 800": "capacity = 0",
    'map_link = "https': 'latitude = 157.3\nmap_link = "https',
    'kind = "phone"': 'kind = "telephone"',
    'audience = ["unfinished"]': 'audience = ["everybody"]',
}


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch):
    for name in ("TELEGRAM_BOT_TOKEN", "SMTP_PASSWORD", "KOPA_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped settings with a database of their own."""
    path = tmp_path / "config.toml"
    path.write_text(SHIPPED.read_text().replace(":///kopa.db", f":///{tmp_path}/kopa.db"))
    return path


def kopa(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def registered(config: Path) -> None:
    """Register Anna in the database of these settings."""

    async def register() -> None:
        settings = load_settings(config)
        database = await Database.open(settings.service.database_url)
        await a_registrant(database, _asking_little(settings.events[0]))
        await database.close()

    asyncio.run(register())


def _asking_little(event):
    return event.model_copy(update={"questions": tuple(q for q in event.questions if q.key in ("name", "email"))})


def test_the_shipped_settings_have_no_mistakes_and_check_says_what_a_real_start_lacks(config: Path):
    result = kopa("check", "--config", config)
    assert result.exit_code == 0
    first, second, *missing = result.stdout.splitlines()
    assert (first, second) == (f"{config}: no mistakes, 1 event(s).", "Still missing for a real start:")
    assert any(line.startswith("  - TELEGRAM_BOT_TOKEN") for line in missing)


def test_ten_different_mistakes_are_ten_lines(config: Path):
    text = config.read_text()
    for right, wrong in MISTAKES.items():
        assert text.count(right) >= 1, right
        text = text.replace(right, wrong, 1)
    config.write_text(text)
    result = kopa("check", "--config", config)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sorted(line.partition(":")[0] for line in result.stderr.splitlines()) == sorted(
        [
            "service.language",
            "service.time_zone",
            "telegram.messages_per_second",
            "email.port",
            "email.sender",
            "events[0] (cesis-2024).ends",
            "events[0] (cesis-2024).capacity",
            "events[0] (cesis-2024).venue.latitude",
            "events[0] (cesis-2024).questions[5] (phone).kind",
            "events[0] (cesis-2024).reminders[1] (last-day).audience[0]",
        ]
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["run"], "TELEGRAM_BOT_TOKEN is not set: get a token from @BotFather, or try `kopa rehearse`"),
        (["timeline", "--event", "madona"], "no event madona; there are: cesis-2024"),
        (["timeline", "--language", "de"], "no language de; there are: lv, en, ru"),
        (["timeline", "--at", "tomorrow"], "not a moment: tomorrow; expected: 2024-06-13 or 2024-06-13T10:01"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(config: Path, arguments: list[str], line: str):
    result = kopa(*arguments, "--config", config)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{line}\n")


def test_an_export_without_a_database_says_so(config: Path, tmp_path: Path):
    result = kopa("export", "--config", config)
    assert (result.exit_code, result.stderr) == (
        2,
        f"no registrations yet: there is no database at {tmp_path}/kopa.db\n",
    )


def test_settings_that_are_not_there_are_one_line(tmp_path: Path):
    result = kopa("check", "--config", tmp_path / "none.toml")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_token_that_cannot_be_one_is_named_but_not_shown(config: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12345:secret")
    result = kopa("run", "--config", config)
    assert result.exit_code == 2
    assert result.stderr.startswith("TELEGRAM_BOT_TOKEN: expected")
    assert "secret" not in result.stderr


def test_the_timeline_works_before_anybody_registered_and_leaves_no_database(config: Path, tmp_path: Path):
    result = kopa("timeline", "--config", config, "--at", "2024-06-13T09:00")
    assert result.exit_code == 0, result.stderr
    assert "day-before" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_registrations_are_exported_to_a_file_that_only_its_owner_reads(config: Path, tmp_path: Path):
    registered(config)
    path = tmp_path / "list.csv"
    result = kopa("export", "--config", config, "--format", "csv", "--output", path)
    assert (result.exit_code, result.stdout) == (0, f"written: {path}\n")
    assert path.stat().st_mode & 0o077 == 0
    header, row = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";")
    exported = dict(zip(header, row, strict=True))
    assert {name: exported[name] for name in ("Vārds, uzvārds", "E-pasts", "Pieteikuma statuss", "Saziņa")} == {
        "Vārds, uzvārds": "Anna Kalniņa",
        "E-pasts": "anna@inbox.lv",
        "Pieteikuma statuss": "pieteikts",
        "Saziņa": "Telegram, e-pasts",
    }


def test_an_export_can_go_to_standard_output(config: Path):
    registered(config)
    result = kopa("export", "--config", config, "--format", "json", "--output", "-", "--language", "en")
    assert (result.exit_code, b'"name": "Anna Kalni\xc5\x86a"' in result.stdout_bytes) == (0, True)


def test_a_file_that_cannot_be_written_is_one_line(config: Path, tmp_path: Path):
    registered(config)
    path = tmp_path / "missing" / "list.csv"
    result = kopa("export", "--config", config, "--output", path)
    assert (result.exit_code, result.stderr) == (2, f"{path}: No such file or directory\n")
