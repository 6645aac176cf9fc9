"""The whole service on local parts, and people in front of it."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.running import running
from conference import database
from conference.channels import pacing
from conference.config import EmailSettings, HelpLine, Secrets, Settings
from conference.event import Event
from conference.question import Question
from conference.text import Text
from conference.texts import Voice
from rehearsal.mailbox import Mailbox
from rehearsal.stage import TOKEN, Stage, locally
from rehearsal.telegram import LocalTelegram
from rehearsal.virtual_clock import VirtualClock
from tests.bot.visitor import Visitor
from tests.conference.example_event import a_question, an_event

NOW = datetime(2024, 5, 20, 9, tzinfo=UTC)

OpenStage = Callable[..., AbstractAsyncContextManager[Stage]]


def questions_of_every_kind() -> tuple[Question, ...]:
    choices = (
        {"key": "education", "text": {"lv": "Izglītība", "en": "Education", "ru": "Образование"}},
        {"key": "health", "text": {"lv": "Veselība", "en": "Health care", "ru": "Здравоохранение"}},
    )
    return (
        a_question("name", use="name", min_length=3),
        a_question("field", kind="choice", choices=choices),
        a_question("topics", kind="choices", choices=choices, required=False),
        a_question("email", kind="email", use="email"),
        a_question("phone", kind="phone", required=False),
        a_question("parking", kind="yes_no"),
        a_question("needs", kind="long_text", required=False, max_length=500),
    )


def an_event_of_every_kind(**changes: Any) -> Event:
    """Return an event that asks one question of each kind."""
    return an_event(**({"questions": questions_of_every_kind()} | changes))


def settings_of(*events: Event) -> Settings:
    help_line = HelpLine(name=Text("Uzticības tālrunis"), number="116111")
    email = EmailSettings(host="localhost", sender="kopa@example.org", sender_name=Text("Kopā"))
    return Settings(events=events or (an_event_of_every_kind(),), help_lines=(help_line,), email=email)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of a confirmation would come a second apart; and power cuts are the tests' of the database."""
    monkeypatch.setattr(pacing, "CHAT_SPACING", 0.0)
    pragmas = (pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in database.SQLITE_PRAGMAS)
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", tuple(pragmas))


@pytest.fixture
def voice() -> Voice:
    return Voice("lv")


@pytest.fixture
async def open_stage(tmp_path: Path, empty_sqlite: Path) -> AsyncIterator[OpenStage]:
    """Start the service, again and again: Telegram, the mailbox, the clock and the database file stay the same."""
    clock = VirtualClock(NOW)
    secrets = Secrets(telegram_bot_token=SecretStr(TOKEN))
    async with LocalTelegram(token=TOKEN, clock=clock) as telegram, Mailbox() as mailbox:

        @asynccontextmanager
        async def open_stage(*events: Event) -> AsyncIterator[Stage]:
            settings = locally(settings_of(*events), telegram, mailbox, tmp_path)
            if not (tmp_path / "rehearsal.db").exists():
                shutil.copyfile(empty_sqlite, tmp_path / "rehearsal.db")
            async with running(settings, secrets, clock) as service:
                yield Stage(telegram, mailbox, clock, service)

        yield open_stage


@pytest.fixture
async def stage(open_stage: OpenStage) -> AsyncIterator[Stage]:
    """The service with one event that asks a question of each kind."""
    async with open_stage() as stage:
        yield stage


@pytest.fixture
def anna(stage: Stage) -> Visitor:
    return Visitor(stage, stage.telegram.phone(11, "Anna"))


@pytest.fixture
async def registered(anna: Visitor) -> Visitor:
    """Anna, who has registered."""
    await anna.registers()
    return anna
