"""`kopa organiser-link` and `kopa audit`, run as people type them, beside a local Telegram."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from conference import audit, invites
from conference.audit import Action, Entry
from conference.clock import wall_clock
from conference.config import Settings
from conference.database import Database
from conference.invites import Invite, Purpose
from rehearsal.telegram import LocalTelegram
from tests.bot.example_service import in_database, kopa, settings_file
from tests.conference.example_people import MAY, a_person

EVENT = "cesis-2024"
TOKEN = "1:rehearsal-rehearsal-rehearsal-rehearsal"
LINK = re.compile(r"https://t\.me/rehearsal_bot\?start=i_([A-Za-z0-9_-]{22})\n(Works once, until .*)\n")


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(token=TOKEN) as telegram:
        yield telegram


@pytest.fixture
def config(tmp_path: Path, telegram: LocalTelegram, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KOPA_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    path = settings_file(tmp_path)
    path.write_text(path.read_text().replace("https://api.telegram.org/bot", telegram.base_url))
    return path


async def run(*arguments: str | Path):
    """Run a command beside the local Telegram of this thread."""
    return await asyncio.to_thread(kopa, *arguments)


async def do(config: Path, work):
    async def in_transaction(database: Database, _: Settings):
        async with database.transaction() as connection:
            return await work(connection)

    return await asyncio.to_thread(in_database, config, in_transaction)


async def stored(config: Path, secret: str) -> Invite | None:
    return await do(config, lambda connection: invites.find(connection, secret))


async def noted(config: Path) -> list[Entry]:
    return await do(config, audit.entries)


@pytest.mark.parametrize(
    ("options", "purpose", "becomes"),
    [
        ([], Purpose.ORGANISER, f"becomes an organiser of {EVENT}."),
        (["--event", EVENT, "--door"], Purpose.DOOR, f"becomes one of the door staff of {EVENT}."),
    ],
)
async def test_a_link_is_printed_with_its_end_and_kept_nowhere(config, options, purpose, becomes):
    await noted(config)
    result = await run("organiser-link", *options, "--config", config)
    secret, words = LINK.fullmatch(result.stdout).groups()
    invite = await stored(config, secret)
    assert (result.exit_code, result.stderr, words.endswith(becomes)) == (0, "", True)
    assert (invite.event, invite.purpose, invite.invited_by) == (EVENT, purpose, None)
    assert timedelta(hours=23) < invite.valid_until - wall_clock() <= timedelta(hours=24)
    [entry] = await noted(config)
    details = {"purpose": purpose, "invite": invite.id}
    assert (entry.person_id, entry.event, entry.action, entry.details) == (None, EVENT, Action.INVITED, details)


async def refused(config: Path, line: str, *options: str) -> None:
    result = await run("organiser-link", *options, "--config", config)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{line}\n")


async def test_without_a_token_there_is_one_line(config, monkeypatch):
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    await refused(
        config, "TELEGRAM_BOT_TOKEN is not set: Telegram is asked for the bot's name, which the link begins with"
    )


async def test_where_telegram_refuses_the_token_there_is_one_line(config, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f"2{TOKEN}")
    await refused(config, "TELEGRAM_BOT_TOKEN was refused by Telegram: copy it again from @BotFather")


@pytest.mark.parametrize(("code", "error"), [(500, "NetworkError"), (502, "NetworkError")])
async def test_where_telegram_does_not_answer_there_is_one_line_and_no_invite(config, telegram, code, error):
    await noted(config)
    telegram.fail_next("getMe", code, "Bad Gateway")
    await refused(config, f"Telegram was asked for the bot's name and did not answer: {error}")
    assert await noted(config) == []


async def test_where_there_is_no_network_there_is_one_line(config, telegram):
    config.write_text(config.read_text().replace(telegram.base_url, "http://127.0.0.1:9/bot"))
    await refused(config, "Telegram was asked for the bot's name and did not answer: NotSentError")


async def test_before_the_first_run_there_is_nobody_to_organise(config, tmp_path):
    await refused(config, f"there is no database at {tmp_path}/kopa.db yet: `kopa run` makes it")


async def test_an_event_that_there_is_not_is_one_line(config):
    await refused(config, f"no event madona-2024; there are: {EVENT}", "--event", "madona-2024")


@pytest.fixture
async def busy(config: Path) -> Path:
    """What an organiser did, and the command line before them."""

    async def act(database: Database, _: Settings) -> None:
        person = await a_person(database)
        async with database.transaction() as connection:
            await audit.note(connection, MAY, None, EVENT, Action.INVITED, purpose="organiser", invite=1)
            await audit.note(connection, MAY, person.id, EVENT, Action.JOINED, role="organiser", invite=1)
            await audit.note(connection, MAY, person.id, "madona-2024", Action.EXPORTED)

    await asyncio.to_thread(in_database, config, act)
    return config


async def test_the_audit_is_a_table_the_latest_first(busy):
    result = await run("audit", "--config", busy)
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["when", "person", "what", "event", "details"],
        ["20", "May", "2024,", "12:00", "1", "exported", "madona-2024"],
        ["20", "May", "2024,", "12:00", "1", "joined", EVENT, "role", "organiser,", "invite", "1"],
        ["20", "May", "2024,", "12:00", "kopa", "invited", EVENT, "purpose", "organiser,", "invite", "1"],
    ]


async def test_the_audit_of_one_event_for_a_program(busy):
    result = await run("audit", "--event", EVENT, "--json", "--limit", "1", "--config", busy)
    assert json.loads(result.stdout) == [
        {
            "at": MAY.isoformat(),
            "person_id": 1,
            "event": EVENT,
            "action": "joined",
            "details": {"role": "organiser", "invite": 1},
        }
    ]


async def test_where_nothing_was_done_the_audit_says_so(config):
    await noted(config)
    assert (await run("audit", "--config", config)).stdout == "Nothing yet.\n"
    assert (await run("audit", "--json", "--config", config)).stdout == "[]\n"
