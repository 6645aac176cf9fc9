"""What stands in the way of a start is said in a line each, with exit code 2; Telegram's absence is waited out."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from conference.clock import wall_clock
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram
from tests.acceptance.process import TOKEN, started, starting
from tests.acceptance.settings import SettingsFile, local_settings, tomorrow
from tests.acceptance.stored import DATABASE, connect


@pytest.fixture
def settings(telegram: LocalTelegram, mailbox: Mailbox) -> SettingsFile:
    return local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock()))


async def refused(config: Path, token: str | None = TOKEN) -> list[str]:
    """Return what a service says that cannot start, without its log."""
    async with starting(config, token) as process:
        assert await process.ended() == 2
        assert "Traceback" not in process.output
        return [line for line in process.lines if " INFO " not in line]


async def test_without_a_token_it_says_where_to_get_one(settings: SettingsFile, tmp_path: Path) -> None:
    (line,) = await refused(settings.write(tmp_path), token=None)
    assert line.startswith("TELEGRAM_BOT_TOKEN is not set: get a token from @BotFather")


async def test_what_cannot_be_a_token_is_not_tried(settings: SettingsFile, tmp_path: Path) -> None:
    (line,) = await refused(settings.write(tmp_path), token="secret-12345")
    assert line.startswith("TELEGRAM_BOT_TOKEN: expected a token as @BotFather gives it")
    assert "secret" not in line


async def test_a_token_that_telegram_refuses_ends_the_service(settings: SettingsFile, tmp_path: Path) -> None:
    lines = await refused(settings.write(tmp_path), token="2:another-another-another-another-another")
    assert lines == ["TELEGRAM_BOT_TOKEN was refused by Telegram: copy it again from @BotFather"]


async def test_a_missing_settings_file_is_named(tmp_path: Path) -> None:
    (line,) = await refused(tmp_path / "missing.toml")
    assert line == f"{tmp_path / 'missing.toml'}: expected a settings file; No such file or directory"


async def test_every_mistake_in_the_settings_is_one_line(settings: SettingsFile, tmp_path: Path) -> None:
    wrong = settings.set({"port": 70_000, "capacity": -1, "date": '"never"'})
    lines = await refused(wrong.write(tmp_path))
    event = "events[0] (cesis-2024)"
    assert [line.partition(":")[0] for line in lines] == ["email.port", f"{event}.date", f"{event}.capacity"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing/kopa.db", "[Errno 2] No such file or directory: 'missing/kopa.db.lock'"),
        ("folder", "unable to open database file"),
        ("config.toml", "file is not a database"),
    ],
)
async def test_a_database_that_cannot_be_used_is_one_line(
    path: str, reason: str, settings: SettingsFile, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    lines = await refused(settings.set({"database_url": f'"sqlite+aiosqlite:///{path}"'}).write(tmp_path))
    assert lines == [f"the database cannot be used: {reason}"]


async def test_of_two_services_on_one_file_the_second_refuses_to_start(settings: SettingsFile, tmp_path: Path) -> None:
    config = settings.write(tmp_path)
    async with started(config) as first:
        assert await refused(config) == [f"another service is running on {DATABASE}: stop it first"]
        await first.kill()
    async with started(config):
        pass


async def test_a_database_that_another_program_keeps_to_itself_is_one_line(
    settings: SettingsFile, tmp_path: Path
) -> None:
    with closing(connect(tmp_path)) as another_program:
        another_program.execute("PRAGMA journal_mode = WAL")
        another_program.execute("BEGIN EXCLUSIVE")
        assert await refused(settings.write(tmp_path)) == ["the database cannot be used: database is locked"]


async def test_telegram_may_come_later_than_the_service(mailbox: Mailbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = local_settings(f"http://127.0.0.1:{port}/bot", mailbox.port).starting_at(tomorrow(wall_clock()))
    async with starting(settings.write(tmp_path)) as process:
        await process.says("Telegram does not answer, trying again")
        async with LocalTelegram(token=TOKEN, port=port) as telegram:
            await process.says("running as @rehearsal_bot")
            anna = telegram.phone(11)
            await anna.open_link()
            await anna.wait_for("Kopā bērnu drošībai")
            assert await process.terminate() == 0


async def test_it_can_be_stopped_while_it_waits_for_telegram(mailbox: Mailbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = local_settings(f"http://127.0.0.1:{port}/bot", mailbox.port).starting_at(tomorrow(wall_clock()))
    async with starting(settings.write(tmp_path)) as process:
        await process.says("Telegram does not answer")
        assert await process.terminate() == 0
