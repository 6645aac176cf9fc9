import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from conference.database import Database


@pytest.fixture
async def database(database_url: str, empty_sqlite: Path) -> AsyncIterator[Database]:
    """A real database of the test's own on each engine, with the tables as the migrations make them."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        shutil.copyfile(empty_sqlite, url.database)
    database = await Database.open(database_url)
    yield database
    await database.close()
