"""Answering the questions of people: their list, one thread, and the text that becomes an answer."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handlers.organiser.expecting import Take
from bot.handlers.organiser.finding import Press, for_organisers
from bot.screens import question_screens
from bot.turn import Turn, plain
from conference import audit, expecting, questions, registration
from conference.answers import Problem
from conference.audit import Action
from conference.button import Act, Button
from conference.event import Event
from conference.expecting import Expected
from conference.questions import ANSWER_LENGTH, Message

WHAT = "answer"


async def show_list(turn: Turn, event: Event, button: Button) -> None:
    """Show a page of the threads, those that wait for an answer first."""
    threads = await questions.threads(turn.connection, event.key)
    known = await registration.find_all(turn.connection, {one.person_id for one in threads}, [event.key])
    askers = {person_id: registered for (person_id, _), registered in known.items()}
    turn.show(question_screens.page(turn.voice, event, threads, button.step or 0, askers))


async def show_thread(turn: Turn, event: Event, button: Button) -> None:
    if question := await _pressed(turn, event, button):
        asked = await questions.asked(turn.connection, question.id)
        assert asked is not None, "it was just there"
        turn.show(question_screens.thread(turn.voice, event, asked, button.step or 0))


async def press_answer(turn: Turn, event: Event, button: Button) -> None:
    """Ask for an answer; whoever comes second sees first what was answered."""
    if question := await _pressed(turn, event, button):
        asked = await questions.asked(turn.connection, question.id)
        assert asked is not None, "it was just there"
        await _expect(turn, event, question)
        turn.say(question_screens.answer(turn.voice, event, asked))


async def press_answer_not(turn: Turn, event: Event, button: Button) -> None:
    turn.show(plain(turn.voice, "answering-not"))


async def take(turn: Turn, event: Event, expected: Expected) -> None:
    """Take a text as the answer to the question whose button was pressed."""
    question = await questions.find(turn.connection, expected["question"], event.key)
    if question is None:
        turn.say(plain(turn.voice, "asked-gone"))
    else:
        await take_answer(turn, event, question)


async def take_answer(turn: Turn, event: Event, question: Message) -> None:
    """Send what was typed as the answer to a question. Where it cannot be sent, say why, and expect another."""
    match await give(turn.connection, question, turn.person.id, turn.text, turn.now):
        case Problem(key="asked-gone"):
            turn.say(plain(turn.voice, "asked-gone"))
        case Problem() as problem:
            await _expect(turn, event, question)
            turn.say(question_screens.problem(turn.voice, event, problem))
        case answer_id:
            asked = await questions.asked(turn.connection, question.id)
            assert asked is not None, "it was just answered"
            turn.say(question_screens.sent(turn.voice, event, asked, answer_id))


async def give(
    connection: AsyncConnection, question: Message, organiser_id: int, typed: str, now: datetime
) -> int | Problem:
    """Store an organiser's answer; return its id, or why it cannot be sent."""
    text = questions.tidied(typed)
    if not text:
        return Problem("answering-needs-text")
    if len(text) > ANSWER_LENGTH:
        return Problem("answering-too-long", {"length": len(text), "limit": ANSWER_LENGTH})
    answer_id = await questions.answer(connection, question, organiser_id, text, now)
    if answer_id is None:
        return Problem("asked-gone")
    details = {"question": question.id, "answer": answer_id}
    await audit.note(connection, now, organiser_id, question.event, Action.ANSWERED, **details)
    return answer_id


async def _expect(turn: Turn, event: Event, question: Message) -> None:
    await expecting.expect(turn.connection, turn.person.id, event.key, {"what": WHAT, "question": question.id})


async def _pressed(turn: Turn, event: Event, button: Button) -> Message | None:
    """Return the question that a button is about; say so where there is no such question, or not any more."""
    number = questions.number(button.argument)
    found = await questions.find(turn.connection, number, event.key) if number else None
    if found is None or found.from_organiser:
        turn.toast(turn.voice("stale-button"))
        return None
    return found


PRESSES: Mapping[Act, Press] = {
    Act.QUESTIONS: for_organisers(show_list),
    Act.THREAD: for_organisers(show_thread),
    Act.ANSWER: for_organisers(press_answer),
    Act.ANSWER_NOT: for_organisers(press_answer_not),
}
EXPECTED: Mapping[str, Take] = {WHAT: take}
