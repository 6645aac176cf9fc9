"""One bench for each test; pauses that are real are short, those by the clock are as in service."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import polling, replies, running
from conference import database
from conference.channels import pacing
from rehearsal.mailbox import Mailbox
from rehearsal.stage import TOKEN
from rehearsal.telegram import LocalTelegram
from rehearsal.virtual_clock import VirtualClock
from tests.faults.bench import MAY, Bench, Log


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "CHAT_SPACING", 0.0)
    monkeypatch.setattr(polling, "PAUSES", (0.05,))
    monkeypatch.setattr(replies, "PAUSES", [0.05, 0.05])
    monkeypatch.setattr(running, "PAUSE_BEFORE_INTRODUCING_AGAIN", 0.05)
    monkeypatch.setattr(database, "PAUSE", 0.05)
    pragmas = (pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in database.SQLITE_PRAGMAS)
    impatient = "PRAGMA busy_timeout = 50"
    short = (impatient if pragma == database.BUSY_TIMEOUT else pragma for pragma in pragmas)
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", tuple(short))
    monkeypatch.setattr(database, "BUSY_TIMEOUT", impatient)


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    logging.getLogger().addHandler(log)
    yield log
    logging.getLogger().removeHandler(log)


@pytest.fixture
async def bench(tmp_path: Path, log: Log) -> AsyncIterator[Bench]:
    clock = VirtualClock(MAY)
    async with LocalTelegram(token=TOKEN, clock=clock) as telegram, Mailbox(clock=clock) as mailbox:
        yield Bench(telegram, mailbox, clock, tmp_path, log)
