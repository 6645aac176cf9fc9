"""What the log says, and what it must not."""

import logging
import stat
from pathlib import Path

import pytest

from bot.serving import without_what_people_wrote
from bot.starting import open_database


def test_an_update_that_cannot_be_read_is_logged_without_what_was_written_in_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.handler.addFilter(without_what_people_wrote)
    try:
        logging.getLogger("telegram.ExtBot").critical("Received data was %r", [{"text": "Anna Kalniņa"}])
        logging.getLogger("telegram.ExtBot").warning("%s was slow", "getUpdates")
    finally:
        caplog.handler.removeFilter(without_what_people_wrote)
    assert caplog.messages == ["an update of Telegram's cannot be read", "getUpdates was slow"]


async def test_nobody_else_on_the_machine_can_read_a_new_database(tmp_path: Path) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'kopa.db'}"):
        modes = {path.name: stat.filemode(path.stat().st_mode) for path in tmp_path.glob("kopa.db*")}
    private = {name: mode for name, mode in modes.items() if name != "kopa.db.lock"}
    assert private == dict.fromkeys(private, "-rw-------")
    assert "kopa.db" in private
