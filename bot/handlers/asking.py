"""A question to the organisers: /ask, its buttons, and the text that is typed next."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.handlers.finding import latest_draft, pressed_event, put_keyboard_away, say_over, show_position
from bot.handlers.organiser.expecting import Take
from bot.screens import asking_screens
from bot.turn import Act as TurnAct
from bot.turn import Turn, plain
from conference import dialogue, expecting, questions
from conference.button import Act, Button
from conference.dialogue import INTRODUCTION
from conference.event import Event
from conference.expecting import Expected
from conference.questions import QUESTION_LENGTH

WHAT = "question"


async def ask_command(turn: Turn) -> None:
    """/ask: ask for a question; where there are several conferences, ask first which one it is about."""
    kept = [event for event in turn.service.settings.events if _is_kept(turn, event)]
    events = turn.service.current_events(turn.now) or kept
    if len(events) == 1:
        await _ask_for(turn, events[0], None)
    elif events:
        turn.say(asking_screens.choice_of_events(turn.voice, events))
    else:
        turn.say(plain(turn.voice, "no-events"))


async def press_ask(turn: Turn, button: Button) -> None:
    """Ask for a question about a conference, or for one that goes on from an answer."""
    if not button.event:
        await ask_command(turn)
    elif event := await pressed_event(turn, button):
        if _is_kept(turn, event):
            await _ask_for(turn, event, await _own_answer(turn, event, button.argument))
        else:
            say_over(turn, event)


async def press_ask_not(turn: Turn, button: Button) -> None:
    turn.show(plain(turn.voice, "asking-not"))
    await _go_on(turn)


async def take(turn: Turn, event: Event, expected: Expected) -> None:
    """Pass a typed question on to the organisers. Where it cannot be, say why, and expect another."""
    text = questions.tidied(turn.text)
    if not text:
        await _expect(turn, event, expected.get("answer"))
        turn.say(asking_screens.needs_text(turn.voice, event))
    elif len(text) > QUESTION_LENGTH:
        await _expect(turn, event, expected.get("answer"))
        turn.say(asking_screens.too_long(turn.voice, event, len(text)))
    elif await questions.has_asked_enough(turn.connection, turn.person.id, turn.now):
        turn.say(asking_screens.enough(turn.voice, event))
    else:
        await _pass_on(turn, event, text, expected.get("answer"))


async def _pass_on(turn: Turn, event: Event, text: str, answer_id: int | None) -> None:
    await questions.ask(
        turn.connection,
        event,
        turn.person,
        text,
        turn.now,
        answer_id=answer_id,
        group_language=turn.service.texts.default_language,
    )
    turn.say(plain(turn.voice, "asking-sent"))
    await _go_on(turn)


async def _ask_for(turn: Turn, event: Event, answer_id: int | None) -> None:
    help_lines = turn.service.settings.help_lines
    language = turn.service.texts.default_language
    if not await questions.answering(turn.connection, event, turn.now, language):
        turn.say(asking_screens.nobody(turn.voice, event, help_lines))
    elif await questions.has_asked_enough(turn.connection, turn.person.id, turn.now):
        turn.say(asking_screens.enough(turn.voice, event))
    else:
        await put_keyboard_away(turn)
        await _expect(turn, event, answer_id)
        turn.say(asking_screens.ask(turn.voice, event, help_lines))


async def _expect(turn: Turn, event: Event, answer_id: int | None) -> None:
    await expecting.expect(turn.connection, turn.person.id, event.key, {"what": WHAT, "answer": answer_id})


async def _own_answer(turn: Turn, event: Event, argument: str) -> int | None:
    """Return the answer that a button goes on from, where it is one to this person."""
    number = questions.number(argument)
    found = await questions.find(turn.connection, number, event.key) if number else None
    return found.id if found and found.from_organiser and found.person_id == turn.person.id else None


async def _go_on(turn: Turn) -> None:
    """Show again what was asked in the registration that is under way, if one is."""
    found = await latest_draft(turn)
    if found and found[1].position != INTRODUCTION:
        event, draft = found
        await show_position(turn, event, dialogue.settled(event, draft))


def _is_kept(turn: Turn, event: Event) -> bool:
    """Whether questions about a conference still reach somebody: after it, as long as personal data are kept."""
    return turn.now < event.ends_at + timedelta(days=turn.service.settings.service.keep_personal_data_days)


PRESSES: dict[Act, Callable[[Turn, Button], Awaitable[None]]] = {Act.ASK: press_ask, Act.ASK_NOT: press_ask_not}
EXPECTED: Mapping[str, Take] = {WHAT: take}
COMMANDS: Mapping[str, TurnAct] = {"ask": ask_command}
