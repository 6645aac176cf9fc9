"""Organisers answer: by a reply or a button, alone, at once, from the list."""

import pytest
from sqlalchemy import select

from bot.screens.question_screens import PAGE
from conference import audit, organisers, people, personal_data
from conference.organisers import Role
from conference.questions import ANSWER_LENGTH
from conference.tables import questions
from tests.bot.organising import a_colleague
from tests.bot.visitor import Visitor

EVENT = "example-2024"
QUESTION = "Kur var novietot auto?"
MOMENT = "20.05.2024., pirmdiena, plkst. 12.00"


@pytest.fixture
async def ilze(stage) -> Visitor:
    return await a_colleague(stage)


@pytest.fixture
async def janis(stage, ilze) -> Visitor:
    return await a_colleague(stage, user_id=78)


async def ask(stage, visitor: Visitor, text: str = QUESTION) -> None:
    await visitor.says("/ask", text)
    await stage.settled()


async def sees(stage, visitor: Visitor):
    await stage.settled()
    return await visitor.sees()


async def answers(stage) -> list[tuple[str, int, int]]:
    async with stage.running.service.database.snapshot() as connection:
        columns = questions.c.body, questions.c.in_reply_to, questions.c.answered_by
        found = select(*columns).where(questions.c.from_organiser).order_by(questions.c.id)
        return [tuple(row) for row in await connection.execute(found)]


def who(voice) -> str:
    return voice("asked-organiser-since", date=MOMENT)


async def test_a_reply_to_the_question_is_the_answer_and_all_messages_show_it(anna, ilze, janis, stage, voice):
    await ask(stage, anna)
    [(told, buttons)] = await ilze.sees()
    assert (voice("asked-how") in told, buttons) == (True, ((voice("button-answer"),),))
    await janis.sees()
    await ilze.phone.send("Aiz zāles.", reply_to=ilze.phone.messages[-1])
    shown = voice("asked-answered", who=who(voice), date=MOMENT, answer="Aiz zāles.")
    changed, confirmed = await sees(stage, ilze)
    assert (shown in changed[0], changed[1], confirmed) == (True, (), (voice("answering-sent"), ()))
    [(changed_for_janis, buttons)] = await janis.sees()
    assert (shown in changed_for_janis, buttons) == (True, ())
    assert await answers(stage) == [("Aiz zāles.", 1, 1)]
    assert "Aiz zāles." in (await anna.sees())[-1][0]


async def test_the_answer_is_noted_by_numbers(anna, ilze, stage):
    await ask(stage, anna)
    await ilze.phone.send("Aiz zāles.", reply_to=ilze.phone.messages[-1])
    await stage.answered()
    async with stage.running.service.database.snapshot() as connection:
        [entry] = [one for one in await audit.entries(connection) if one.action == "answered a question"]
    assert (entry.person_id, entry.event, entry.details) == (1, EVENT, {"question": 1, "answer": 2})


async def test_after_the_button_the_next_text_is_the_answer(anna, ilze, stage, voice):
    await ask(stage, anna)
    await ilze.sees()
    [(words, buttons)] = await ilze.presses(voice("button-answer"))
    assert voice("answering-question", question=QUESTION) in words
    assert buttons == ((voice("button-answer-not"),),)
    await ilze.says("Aiz zāles.")
    assert await answers(stage) == [("Aiz zāles.", 1, 1)]


async def test_an_answer_can_be_given_up(anna, ilze, stage, voice):
    await ask(stage, anna)
    await ilze.presses(voice("button-answer"))
    assert (voice("answering-not"), ()) in await ilze.presses(voice("button-answer-not"))
    await ilze.says("Aiz zāles.")
    assert await answers(stage) == []


async def test_what_cannot_be_sent_is_asked_for_again(anna, ilze, stage, voice):
    again = ((voice("button-answer-not"),),)
    await ask(stage, anna)
    await ilze.sees()
    await ilze.phone.send_photo(reply_to=ilze.phone.messages[-1])
    assert await ilze.sees() == [(voice("answering-needs-text"), again)]
    too_long = voice("answering-too-long", length=ANSWER_LENGTH + 1, limit=ANSWER_LENGTH)
    assert await ilze.says("a" * (ANSWER_LENGTH + 1)) == [(too_long, again)]
    await ilze.says("Aiz zāles.")
    assert await answers(stage) == [("Aiz zāles.", 1, 1)]


async def test_of_two_who_answer_at_once_both_reach_the_person_and_the_second_sees_the_first(
    anna, ilze, janis, stage, voice
):
    await ask(stage, anna)
    for visitor in (ilze, janis, anna):
        await visitor.sees()
    await ilze.phone.send("Aiz zāles.", reply_to=ilze.phone.messages[-1])
    await stage.answered()
    await janis.phone.send("Pie stacijas.", reply_to=janis.phone.messages[-1])
    await stage.answered()
    [(words, _)] = [seen for seen in await janis.sees() if voice("answering-sent") in seen[0]]
    assert voice("answering-also") in words
    assert "Aiz zāles." in words
    await stage.settled()
    assert ["Aiz zāles." in words or "Pie stacijas." in words for words, _ in await anna.sees()] == [True, True]
    asked = next(words for words, _ in await ilze.sees() if QUESTION in words)
    assert "Pie stacijas." in asked


async def test_who_is_dismissed_answers_nothing_any_more(anna, ilze, janis, stage, voice):
    await ask(stage, anna)
    question = ilze.phone.messages[-1]
    await ilze.presses(voice("button-answer"))
    async with stage.running.service.database.transaction() as connection:
        await organisers.dismiss(connection, 1, EVENT)
    for reply_to in (None, question):
        await ilze.phone.send("Aiz zāles.", reply_to=reply_to)
        assert voice("not-understood") in (await ilze.sees())[-1][0]
    assert await answers(stage) == []


@pytest.mark.parametrize("data", ["asked", "thread", "answer", "answer0"])
async def test_for_door_staff_and_others_the_buttons_are_stale(anna, ilze, stage, voice, data):
    door = await a_colleague(stage, Role.DOOR, user_id=79)
    await ask(stage, anna)
    for visitor in (door, anna):
        await visitor.sees()
        assert await visitor.forges(f"{data}:{EVENT}::1") == []
        assert visitor.hears() == [voice("stale-button")]
    assert all(QUESTION not in message.words for message in door.phone.messages)


async def test_a_question_that_was_erased_cannot_be_answered(anna, ilze, stage, voice):
    await ask(stage, anna)
    await ilze.sees()
    question = ilze.phone.messages[-1]
    await ilze.presses(voice("button-answer"))
    async with stage.running.service.database.transaction() as connection:
        person = await people.find(connection, 11)
        await personal_data.erase(connection, person.id, stage.clock())
    assert await ilze.says("Aiz zāles.") == [(voice("asked-gone"), ())]
    await ilze.phone.press(voice("button-answer"), question)
    await ilze.sees()
    assert ilze.hears()[-1:] == [voice("stale-button")]
    await ilze.phone.send("Aiz zāles.", reply_to=question)
    assert voice("not-understood") in (await ilze.sees())[-1][0]
    [(words, _)] = await ilze.forges(f"asked:{EVENT}::")
    assert voice("asked-none") in words


# The list.


async def test_the_menu_leads_to_the_open_questions_first_and_to_a_thread(anna, ilze, stage, voice):
    zane = Visitor(stage, stage.telegram.phone(12, "Zane"))
    await ask(stage, zane, "Vai būs tulks?")
    await ilze.phone.send("Būs.", reply_to=ilze.phone.messages[-1])
    await anna.registers()
    await ask(stage, anna)
    await ilze.says("/organise")
    [(words, buttons)] = await ilze.presses(voice("button-asked"))
    stranger = voice("asked-unregistered")
    assert words.split("\n\n")[1:] == [
        voice("asked-open", count=1, total=2),
        f"1. Anna Kalniņa ({voice('asked-waits')})\n{QUESTION}",
        f"2. {stranger}\nVai būs tulks?",
    ]
    assert buttons[:2] == (("1. Anna Kalniņa",), (f"2. {stranger}",))
    [(words, buttons)] = await ilze.presses(f"2. {stranger}")
    assert words.split("\n\n") == [
        voice("asked-thread", who=stranger),
        f"{stranger}, {MOMENT}\nVai būs tulks?",
        f"{voice('asked-us', who=who(voice))}, {MOMENT}\nBūs.",
    ]
    assert buttons == ((voice("button-answer-more"),), (voice("button-asked-all"),))


async def test_a_thread_can_be_answered_from_there(anna, ilze, stage, voice):
    await ask(stage, anna)
    await ilze.forges(f"thread:{EVENT}:0:1")
    [(words, _)] = await ilze.presses(voice("button-answer"))
    assert voice("answering-what") in words
    await ilze.says("Aiz zāles.")
    assert await answers(stage) == [("Aiz zāles.", 1, 1)]


async def test_many_threads_are_on_several_pages(anna, ilze, stage, voice):
    for number in range(PAGE + 1):
        await anna.says("/ask", f"{number}. jautājums")
    await stage.settled()
    await ilze.sees()
    [(words, _)] = await ilze.forges(f"asked:{EVENT}::")
    assert voice("registrants-page", number=1, total=2) in words
    [(words, _)] = await ilze.presses(voice("registrants-after"))
    assert f"{PAGE}. jautājums" in words
    assert "0. jautājums" not in words
