"""Language, data, erasure, and who has blocked the bot."""

import json

import pytest
from sqlalchemy import func, select

from bot.commands import NAMES
from conference.tables import people
from conference.texts import Voice
from tests.bot.conftest import NOW
from tests.bot.handlers.test_dialogue import STEPS, at_question, every_step
from tests.bot.visitor import STORED


def menu(voice):
    return tuple((name, voice(f"command-{name}")) for name in NAMES)


@every_step
async def test_the_language_can_be_changed_at_every_step(anna, walk):
    await walk(anna)
    before = await anna.draft()
    english = Voice("en")
    [(question, labels)] = await anna.says("/language")
    assert (question, labels) == (anna.voice("language-question"), (("Latviešu",), ("English",), ("Русский",)))
    changed, *shown = await anna.presses("English")
    assert (changed, len(shown), anna.phone.menu) == ((english("language-changed"), ()), 1, menu(english))
    assert await anna.draft() == before
    asked = shown[0][0]
    assert asked.startswith(
        (english("consent-title"), english("summary-title"), english("question-progress", number=1, total=7)[:8], "You")
    )


async def test_whoever_is_registered_is_shown_the_registration_in_the_new_language(registered):
    await registered.says("/language")
    _, (text, _) = await registered.presses("Русский")
    assert text.startswith(Voice("ru")("my-registration-title", event="Пример"))


async def test_my_data_are_shown_in_words_and_as_a_file(registered, voice):
    [(text, labels)] = await registered.says("/mydata")
    assert labels == tuple((voice(key),) for key in ("button-my-data-file", "button-opt-out", "button-erase"))
    for fact in ("Anna Kalniņa", "anna@inbox.lv", "+371 26 123 456", "Ratiņkrēsls", "20.05.2024."):
        assert fact in text
    await registered.presses(voice("button-my-data-file"))
    stored = json.loads(registered.phone.messages[-1].document.content)
    assert stored["person"]["chat_id"] == 11
    answers = {given["question"]: given["answer"] for given in stored["registrations"][0]["answers"]}
    assert answers == STORED


async def test_reminders_can_be_stopped_where_the_data_are_shown(registered, voice):
    await registered.says("/mydata")
    await registered.presses(voice("button-opt-out"))
    [(text, labels)] = await registered.says("/mydata")
    assert voice("my-data-reminders-off") in text
    assert labels[1] == (voice("button-opt-in"),)


async def test_erasing_asks_first_and_makes_a_stranger(registered, voice):
    await registered.says("/language")
    await registered.presses("English")
    english = Voice("en")
    await registered.says("/mydata")
    question = (english("erase-question"), ((english("button-my-data"),), (english("button-erase-surely"),)))
    assert await registered.presses(english("button-erase")) == [question]
    assert (await registered.registration())["answers"] == STORED
    assert await registered.presses(english("button-erase-surely")) == [(english("erased"), ())]
    assert (await registered.registration(), registered.phone.menu) == (None, menu(voice))

    [(text, labels)] = await registered.says("/start")
    assert (text.split("\n\n")[-1], labels[0]) == (voice("introduction-kept"), (voice("button-register"),))


@pytest.mark.parametrize("name", ["consent", "phone", "summary", "changing"])
async def test_at_any_step_everything_can_be_erased(anna, voice, name):
    await STEPS[name](anna)
    await anna.says("/mydata")
    await anna.presses(voice("button-erase"))
    assert (voice("erased"), ()) in await anna.presses(voice("button-erase-surely"))
    assert (await anna.draft(), await anna.registration(), anna.phone.keyboard) == (None, None, None)


async def test_whoever_blocks_the_bot_is_remembered_until_they_are_back(registered):
    await registered.phone.block_bot()
    await registered.sees()
    assert await _unreachable(registered) == [NOW]
    await registered.phone.unblock_bot()
    assert await registered.sees() == []
    assert await _unreachable(registered) == [None]


async def test_blocking_the_bot_makes_nobody_known(registered, voice):
    await registered.says("/mydata")
    await registered.presses(voice("button-erase"))
    await registered.presses(voice("button-erase-surely"))
    await registered.phone.block_bot()
    await registered.phone.unblock_bot()
    await registered.sees()
    assert await _known(registered) == 0


async def test_a_draft_is_among_ones_data(anna, voice):
    await at_question("field")(anna)
    [(text, _)] = await anna.says("/mydata")
    assert voice("my-data-draft", event="Paraugs") in text
    assert "Anna Kalniņa" in text
    assert ": \n" not in text


async def _unreachable(anna):
    async with anna.stage.running.service.database.snapshot() as connection:
        return list((await connection.execute(select(people.c.telegram_unreachable_since))).scalars())


async def _known(anna):
    async with anna.stage.running.service.database.snapshot() as connection:
        known = select(func.count()).where(people.c.chat_id.is_not(None))
        return (await connection.execute(known)).scalar_one()
