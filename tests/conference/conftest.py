from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conference.database import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database of its own: a real file, with the tables as the migrations make them."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'kopa.db'}")
    yield database
    await database.close()
