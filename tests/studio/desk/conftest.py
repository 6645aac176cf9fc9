"""A desk with a small conference on it; pauses that are real are short."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import polling, replies, running
from conference import database
from conference.channels import pacing
from studio.desk import Desk, Seat, open_desk, settling
from tests.studio.desk.small_conference import OPEN, SETTINGS, registers


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "CHAT_SPACING", 0.0)
    monkeypatch.setattr(polling, "PAUSES", (0.05,))
    monkeypatch.setattr(replies, "PAUSES", [0.05, 0.05])
    monkeypatch.setattr(running, "PAUSE_BEFORE_INTRODUCING_AGAIN", 0.05)
    monkeypatch.setattr(settling, "PATIENCE_WITH_FAULTS", 2.0)
    pragmas = (pragma.replace("synchronous = FULL", "synchronous = OFF") for pragma in database.SQLITE_PRAGMAS)
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", tuple(pragmas))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(SETTINGS, tmp_path, OPEN) as desk:
        yield desk


@pytest.fixture
async def anna(desk: Desk) -> Seat:
    return await desk.seats.add("Anna Bērziņa")


@pytest.fixture
async def registered(desk: Desk, anna: Seat) -> Seat:
    """Anna, who has registered."""
    await registers(desk, anna)
    return anna
