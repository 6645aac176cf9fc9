from collections.abc import AsyncIterator

import pytest

from conference.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A real database of the test's own on each engine, with the tables as the migrations make them."""
    database = await Database.open(database_url)
    yield database
    await database.close()
