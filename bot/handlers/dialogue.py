"""The registration dialogue: from "register" to the confirmed summary."""

from collections.abc import Awaitable, Callable, Mapping

from bot.handlers.event_info import open_event
from bot.handlers.finding import (
    active_registration,
    is_change,
    latest_draft,
    leave_question,
    pressed_draft,
    pressed_event,
    say_help,
    show_position,
)
from bot.screens import colleague_screens, dialogue_screens, event_screens
from bot.turn import Turn, plain
from conference import dialogue, drafts, people, registration
from conference.answers import YES_OR_NO, Problem
from conference.button import Act, Button
from conference.dialogue import INTRODUCTION, Draft
from conference.event import Event
from conference.question import CHOICE_KINDS, QuestionKind
from conference.registration import Confirmed, Obstacle
from conference.typed_text import folded

Press = Callable[[Turn, Button], Awaitable[None]]
Step = Callable[[Turn, Event, Draft, Button], Awaitable[None]]
"""What a button of the dialogue does, when it is one of today."""


async def press_register(turn: Turn, button: Button) -> None:
    """Begin, or continue where the person was."""
    event = await pressed_event(turn, button)
    if event is None:
        return
    if event.is_over(turn.now) or await active_registration(turn, event):
        await open_event(turn, event)
    elif obstacle := await registration.obstacle(turn.connection, event, turn.now):
        turn.say(event_screens.obstacle_screen(turn.voice, event, obstacle))
    else:
        draft = await registration.open_draft(turn.connection, event, turn.person, turn.now)
        # Pressed twice, it asks the same again: the buttons of both messages are of today.
        await _go(turn, event, draft, dialogue.begin(event, draft) if draft.position == INTRODUCTION else draft)


async def typed(turn: Turn) -> None:
    """Take a typed text as what the button of that name does, or as the answer to the current question."""
    found = await _written_to(turn)
    if found is None:
        return
    event, draft = found
    if button := dialogue_screens.spoken_button(turn.voice, event, draft, turn.text):
        await PRESSES[button.act](turn, button)
    elif draft.doubt and (agrees := YES_OR_NO.get(folded(turn.text))) is not None:
        await _go(turn, event, draft, dialogue.settle_doubt(event, draft, accept_suggestion=agrees))
    elif dialogue.current_question(event, draft):
        await _go(turn, event, draft, dialogue.answer(event, draft, turn.text))
    else:
        say_help(turn, misunderstood=True)
        if draft.position != INTRODUCTION:
            await show_position(turn, event, draft)


async def shared_contact(turn: Turn) -> None:
    """Take a shared contact as the answer to a question for a phone number."""
    found = await _written_to(turn)
    contact = turn.update.message.contact if turn.update.message else None
    if found is None or contact is None:
        return
    event, draft = found
    question = dialogue.current_question(event, draft)
    if question and question.kind is QuestionKind.PHONE:
        await _go(turn, event, draft, dialogue.share_phone(event, draft, contact.phone_number))
    else:
        await _say_what_is_expected(turn, event, draft)


async def something_else(turn: Turn) -> None:
    """A sticker, a photo, a voice message: say what is expected."""
    if found := await _written_to(turn):
        await _say_what_is_expected(turn, *found)


async def edited(turn: Turn) -> None:
    """An edited message changes nothing, and that is said."""
    turn.say(plain(turn.voice, "edited-message"))


async def _agree(turn: Turn, event: Event, draft: Draft, _button: Button) -> None:
    key = "consent-given" if draft.filled_by is None else "colleague-consent-given"
    turn.settle(plain(turn.voice, key, version=event.privacy.version))
    await _go(turn, event, draft, dialogue.agree(event, draft, turn.now))


async def _choose(turn: Turn, event: Event, draft: Draft, button: Button) -> None:
    """Take a choice; or set or remove a tick, in the same message."""
    outcome = dialogue.choose(event, draft, button.argument)
    if isinstance(outcome, Draft) and outcome.step == draft.step:
        await drafts.save(turn.connection, outcome, turn.now)
        await show_position(turn, event, outcome, in_place=True)
    else:
        await _answer_by_button(turn, event, draft, outcome)


async def _finish_choices(turn: Turn, event: Event, draft: Draft, _button: Button) -> None:
    await _answer_by_button(turn, event, draft, dialogue.finish_choices(event, draft))


async def _settle_doubt(turn: Turn, event: Event, draft: Draft, button: Button) -> None:
    if draft.doubt is None:
        turn.toast(turn.voice("stale-button"))
        return
    accept = button.act is Act.AS_SUGGESTED
    await _answer_by_button(turn, event, draft, dialogue.settle_doubt(event, draft, accept_suggestion=accept))


async def _back(turn: Turn, event: Event, draft: Draft, _button: Button) -> None:
    await _go(turn, event, draft, dialogue.back(event, draft), in_place=True)


async def _skip(turn: Turn, event: Event, draft: Draft, _button: Button) -> None:
    await _answer_by_button(turn, event, draft, dialogue.skip(event, draft))


async def _correct(turn: Turn, event: Event, draft: Draft, button: Button) -> None:
    """Change one answer of the summary."""
    await _go(turn, event, draft, dialogue.change(event, draft, button.argument) or draft, in_place=True)


async def _stop(turn: Turn, event: Event, draft: Draft, _button: Button) -> None:
    changes = await is_change(turn, event, draft)
    turn.show(dialogue_screens.stopping(turn.voice, event, draft, changes=changes))


async def _stop_surely(turn: Turn, event: Event, draft: Draft, _button: Button) -> None:
    """Forget the draft."""
    changes = await is_change(turn, event, draft)
    await drafts.discard(turn.connection, draft.person_id, event.key)
    leave_question(turn, event, draft)
    turn.show(plain(turn.voice, "stopped-change" if changes else "stopped"))


async def _continue(turn: Turn, event: Event, draft: Draft, button: Button) -> None:
    """Go on after all; or with the next question, where this one has an answer that may stay."""
    if button.argument == dialogue_screens.KEEP_ANSWER:
        await _go(turn, event, draft, dialogue.begin(event, draft), in_place=True)
    else:
        await show_position(turn, event, draft, in_place=True)


async def _confirm(turn: Turn, event: Event, draft: Draft, _button: Button) -> None:
    """Turn the draft into a registration."""
    is_own = draft.filled_by is None
    person = turn.person if is_own else await people.get(turn.connection, draft.person_id)
    assert person is not None, "a draft has its person"
    match await registration.confirm(turn.connection, event, draft, person, turn.now):
        case Confirmed.REGISTERED if not is_own:
            turn.settle(colleague_screens.registering(turn.voice, event))
        case Confirmed.REGISTERED:
            turn.settle(plain(turn.voice, "registering"))
        case Confirmed.CHANGED:
            turn.settle(plain(turn.voice, "saving"))
        case Obstacle() as obstacle:
            turn.say(event_screens.obstacle_screen(turn.voice, event, obstacle))
        case None:
            await _go(turn, event, draft, dialogue.begin(event, draft))


async def _written_to(turn: Turn) -> tuple[Event, Draft] | None:
    """Return the draft that a message is for; else say what the bot can do."""
    found = await latest_draft(turn)
    if found is None:
        say_help(turn, misunderstood=True)
        return None
    event, stored = found
    draft = dialogue.settled(event, stored)
    if draft.step != stored.step:
        # The question it answers is gone from the settings: ask today's.
        await _go(turn, event, stored, draft)
        return None
    return event, draft


async def _say_what_is_expected(turn: Turn, event: Event, draft: Draft) -> None:
    if draft.position == INTRODUCTION:
        say_help(turn, misunderstood=True)
        return
    question = dialogue.current_question(event, draft)
    by_button = question is None or question.kind in (*CHOICE_KINDS, QuestionKind.YES_NO)
    turn.say(plain(turn.voice, "answer-needs-button" if by_button else "answer-needs-text"))
    await show_position(turn, event, draft)


async def _answer_by_button(turn: Turn, event: Event, draft: Draft, outcome: Draft | Problem) -> None:
    question = dialogue.current_question(event, draft)
    if question and isinstance(outcome, Draft):
        turn.settle(dialogue_screens.recorded(turn.voice, question, outcome.answers.get(question.key)))
    await _go(turn, event, draft, outcome)


async def _go(turn: Turn, event: Event, draft: Draft, outcome: Draft | Problem, *, in_place: bool = False) -> None:
    """Store where the dialogue has come to, and show it; or say what is expected instead."""
    if isinstance(outcome, Problem):
        turn.say(dialogue_screens.problem(turn.voice, outcome))
        return
    await drafts.save(turn.connection, outcome, turn.now)
    if outcome.position != draft.position:
        leave_question(turn, event, draft)
    if outcome.position == INTRODUCTION:
        await open_event(turn, turn.event(event.key) or event, in_place=in_place)
    else:
        await show_position(turn, event, outcome, in_place=in_place)


def _of_today(step: Step) -> Press:
    async def press(turn: Turn, button: Button) -> None:
        if found := await pressed_draft(turn, button):
            await step(turn, *found, button)

    return press


STEPS: Mapping[Act, Step] = {
    Act.AGREE: _agree,
    Act.PICK: _choose,
    Act.TICK: _choose,
    Act.DONE: _finish_choices,
    Act.AS_SUGGESTED: _settle_doubt,
    Act.AS_TYPED: _settle_doubt,
    Act.BACK: _back,
    Act.SKIP: _skip,
    Act.STOP: _stop,
    Act.STOP_SURELY: _stop_surely,
    Act.CONTINUE: _continue,
    Act.CORRECT: _correct,
    Act.CONFIRM: _confirm,
}
PRESSES: dict[Act, Press] = {
    Act.REGISTER: press_register,
    **{act: _of_today(step) for act, step in STEPS.items()},
}
