from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from conference import overview
from conference.config import Settings
from conference.overview import Breakdown, NextNotice, Overview
from conference.registration import Attendance
from conference.rendering import Renderer
from conference.status import EventStatus
from conference.tables import deliveries, people
from conference.texts import Texts
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_complete_draft, a_person, a_registrant
from tests.conference.example_registrants import registered

FIELD, TOPICS = a_question("field", kind="choice"), a_question("topics", kind="choices")
EVENT = an_event(capacity=10, questions=(a_question("name", use="name"), FIELD, TOPICS))
NOBODY = dict.fromkeys(Attendance, 0)
LAST_DAY, DAY_BEFORE = datetime(2024, 6, 7, 6, tzinfo=UTC), datetime(2024, 6, 13, 7, tzinfo=UTC)


def local(day, hour, minute=0):
    return datetime(2024, 5, day, hour, minute, tzinfo=EVENT.time_zone)


async def taken(database, now=MAY, event=EVENT):
    renderer = Renderer(Settings(events=(event,)), Texts(["lv"]))
    async with database.snapshot() as connection:
        return await overview.take(connection, renderer, event, now, "lv")


async def test_of_an_event_that_nobody_knows_yet_all_numbers_are_zero(database):
    assert await taken(database) == Overview(
        numbers=EventStatus(EVENT.key, registered=0, waiting=0, cancelled=0, unfinished=0, places_left=10),
        attendance=NOBODY,
        breakdowns=(
            Breakdown(FIELD, {"education": 0, "health": 0}, others=0),
            Breakdown(TOPICS, {"education": 0, "health": 0}, others=0),
        ),
        per_day=(),
        next_notices=(
            NextNotice(LAST_DAY, "Šodien ir pēdējā diena, kad var pieteikties", 0),
            NextNotice(DAY_BEFORE, "„Paraugs” – 2024. gada 14. jūnijā", 0),
        ),
    )


async def test_the_registered_are_counted_by_answer_attendance_and_day_of_the_events_time_zone(database):
    several = [{"field": "health", "topics": ["education", "health"]}, {"field": "health", "topics": []}]
    await registered(database, EVENT, several, registered_at=local(17, 23, 59))
    late = [{"field": "gone", "topics": None}]
    await registered(database, EVENT, late, registered_at=local(19, 0, 1), attendance="coming")
    for status in ("cancelled", "waiting"):
        await registered(database, EVENT, [{"field": "education"}], status=status, registered_at=local(1, 9))
    found = await taken(database, now=local(20, 12))
    assert found.numbers == EventStatus(EVENT.key, registered=3, waiting=1, cancelled=1, unfinished=0, places_left=7)
    assert found.attendance == NOBODY | {Attendance.UNANSWERED: 2, Attendance.COMING: 1}
    assert found.breakdowns == (
        Breakdown(FIELD, {"education": 0, "health": 2}, others=1),
        Breakdown(TOPICS, {"education": 1, "health": 1}, others=2),
    )
    assert found.per_day == tuple((date(2024, 5, day), count) for day, count in ((17, 2), (18, 0), (19, 1), (20, 0)))


async def test_the_days_end_with_the_event_even_when_it_is_long_over(database):
    await registered(database, EVENT, [{}], registered_at=local(31, 9))
    found = await taken(database, now=MAY + timedelta(days=300))
    assert [found.per_day[0], found.per_day[-1], len(found.per_day)] == [
        (date(2024, 5, 31), 1),
        (date(2024, 6, 14), 0),
        15,
    ]
    assert found.next_notices == ()


async def test_next_notices_count_whom_they_would_reach_and_go_when_everybody_has_them(database):
    event = an_event()
    beginner = await a_person(database)
    anna = await a_registrant(database, event)
    await a_registrant(database, event)
    async with database.transaction() as connection:
        draft = a_complete_draft(event, beginner)
        await overview.status.registration.drafts.save(connection, draft, MAY)
        await connection.execute(update(people).where(people.c.id == anna.id).values(opted_out_at=MAY))
    title = "„Paraugs” – 2024. gada 14. jūnijā"
    assert (await taken(database, MAY, event)).next_notices == (
        NextNotice(LAST_DAY, "Šodien ir pēdējā diena, kad var pieteikties", 1),
        NextNotice(DAY_BEFORE, title, 1),
    )
    async with database.transaction() as connection:
        await overview.timeline.reminders.queue_due(connection, [event], DAY_BEFORE)
        await connection.execute(update(deliveries).values(status="sent"))
    assert (await taken(database, DAY_BEFORE, event)).next_notices == ()
