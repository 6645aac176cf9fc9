"""An organiser sends, holds, stops and resumes: each registrant gets it once, or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from conference import audit
from conference.audit import Action
from conference.tables import deliveries, notices, people
from tests.bot.conftest import NOW
from tests.bot.handlers.organiser.announcing import EVENT, Hall, a_hall, deeds, later, states
from tests.bot.organising import a_colleague
from tests.bot.visitor import Visitor

ONCE = [["Zāle ir mainīta."]]


@pytest.fixture
async def hall(stage):
    return await a_hall(stage, 4)


async def half_way(hall: Hall) -> None:
    """Let two of them get it; the others are to be tried again in half a minute."""
    hall.stage.telegram.fail_next("sendMessage", 500, "Internal Server Error", times=2)
    await hall.sent()
    assert sorted(map(len, hall.seen())) == [0, 0, 1, 1]


async def noted(stage) -> list[str]:
    return [action for action, _ in await deeds(stage)]


# The hold


async def test_for_half_a_minute_it_can_be_undone_with_its_words_kept(hall, stage, voice):
    await hall.writes()
    held, _ = await hall.confirms()
    assert voice("told-soon", count=30) in held
    await later(stage, 29)
    [(desk, _)] = await hall.presses("button-told-undo")
    assert (voice("announce-title") in desk, "Zāle ir mainīta." in desk) == (True, True)
    await hall.sent()
    assert (hall.seen(), await states(stage)) == ([[], [], [], []], ["composing"])
    assert await noted(stage) == [Action.ANNOUNCED, Action.UNDONE]


async def test_what_has_begun_cannot_be_undone_any_more(hall, stage, voice):
    await hall.writes()
    await hall.confirms()
    await half_way(hall)
    await hall.ilze.forges(f"undo:{EVENT}:1:")
    assert hall.ilze.hears() == [voice("told-begun")]
    assert await states(stage) == ["sending"]


async def test_the_number_of_recipients_is_shown_before_and_noted(stage, voice):
    hall = await a_hall(stage, 4, emails=2)
    await hall.writes()
    [(question, _)] = await hall.presses("button-announce-send")
    assert voice("announce-count", count=4, telegram="4", email="2") in question
    await hall.presses("button-announce-send-surely")
    assert await deeds(stage) == [("announced", {"announcement": 1, "people": 4, "telegram": 4, "email": 2})]


async def test_pressed_twice_it_is_sent_once(hall, stage, voice):
    await hall.writes()
    await hall.presses("button-announce-send")
    question = hall.ilze.phone.messages[-1]
    for _ in range(2):
        await hall.ilze.phone.press_data(question.buttons[0].callback_data, question.id)
    await hall.ilze.sees()
    await hall.sent()
    assert (hall.seen(), await noted(stage)) == (ONCE * 4, [Action.ANNOUNCED])


# Pausing, stopping


async def test_paused_half_way_and_resumed_nobody_gets_it_twice(hall, stage, voice):
    await hall.writes()
    await hall.confirms()
    await half_way(hall)
    await hall.shown()
    [(paused, _)] = await hall.presses("button-told-pause")
    assert voice("told-title-paused") in paused
    await later(stage, 3600)
    assert sorted(map(len, hall.seen())) == [0, 0, 1, 1]
    [(resumed, _)] = await hall.presses("button-told-resume")
    assert voice("told-title-sending") in resumed
    await later(stage, 1)
    await stage.settled()
    assert hall.seen() == ONCE * 4
    await hall.shown()
    assert voice("told-title-done") in hall.shows()
    assert await noted(stage) == [Action.ANNOUNCED, Action.PAUSED, Action.RESUMED]


async def test_stopped_half_way_the_rest_get_nothing_until_it_goes_on(hall, stage, voice):
    await hall.writes()
    await hall.confirms()
    await half_way(hall)
    await hall.shown()
    await hall.presses("button-told-halt")
    await later(stage, 3600)
    assert sorted(map(len, hall.seen())) == [0, 0, 1, 1]
    await hall.shown()
    assert f"{voice('told-fact-withdrawn')}: 2" in hall.shows()
    assert "▓▓▓▓▓▓░░░░░░ 50 %" in hall.shows()
    await hall.presses("button-told-go-on", count=2)
    await later(stage, 1)
    await stage.settled()
    await hall.shown()
    assert (hall.seen(), voice("told-title-done") in hall.shows()) == (ONCE * 4, True)
    assert await noted(stage) == [Action.ANNOUNCED, Action.STOPPED, Action.RESUMED]


# The progress


async def test_one_message_shows_the_progress_and_ends_as_the_report(hall, stage, voice):
    await hall.writes()
    await hall.confirms()
    newest = hall.ilze.phone.messages[-1].id
    await half_way(hall)
    await stage.settled()
    [(progress, rows)] = await hall.ilze.sees()
    assert ("▓▓▓▓▓▓░░░░░░ 50 %" in progress, voice("told-of", sent="2", total=4) in progress) == (True, True)
    assert rows[0] == (voice("button-told-pause"), voice("button-told-halt"))
    await later(stage, 60)
    [(report, _)] = await hall.shown()
    assert ("100 %" in report, voice("told-of", sent="4", total=4) in report) == (True, True)
    assert hall.ilze.phone.messages[-1].id == newest
    async with stage.running.service.database.snapshot() as connection:
        assert (await connection.execute(select(notices.c.progress).where(notices.c.id == 1))).scalar_one() is None


async def test_it_is_edited_only_when_there_is_news(hall, stage):
    await hall.writes()
    await hall.confirms()
    await half_way(hall)
    await hall.shown()
    before = len(edits(stage))
    for _ in range(5):
        await later(stage, 0)
    assert len(edits(stage)) == before


async def test_the_rest_of_the_time_is_told_from_the_pace(hall, stage, voice):
    await hall.writes()
    await hall.confirms()
    await half_way(hall)
    await stage.settled()
    async with stage.running.service.database.transaction() as connection:
        waiting = select(deliveries.c.id).where(deliveries.c.status == "scheduled").limit(1).scalar_subquery()
        await connection.execute(update(deliveries).where(deliveries.c.id == waiting).values(status="sent"))
    stage.clock.set(stage.clock() + timedelta(seconds=10))
    await stage.settled()
    assert f"{voice('told-fact-left')}: {voice('told-left-seconds')}" in hall.shows()


@pytest.mark.parametrize("key", ["button-told-take-back", "button-told-reword", "button-announcements"])
async def test_what_takes_the_place_of_the_progress_stays_until_one_goes_back(stage, voice, key):
    hall = await a_hall(stage, 4)
    await hall.writes()
    await hall.confirms()
    await half_way(hall)
    await hall.shown()
    [asked] = await hall.presses(key)
    await later(stage, 60)
    assert (await hall.shown(), hall.seen()) == ([], ONCE * 4)
    back = "1. Zāle ir mainīta." if key == "button-announcements" else voice("button-back")
    assert back in [label for row in asked[1] for label in row]
    [(report, _)] = await hall.ilze.presses(back)
    assert voice("told-title-done") in report


async def test_whoever_has_deleted_the_message_is_not_bothered(hall, stage):
    await hall.writes()
    await hall.confirms()
    hall.ilze.phone._chat.hide(hall.ilze.phone.messages[-1].id)
    await hall.sent()
    before = len(edits(stage))
    await hall.shown()
    assert (len(edits(stage)), hall.seen()) == (before, ONCE * 4)


def edits(stage) -> list[object]:
    return [request for request in stage.telegram.requests if request.method == "editMessageText"]


async def test_after_a_restart_it_goes_on_and_so_does_the_message(open_stage, voice):
    async with open_stage() as stage:
        hall = await a_hall(stage, 4)
        await hall.writes()
        await hall.confirms()
        await half_way(hall)
        await hall.shown()
        newest = hall.ilze.phone.messages[-1].id
    async with open_stage() as stage:
        again = Hall(stage, Visitor(stage, stage.telegram.phone(77)), hall.phones)
        await later(stage, 60)
        await again.shown()
        assert again.seen() == ONCE * 4
        assert (again.ilze.phone.messages[-1].id, voice("told-title-done") in again.shows()) == (newest, True)
        await again.ilze.forges(f"report:{EVENT}:1:")
        assert voice("told-title-done") in again.shows()


async def test_what_was_planned_before_a_restart_begins_after_it(open_stage):
    async with open_stage() as stage:
        hall = await a_hall(stage, 2)
        await hall.writes()
        await hall.confirms()
    async with open_stage() as stage:
        await stage.turn_clock(NOW + timedelta(minutes=1))
        await stage.settled()
        assert hall.seen() == ONCE * 2


# Two organisers


@pytest.fixture
async def zane(hall, stage):
    """Another organiser."""
    zane = await a_colleague(stage, user_id=78)
    await zane.says("/help")
    return zane


async def test_whoever_is_slower_hears_who_has_done_what(hall, stage, zane, voice):
    await hall.writes()
    await hall.confirms()
    await half_way(hall)
    await zane.forges(f"pause:{EVENT}:1:")
    await hall.ilze.forges(f"pause:{EVENT}:1:")
    colleague = {"who": voice("told-colleague"), "moment": voice("time", hours="12", minutes="00")}
    assert hall.ilze.hears() == [voice("told-already", deed=voice("told-deed-paused"), **colleague)]
    await zane.forges(f"pause:{EVENT}:1:")
    oneself = colleague | {"who": voice("told-you")}
    assert zane.hears() == [voice("told-already", deed=voice("told-deed-paused"), **oneself)]
    assert await noted(stage) == [Action.ANNOUNCED, Action.PAUSED]


async def test_the_author_sees_what_another_has_done(hall, stage, zane, voice):
    await hall.writes()
    await hall.confirms()
    await zane.forges(f"undo:{EVENT}:1:")
    [(undone, rows)] = await hall.shown()
    assert (voice("told-title-composing") in undone, rows[0]) == (True, (voice("button-told-desk"),))
    [(desk, _)] = await hall.presses("button-told-desk")
    assert voice("announce-title") in desk


async def test_the_desk_of_another_says_whose_it_is(hall, stage, zane, voice):
    await hall.writes()
    [(desk, _)] = await zane.forges(f"desk:{EVENT}:1:")
    assert f"{voice('announce-fact-author')}: {voice('told-colleague')}" in desk


async def test_whoever_writes_on_what_another_has_sent_hears_so(hall, stage, zane, voice):
    await hall.writes()
    await hall.presses("button-announce-words")
    await hall.presses("button-ticked", choice="latviešu")
    await zane.forges(f"send:{EVENT}:1:")
    await zane.presses(voice("button-announce-send-surely"))
    [(planned, _)] = await hall.ilze.says("Citi vārdi.")
    assert voice("told-title-planned") in planned
    await hall.sent()
    assert hall.seen() == ONCE * 4


async def test_what_another_has_changed_since_it_was_confirmed_is_not_sent(hall, stage, zane, voice):
    await hall.writes()
    await hall.presses("button-announce-send")
    await zane.forges(f"words:{EVENT}:1:lv")
    await zane.says("Citi vārdi.")
    [(question, _)] = await hall.presses("button-announce-send-surely")
    assert (hall.ilze.hears(), "Citi vārdi." in question) == ([voice("announce-changed")], True)
    assert await states(stage) == ["composing"]
    await hall.presses("button-announce-send-surely")
    await hall.sent()
    assert hall.seen() == [["Citi vārdi."]] * 4


async def test_the_audit_log_holds_numbers_only(hall, stage):
    await hall.announces()
    async with stage.running.service.database.snapshot() as connection:
        details = [entry.details for entry in await audit.entries(connection)]
        ilze = (await connection.execute(select(people.c.id).where(people.c.chat_id == 77))).scalar_one()
        assert {entry.person_id for entry in await audit.entries(connection)} == {ilze}
    assert all(isinstance(value, int) for each in details for value in each.values())
