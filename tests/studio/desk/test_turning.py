from datetime import datetime, timedelta

from bot.stored import changing
from conference import people
from conference.announcements import composing, sending
from conference.announcements.announcement import Words
from conference.content import Written
from studio.desk import Moment, MomentKind, open_desk
from tests.studio.desk.small_conference import (
    DAY,
    DAY_BEFORE,
    DEADLINE,
    END,
    HOUR,
    LAST_DAYS,
    MINUTE,
    ON_THE_DAY,
    OPEN,
    SETTINGS,
    START,
    heard,
    registers,
    stops_half_way,
)

EVENT = "madona-2031"


async def test_a_jump_of_a_month_delivers_everything_at_its_own_moment(desk, registered):
    opened = await desk.seats.add("Ilze Kalniņa")
    await opened.open_link()
    await stops_half_way(desk, await desk.seats.add("Zane Liepa"))
    stops = await desk.turn_to(END + 40 * DAY)
    erased = END + 30 * DAY
    came = [
        (stop.at, [one.key or one.kind for one in stop.moments], len(stop.messages), len(stop.letters))
        for stop in stops
    ]
    assert came == [
        (LAST_DAYS, ["last-days"], 2, 0),
        (DEADLINE, [MomentKind.DEADLINE], 0, 0),
        (DAY_BEFORE, ["day-before"], 1, 1),
        (ON_THE_DAY, ["on-the-day"], 1, 1),
        (START, [MomentKind.START], 0, 0),
        (END, [MomentKind.END], 0, 0),
        (erased, [MomentKind.ERASURE], 0, 0),
    ]
    assert all(stop.is_settled for stop in stops)
    assert [arrival.message.at for stop in stops for arrival in stop.messages] == [
        LAST_DAYS,
        LAST_DAYS,
        DAY_BEFORE,
        ON_THE_DAY,
    ]
    assert [letter.received_at for stop in stops for letter in stop.letters] == [DAY_BEFORE, ON_THE_DAY]
    assert timedelta() <= desk.now - (END + 40 * DAY) < MINUTE


async def test_a_jump_delivers_what_would_have_been_sent_step_by_step(tmp_path):
    async def rehearsed(folder: str, step: timedelta) -> list[list[tuple[datetime, str]]]:
        async with open_desk(SETTINGS, tmp_path / folder, OPEN) as desk:
            seats = [await desk.seats.add(name) for name in ("Anna Bērziņa", "Zane Liepa")]
            await registers(desk, seats[0])
            # In the middle of it as the reminder becomes due: it comes when she has been quiet for two hours.
            await desk.turn_to(LAST_DAYS - HOUR)
            await stops_half_way(desk, seats[1])
            while desk.now < END:
                await desk.turn_to(min(desk.now + step, END))
            return [[one for one in heard(seat) if one[0] > LAST_DAYS] for seat in seats]

    at_once, step_by_step = await rehearsed("jump", 30 * DAY), await rehearsed("steps", 2 * HOUR)
    assert [[words for _, words in said] for said in at_once] == [[words for _, words in said] for said in step_by_step]
    assert at_once[0] == step_by_step[0]
    assert [at for at, _ in at_once[1]] == [LAST_DAYS + HOUR + MINUTE]


async def test_the_timeline_shows_what_is_to_come_and_what_was_sent(desk, registered):
    await desk.turn_to(DAY_BEFORE)
    assert await desk.timeline() == (
        Moment(LAST_DAYS, MomentKind.REMINDER, EVENT, "last-days"),
        Moment(DEADLINE, MomentKind.DEADLINE, EVENT),
        Moment(DAY_BEFORE, MomentKind.REMINDER, EVENT, "day-before", sent=2),
        Moment(ON_THE_DAY, MomentKind.REMINDER, EVENT, "on-the-day"),
        Moment(START, MomentKind.START, EVENT),
        Moment(END, MomentKind.END, EVENT),
        Moment(END + 30 * DAY, MomentKind.ERASURE, EVENT),
    )
    assert await desk.next_notice() == Moment(ON_THE_DAY, MomentKind.REMINDER, EVENT, "on-the-day")
    await desk.turn_to(END)
    assert await desk.next_notice() is None


async def test_the_clock_goes_back_without_anything_being_said_again(desk, registered):
    await desk.turn_to(DAY_BEFORE)
    said = heard(registered)
    await desk.turn_to(OPEN)
    assert desk.now - OPEN < MINUTE
    await desk.turn_to(DAY_BEFORE)
    assert heard(registered) == said


async def test_what_was_missed_while_the_service_was_dead_is_made_up_for(desk, registered):
    said = len(heard(registered))
    await desk.faults.kill()
    assert await desk.turn_to(DAY_BEFORE + HOUR) == []
    await desk.faults.restart()
    assert await desk.settle()
    assert [at.replace(second=0) for at, _ in heard(registered)[said:]] == [DAY_BEFORE + HOUR]


async def test_the_clock_runs_on_between_two_turns(desk):
    await desk.turn_to(DAY_BEFORE)
    assert desk.house.clock.flowing
    assert not desk.is_turning


async def test_a_planned_announcement_is_a_stop_of_its_own(desk, registered):
    at = DAY_BEFORE - DAY
    async with changing(desk.database_url) as connection:
        author = await people.find(connection, registered.id)
        composed = await composing.begin(connection, desk.event, author.id, OPEN)
        await composing.set_words(connection, composed.id, "lv", Words("Zāle", Written("Zāle ir mainīta.")))
        assert await sending.plan(connection, composed.id, at)
    notice = await desk.next_notice()
    assert (notice.at, notice.kind, notice.sent) == (LAST_DAYS, MomentKind.REMINDER, 0)
    stops = await desk.turn_to(DAY_BEFORE - HOUR)
    came = [(stop.at, len(stop.messages), len(stop.letters)) for stop in stops if stop.messages]
    assert came == [(at, 1, 1)]
    assert [(one.kind, one.sent) for one in await desk.timeline() if one.at == at] == [(MomentKind.ANNOUNCEMENT, 2)]
