from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import insert, update

from conference import drafts, people, registration, reminders
from conference.channels.channel import ChannelName
from conference.dialogue import Draft
from conference.people import Wants
from conference.reminders import QUIET, Timing
from conference.tables import deliveries, registrations
from conference.tables import people as people_table
from tests.conference.example_event import an_event
from tests.conference.example_people import ANSWERS, MAY, a_complete_draft, a_person, a_registrant, ledger

TELEGRAM, EMAIL = ChannelName
SECOND = timedelta(seconds=1)
DAY_BEFORE = datetime(2024, 6, 13, 7, tzinfo=UTC)
START = datetime(2024, 6, 14, 7, tzinfo=UTC)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def an_event_that_reminds(**changes):
    """Return an event, but for *changes*, whose one rule reminds registrants at 10:00 the day before it."""
    rule = {"key": "day-before", "audience": ["registered"], "anchor": "start", "days": -1, "at": "10:00"}
    return an_event(reminders=(rule,), **changes)


async def queue_due(database, *events, now):
    async with database.transaction() as connection:
        return await reminders.queue_due(connection, events, now)


async def save_draft(database, person, event="example-2024", *, touched_at=MAY, **changes):
    async with database.transaction() as connection:
        await drafts.save(connection, Draft(person.id, event, **changes), touched_at)


async def alter_registration(database, person, **changes):
    async with database.transaction() as connection:
        altered = update(registrations).where(registrations.c.person_id == person.id)
        await connection.execute(altered.values(changes))


async def reminded(database, *columns):
    """Return these columns of the reminders in the ledger."""
    return [row for kind, *row in await ledger(database, "kind", *columns) if kind == "reminder"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (DAY_BEFORE - SECOND, Timing.EARLY),
        (DAY_BEFORE, Timing.DUE),
        (START - SECOND, Timing.DUE),
        (START, Timing.USELESS),
    ],
)
def test_a_reminder_is_due_from_its_moment_until_it_is_useless(now, expected):
    event = an_event_that_reminds()
    assert reminders.timing(event.reminders[0], event, now) is expected


def test_who_can_no_longer_register_is_not_reminded_to():
    rule = {"key": "late", "audience": ["unfinished"], "anchor": "start", "days": -10, "at": "10:00"}
    event = an_event(reminders=(rule,))
    timings = [reminders.timing(event.reminders[0], event, event.deadline_at - one) for one in (SECOND, 0 * SECOND)]
    assert timings == [Timing.DUE, Timing.USELESS]


def test_a_reminder_of_an_event_that_has_moved_is_early_again():
    event, moved = an_event_that_reminds(), an_event_that_reminds(date=date(2024, 6, 21))
    assert reminders.timing(event.reminders[0], event, DAY_BEFORE) is Timing.DUE
    assert reminders.timing(moved.reminders[0], moved, DAY_BEFORE) is Timing.EARLY
    assert reminders.timing(moved.reminders[0], moved, DAY_BEFORE + timedelta(days=7)) is Timing.DUE


@pytest.mark.parametrize(
    ("day", "rule", "due"),
    [
        (date(2024, 3, 31), {"days": -1, "at": "10:00"}, "2024-03-30 08:00"),
        (date(2024, 3, 31), {"hours": -24}, "2024-03-30 07:00"),
        (date(2024, 3, 31), {"days": 0, "at": "03:30"}, "2024-03-31 01:30"),  # a time that night skips
        (date(2024, 10, 27), {"days": -1, "at": "10:00"}, "2024-10-26 07:00"),
        (date(2024, 10, 27), {"hours": -24}, "2024-10-26 08:00"),
        (date(2024, 10, 27), {"days": 0, "at": "03:30"}, "2024-10-27 00:30"),  # a time that night has twice
    ],
)
async def test_on_the_nights_when_clocks_change_a_reminder_is_queued_once_at_its_moment(database, day, rule, due):
    rule = {"key": "rule", "audience": ["registered"], "anchor": "start"} | rule
    event = an_event(date=day, registration_deadline=date(2024, 3, 20), reminders=(rule,))
    await a_registrant(database, event, utc("2024-03-01 00:00"), email="anna@inbox.lv", wants=Wants.TELEGRAM)
    ticks = [utc(due) + timedelta(minutes=minutes) for minutes in (-1, 0, 60, 120)]
    assert [await queue_due(database, event, now=now) for now in ticks] == [0, 1, 0, 0]


class TestQueueing:
    event = an_event_that_reminds()

    async def test_registrants_are_reminded_once_on_each_channel(self, database):
        anna = await a_registrant(database, self.event)
        ticks = (DAY_BEFORE - SECOND, DAY_BEFORE, DAY_BEFORE + SECOND, START - SECOND, START)
        assert [await queue_due(database, self.event, now=now) for now in ticks] == [0, 2, 0, 0, 0]
        columns = ("event", "key", "person_id", "channel", "priority", "status", "due_at", "created_at", "attempts")
        assert await reminded(database, *columns) == [
            ["example-2024", "day-before", anna.id, channel, 5, "waiting", DAY_BEFORE, DAY_BEFORE, 0]
            for channel in ChannelName
        ]

    async def test_whoever_registers_late_is_reminded_while_it_is_of_use(self, database):
        event = an_event_that_reminds(registration_deadline=date(2024, 6, 14))
        await a_registrant(database, event, wants=Wants.TELEGRAM)
        await queue_due(database, event, now=DAY_BEFORE)
        late = await a_registrant(database, event, START - SECOND, wants=Wants.TELEGRAM)
        assert await queue_due(database, event, now=START - SECOND) == 1
        too_late = await a_registrant(database, event, START + SECOND, wants=Wants.TELEGRAM)
        assert await queue_due(database, event, now=START + SECOND) == 0
        statuses = dict(await reminded(database, "person_id", "status"))
        assert (statuses[late.id], too_late.id in statuses) == ("waiting", False)

    async def test_a_reminder_that_could_not_be_queued_in_time_is_missed_by_those_who_were_there_in_time(
        self, database
    ):
        event = an_event_that_reminds(registration_deadline=date(2024, 6, 14))
        anna = await a_registrant(database, event, START, wants=Wants.TELEGRAM)
        await a_registrant(database, event, START + SECOND, wants=Wants.TELEGRAM)
        assert [await queue_due(database, event, now=START + one * SECOND) for one in (1, 2)] == [1, 0]
        assert await reminded(database, "person_id", "channel", "status") == [[anna.id, "telegram", "missed"]]

    async def test_whoever_got_it_misses_nothing_on_a_channel_chosen_later(self, database):
        anna = await a_registrant(database, self.event, email="anna@inbox.lv", wants=Wants.TELEGRAM)
        await queue_due(database, self.event, now=DAY_BEFORE)
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).values(status="sent"))
            await people.set_wants(connection, anna.id, Wants.BOTH)
        assert await queue_due(database, self.event, now=START) == 0

    async def test_whoever_missed_it_on_all_channels_missed_it_on_each(self, database):
        anna = await a_registrant(database, self.event)
        assert await queue_due(database, self.event, now=START) == 2
        assert await reminded(database, "person_id", "channel", "status") == [
            [anna.id, channel, "missed"] for channel in ChannelName
        ]

    async def test_a_channel_that_broke_is_made_up_for_by_the_other_one(self, database):
        anna = await a_registrant(database, self.event, email="anna@inbox.lv", wants=Wants.TELEGRAM)
        await queue_due(database, self.event, now=DAY_BEFORE)
        async with database.transaction() as connection:
            await people.note_unreachable(connection, anna.id, TELEGRAM, DAY_BEFORE)
        assert await queue_due(database, self.event, now=DAY_BEFORE + SECOND) == 1
        assert await reminded(database, "channel") == [["telegram"], ["email"]]

    async def test_events_do_not_mix(self, database):
        other = an_event_that_reminds(key="other-2024", date=date(2024, 6, 15))
        anna = await a_registrant(database, self.event, wants=Wants.TELEGRAM)
        madara = await a_registrant(database, other, wants=Wants.TELEGRAM)
        queued = [
            await queue_due(database, self.event, other, now=now)
            for now in (DAY_BEFORE, DAY_BEFORE + timedelta(days=1))
        ]
        assert queued == [1, 1]
        assert await reminded(database, "event", "key", "person_id") == [
            ["example-2024", "day-before", anna.id],
            ["other-2024", "day-before", madara.id],
        ]

    async def test_what_was_queued_for_a_date_that_moved_is_not_queued_again(self, database):
        await a_registrant(database, self.event, wants=Wants.TELEGRAM)
        moved = an_event_that_reminds(date=date(2024, 6, 21))
        week = timedelta(days=7)
        assert await queue_due(database, self.event, now=DAY_BEFORE) == 1
        assert [await queue_due(database, moved, now=DAY_BEFORE + one) for one in (SECOND, week)] == [0, 0]


NOW = datetime(2024, 6, 4, 6, tzinfo=UTC)
JUST_QUIET = {"touched_at": NOW - QUIET}
IN_THE_MIDDLE = {"touched_at": NOW - QUIET + SECOND}
AGREED = {"consent_version": "1", "consented_at": MAY, "answers": ANSWERS}


class TestAudience:
    event = an_event(
        reminders=(
            {"key": "opened", "audience": ["opened"], "anchor": "deadline", "days": -3, "at": "09:00"},
            {"key": "unfinished", "audience": ["unfinished"], "anchor": "deadline", "days": -3, "at": "09:00"},
            {"key": "either", "audience": ["opened", "unfinished"], "anchor": "deadline", "days": -3, "at": "09:00"},
            {"key": "registered", "audience": ["registered"], "anchor": "start", "days": -10, "at": "09:00"},
        )
    )

    async def gets(self, database, person):
        """Return the rules by which a person is reminded; hold counting and asking to the same answer."""
        await queue_due(database, self.event, now=NOW)
        keys = {key for key, person_id in await reminded(database, "key", "person_id") if person_id == person.id}
        async with database.snapshot() as connection:
            for rule in self.event.reminders:
                meant = await reminders.still_meant(connection, self.event, rule, [person.id], TELEGRAM, NOW)
                size = await reminders.audience_size(connection, self.event, rule, TELEGRAM, NOW)
                assert (meant, size) == ({person.id} if rule.key in keys else set(), int(rule.key in keys))
        return keys

    @pytest.mark.parametrize(
        ("draft", "keys"),
        [
            (JUST_QUIET, {"opened", "either"}),
            (IN_THE_MIDDLE, set()),
            (JUST_QUIET | AGREED, {"unfinished", "either"}),
            (IN_THE_MIDDLE | AGREED, set()),
            (JUST_QUIET | AGREED | {"event": "other-2024"}, set()),
            (JUST_QUIET | {"event": "other-2024"}, set()),
        ],
    )
    async def test_whoever_has_not_finished_is_reminded_once_the_draft_is_quiet(self, database, draft, keys):
        anna = await a_person(database)
        await save_draft(database, anna, **draft)
        assert await self.gets(database, anna) == keys

    async def test_a_stranger_is_left_in_peace(self, database):
        assert await self.gets(database, await a_person(database)) == set()

    @pytest.mark.parametrize(
        ("state", "keys"),
        [
            ({"attendance": "unanswered"}, {"registered"}),
            ({"attendance": "coming"}, {"registered"}),
            ({"attendance": "not_coming"}, set()),
            ({"status": "waiting"}, set()),
            ({"status": "cancelled"}, set()),
            ({"registered_at": NOW}, {"registered"}),
            ({"registered_at": NOW + SECOND}, set()),
        ],
    )
    async def test_registrants_are_reminded_unless_they_are_not_coming(self, database, state, keys):
        anna = await a_registrant(database, self.event)
        await alter_registration(database, anna, **state)
        assert await self.gets(database, anna) == keys

    async def test_a_change_that_was_begun_is_not_an_unfinished_registration(self, database):
        anna = await a_registrant(database, self.event)
        async with database.transaction() as connection:
            registered = await registration.find(connection, anna.id, self.event.key)
            await registration.open_change(connection, self.event, registered, MAY)
        assert await self.gets(database, anna) == {"registered"}

    async def test_whoever_cancelled_is_not_talked_into_registering(self, database):
        anna = await a_registrant(database, self.event)
        async with database.transaction() as connection:
            await registration.cancel(connection, self.event, anna, MAY)
        await save_draft(database, anna, **AGREED)
        assert await self.gets(database, anna) == set()

    @pytest.mark.parametrize("begun", [{}, AGREED])
    async def test_whoever_opted_out_of_reminders_gets_none(self, database, begun):
        anna = await a_person(database, opted_out_at=MAY)
        await save_draft(database, anna, **begun)
        assert await self.gets(database, anna) == set()

    async def test_a_registrant_who_opted_out_gets_none_and_back_in_all_that_are_due(self, database):
        anna = await a_registrant(database, self.event)
        async with database.transaction() as connection:
            await people.opt_out(connection, anna.id, MAY)
        assert await self.gets(database, anna) == set()
        async with database.transaction() as connection:
            await people.opt_in(connection, anna.id)
        assert await self.gets(database, anna) == {"registered"}


async def test_the_database_finds_people_on_the_same_channels_as_they_are_reached_on(database):
    event = an_event_that_reminds()
    someone = a_complete_draft(event, await a_person(database))
    expected = {channel: set() for channel in ChannelName}
    async with database.transaction() as connection:
        ways = product((True, False), ("anna@inbox.lv", None), (MAY, None), (MAY, None), Wants)
        for number, (chat, email, no_telegram, no_email, wants) in enumerate(ways, start=100):
            row = {"id": number, "chat_id": number if chat else None, "email": email, "wants": wants, "language": "lv"}
            row |= {"telegram_unreachable_since": no_telegram, "email_unreachable_since": no_email, "created_at": MAY}
            await connection.execute(insert(people_table).values(row))
            registered = {"person_id": number, "event": event.key, "answers": {}, "status": "registered"}
            registered |= {"consent_version": "1", "consented_at": MAY, "registered_at": MAY, "updated_at": MAY}
            await connection.execute(insert(registrations).values(registered))
            for channel in (await people.get(connection, number)).channels:
                expected[channel].add(number)
        rule = event.reminders[0]
        for channel, reached in expected.items():
            assert await reminders.still_meant(connection, event, rule, range(100, 148), channel, MAY) == reached
            assert await reminders.audience_size(connection, event, rule, channel, MAY) == len(reached)
        assert sum(map(len, expected.values())) > 20
        assert not await reminders.still_meant(connection, event, rule, [someone.person_id], TELEGRAM, MAY)
