"""What Telegram makes of answers: refused, flooded, down, blocked."""

import logging

import pytest
from sqlalchemy import select

from bot import replies
from conference.tables import people
from conference.texts import Voice
from tests.bot.conftest import NOW
from tests.bot.handlers.test_dialogue import at_question
from tests.bot.visitor import Visitor
from tests.conference.example_event import a_question, an_event


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(replies, "PAUSES", [0.0, 0.0])


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(("code", "description"), [(500, "Internal Server Error"), (502, "Bad Gateway")])
async def test_where_telegram_fails_for_a_moment_the_answer_comes_after_it(anna, caplog, code, description):
    await anna.begins()
    anna.stage.telegram.fail_next("sendMessage", code, description, times=2)
    [(text, _)] = await anna.says("Anna Kalniņa")
    assert ("What about your field?" in text, warnings(caplog)) == (True, [])


async def test_a_lost_response_asks_twice_rather_than_never(anna):
    await anna.begins()
    anna.stage.telegram.lose_next("sendMessage")
    seen = await anna.says("Anna Kalniņa")
    assert (len(seen), seen[0]) == (2, seen[1])


async def test_flood_control_is_waited_out(anna, caplog):
    await anna.begins()
    anna.stage.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    [(text, _)] = await anna.says("Anna Kalniņa")
    assert ("What about your field?" in text, warnings(caplog)) == (True, [])


async def test_an_answer_that_never_gets_through_is_one_line_and_the_bot_goes_on(anna, caplog):
    await anna.begins()
    anna.stage.telegram.fail_next("sendMessage", 500, "Internal Server Error", times=3)
    assert await anna.says("Anna Kalniņa") == []
    [line] = warnings(caplog)
    assert line.endswith(": the answer did not get through: NetworkError")
    [(text, _)] = await anna.says("Izglītība")
    assert "What about your topics?" in text


async def test_a_press_that_cannot_be_answered_has_its_effect_all_the_same(anna, caplog):
    await at_question("field")(anna)
    anna.stage.telegram.fail_next("answerCallbackQuery", 500, "Internal Server Error")
    assert len(await anna.presses("Izglītība")) == 2
    assert warnings(caplog) == []


async def test_a_message_that_cannot_be_edited_is_followed_by_a_new_one(anna, voice):
    await at_question("field")(anna)
    anna.stage.telegram.fail_next("editMessageText", 400, "Bad Request: message can't be edited")
    seen = await anna.presses(voice("button-back"))
    assert [text.split("\n\n")[1] for text, _ in seen] == ["What about your name?"]
    edits = [request for request in anna.stage.telegram.requests if request.method == "editMessageText"]
    assert len(edits) == 2, "one for the consent, and one that is not repeated"


async def test_a_blocked_bot_is_remembered_without_a_warning(anna, caplog):
    await anna.begins()
    await anna.phone.send("Anna Kalniņa")
    anna.phone._chat.blocked = True
    assert await anna.sees() == []
    assert warnings(caplog) == []
    async with anna.stage.running.service.database.snapshot() as connection:
        assert (await connection.execute(select(people.c.telegram_unreachable_since))).scalar_one() == NOW
    anna.phone._chat.blocked = False
    await anna.says("Izglītība")
    async with anna.stage.running.service.database.snapshot() as connection:
        assert (await connection.execute(select(people.c.telegram_unreachable_since))).scalar_one() is None


async def test_a_summary_longer_than_a_message_is_shown_in_several(open_stage, voice):
    questions = tuple(a_question(f"q{number}", kind="long_text", max_length=1500) for number in range(4))
    async with open_stage(an_event(questions=questions)) as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        await anna.begins()
        seen = await anna.says(*("ģ" * 1500 for _ in questions))
        summary = seen[3:]
        assert [bool(labels) for _, labels in summary] == [False] * (len(summary) - 1) + [True]
        assert sum(text.count("ģ") for text, _ in summary) == 6000
        await anna.presses(voice("button-correct", label="Q2"))
        assert (await anna.draft())["position"] == "q2"
        await anna.presses(voice("button-back"))
        await anna.presses(voice("button-confirm"))
        assert len((await anna.registration())["answers"]) == 4


@pytest.mark.parametrize("key", ["stale-button", "not-registered", "channels-noted", "attendance-noted"])
@pytest.mark.parametrize("language", ["lv", "en", "ru"])
def test_toasts_fit(key, language):
    assert len(Voice(language)(key)) <= replies.TOAST_LENGTH
