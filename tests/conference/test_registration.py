import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from conference import dialogue, drafts, people, registration
from conference.database import Database
from conference.dialogue import INTRODUCTION, SUMMARY, Draft
from conference.registration import Attendance, Confirmed, Obstacle, Registration, RegistrationStatus
from conference.tables import registrations
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import ANSWERS, MAY, a_complete_draft, a_person, a_registrant, ledger

LATER = MAY + timedelta(hours=1)
AFTER_THE_DEADLINE = datetime(2024, 6, 7, 21, tzinfo=UTC)
QUEUED = ("kind", "key", "person_id", "channel", "priority", "status", "due_at", "attempts")


async def confirm(database, event, draft, person, now=MAY):
    async with database.transaction() as connection:
        return await registration.confirm(connection, event, draft, person, now)


async def cancel(database, event, person, now=LATER):
    async with database.transaction() as connection:
        return await registration.cancel(connection, event, person, now)


async def find(database, person, event="example-2024"):
    async with database.snapshot() as connection:
        return await registration.find(connection, person.id, event)


async def the_draft(database, person, event="example-2024"):
    async with database.snapshot() as connection:
        return await drafts.load(connection, person.id, event)


def registered_as(person, **changes):
    details = {
        "id": 1,
        "person_id": person.id,
        "event": "example-2024",
        "answers": ANSWERS,
        "status": RegistrationStatus.REGISTERED,
        "attendance": Attendance.UNANSWERED,
        "calendar_sequence": 0,
        "consent_version": "1",
        "consented_at": MAY,
        "registered_at": MAY,
        "updated_at": MAY,
    }
    return Registration(**(details | changes))


class TestConfirming:
    event = an_event()

    async def test_a_complete_draft_becomes_a_registration_with_its_confirmation_on_each_channel(self, database):
        anna = await a_person(database)
        draft = a_complete_draft(self.event, anna)
        async with database.transaction() as connection:
            await drafts.save(connection, draft, MAY)
        assert await confirm(database, self.event, draft, anna) is Confirmed.REGISTERED
        assert await find(database, anna) == registered_as(anna)
        assert await the_draft(database, anna) is None
        async with database.snapshot() as connection:
            assert await people.get(connection, anna.id) == replace(anna, email="anna@inbox.lv")
        assert await ledger(database, *QUEUED) == [
            ("registered", "1:0", anna.id, channel, 0, "waiting", MAY, 0) for channel in ("telegram", "email")
        ]

    async def test_what_is_undone_leaves_nothing_behind(self, database):
        anna = await a_person(database)
        draft = a_complete_draft(self.event, anna)

        async def confirm_and_fail():
            async with database.transaction() as connection:
                await drafts.save(connection, draft, MAY)
                await registration.confirm(connection, self.event, draft, anna, MAY)
                raise LookupError

        with pytest.raises(LookupError):
            await confirm_and_fail()
        async with database.snapshot() as connection:
            assert await people.get(connection, anna.id) == anna
        assert (await find(database, anna), await the_draft(database, anna), await ledger(database, "key")) == (
            None,
            None,
            [],
        )

    @pytest.mark.parametrize(
        "lack",
        [
            {"answers": {"name": "Anna"}},
            {"answers": ANSWERS | {"field": "gone"}},
            {"consent_version": "0"},
            {"consent_version": None, "consented_at": None},
        ],
    )
    async def test_a_draft_that_lacks_something_is_not_confirmed(self, database, lack):
        anna = await a_person(database)
        assert await confirm(database, self.event, a_complete_draft(self.event, anna, **lack), anna) is None
        assert (await find(database, anna), await ledger(database, "key")) == (None, [])

    async def test_answers_to_questions_that_are_gone_are_not_kept(self, database):
        anna = await a_person(database)
        answers = ANSWERS | {"shoe-size": "38"}
        await confirm(database, self.event, a_complete_draft(self.event, anna, answers=answers), anna)
        assert await find(database, anna) == registered_as(anna)

    async def test_an_event_that_asks_for_no_address_leaves_the_known_one(self, database):
        anna = await a_person(database, email="anna@gmail.com")
        event = an_event(questions=(a_question(),))
        draft = a_complete_draft(event, anna, answers={"workplace": "School"})
        assert await confirm(database, event, draft, anna) is Confirmed.REGISTERED
        async with database.snapshot() as connection:
            assert await people.get(connection, anna.id) == anna

    @pytest.mark.parametrize(
        ("known_address", "kept"), [("anna@inbox.lv", None), ("anna@gmail.com", "anna@gmail.com"), (None, None)]
    )
    async def test_whoever_takes_their_address_back_gets_no_more_letters_there(self, database, known_address, kept):
        questions = (a_question(), a_question("email", kind="email", use="email", required=False))
        event = an_event(questions=questions)
        anna = await a_person(database)
        with_address = a_complete_draft(event, anna, answers={"workplace": "School", "email": "anna@inbox.lv"})
        without = replace(with_address, answers={"workplace": "School", "email": None})
        await confirm(database, event, with_address, anna)
        async with database.transaction() as connection:
            await people.set_email(connection, anna.id, known_address)
            anna = await people.get(connection, anna.id)
        assert await confirm(database, event, without, anna) is Confirmed.CHANGED
        async with database.snapshot() as connection:
            assert await people.get(connection, anna.id) == replace(anna, email=kept)
        assert (await ledger(database, "kind", "channel"))[2:] == [
            ("changed", channel) for channel in (("telegram", "email") if kept else ("telegram",))
        ]

    async def test_events_do_not_mix(self, database):
        anna, other = await a_person(database), an_event(key="other-2024")
        await confirm(database, self.event, a_complete_draft(self.event, anna), anna)
        assert await find(database, anna, "other-2024") is None
        assert await confirm(database, other, a_complete_draft(other, anna), anna) is Confirmed.REGISTERED
        assert await find(database, anna, "other-2024") == registered_as(anna, id=2, event="other-2024")


class TestPeriodAndPlaces:
    @pytest.mark.parametrize(
        ("now", "outcome"),
        [
            (datetime(2024, 5, 9, 20, 59, tzinfo=UTC), Obstacle.NOT_YET_OPEN),
            (datetime(2024, 5, 9, 21, 0, tzinfo=UTC), Confirmed.REGISTERED),
            (AFTER_THE_DEADLINE - timedelta(microseconds=1), Confirmed.REGISTERED),
            (AFTER_THE_DEADLINE, Obstacle.OVER),
        ],
    )
    async def test_one_registers_while_registration_is_open(self, database, now, outcome):
        event = an_event(registration_opens=date(2024, 5, 10))
        anna = await a_person(database)
        assert await confirm(database, event, a_complete_draft(event, anna), anna, now) is outcome
        assert (await find(database, anna) is None) is isinstance(outcome, Obstacle)

    async def test_the_last_places_are_given_out_once(self, database, database_url):
        event = an_event(capacity=3)
        crowd = [await a_person(database) for _ in range(10)]
        another_process = Database(database_url)
        outcomes = await asyncio.gather(
            *(
                confirm((database, another_process)[number % 2], event, a_complete_draft(event, person), person)
                for number, person in enumerate(crowd)
            )
        )
        await another_process.close()
        assert sorted(outcomes) == [Obstacle.FULL] * 7 + [Confirmed.REGISTERED] * 3
        async with database.snapshot() as connection:
            assert await registration.places_left(connection, event) == 0
            assert await registration.obstacle(connection, event, MAY) is Obstacle.FULL
        lucky = {person.id for person, outcome in zip(crowd, outcomes, strict=True) if outcome is Confirmed.REGISTERED}
        assert {person_id for (person_id,) in await ledger(database, "person_id")} == lucky

    async def test_a_cancelled_place_is_free_again(self, database):
        event = an_event(capacity=1)
        anna, other = await a_registrant(database, event), await a_person(database)
        draft = a_complete_draft(event, other)
        assert await confirm(database, event, draft, other) is Obstacle.FULL
        await cancel(database, event, anna)
        assert await confirm(database, event, draft, other) is Confirmed.REGISTERED
        assert await confirm(database, event, a_complete_draft(event, anna), anna) is Obstacle.FULL

    async def test_without_a_limit_nobody_counts_places(self, database):
        await a_registrant(database, an_event())
        async with database.snapshot() as connection:
            assert await registration.places_left(connection, an_event()) is None
            assert await registration.obstacle(connection, an_event(), MAY) is None

    async def test_places_of_another_event_are_not_taken(self, database):
        await a_registrant(database, an_event(key="other-2024"))
        async with database.snapshot() as connection:
            assert await registration.places_left(connection, an_event(capacity=1)) == 1


class TestChanging:
    event = an_event(capacity=1)

    async def test_a_registrant_changes_answers_after_the_deadline_and_in_a_full_hall(self, database):
        anna = await a_registrant(database, self.event)
        async with database.transaction() as connection:
            await registration.say_coming(connection, self.event, anna, MAY)
        changed = a_complete_draft(self.event, anna, answers=ANSWERS | {"field": "health"})
        assert await confirm(database, self.event, changed, anna, AFTER_THE_DEADLINE) is Confirmed.CHANGED
        assert await find(database, anna) == registered_as(
            anna,
            answers=ANSWERS | {"field": "health"},
            attendance=Attendance.COMING,
            calendar_sequence=1,
            updated_at=AFTER_THE_DEADLINE,
        )
        assert await ledger(database, "kind", "key", "channel") == [
            ("registered", "1:0", "telegram"),
            ("registered", "1:0", "email"),
            ("changed", "1:1", "telegram"),
            ("changed", "1:1", "email"),
        ]

    async def test_a_change_opens_at_the_summary_with_the_answers_as_they_are(self, database):
        anna = await a_registrant(database, self.event)
        async with database.transaction() as connection:
            draft = await registration.open_change(connection, self.event, registered_as(anna), LATER)
        step = dialogue.new_draft(anna.id, self.event, LATER).step + 1
        assert draft == a_complete_draft(self.event, anna, step=step) == await the_draft(database, anna)

    async def test_a_change_that_is_opened_again_starts_over_in_a_later_step(self, database):
        anna = await a_registrant(database, self.event)
        abandoned = Draft(anna.id, "example-2024", SUMMARY, 2_000_000_000, {"name": "Nobody"})
        async with database.transaction() as connection:
            await drafts.save(connection, abandoned, MAY)
            draft = await registration.open_change(connection, self.event, registered_as(anna), LATER)
        assert draft == a_complete_draft(self.event, anna, step=2_000_000_001)

    async def test_somebody_who_waits_for_a_place_does_not_get_one_by_a_change(self, database):
        anna = await a_registrant(database, self.event)
        async with database.transaction() as connection:
            await connection.execute(update(registrations).values(status="waiting"))
        assert await confirm(database, self.event, a_complete_draft(self.event, anna), anna) is Confirmed.CHANGED
        assert await find(database, anna) == registered_as(anna, status=RegistrationStatus.WAITING, calendar_sequence=1)


class TestCancelling:
    event = an_event()

    async def test_a_cancellation_is_confirmed_and_forgets_the_open_change(self, database):
        anna = await a_registrant(database, self.event)
        async with database.transaction() as connection:
            await drafts.save(connection, a_complete_draft(self.event, anna), MAY)
        assert await cancel(database, self.event, anna) is True
        cancelled = registered_as(
            anna,
            status=RegistrationStatus.CANCELLED,
            attendance=Attendance.NOT_COMING,
            calendar_sequence=1,
            updated_at=LATER,
        )
        assert await find(database, anna) == cancelled
        assert (registered_as(anna).is_active, cancelled.is_active) == (True, False)
        assert await the_draft(database, anna) is None
        assert (await ledger(database, *QUEUED))[2:] == [
            ("cancelled", "1:1", anna.id, channel, 0, "waiting", LATER, 0) for channel in ("telegram", "email")
        ]

    async def test_what_is_not_there_or_cancelled_already_is_not_cancelled(self, database):
        anna, other = await a_registrant(database, self.event), await a_person(database)
        assert await cancel(database, self.event, other) is False
        assert await cancel(database, an_event(key="other-2024"), anna) is False
        assert [await cancel(database, self.event, anna) for _ in range(2)] == [True, False]
        assert len(await ledger(database, "key")) == 4

    async def test_whoever_registers_again_is_a_newcomer_with_a_later_version_of_the_calendar_entry(self, database):
        anna = await a_registrant(database, self.event)
        await cancel(database, self.event, anna)
        again = await confirm(database, self.event, a_complete_draft(self.event, anna), anna, LATER)
        assert again is Confirmed.REGISTERED
        assert await find(database, anna) == registered_as(
            anna, calendar_sequence=2, registered_at=LATER, updated_at=LATER
        )
        assert (await ledger(database, "kind", "key", "channel"))[4:] == [
            ("registered", "1:2", "telegram"),
            ("registered", "1:2", "email"),
        ]

    async def test_nobody_returns_after_the_deadline(self, database):
        anna = await a_registrant(database, self.event)
        await cancel(database, self.event, anna)
        draft = a_complete_draft(self.event, anna)
        assert await confirm(database, self.event, draft, anna, AFTER_THE_DEADLINE) is Obstacle.OVER


async def test_only_registrants_say_that_they_are_coming(database):
    event = an_event()
    anna, gone, stranger = (
        await a_registrant(database, event),
        await a_registrant(database, event),
        await a_person(database),
    )
    await cancel(database, event, gone)
    async with database.transaction() as connection:
        said = [await registration.say_coming(connection, event, person, LATER) for person in (anna, gone, stranger)]
        attendances = (await connection.execute(select(registrations.c.attendance).order_by("id"))).scalars().all()
    assert (said, attendances) == ([True, False, False], ["coming", "not_coming"])


class TestOpeningADraft:
    async def test_the_first_look_at_an_event_is_remembered_without_answers(self, database):
        event, anna = an_event(), await a_person(database)
        async with database.transaction() as connection:
            opened = await registration.open_draft(connection, event, anna, MAY)
        assert opened == dialogue.new_draft(anna.id, event, MAY) == await the_draft(database, anna)
        assert opened.position == INTRODUCTION

    async def test_a_known_draft_is_brought_to_a_position_that_the_settings_know(self, database):
        event, anna = an_event(), await a_person(database)
        draft = Draft(anna.id, event.key, "gone", 3, {"name": "Anna"})
        async with database.transaction() as connection:
            await drafts.save(connection, draft, MAY)
            opened = await registration.open_draft(connection, event, anna, LATER)
        assert opened == replace(draft, position="email", step=4)


@pytest.mark.parametrize(
    ("answers", "name"), [({"name": "Anna"}, "Anna"), ({"name": None}, None), ({}, None), ({"name": True}, None)]
)
async def test_the_name_of_a_registrant_is_the_answer_to_the_question_for_it(database, answers, name):
    anna = await a_person(database)
    assert registered_as(anna, answers=answers).name(an_event()) == name
    assert registered_as(anna, answers=answers).name(an_event(questions=(a_question(),))) is None
