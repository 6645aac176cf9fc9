"""What people send at a question: good, bad, surprising."""

import pytest

from conference.answers import Problem, check_text
from tests.bot.conftest import questions_of_every_kind
from tests.bot.handlers.test_dialogue import at_consent, at_question, at_summary
from tests.bot.visitor import ANSWERS, Visitor

QUESTIONS = {question.key: question for question in questions_of_every_kind()}
NAMES = [
    "Anna <b>Bērziņa</b> & Co",
    'O\'Neill "Nils" „Zaķis”',
    "Ольга Ивановна Щукина",
    "دانيال أحمد",
    "Zoë 👩‍👧 Brown",
    "{ $event } %s {0} \\n",
]


@pytest.mark.parametrize("name", NAMES)
async def test_names_arrive_unharmed(anna, name):
    await anna.begins()
    await anna.says(name, *list(ANSWERS.values())[1:])
    await anna.presses(anna.voice("button-confirm"))
    await anna.stage.settled()
    confirmation = next(text for text, _ in await anna.sees() if text.startswith(anna.voice("registered-title")))
    assert ((await anna.registration())["answers"]["name"], name in confirmation) == (name, True)


BAD = [
    ("name", "An"),
    ("name", "12345"),
    ("name", "a" * 201),
    ("name", "👍" * 2048),
    ("name", "\u3164\u200b"),
    ("name", "Anna\u0000"),
    ("field", "Zemkopība"),
    ("topics", "Zemkopība"),
    ("email", "anna"),
    ("email", "anna@inbox"),
    ("email", "anna@inbox.lv, liga@inbox.lv"),
    ("email", "anna@@inbox.lv"),
    ("phone", "nav"),
    ("phone", "123"),
    ("parking", "varbūt"),
    ("needs", "👍" * 501),
]


@pytest.mark.parametrize(("key", "typed"), BAD, ids=[f"{key}-{number}" for number, (key, _) in enumerate(BAD)])
async def test_a_bad_answer_is_told_from_a_good_one_and_changes_nothing(anna, key, typed):
    await at_question(key)(anna)
    before = await anna.draft()
    problem = check_text(QUESTIONS[key], typed)
    assert isinstance(problem, Problem)
    assert await anna.says(typed) == [(anna.voice(problem.key, **problem.variables), ())]
    assert await anna.draft() == before


async def send_sticker(anna: Visitor):
    await anna.phone.send_sticker()


async def send_photo(anna: Visitor):
    await anna.phone.send_photo()


async def send_voice(anna: Visitor):
    await anna.phone.send_voice()


async def send_location(anna: Visitor):
    await anna.phone.send_location()


async def send_document(anna: Visitor):
    await anna.phone.send_document()


async def send_contact(anna: Visitor):
    await anna.phone.share_contact("26123456")


SURPRISES = [send_sticker, send_photo, send_voice, send_location, send_document, send_contact]
WALKS = {"consent": at_consent, **{key: at_question(key) for key in QUESTIONS}, "summary": at_summary}


@pytest.mark.parametrize("place", ["consent", "name", "field", "topics", "summary"])
async def test_what_is_no_text_gets_a_short_sentence_and_the_question_again(anna, place):
    await WALKS[place](anna)
    before = await anna.draft()
    asked = [(m.words, m.labels) for m in anna.phone.messages if m.from_bot][-1]
    expected = anna.voice("answer-needs-text" if place == "name" else "answer-needs-button")
    for surprise in SURPRISES:
        await surprise(anna)
        assert (await anna.sees(), await anna.draft()) == ([(expected, ()), asked], before), surprise


@pytest.mark.parametrize("number", ["37126123456", "+37126123456", "26123456"])
async def test_a_contact_answers_the_question_for_a_phone_number(anna, number):
    await at_question("phone")(anna)
    await anna.phone.share_contact(number)
    await anna.sees()
    assert (await anna.draft())["answers"]["phone"] == "+37126123456"


async def test_a_contact_without_a_possible_number_changes_nothing(anna):
    await at_question("phone")(anna)
    before = await anna.draft()
    await anna.phone.share_contact("112")
    assert (await anna.sees(), await anna.draft()) == ([(anna.voice("answer-phone-wrong"), ())], before)


async def test_an_edited_message_changes_nothing_and_that_is_said(anna):
    await anna.begins()
    sent = await anna.phone.send("Anna Kalniņa")
    await anna.sees()
    before = await anna.draft()
    await anna.phone.edit(sent, "Anna Ozola")
    assert (await anna.sees(), await anna.draft()) == ([(anna.voice("edited-message"), ())], before)


async def test_an_edited_command_is_no_command(anna):
    await anna.begins()
    sent = await anna.phone.send("/strat")
    await anna.sees()
    before = await anna.draft()
    await anna.phone.edit(sent, "/start")
    assert (await anna.sees(), await anna.draft()) == ([(anna.voice("edited-message"), ())], before)


async def test_a_live_location_that_moves_is_not_commented_on(anna):
    await anna.begins()
    await anna.phone.send_location()
    await anna.sees()
    message = next(m for m in anna.phone.messages if m.kind == "location")
    wire = anna.stage.telegram._state.chats.wire(anna.phone._chat, message, edited_at=anna.stage.clock())
    anna.stage.telegram._state.updates.add("edited_message", wire)
    assert await anna.sees() == []


@pytest.mark.parametrize("place", ["consent", "summary"])
async def test_free_text_where_a_button_is_expected_gets_help_and_the_step_again(anna, place):
    await WALKS[place](anna)
    before = await anna.draft()
    asked = [(m.words, m.labels) for m in anna.phone.messages if m.from_bot][-1]
    help_text, again = await anna.says("Man vajadzīga palīdzība")
    assert anna.voice("not-understood") in help_text[0]
    assert "116111" in help_text[0]
    assert (again, await anna.draft()) == (asked, before)
