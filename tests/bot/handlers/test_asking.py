"""Somebody asks the organisers, and gets the answer; other things may be under way."""

import pytest
from sqlalchemy import select

from conference import organisers, personal_data
from conference.questions import MOST_A_DAY, QUESTION_LENGTH
from conference.tables import people, questions
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.organising import a_colleague
from tests.bot.visitor import Visitor

QUESTION = "Kur var novietot auto?"


async def asked(stage) -> list[tuple[str, bool]]:
    async with stage.running.service.database.snapshot() as connection:
        columns = questions.c.body, questions.c.from_organiser
        return [tuple(row) for row in await connection.execute(select(*columns).order_by(questions.c.id))]


async def expects(stage, visitor: Visitor):
    async with stage.running.service.database.snapshot() as connection:
        chat = people.c.chat_id == visitor.phone.user_id
        return (await connection.execute(select(people.c.expects).where(chat))).scalar_one()


@pytest.fixture
async def ilze(stage) -> Visitor:
    """An organiser, who sees the questions."""
    ilze = await a_colleague(stage)
    await ilze.sees()
    return ilze


async def answered(stage, ilze: Visitor, text: str = "Aiz zāles.") -> None:
    """Let an organiser reply to the newest question, and all of it arrive."""
    await stage.settled()
    await ilze.phone.send(text, reply_to=ilze.phone.messages[-1])
    await stage.settled()


async def test_what_is_typed_next_is_the_question(anna, ilze, stage, voice):
    [(prompt, buttons)] = await anna.says("/ask")
    assert buttons == ((voice("button-ask-not"),),)
    for words in (voice("asking-child"), "Uzticības tālrunis: 116111", voice("help-lines-note")):
        assert words in prompt
    assert await anna.says(QUESTION) == [(voice("asking-sent"), ())]
    assert await asked(stage) == [(QUESTION, False)]
    await stage.settled()
    [(told, _)] = await ilze.sees()
    assert QUESTION in told


@pytest.mark.parametrize("first", ["/start", "/help"])
async def test_the_button_stands_in_the_introduction_and_the_help(anna, ilze, stage, voice, first):
    await anna.says(first)
    await anna.presses(voice("button-ask"))
    await anna.says(QUESTION)
    assert await asked(stage) == [(QUESTION, False)]


async def test_the_button_stands_below_a_registration_and_where_whom_to_ask_is_told(anna, ilze, stage, voice):
    await anna.registers()
    await anna.says("/start")
    await anna.presses(voice("button-questions"))
    await anna.presses(voice("button-ask"))
    await anna.says(QUESTION)
    assert await asked(stage) == [(QUESTION, False)]


async def test_a_registration_under_way_waits_and_goes_on(anna, ilze, stage, voice):
    await anna.begins()
    question = (await anna.sees() or [(anna.phone.messages[-1].words, ())])[-1][0]
    await anna.says("/ask")
    said = await anna.says(QUESTION)
    assert [words for words, _ in said] == [voice("asking-sent"), question]
    await anna.says("Anna Kalniņa")
    draft = await anna.draft()
    assert (draft["answers"]["name"], await asked(stage)) == ("Anna Kalniņa", [(QUESTION, False)])


async def test_the_keyboard_of_the_question_for_a_telephone_is_put_away(anna, ilze, stage, voice):
    await anna.begins()
    await anna.answers(["name", "field", "topics", "email"])
    assert anna.phone.keyboard is not None
    await anna.says("/ask")
    assert anna.phone.keyboard is None
    await anna.says(voice("button-back"))
    assert anna.phone.keyboard is not None
    assert await asked(stage) == [(voice("button-back"), False)]


@pytest.mark.parametrize("turn_away", ["/help", "button"])
async def test_whoever_turns_to_something_else_asks_nothing(anna, ilze, stage, voice, turn_away):
    await anna.says("/start")
    await anna.says("/ask")
    if turn_away == "button":
        await anna.presses(voice("button-venue"))
    else:
        await anna.says(turn_away)
    [(words, _)] = await anna.says("Paldies")
    assert voice("not-understood") in words
    assert await asked(stage) == []


async def test_a_question_can_be_given_up(anna, ilze, stage, voice):
    await anna.says("/ask")
    assert await anna.presses(voice("button-ask-not")) == [(voice("asking-not"), ())]
    await anna.says("Paldies")
    assert await asked(stage) == []


async def test_what_is_too_long_or_no_text_is_refused_and_asked_again(anna, ilze, stage, voice):
    again = ((voice("button-ask-not"),),)
    await anna.says("/ask")
    too_long = voice("asking-too-long", length=QUESTION_LENGTH + 1, limit=QUESTION_LENGTH)
    assert await anna.says("a" * (QUESTION_LENGTH + 1)) == [(too_long, again)]
    await anna.phone.send_photo()
    assert await anna.sees() == [(voice("asking-needs-text"), again)]
    assert await anna.says("\u2800") == [(voice("asking-needs-text"), again)]
    await anna.says("a" * QUESTION_LENGTH)
    assert await asked(stage) == [("a" * QUESTION_LENGTH, False)]


async def test_where_nobody_would_read_it_nothing_is_asked(anna, stage, voice):
    [(words, buttons)] = await anna.says("/ask")
    assert (voice("asking-nobody", contact="X").split("X")[0].strip() in words, buttons) == (True, ())
    assert "116111" in words
    assert await expects(stage, anna) is None


async def test_after_many_questions_the_contact_is_given(anna, ilze, stage, voice):
    for _ in range(MOST_A_DAY):
        await anna.says("/ask", QUESTION)
    [(words, _)] = await anna.says("/ask")
    assert words.startswith(voice("asking-enough", contact="").strip())
    assert len(await asked(stage)) == MOST_A_DAY


async def test_the_answer_comes_to_the_chat_and_by_email_and_one_can_ask_on(registered, ilze, stage, voice):
    anna = registered
    letters = len(stage.mailbox.letters)
    await anna.says("/ask", QUESTION)
    await answered(stage, ilze)
    [(words, buttons)] = await anna.sees()
    assert words.splitlines()[0] == voice("answered-title")
    assert "Aiz zāles." in words
    assert "Ilze" not in words
    assert buttons == ((voice("button-ask-more"),),)
    [letter] = stage.mailbox.letters[letters:]
    assert (str(letter.message["Subject"]), letter.message["In-Reply-To"]) == (voice("answered-title"), None)
    await anna.presses(voice("button-ask-more"))
    await anna.says("Vai par to jāmaksā?")
    assert await asked(stage) == [(QUESTION, False), ("Aiz zāles.", True), ("Vai par to jāmaksā?", False)]


async def test_a_reply_to_the_answer_is_a_further_question(anna, ilze, stage, voice):
    await anna.says("/ask", QUESTION)
    await answered(stage, ilze)
    await anna.sees()
    await anna.phone.send("Vai par to jāmaksā?", reply_to=anna.phone.messages[-1])
    assert await anna.sees() == [(voice("asking-sent"), ())]
    async with stage.running.service.database.snapshot() as connection:
        rows = (await connection.execute(select(questions.c.id, questions.c.in_reply_to).order_by("id"))).all()
    assert [tuple(row) for row in rows] == [(1, None), (2, 1), (3, 2)]


async def test_a_reply_to_any_other_message_is_as_ever(anna, ilze, stage, voice):
    await anna.says("/help")
    await anna.phone.send("Paldies", reply_to=anna.phone.messages[-1])
    [(words, _)] = await anna.sees()
    assert (voice("not-understood") in words, await asked(stage)) == (True, [])


async def test_nobody_goes_on_from_the_answer_to_somebody_else(anna, ilze, stage, voice):
    await anna.says("/ask", QUESTION)
    await answered(stage, ilze)
    zane = Visitor(stage, stage.telegram.phone(12, "Zane"))
    await zane.says("/start")
    await zane.forges("ask:example-2024::2")
    await zane.says("Un man?")
    async with stage.running.service.database.snapshot() as connection:
        last = (await connection.execute(select(questions.c.in_reply_to).order_by(questions.c.id.desc()))).scalars()
        assert last.first() is None


@pytest.mark.parametrize("data", ["ask:gone-2024::", "ask:example-2024::x", "ask:example-2024::99999999999999999999"])
async def test_forged_buttons_do_no_harm(anna, ilze, stage, data):
    await anna.says("/start")
    await anna.forges(data)
    assert await asked(stage) == []


async def test_an_email_leads_to_the_question(anna, ilze, voice):
    await anna.phone.open_link("ask_example-2024")
    [(words, _)] = await anna.sees()
    assert voice("asking-title") in words


async def test_of_several_conferences_one_is_chosen(open_stage, voice):
    events = an_event_of_every_kind(), an_event_of_every_kind(key="madona-2024", title={"lv": "Madona"})
    async with open_stage(*events) as stage:
        await a_colleague(stage)
        async with stage.running.service.database.transaction() as connection:
            await organisers.appoint(connection, 1, "madona-2024", organisers.Role.ORGANISER, stage.clock())
        anna = Visitor(stage, stage.telegram.phone(11, "Anna"))
        [(words, _)] = await anna.says("/ask")
        assert words == voice("asking-choose")
        await anna.presses("Madona")
        await anna.says(QUESTION)
        async with stage.running.service.database.snapshot() as connection:
            assert (await connection.execute(select(questions.c.event))).scalars().all() == ["madona-2024"]


async def test_one_sees_ones_questions_among_ones_data_and_erases_them(anna, ilze, stage, voice):
    await anna.says("/ask", QUESTION)
    await answered(stage, ilze)
    await anna.sees()
    [(words, _)] = await anna.says("/mydata")
    date = "20.05.2024., pirmdiena, plkst. 12.00"
    assert f"{voice('my-data-question', date=date)}: {QUESTION}" in words
    assert f"{voice('my-data-answer', date=date)}: Aiz zāles." in words
    await anna.presses(voice("button-erase"))
    await anna.presses(voice("button-erase-surely"))
    assert await asked(stage) == []
    async with stage.running.service.database.snapshot() as connection:
        assert await personal_data.collect(connection, 2, [], "lv") is not None
