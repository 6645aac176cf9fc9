from datetime import timedelta
from typing import Any

from sqlalchemy import select

from conference import colleagues, drafts, personal_data, registration, retention
from conference.database import Database
from conference.dialogue import SUMMARY, Draft, begin, new_draft, skip
from conference.event import Event
from conference.people import Person
from conference.question import QuestionUse
from conference.registration import Confirmed, Registration
from conference.tables import drafts as drafts_table
from conference.tables import people as people_table
from conference.tables import registrations
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_person, a_registrant, ledger

EVENT = an_event()
ILZE = {"name": "Ilze Ozola", "email": "ilze@inbox.lv", "field": None}


async def begun(database: Database, secretary: Person, event: Event = EVENT) -> Draft:
    async with database.transaction() as connection:
        return await colleagues.open_draft(connection, event, secretary, MAY)


async def registers(database: Database, secretary: Person, **answers: Any) -> Registration:
    draft = await begun(database, secretary)
    async with database.transaction() as connection:
        colleague = await registration.people.get(connection, draft.person_id)
        assert colleague is not None
        given = {"answers": ILZE | answers, "consent_version": "1", "consented_at": MAY, "position": SUMMARY}
        complete = Draft(draft.person_id, EVENT.key, filled_by=secretary.id, **given)
        assert await registration.confirm(connection, EVENT, complete, colleague, MAY) is Confirmed.REGISTERED
        found = await registration.find(connection, draft.person_id, EVENT.key)
    assert found is not None
    return found


async def of(database: Database, secretary: Person) -> list[tuple[str | None, bool]]:
    async with database.snapshot() as connection:
        found = await colleagues.registered_by(connection, secretary.id, EVENT)
    return [(one.registration.name(EVENT), one.has_chat) for one in found]


def test_a_colleague_can_be_registered_where_they_can_be_told() -> None:
    assert colleagues.can_be_registered(EVENT)
    assert not colleagues.can_be_registered(EVENT.without_use(QuestionUse.EMAIL))
    assert not colleagues.can_be_registered(EVENT.without_use(QuestionUse.NAME))


def test_a_colleague_needs_an_address_where_one_would_not_oneself() -> None:
    event = an_event(questions=(a_question("name", use="name"), _optional_email()))
    own = new_draft(1, event, MAY)
    other = new_draft(2, event, MAY, filled_by=1)
    assert colleagues.asked(event, own) is event
    assert [question.required for question in colleagues.asked(event, other).questions] == [True, True]
    standing = Draft(2, event.key, position="email", filled_by=1)
    assert not isinstance(skip(colleagues.asked(event, standing), standing), Draft)


def _optional_email() -> Any:
    return a_question("email", kind="email", use="email", required=False)


def test_no_step_is_of_both_a_persons_own_draft_and_a_colleagues() -> None:
    own, other = new_draft(1, EVENT, MAY), new_draft(2, EVENT, MAY, filled_by=1)
    assert other.step - own.step == 400_000_000
    assert len(str(begin(EVENT, other).step)) == 9


async def test_a_colleague_is_a_person_without_addresses_in_the_secretarys_language(database: Database) -> None:
    secretary = await a_person(database, language="ru")
    draft = await begun(database, secretary)
    async with database.snapshot() as connection:
        columns = (people_table.c.id, people_table.c.chat_id, people_table.c.email, people_table.c.language)
        rows = [tuple(row) for row in await connection.execute(select(*columns).order_by(people_table.c.id))]
    assert rows[1:] == [(draft.person_id, None, None, "ru")]
    assert draft.filled_by == secretary.id


async def test_begun_again_it_is_the_same_colleague(database: Database) -> None:
    secretary = await a_person(database)
    assert await begun(database, secretary) == await begun(database, secretary)


async def test_what_is_typed_is_for_the_draft_touched_last_whosever_it_is(database: Database) -> None:
    secretary = await a_person(database)
    other = await begun(database, secretary)
    async with database.transaction() as connection:
        assert await drafts.latest(connection, secretary.id) == other
        own = new_draft(secretary.id, EVENT, MAY)
        await drafts.save(connection, own, MAY + timedelta(seconds=1))
        assert await drafts.latest(connection, secretary.id) == own
        assert await drafts.load(connection, secretary.id, EVENT.key) == own
        assert await drafts.of_colleague(connection, secretary.id, EVENT.key) == other


async def test_the_colleague_hears_of_it_by_e_mail_and_the_secretary_sees_them(database: Database) -> None:
    secretary = await a_person(database)
    registered = await registers(database, secretary)
    assert registered.registered_by == secretary.id
    assert await ledger(database, "person_id", "kind", "channel") == [(registered.person_id, "registered", "email")]
    assert await of(database, secretary) == [("Ilze Ozola", False)]


async def test_nobody_elses_colleagues_are_seen_or_cancelled(database: Database) -> None:
    secretary, stranger = await a_person(database), await a_person(database)
    registered = await registers(database, secretary)
    assert await of(database, stranger) == []
    async with database.transaction() as connection:
        assert not await colleagues.cancel(connection, stranger.id, EVENT, registered.id, MAY)
        assert not await colleagues.cancel(connection, secretary.id, an_event(key="another"), registered.id, MAY)
    assert await of(database, secretary) == [("Ilze Ozola", False)]


async def test_a_secretary_cancels_and_the_colleague_is_told(database: Database) -> None:
    secretary = await a_person(database)
    registered = await registers(database, secretary)
    async with database.transaction() as connection:
        assert await colleagues.cancel(connection, secretary.id, EVENT, registered.id, MAY)
        assert not await colleagues.cancel(connection, secretary.id, EVENT, registered.id, MAY)
    assert await of(database, secretary) == []
    assert [row[0] for row in await ledger(database, "kind")] == ["registered", "cancelled"]


async def test_whoever_has_a_chat_decides_for_themselves(database: Database) -> None:
    secretary = await a_person(database)
    registered = await registers(database, secretary)
    async with database.transaction() as connection:
        mine = people_table.update().where(people_table.c.id == registered.person_id)
        await connection.execute(mine.values(chat_id=9))
        assert not await colleagues.cancel(connection, secretary.id, EVENT, registered.id, MAY)
    assert await of(database, secretary) == [("Ilze Ozola", True)]


async def test_one_registers_thirty_colleagues_at_most_whatever_becomes_of_them(database: Database) -> None:
    secretary = await a_person(database)
    async with database.transaction() as connection:
        for number in range(colleagues.MOST):
            assert not await colleagues.has_registered_most(connection, secretary.id, EVENT)
            person = people_table.insert().values(language="lv", created_at=MAY).returning(people_table.c.id)
            row = {"person_id": (await connection.execute(person)).scalar_one(), "event": EVENT.key, "answers": {}}
            status = "cancelled" if number % 2 else "registered"
            moments = dict.fromkeys(("consented_at", "registered_at", "updated_at"), MAY)
            row |= {"status": status, "consent_version": "1", "registered_by": secretary.id} | moments
            await connection.execute(registrations.insert().values(row))
        assert await colleagues.has_registered_most(connection, secretary.id, EVENT)


async def test_erasing_the_secretary_keeps_whom_they_registered_and_forgets_whom_they_had_begun(
    database: Database,
) -> None:
    secretary = await a_registrant(database, EVENT)
    registered = await registers(database, secretary)
    await begun(database, secretary)
    async with database.transaction() as connection:
        await personal_data.erase(connection, secretary.id, MAY)
        kept = await registration.find(connection, registered.person_id, EVENT.key)
        assert kept is not None
        assert (kept.registered_by, kept.answers) == (None, ILZE)
        assert (await connection.execute(select(drafts_table))).all() == []


async def test_drafts_of_colleagues_are_erased_when_their_time_is_over(database: Database) -> None:
    secretary = await a_person(database)
    await begun(database, secretary)
    async with database.transaction() as connection:
        await retention.erase_expired(connection, [EVENT], 90, EVENT.ends_at + timedelta(days=90))
        assert (await connection.execute(select(drafts_table))).all() == []
        left = (await connection.execute(select(people_table.c.language))).scalars().all()
    assert set(left) == {""}
