from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from conference import drafts, people, personal_data, registration, retention
from conference.database import Database
from conference.dialogue import Draft
from conference.tables import drafts as drafts_table
from conference.tables import organisers, questions, registrations, seen_updates, statistics
from conference.tables import people as people_table
from tests.conference.example_event import a_question, an_event

QUESTIONS = (
    a_question("name", use="name"),
    a_question("field", kind="choice"),
    a_question("topics", kind="choices"),
    a_question("lunch", kind="yes_no"),
)
EVENT = an_event(questions=QUESTIONS)
LATER_EVENT = an_event(key="later-2024", questions=QUESTIONS, date=date(2024, 9, 20))
EVENTS = (EVENT, LATER_EVENT)
KEEP_DAYS = 30
BEFORE = datetime(2024, 5, 20, 9, 30, tzinfo=UTC)
EXPIRED_AT = EVENT.ends_at + timedelta(days=KEEP_DAYS)
ANSWERS = {"name": "Anna", "field": "health", "topics": ["education", "health"], "lunch": True}


async def meet(database: Database, chat_id: int, now: datetime = BEFORE) -> int:
    async with database.transaction() as connection:
        return (await people.meet(connection, chat_id, "lv", now)).id


async def register(database: Database, chat_id: int, event=EVENT, **changed: Any) -> int:
    person_id = await meet(database, chat_id)
    async with database.transaction() as connection:
        person = await people.get(connection, person_id)
        draft = Draft(person_id, event.key, answers=ANSWERS | changed, consent_version="1", consented_at=BEFORE)
        confirmed = await registration.confirm(connection, event, draft, person, BEFORE)
    assert confirmed is registration.Confirmed.REGISTERED
    return person_id


async def begin(database: Database, chat_id: int, event=EVENT) -> int:
    person_id = await meet(database, chat_id)
    async with database.transaction() as connection:
        await drafts.save(connection, Draft(person_id, event.key), BEFORE)
    return person_id


async def erase_expired(database: Database, now: datetime = EXPIRED_AT, events=EVENTS) -> int:
    async with database.transaction() as connection:
        return await retention.erase_expired(connection, events, KEEP_DAYS, now)


async def erased(database: Database) -> list[int]:
    query = select(people_table.c.id).where(people_table.c.erased_at.is_not(None)).order_by(people_table.c.id)
    async with database.snapshot() as connection:
        return list((await connection.execute(query)).scalars())


async def left_for_events(database: Database) -> set[tuple[int, str]]:
    async with database.snapshot() as connection:
        return {
            (row.person_id, row.event)
            for table in (registrations, drafts_table, questions)
            for row in await connection.execute(select(table.c.person_id, table.c.event))
        }


async def measures(database: Database) -> dict[str, dict[str, int]]:
    async with database.snapshot() as connection:
        rows = (await connection.execute(select(statistics).order_by(statistics.c.event))).all()
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.event, {})[row.measure] = row.count
    return found


async def test_nothing_is_erased_before_its_time(database):
    await register(database, 1)
    assert await erase_expired(database, EXPIRED_AT - timedelta(seconds=1)) == 0
    assert (await erased(database), await measures(database)) == ([], {})


async def test_people_of_an_expired_event_are_erased_wholly(database):
    registered = await register(database, 1)
    unfinished = await begin(database, 2)
    assert await erase_expired(database) == 2
    assert await erased(database) == [registered, unfinished]
    assert await left_for_events(database) == set()
    assert await erase_expired(database) == 0


async def test_whoever_has_something_for_another_event_is_erased_for_the_expired_one_only(database):
    twice = await register(database, 1)
    await register(database, 1, event=LATER_EVENT)
    with_a_draft = await register(database, 2)
    await begin(database, 2, event=LATER_EVENT)
    assert await erase_expired(database) == 2
    assert await erased(database) == []
    assert await left_for_events(database) == {(twice, "later-2024"), (with_a_draft, "later-2024")}
    assert await erase_expired(database, LATER_EVENT.ends_at + timedelta(days=KEEP_DAYS)) == 2
    assert await erased(database) == [twice, with_a_draft]


async def test_organisers_stay_without_their_registration(database):
    organiser = await register(database, 1)
    async with database.transaction() as connection:
        role = {"person_id": organiser, "event": EVENT.key, "role": "owner", "since": BEFORE}
        await connection.execute(insert(organisers).values(role))
    assert await erase_expired(database) == 1
    assert (await erased(database), await left_for_events(database)) == ([], set())
    assert await erase_expired(database) == 0


async def test_whoever_only_asked_something_is_erased_with_the_event(database):
    asking = await meet(database, 1, EXPIRED_AT)
    async with database.transaction() as connection:
        question = {"person_id": asking, "event": EVENT.key, "from_organiser": False, "body": "?", "asked_at": BEFORE}
        await connection.execute(insert(questions).values(question))
    assert await erase_expired(database) == 1
    assert await erased(database) == [asking]


async def test_strangers_who_only_looked_in_are_forgotten_after_the_same_days(database):
    stranger = await meet(database, 1, EXPIRED_AT - timedelta(days=KEEP_DAYS))
    await meet(database, 2, EXPIRED_AT - timedelta(days=KEEP_DAYS) + timedelta(seconds=1))
    assert await erase_expired(database, events=()) == 1
    assert await erased(database) == [stranger]


async def test_a_group_of_organisers_is_no_stranger(database):
    await meet(database, -1001234567890)
    assert await erase_expired(database) == 0


async def test_an_event_that_the_settings_no_longer_have_never_expires(database):
    person = await register(database, 1)
    assert await erase_expired(database, events=()) == 0
    assert await left_for_events(database) == {(person, EVENT.key)}


async def test_many_people_are_erased_in_turns(database, monkeypatch):
    monkeypatch.setattr(retention, "ERASED_AT_ONCE", 2)
    for chat_id in range(1, 6):
        await register(database, chat_id)
    assert [await erase_expired(database) for _ in range(4)] == [2, 2, 1, 0]
    assert (await measures(database))[EVENT.key]["registrations"] == 5


async def test_the_counts_of_an_event_outlive_it(database):
    await register(database, 1)
    await register(database, 2, field="education", topics=[], lunch=False)
    cancelled = await register(database, 3)
    await begin(database, 4)
    async with database.transaction() as connection:
        person = await people.get(connection, cancelled)
        await registration.cancel(connection, EVENT, person, BEFORE)
        first = registrations.c.person_id == 1
        await connection.execute(update(registrations).where(first).values(attendance="attended"))
    await erase_expired(database)
    assert await measures(database) == {
        EVENT.key: {
            "registrations": 3,
            "drafts": 1,
            "status.registered": 2,
            "status.waiting": 0,
            "status.cancelled": 1,
            "attendance.unanswered": 1,
            "attendance.coming": 0,
            "attendance.not_coming": 1,
            "attendance.attended": 1,
            "field:education": 1,
            "field:health": 1,
            "topics:education": 1,
            "topics:health": 1,
            "lunch:yes": 1,
            "lunch:no": 1,
        }
    }


async def test_counts_are_written_once_though_people_and_questions_come_later(database):
    await register(database, 1)
    await erase_expired(database)
    counted = await measures(database)
    await begin(database, 2)
    with_another_question = an_event(questions=(*QUESTIONS, a_question("late", kind="yes_no")))
    assert await erase_expired(database, events=[with_another_question]) == 1
    assert await measures(database) == counted


async def test_counts_hold_no_text_even_where_a_question_was_a_choice_once(database):
    await register(database, 1)
    async with database.transaction() as connection:
        await connection.execute(update(registrations).values(answers=ANSWERS | {"field": "Anna's own field"}))
    await erase_expired(database)
    assert not [measure for measure in (await measures(database))[EVENT.key] if "Anna" in measure]


async def test_an_erased_person_is_not_erased_again(database):
    person = await register(database, 1)
    async with database.transaction() as connection:
        await personal_data.erase(connection, person, BEFORE)
    assert await erase_expired(database) == 0


@pytest.mark.parametrize(("age", "kept"), [(timedelta(days=14), [1]), (timedelta(days=14, seconds=1), [])])
async def test_updates_are_recognised_for_two_weeks(database, age, kept):
    async with database.transaction() as connection:
        await connection.execute(insert(seen_updates).values(update_id=1, seen_at=BEFORE))
        assert await retention.prune_seen_updates(connection, BEFORE + age) == 1 - len(kept)
        assert (await connection.execute(select(seen_updates.c.update_id))).scalars().all() == kept
