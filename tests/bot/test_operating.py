import json
import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.starting import alone_on
from conference import service_state
from conference.clock import wall_clock
from conference.config import load_settings
from conference.service_state import PauseReason
from tests.bot.example_service import become, change, in_database, kopa, register, settings_file
from tests.conference.example_people import MAY, ledger


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KOPA_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return settings_file(tmp_path)


@pytest.fixture
def on_postgresql(config: Path) -> Path:
    url = "postgresql+asyncpg://kopa@localhost/kopa"
    config.write_text(re.sub('sqlite[^"]*', url, config.read_text()))
    return config


def states(config: Path) -> list[str]:
    """Return the states of the confirmations."""
    stored = in_database(config, lambda database, _: ledger(database, "status", "kind"))
    return [status for status, kind in stored if kind == "registered"]


def backups(config: Path) -> list[Path]:
    return sorted((config.parent / "backups").iterdir())


def backed_up(config: Path) -> Path:
    assert kopa("backup", "--config", config).exit_code == 0
    (copy,) = backups(config)
    return copy


def test_a_backup_goes_beside_the_database_or_where_it_is_wished(config: Path, tmp_path: Path):
    register(config)
    copy = backed_up(config)
    assert re.fullmatch(r"kopa-\d{8}T\d{6}Z\.db", copy.name)
    result = kopa("backup", tmp_path / "usb", "--config", config)
    (other,) = (tmp_path / "usb").iterdir()
    assert (result.exit_code, result.stdout) == (0, f"written: {other}\n")


def test_a_backup_works_while_a_service_holds_the_database(config: Path):
    register(config)
    with alone_on(load_settings(config).service.database_url):
        assert kopa("backup", "--config", config).exit_code == 0


def test_a_backup_that_fails_is_one_line(config: Path, tmp_path: Path):
    register(config)
    result = kopa("backup", tmp_path / "missing" / "usb", "--config", config)
    line = f"no backup was made: {tmp_path}/missing/usb: No such file or directory\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", line)


@pytest.mark.parametrize("command", [["backup"], ["status"], ["pause"], ["resume"], ["deliveries"]])
def test_where_there_is_no_database_commands_say_so_and_make_none(config: Path, tmp_path: Path, command: list[str]):
    result = kopa(*command, "--config", config)
    line = f"there is no database at {tmp_path}/kopa.db yet: `kopa run` makes it\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", line)
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(("command", "tool"), [(["backup"], "pg_dump"), (["restore", "file"], "pg_restore")])
def test_postgresql_has_tools_of_its_own(on_postgresql: Path, command: list[str], tool: str):
    result = kopa(*command, "--config", on_postgresql)
    assert (result.exit_code, result.stderr) == (
        2,
        f"PostgreSQL has a tool of its own for this: {tool}, see docs/operating.md\n",
    )


def test_commands_leave_a_database_of_another_version_alone(config: Path, tmp_path: Path):
    register(config)
    with sqlite3.connect(tmp_path / "kopa.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    result = kopa("status", "--config", config)
    assert (result.exit_code, result.stderr.startswith("the database is of version 9999, this Kopā of ")) == (2, True)


def test_a_restore_says_what_is_lost_and_what_waits(config: Path, tmp_path: Path):
    register(config)
    copy = backed_up(config)
    register(config, now=MAY + timedelta(days=1))
    result = kopa("restore", copy, "--config", config)
    first, second, *others = result.stdout.splitlines()
    assert (result.exit_code, first) == (0, f"restored: {copy}")
    assert re.fullmatch(
        rf"The database before it is kept: {tmp_path}/kopa\.db\.\d{{8}}T\d{{6}}Z\.before-restore", second
    )
    assert "The last that the backup tells of is of 20 May 2024, 12:00." in others
    assert [line.split() for line in others[-2:]] == [
        ["cesis-2024", "registered", "e-mail", "1", "0"],
        ["cesis-2024", "registered", "Telegram", "1", "0"],
    ]


def test_a_restore_beside_a_running_service_is_refused(config: Path, tmp_path: Path):
    register(config)
    copy = backed_up(config)
    with alone_on(load_settings(config).service.database_url):
        result = kopa("restore", copy, "--config", config)
    line = f"another service is running on {tmp_path}/kopa.db: stop it first\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", line)


def test_a_restore_of_what_is_no_backup_is_one_line_and_changes_nothing(config: Path, tmp_path: Path):
    register(config)
    result = kopa("restore", config, "--config", config)
    assert (result.exit_code, result.stderr) == (2, f"nothing was restored: {config}: file is not a database\n")
    assert not list(tmp_path.glob("*.before-restore*"))


@pytest.mark.parametrize(
    ("arguments", "answers", "due"),
    [
        (["--yes"], "", "withdrawn"),
        ([], "\n", "withdrawn"),
        ([], "withdraw\n", "withdrawn"),
        ([], "send\n", "waiting"),
        (["--send-all", "--yes"], "", "waiting"),
        (["--send-all"], "yes\n", "waiting"),
        (["--withdraw-due"], "yes\n", "withdrawn"),
    ],
)
def test_after_a_restore_what_was_due_before_it_is_withdrawn_unless_wished_otherwise(
    config: Path, arguments: list[str], answers: str, due: str
):
    register(config, 2)
    become(config, 4, status="scheduled", due_at=wall_clock() + timedelta(hours=1))
    kopa("restore", backed_up(config), "--config", config)
    result = kopa("resume", *arguments, "--config", config, answers=answers)
    assert result.exit_code == 0, result.stderr
    assert states(config) == [due, due, due, "scheduled"]
    assert change(config, service_state.paused) is None


@pytest.mark.parametrize("answers", ["no\n", ""])
def test_without_a_yes_nothing_is_sent_and_nothing_withdrawn(config: Path, answers: str):
    register(config)
    kopa("restore", backed_up(config), "--config", config)
    result = kopa("resume", "--config", config, answers=answers)
    assert result.exit_code == 2
    assert states(config) == ["waiting", "waiting"]
    assert change(config, service_state.paused).reason is PauseReason.RESTORED


def test_a_pause_of_the_operator_s_ends_with_all_sent_by_default(config: Path):
    register(config)
    said = [kopa(command, "--config", config).stdout for command in ("pause", "pause")]
    assert said == ["Paused: nothing is sent until `kopa resume`.\n", "It is paused already.\n"]
    result = kopa("resume", "--yes", "--config", config)
    assert result.stdout.splitlines()[-1] == "Resumed; 0 withdrawn."
    assert states(config) == ["waiting", "waiting"]
    assert kopa("resume", "--config", config).stdout == "It is not paused.\n"


def test_during_a_pause_of_the_operator_s_all_that_is_due_can_be_withdrawn(config: Path):
    register(config)
    become(config, 2, status="scheduled", due_at=wall_clock() + timedelta(hours=1))
    kopa("pause", "--config", config)
    result = kopa("resume", "--withdraw-due", "--yes", "--config", config)
    assert result.stdout.splitlines()[-1] == "Resumed; 1 withdrawn."
    assert states(config) == ["withdrawn", "scheduled"]


def test_either_all_is_sent_or_something_withdrawn(config: Path):
    register(config)
    result = kopa("resume", "--send-all", "--withdraw-due", "--config", config)
    assert (result.exit_code, result.stderr) == (2, "either --send-all or --withdraw-due\n")


def test_the_status_is_told_to_people_in_80_columns_and_to_programs_as_json(config: Path):
    register(config)
    become(config, 1, status="dead", reason="blocked", finished_at=MAY)
    with alone_on(load_settings(config).service.database_url):
        shown, told = (kopa("status", *extra, "--config", config) for extra in ([], ["--json"]))
    assert (shown.exit_code, told.exit_code) == (0, 0)
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "last error, Telegram: delivery 1, dead at 20 May 2024, 12:00: blocked" in shown.stdout
    status = json.loads(told.stdout)
    assert (status["running"], status["paused"], status["events"][0]["registered"]) == (True, None, 1)
    assert status["channels"]["telegram"]["states"]["dead"] == 1


def test_the_status_changes_nothing(config: Path, tmp_path: Path):
    register(config)
    before = (tmp_path / "kopa.db").read_bytes()
    kopa("status", "--config", config)
    assert (tmp_path / "kopa.db").read_bytes() == before
