import pytest

from conference import expecting, personal_data
from tests.conference.example_people import MAY, a_person

EVENT = "example-2024"
SEARCH = {"what": "search"}


@pytest.fixture
async def person(database):
    return await a_person(database)


async def test_what_is_expected_is_kept_with_its_event_until_it_is_taken(database, person):
    async with database.transaction() as connection:
        await expecting.expect(connection, person.id, EVENT, SEARCH)
        assert await expecting.expected_of(connection, person.id) == (EVENT, SEARCH)
        assert await expecting.take_expected(connection, person.id) == (EVENT, SEARCH)
        assert await expecting.take_expected(connection, person.id) is None


async def test_only_the_latest_is_expected(database, person):
    async with database.transaction() as connection:
        await expecting.expect(connection, person.id, EVENT, {"what": "import", "source": "form"})
        await expecting.expect(connection, person.id, "other-2024", SEARCH)
        assert await expecting.expected_of(connection, person.id) == ("other-2024", SEARCH)


async def test_of_others_nothing_is_expected(database, person):
    other = await a_person(database)
    async with database.transaction() as connection:
        await expecting.expect(connection, person.id, EVENT, SEARCH)
        await expecting.expect_nothing(connection, other.id)
        assert await expecting.expected_of(connection, other.id) is None
        assert await expecting.expected_of(connection, person.id) == (EVENT, SEARCH)


async def test_whoever_is_erased_is_asked_for_nothing(database, person):
    async with database.transaction() as connection:
        await expecting.expect(connection, person.id, EVENT, SEARCH)
        await personal_data.erase(connection, person.id, MAY)
        assert await expecting.expected_of(connection, person.id) is None
