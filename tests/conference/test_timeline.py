from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conference import claims, drafts, marking, notices, people, reminders, timeline
from conference.channels.channel import ChannelName
from conference.config import Settings
from conference.database import Database
from conference.dialogue import Draft
from conference.event import Event
from conference.outbox import DeliveryStatus
from conference.people import Person
from conference.reminder_rule import Audience
from conference.reminders import Timing
from conference.rendering import Renderer
from conference.texts import Texts
from conference.timeline import Past, Reach, Timeline, Upcoming, Variant
from tests.conference.example_event import an_event
from tests.conference.example_people import a_person, a_registrant, ledger

TEXTS = Texts(["lv"])
BOTH_KINDS = {"key": "both", "audience": ["opened", "unfinished"], "anchor": "deadline", "days": -3, "at": "10:00"}
DAY_BEFORE = {"key": "day-before", "audience": ["registered"], "anchor": "start", "days": -1, "at": "10:00"}
DAY_AFTER = {
    "key": "day-after",
    "audience": ["registered"],
    "anchor": "end",
    "days": 1,
    "at": "09:00",
    "useless_after": {"anchor": "end", "days": 7, "at": "09:00"},
}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


JUNE_1, DUE, DAY_OF_EVENT = utc("2024-06-01 09:00"), utc("2024-06-13 07:30"), utc("2024-06-14 08:00")


def renderer(*events: Event) -> Renderer:
    return Renderer(Settings(events=events), TEXTS)


async def drawn_up(database: Database, now: datetime, *events: Event) -> Timeline:
    async with database.snapshot() as connection:
        return await timeline.draw_up(connection, renderer(*events), events, now, "lv")


async def a_draft(database: Database, event: Event, person: Person, touched: datetime, **changes) -> None:
    async with database.transaction() as connection:
        await drafts.save(connection, replace(Draft(person.id, event.key), **changes), touched)


async def queue_and_send(database: Database, event: Event, now: datetime, sent: int) -> None:
    """Let a tick queue what is due, and *sent* messages leave by Telegram."""
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [event], now)
        for delivery in await claims.claim(connection, ChannelName.TELEGRAM, "me", now, sent):
            await marking.finish(connection, delivery, DeliveryStatus.SENT, now)


async def discard_confirmations(database: Database) -> None:
    async with database.transaction() as connection:
        for channel in ChannelName:
            for delivery in await claims.claim(connection, channel, "me", JUNE_1, 100):
                await marking.finish(connection, delivery, DeliveryStatus.SENT, JUNE_1)


def reach(people: int, telegram: int, email: int, unreachable: int = 0, opted_out: int = 0) -> Reach:
    channels = {ChannelName.TELEGRAM: telegram, ChannelName.EMAIL: email}
    return Reach(people, channels, unreachable, opted_out)


def reaches(drawn: Timeline) -> list[tuple[str, list[Reach]]]:
    return [(one.rule.key, [variant.reach for variant in one.variants]) for one in drawn.upcoming]


async def test_a_reminder_to_come_says_when_to_whom_and_what(database: Database):
    event = an_event(reminders=[BOTH_KINDS])
    [rule] = event.reminders
    opened, unfinished = await a_person(database), await a_person(database, email="a@example.org")
    await a_draft(database, event, opened, JUNE_1)
    await a_draft(database, event, unfinished, JUNE_1, consent_version="1", consented_at=JUNE_1)

    due_at = utc("2024-06-04 07:00")
    occasion = renderer(event).occasion(event, "lv", due_at)
    assert await drawn_up(database, JUNE_1, event) == Timeline(
        upcoming=(
            Upcoming(
                event=event,
                rule=rule,
                due_at=due_at,
                useless_at=utc("2024-06-07 21:00"),
                timing=Timing.EARLY,
                ledger={},
                variants=(
                    Variant(Audience.OPENED, reach(1, 1, 0), notices.reminder(occasion, rule, None, started=False)),
                    Variant(Audience.UNFINISHED, reach(1, 1, 1), notices.reminder(occasion, rule, None, started=True)),
                ),
            ),
        ),
        past=(),
        outbox={},
    )


async def test_registrants_are_asked_whether_they_come(database: Database):
    [upcoming] = (await drawn_up(database, JUNE_1, an_event(reminders=[DAY_BEFORE]))).upcoming
    [variant] = upcoming.variants
    say = TEXTS.voice("lv")
    assert [action.label for action in variant.content.actions] == [say("button-coming"), say("button-not-coming")]


async def test_a_text_is_worded_for_the_moment_at_which_it_is_sent(database: Database):
    on_the_day = DAY_BEFORE | {"key": "on-the-day", "days": 0, "at": "07:30"}
    drawn = await drawn_up(database, JUNE_1, an_event(reminders=[DAY_BEFORE, on_the_day, DAY_AFTER]))
    say = TEXTS.voice("lv")
    assert [one.variants[0].content.title for one in drawn.upcoming] == [
        say("reminder-title", event="Paraugs", date="2024. gada 14. jūnijā"),
        say("reminder-today-title", event="Paraugs"),
        say("reminder-after-title", event="Paraugs"),
    ]


async def test_who_cannot_be_reached_or_asked_for_no_reminders_is_counted_apart(database: Database):
    event = an_event(reminders=[DAY_BEFORE])
    await a_registrant(database, event, email="a@example.org", telegram_unreachable_since=JUNE_1)
    lost = await a_registrant(database, event, email="b@example.org", telegram_unreachable_since=JUNE_1)
    async with database.transaction() as connection:
        await people.note_unreachable(connection, lost.id, ChannelName.EMAIL, JUNE_1)
    await a_registrant(database, event, email="c@example.org", opted_out_at=JUNE_1)
    lost_too = await a_registrant(database, event, email="d@example.org", wants="email", opted_out_at=JUNE_1)
    async with database.transaction() as connection:
        for channel in ChannelName:
            await people.note_unreachable(connection, lost_too.id, channel, JUNE_1)
    await a_registrant(database, event, email="e@example.org", wants="email")

    drawn = await drawn_up(database, JUNE_1, event)
    assert reaches(drawn) == [("day-before", [reach(2, 0, 2, unreachable=1, opted_out=2)])]


async def test_whoever_is_just_registering_counts_for_a_reminder_to_come(database: Database):
    event = an_event(reminders=[BOTH_KINDS])
    await a_draft(database, event, await a_person(database), JUNE_1)
    drawn = await drawn_up(database, JUNE_1 + timedelta(minutes=1), event)
    assert reaches(drawn) == [("both", [reach(1, 1, 0), reach(0, 0, 0)])]


async def test_whoever_is_just_registering_is_not_disturbed_by_a_reminder_that_is_due(database: Database):
    event = an_event(reminders=[BOTH_KINDS])
    now = utc("2024-06-05 09:00")
    await a_draft(database, event, await a_person(database), now)
    drawn = await drawn_up(database, now + timedelta(minutes=1), event)
    assert reaches(drawn) == [("both", [reach(0, 0, 0), reach(0, 0, 0)])]


async def test_a_reminder_that_is_due_goes_to_those_without_a_delivery_of_it(database: Database):
    event = an_event(reminders=[DAY_BEFORE], registration_deadline=date(2024, 6, 14))
    for address in ("a@example.org", "b@example.org", "c@example.org"):
        await a_registrant(database, event, email=address)
    await discard_confirmations(database)
    await queue_and_send(database, event, DUE, sent=2)
    await a_registrant(database, event, DUE, email="d@example.org", wants="telegram")

    [upcoming] = (await drawn_up(database, DUE + timedelta(minutes=1), event)).upcoming
    assert (upcoming.timing, upcoming.ledger, upcoming.variants[0].reach) == (
        Timing.DUE,
        {DeliveryStatus.WAITING: 4, DeliveryStatus.SENT: 2},
        reach(1, 1, 0),
    )


async def test_what_it_says_of_a_tick_is_what_the_tick_does(database: Database):
    event = an_event(reminders=[BOTH_KINDS, DAY_BEFORE])
    await a_registrant(database, event, email="a@example.org")
    await a_registrant(database, event, email="b@example.org", opted_out_at=JUNE_1)
    changed = await a_registrant(database, event, email="c@example.org", wants="telegram")
    assert await said_and_done(database, event, DUE) == ({"telegram": 2, "email": 1}, 3)
    assert await said_and_done(database, event, DUE) == ({"telegram": 0, "email": 0}, 0)

    async with database.transaction() as connection:
        await people.set_wants(connection, changed.id, people.Wants.BOTH)
    assert await said_and_done(database, event, DUE) == ({"telegram": 0, "email": 1}, 1)


async def said_and_done(database: Database, event: Event, now: datetime) -> tuple[dict[str, int], int]:
    """Return what the timeline says a tick would queue on each channel, and how much the tick then queues."""
    [due] = (await drawn_up(database, now, event)).upcoming
    async with database.transaction() as connection:
        written = await reminders.queue_due(connection, [event], now)
    return dict(due.variants[0].reach.channels), written


async def test_drawing_it_up_writes_nothing(database: Database):
    event = an_event(reminders=[DAY_BEFORE])
    await a_registrant(database, event)
    before = await ledger(database, "kind", "channel", "status", "due_at")
    await drawn_up(database, DUE, event)
    assert await ledger(database, "kind", "channel", "status", "due_at") == before


async def test_a_past_reminder_shows_what_came_of_it(database: Database):
    event = an_event(reminders=[DAY_BEFORE])
    [rule] = event.reminders
    for address in ("a@example.org", "b@example.org"):
        await a_registrant(database, event, email=address, wants="telegram")
    await discard_confirmations(database)
    await queue_and_send(database, event, DUE, sent=1)

    drawn = await drawn_up(database, DAY_OF_EVENT, event)
    counted = {DeliveryStatus.WAITING: 1, DeliveryStatus.SENT: 1}
    assert (drawn.upcoming, drawn.past) == (
        (),
        (Past(event, rule, due_at=utc("2024-06-13 07:00"), ledger=counted, unrecorded=0),),
    )


async def test_what_nobody_sent_in_time_is_missed_before_and_after_the_ledger_says_so(database: Database):
    event = an_event(reminders=[DAY_BEFORE], registration_deadline=date(2024, 6, 14))
    await a_registrant(database, event, email="a@example.org")
    await a_registrant(database, event, DAY_OF_EVENT, email="late@example.org")
    lost = await a_registrant(database, event, email="lost@example.org", telegram_unreachable_since=JUNE_1)
    async with database.transaction() as connection:
        await people.note_unreachable(connection, lost.id, ChannelName.EMAIL, JUNE_1)
    [before] = (await drawn_up(database, DAY_OF_EVENT, event)).past
    async with database.transaction() as connection:
        await reminders.queue_due(connection, [event], DAY_OF_EVENT)
    [after] = (await drawn_up(database, DAY_OF_EVENT, event)).past
    assert [(one.ledger, one.unrecorded) for one in (before, after)] == [({}, 1), ({DeliveryStatus.MISSED: 2}, 0)]


async def test_reminders_of_several_events_stand_in_the_order_of_their_moments(database: Database):
    first = an_event(reminders=[DAY_BEFORE, BOTH_KINDS])
    second = an_event(key="second", date=date(2024, 6, 10), reminders=[DAY_BEFORE])
    drawn = await drawn_up(database, JUNE_1, first, second)
    assert [(one.event.key, one.rule.key) for one in drawn.upcoming] == [
        ("example-2024", "both"),
        ("second", "day-before"),
        ("example-2024", "day-before"),
    ]


async def test_counts_of_one_event_are_not_those_of_another_with_the_same_rules(database: Database):
    first, second = an_event(reminders=[BOTH_KINDS]), an_event(key="second", reminders=[BOTH_KINDS])
    interested = await a_person(database)
    now = utc("2024-06-04 07:00")
    for event in (first, second):
        await a_draft(database, event, interested, JUNE_1)
    await queue_and_send(database, first, now, sent=0)
    drawn = await drawn_up(database, now, first, second)
    assert [(one.event.key, one.ledger, one.variants[0].reach.people) for one in drawn.upcoming] == [
        ("example-2024", {DeliveryStatus.WAITING: 1}, 0),
        ("second", {}, 1),
    ]


async def test_the_outbox_counts_confirmations_too(database: Database):
    await a_registrant(database, an_event(reminders=[]), email="a@example.org")
    assert await drawn_up(database, JUNE_1, an_event(reminders=[])) == Timeline(
        upcoming=(),
        past=(),
        outbox={
            (ChannelName.TELEGRAM, DeliveryStatus.WAITING): 1,
            (ChannelName.EMAIL, DeliveryStatus.WAITING): 1,
        },
    )


@pytest.mark.parametrize(
    ("now", "timing"),
    [
        ("2024-06-15 05:59", Timing.EARLY),
        ("2024-06-15 06:00", Timing.DUE),
        ("2024-06-21 05:59", Timing.DUE),
        ("2024-06-21 06:00", None),
    ],
)
async def test_thanks_after_an_event_are_to_come_until_they_are_useless(database: Database, now, timing):
    drawn = await drawn_up(database, utc(now), an_event(reminders=[DAY_AFTER]))
    assert [one.timing for one in drawn.upcoming] == ([timing] if timing else [])
