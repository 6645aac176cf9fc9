import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from conference import claims, drafts, marking, outbox, people, personal_data, registration
from conference.database import Database
from conference.dialogue import Draft
from conference.outbox import DeliveryStatus, NoticeKind
from conference.people import Person
from conference.personal_data import StoredAnswer
from conference.tables import audit, deliveries, invites, notices, organisers, questions, registrations
from conference.tables import drafts as drafts_table
from conference.tables import people as people_table
from tests.conference.example_event import an_event

NOW = datetime(2024, 5, 20, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
EVENT = an_event()
OTHER_EVENT = an_event(key="other-2024")
ANSWERS = {"name": "Žanete Zvirbule", "email": "zanete@zvirbulis.example", "field": "health"}


async def register(database: Database, chat_id: int, answers: dict[str, Any] = ANSWERS, event=EVENT) -> Person:
    async with database.transaction() as connection:
        person = await people.meet(connection, chat_id, "lv", NOW)
        draft = Draft(person.id, event.key, answers=answers, consent_version="1", consented_at=NOW)
        assert await registration.confirm(connection, event, draft, person, NOW) is registration.Confirmed.REGISTERED
    return person


async def add(database: Database, table, **values) -> int:
    async with database.transaction() as connection:
        return (await connection.execute(insert(table).values(values).returning(table.c.id))).scalar_one()


async def rows(database: Database, table) -> list[dict[str, Any]]:
    async with database.snapshot() as connection:
        return [dict(row._mapping) for row in await connection.execute(select(table).order_by(table.c.id))]


async def leave_something_everywhere(database: Database) -> Person:
    """Return a person who is in every table in every way."""
    person = await register(database, 7_100_200_300)
    colleague = await register(database, 2, {"name": "Kolēģe", "email": "k@example.org", "field": None})
    mine, hers = (row["id"] for row in await rows(database, registrations))
    async with database.transaction() as connection:
        await drafts.save(connection, Draft(person.id, OTHER_EVENT.key, answers={"name": "Žanete"}), NOW)
        await connection.execute(
            update(registrations).where(registrations.c.id == hers).values(registered_by=person.id)
        )
        begun = Draft(colleague.id, OTHER_EVENT.key, answers={"name": "Kolēģe"}, filled_by=person.id)
        await drafts.save(connection, begun, NOW)
    invite = {"event": EVENT.key, "purpose": "colleague", "valid_until": LATER}
    await add(database, invites, **invite, secret_hash="1", registration_id=mine)
    await add(database, invites, **invite, secret_hash="2", registration_id=hers, invited_by=person.id)
    await add(database, invites, **invite, secret_hash="3", used_by=person.id, used_at=NOW)
    await add(database, organisers, person_id=person.id, event=EVENT.key, role="owner", since=NOW)
    await add(database, audit, person_id=person.id, event=EVENT.key, action="announce", details={}, at=NOW)
    await add(
        database,
        notices,
        event=EVENT.key,
        kind=NoticeKind.ANNOUNCEMENT,
        key="1",
        author_id=person.id,
        body={"lv": "Zāle mainīta"},
        created_at=NOW,
    )
    asked = {"event": EVENT.key, "asked_at": NOW}
    question = await add(
        database, questions, **asked, person_id=person.id, from_organiser=False, body="Kur novietot auto?"
    )
    answer = {"in_reply_to": question, "from_organiser": True, "body": "Žanete, aiz zāles."}
    await add(database, questions, **asked, **answer, person_id=colleague.id)
    return person


async def test_everything_stored_is_shown(database):
    person = await leave_something_everywhere(database)
    async with database.snapshot() as connection:
        data = await personal_data.collect(connection, person.id, [EVENT, OTHER_EVENT], "lv")
    assert data is not None
    when = NOW.isoformat()
    delivery = {"event": EVENT.key, "kind": "registered", "status": "waiting", "attempts": 0}
    delivery |= {"external_id": None, "reason": None, "created_at": when, "finished_at": None}
    invite = {"event": EVENT.key, "purpose": "colleague", "valid_until": LATER.isoformat()}
    assert json.loads(data.as_json()) == {
        "person": {
            "id": person.id,
            "language": "lv",
            "chat_id": 7_100_200_300,
            "email": "zanete@zvirbulis.example",
            "wants": "both",
            "telegram_unreachable_since": None,
            "email_unreachable_since": None,
            "opted_out_at": None,
            "created_at": when,
        },
        "drafts": [
            {
                "event": "other-2024",
                "position": ":introduction",
                "step": 0,
                "answers": [{"question": "name", "label": "Name", "answer": "Žanete"}],
                "pending": {"selected": [], "doubt": None, "changing": False},
                "consent_version": None,
                "consented_at": None,
                "created_at": when,
                "updated_at": when,
            }
        ],
        "registrations": [
            {
                "event": "example-2024",
                "answers": [
                    {"question": "name", "label": "Name", "answer": "Žanete Zvirbule"},
                    {"question": "email", "label": "Email", "answer": "zanete@zvirbulis.example"},
                    {"question": "field", "label": "Field", "answer": "health"},
                ],
                "status": "registered",
                "attendance": "unanswered",
                "calendar_sequence": 0,
                "consent_version": "1",
                "consented_at": when,
                "registered_by": None,
                "registered_at": when,
                "updated_at": when,
            }
        ],
        "registered_colleagues": [{"event": "example-2024", "registered_at": when}],
        "begun_colleagues": [{"event": "other-2024", "created_at": when, "updated_at": when}],
        "deliveries": [delivery | {"channel": "telegram"}, delivery | {"channel": "email"}],
        "organiser_roles": [{"event": "example-2024", "role": "owner", "since": when}],
        "organiser_actions": [{"event": "example-2024", "action": "announce", "at": when}],
        "written_notices": [
            {"event": "example-2024", "kind": "announcement", "body": {"lv": "Zāle mainīta"}, "created_at": when}
        ],
        "questions": [
            {"event": "example-2024", "from_organiser": False, "body": "Kur novietot auto?", "asked_at": when}
        ],
        "invites": [
            invite | {"invited_by": None, "used_by": None, "used_at": None},
            invite | {"invited_by": person.id, "used_by": None, "used_at": None},
            invite | {"invited_by": None, "used_by": person.id, "used_at": when},
        ],
    }
    assert "Žanete".encode() in data.as_json()


async def test_an_answer_keeps_its_key_where_the_settings_no_longer_ask(database):
    person = await register(database, 1)
    async with database.snapshot() as connection:
        data = await personal_data.collect(connection, person.id, [], "en")
    assert data is not None
    assert data.registrations[0].answers[2] == StoredAnswer("field", "field", "health")


async def test_nothing_is_stored_about_an_unknown_number(database):
    async with database.snapshot() as connection:
        assert await personal_data.collect(connection, 1, [EVENT], "lv") is None


async def test_whoever_is_erased_leaves_an_empty_row_and_a_ledger_without_addresses(database):
    person = await leave_something_everywhere(database)
    colleague = (await rows(database, registrations))[1]
    async with database.transaction() as connection:
        await personal_data.erase(connection, person.id, LATER)
    assert (await rows(database, people_table))[0] == {
        "id": person.id,
        "language": "",
        "chat_id": None,
        "email": None,
        "wants": "both",
        "telegram_unreachable_since": None,
        "email_unreachable_since": None,
        "opted_out_at": None,
        "created_at": NOW,
        "expects": None,
        "erased_at": LATER,
    }
    assert await rows(database, registrations) == [colleague | {"registered_by": None}]
    assert [await rows(database, table) for table in (drafts_table, invites, organisers, questions)] == [[], [], [], []]
    assert [row["person_id"] for row in await rows(database, audit)] == [person.id]
    async with database.snapshot() as connection:
        data = await personal_data.collect(connection, person.id, [EVENT], "lv")
    assert data is not None
    assert {(delivery.status, delivery.finished_at) for delivery in data.deliveries} == {("withdrawn", LATER)}


@pytest.mark.parametrize(
    ("status", "finished_at", "after"),
    [
        ("waiting", None, ("withdrawn", LATER)),
        ("scheduled", None, ("withdrawn", LATER)),
        ("sending", None, ("uncertain", LATER)),
        ("sent", NOW, ("sent", NOW)),
        ("dead", NOW, ("dead", NOW)),
    ],
)
async def test_what_was_sent_stays_in_the_ledger_and_the_rest_is_withdrawn(database, status, finished_at, after):
    person = await register(database, 1)
    async with database.transaction() as connection:
        marked = {"status": status, "finished_at": finished_at, "external_id": "815", "reason": "refused"}
        await connection.execute(update(deliveries).values(marked))
        await personal_data.erase(connection, person.id, LATER)
    kept = ("status", "finished_at", "external_id", "reason")
    emptied = {tuple(row[name] for name in kept) for row in await rows(database, deliveries)}
    assert emptied == {(*after, None, None)}


async def test_a_message_on_its_way_writes_no_id_back(database):
    person = await register(database, 1)
    async with database.transaction() as connection:
        [claimed] = await claims.claim(connection, outbox.ChannelName.TELEGRAM, "me", NOW)
        await personal_data.erase(connection, person.id, NOW)
        assert not await marking.finish(connection, claimed, DeliveryStatus.SENT, NOW, external_id="815")
    assert [row["external_id"] for row in await rows(database, deliveries)] == [None, None]


async def test_erasing_twice_keeps_the_first_moment(database):
    person = await register(database, 1)
    async with database.transaction() as connection:
        await personal_data.erase(connection, person.id, NOW)
        await personal_data.erase(connection, person.id, LATER)
    assert [row["erased_at"] for row in await rows(database, people_table)] == [NOW]


async def test_whoever_comes_back_after_erasure_is_somebody_new(database):
    erased = await register(database, 1)
    async with database.transaction() as connection:
        await personal_data.erase(connection, erased.id, NOW)
        assert (await people.meet(connection, 1, "lv", LATER)).id != erased.id


async def test_one_event_is_erased_and_the_other_stays(database):
    person = await register(database, 1)
    await register(database, 1, event=OTHER_EVENT)
    async with database.transaction() as connection:
        await drafts.save(connection, Draft(person.id, EVENT.key), NOW)
        await personal_data.erase_events(connection, [person.id], [EVENT.key], LATER)
    async with database.snapshot() as connection:
        data = await personal_data.collect(connection, person.id, [], "lv")
    assert data is not None
    assert (data.person.chat_id, data.person.email, data.drafts) == (1, ANSWERS["email"], ())
    assert [row.event for row in data.registrations] == ["other-2024"]
    assert {(row.event, row.status) for row in data.deliveries} == {
        ("example-2024", "withdrawn"),
        ("other-2024", "waiting"),
    }


def stored_bytes(database_file: Path) -> bytes:
    files = [database_file.with_name(database_file.name + ending) for ending in ("", "-wal", "-shm")]
    return b"".join(file.read_bytes() for file in files)


async def lead_a_long_life(database: Database, seed: int, marks: list[str]) -> list[int]:
    """Write drafts and registrations of all sizes again and again, so that their pages split and merge."""
    chance = random.Random(seed)  # noqa: S311  shapes of test data
    ids = [(await register(database, 9_000_000 + number)).id for number in range(len(marks))]
    for _ in range(40):
        async with database.transaction() as connection:
            for _ in range(50):
                number = chance.randrange(len(marks))
                answers = {"name": " ".join([marks[number]] * chance.randint(1, chance.choice((10, 80, 400))))}
                draft = Draft(ids[number], EVENT.key, answers=answers)
                match chance.random():
                    case few if few < 0.1:
                        await drafts.discard(connection, ids[number], EVENT.key)
                    case some if some < 0.3:
                        changed = update(registrations).where(registrations.c.person_id == ids[number])
                        await connection.execute(changed.values(answers=answers))
                    case _:
                        await drafts.save(connection, draft, NOW)
    return ids


# With these seeds, remains of rows that moved would stay if the file were not written anew.
@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("seed", [1, 10, 35])
async def test_no_byte_of_an_erased_person_stays_in_the_files(database, tmp_path, seed):
    marks = [f"Zvirbule{number:02d}" for number in range(60)]
    ids = await lead_a_long_life(database, seed, marks)
    assert all(mark.encode() in stored_bytes(tmp_path / "kopa.db") for mark in marks)
    # A reader that is open, but between two reads.
    async with database.snapshot() as reader:
        await reader.execute(text("SELECT count(*) FROM people"))
    async with database.transaction() as connection:
        await personal_data.erase_people(connection, ids[:20], NOW)
    assert await database.erase_traces()
    left = stored_bytes(tmp_path / "kopa.db")
    assert [mark for mark in marks if mark.encode() in left] == marks[20:]


@pytest.mark.engine("sqlite")
async def test_no_byte_of_names_addresses_and_texts_stays(database, tmp_path):
    person = await leave_something_everywhere(database)
    chat_id = (7_100_200_300).to_bytes(6, "big")
    telling = [*(text.encode() for text in ("Zvirbule", "anete", "zvirbulis", "novietot", "aiz z")), chat_id]
    assert [word for word in telling if word not in stored_bytes(tmp_path / "kopa.db")] == []
    async with database.transaction() as connection:
        await personal_data.erase(connection, person.id, NOW)
    assert await database.erase_traces()
    assert [word for word in telling if word in stored_bytes(tmp_path / "kopa.db")] == []


@pytest.mark.engine("sqlite")
async def test_a_reader_in_the_way_is_told_and_the_next_try_succeeds(database, tmp_path):
    person = await register(database, 1)
    async with database.snapshot() as reader:
        await reader.execute(text("SELECT count(*) FROM registrations"))
        async with database.transaction() as connection:
            await personal_data.erase(connection, person.id, NOW)
        assert not await database.erase_traces()
        assert b"Zvirbule" in stored_bytes(tmp_path / "kopa.db")
    assert await database.erase_traces()
    assert b"Zvirbule" not in stored_bytes(tmp_path / "kopa.db")


@pytest.mark.engine("sqlite")
async def test_the_database_works_on_after_its_traces_are_erased(database):
    await database.erase_traces()
    person = await register(database, 1)
    async with database.snapshot() as connection:
        assert (await connection.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"
        assert await people.get(connection, person.id) is not None
    async with database.transaction() as connection:
        assert (await connection.execute(text("PRAGMA busy_timeout"))).scalar_one() == 10000
