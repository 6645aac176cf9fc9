"""The documented backup of PostgreSQL (docs/operating.md): a dump made while the service writes, and put back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from conference import people
from conference.database import Database
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger
from tests.postgresql import Server


@pytest.fixture
def place(postgresql: Server) -> Iterator[str]:
    postgresql.create("restored")
    yield "restored"
    postgresql.drop("restored")


async def test_a_dump_comes_back_whole_and_goes_on_counting(
    postgresql: Server, new_postgresql_url: str, place: str, tmp_path: Path
) -> None:
    database = await Database.open(new_postgresql_url)
    await a_registrant(database, an_event())
    async with database.transaction() as connection:
        await people.meet(connection, 1, "lv", MAY)
        postgresql.dump(str(make_url(new_postgresql_url).database), tmp_path / "kopa.dump")
    before = await ledger(database, "id", "key", "channel", "status", "due_at")
    await database.close()

    postgresql.restore(tmp_path / "kopa.dump", place)
    restored = await Database.open(postgresql.url(place))
    assert await ledger(restored, "id", "key", "channel", "status", "due_at") == before
    async with restored.transaction() as connection:
        assert (await people.meet(connection, 1, "lv", MAY)).id > 1
    await restored.close()
