from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from conference import drafts, tables
from conference.answers import Doubt
from conference.dialogue import Draft
from tests.conference.example_people import MAY, a_person

ANSWERS = {"name": "Anna „Kalniņa” <b> 👨‍👩‍👧", "email": None, "fields": ["education", "health"], "lunch": False}


async def save(database, draft, now=MAY):
    async with database.transaction() as connection:
        await drafts.save(connection, draft, now)


async def load(database, person, event="example-2024"):
    async with database.snapshot() as connection:
        return await drafts.load(connection, person.id, event)


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"position": "name", "step": 7, "answers": ANSWERS, "consent_version": "1", "consented_at": MAY},
        {"position": "fields", "selected": ("education", "health"), "changing": True},
        {"position": "email", "doubt": Doubt("anna@gmial.com", "anna@gmail.com")},
    ],
)
async def test_a_draft_comes_back_as_it_was_saved(database, state):
    anna = await a_person(database)
    draft = Draft(anna.id, "example-2024", **state)
    await save(database, draft)
    assert await load(database, anna) == draft


async def test_a_draft_is_one_for_each_person_and_event_and_keeps_when_it_was_begun(database):
    anna, other = await a_person(database), await a_person(database)
    draft = Draft(anna.id, "example-2024", answers=ANSWERS)
    for one in (draft, Draft(anna.id, "other-2024"), Draft(other.id, "example-2024")):
        await save(database, one)
    changed = replace(draft, position="email", step=1, doubt=Doubt("a", "b"))
    later = MAY + timedelta(minutes=1)
    await save(database, changed, later)
    loaded = [await load(database, anna), await load(database, anna, "other-2024"), await load(database, other)]
    assert loaded == [changed, Draft(anna.id, "other-2024"), Draft(other.id, "example-2024")]
    moments = select(tables.drafts.c.created_at, tables.drafts.c.updated_at).order_by(tables.drafts.c.id)
    async with database.snapshot() as connection:
        assert (await connection.execute(moments)).all() == [(MAY, later), (MAY, MAY), (MAY, MAY)]


async def test_a_typed_text_is_meant_for_the_draft_touched_last(database):
    anna = await a_person(database)
    first, second = Draft(anna.id, "example-2024"), Draft(anna.id, "other-2024")
    async with database.transaction() as connection:
        assert await drafts.latest(connection, anna.id) is None
        await drafts.save(connection, first, MAY)
        await drafts.save(connection, second, MAY)
        assert await drafts.latest(connection, anna.id) == second
        await drafts.save(connection, first, MAY + timedelta(seconds=1))
        assert await drafts.latest(connection, anna.id) == first


async def test_a_discarded_draft_is_gone_alone(database):
    anna = await a_person(database)
    kept = Draft(anna.id, "other-2024")
    await save(database, Draft(anna.id, "example-2024"))
    await save(database, kept)
    async with database.transaction() as connection:
        await drafts.discard(connection, anna.id, "example-2024")
    assert (await load(database, anna), await load(database, anna, "other-2024")) == (None, kept)
