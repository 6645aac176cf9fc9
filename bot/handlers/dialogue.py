"""The registration dialogue: from "register" to the confirmed summary."""

from collections.abc import Awaitable, Callable

from bot.handlers.event_info import open_event
from bot.handlers.finding import active_registration, pressed_draft, pressed_event, say_help, show_position, typed_draft
from bot.screens import dialogue_screens, event_screens
from bot.turn import Turn, plain
from conference import dialogue, drafts, registration
from conference.answers import Problem
from conference.button import Act, Button
from conference.dialogue import Draft
from conference.event import Event
from conference.question import QuestionKind
from conference.registration import Confirmed, Obstacle


async def press_register(turn: Turn, button: Button) -> None:
    """Begin, or continue where the person was."""
    event = await pressed_event(turn, button)
    if event is None:
        return
    if await active_registration(turn, event):
        await open_event(turn, event)
        return
    if obstacle := await registration.obstacle(turn.connection, event, turn.now):
        turn.say(event_screens.obstacle_screen(turn.voice, event, obstacle))
        return
    draft = await registration.open_draft(turn.connection, event, turn.person, turn.now)
    await _go(turn, event, draft, dialogue.begin(event, draft))


async def typed(turn: Turn) -> None:
    """Take a typed text as the answer to the current question."""
    message = turn.update.effective_message
    text = (message.text or "") if message else ""
    found = await _standing_at_a_question(turn)
    if found is None:
        return
    event, draft = found
    spoken = dialogue_screens.spoken_act(turn.voice, text)
    if spoken:
        await _move(turn, event, draft, spoken)
    elif draft.doubt and text.strip().casefold() in (turn.voice("yes").casefold(), turn.voice("no").casefold()):
        meant = text.strip().casefold() == turn.voice("yes").casefold()
        await _go(turn, event, draft, dialogue.settle_doubt(event, draft, accept_suggestion=meant))
    else:
        await _go(turn, event, draft, dialogue.answer(event, draft, text))


async def shared_contact(turn: Turn) -> None:
    """Take a shared contact as the answer to a question for a phone number."""
    found = await _standing_at_a_question(turn)
    message = turn.update.effective_message
    if found is None or message is None or message.contact is None:
        return
    event, draft = found
    question = dialogue.current_question(event, draft)
    if question and question.kind is QuestionKind.PHONE:
        # Telegram gives the number with its country code, sometimes without the plus.
        number = "+" + message.contact.phone_number.lstrip("+")
        await _go(turn, event, draft, dialogue.share_phone(event, draft, number))
    else:
        await _expect_text(turn, event, draft)


async def something_else(turn: Turn) -> None:
    """A sticker, a photo, a voice message: say what is expected."""
    if found := await _standing_at_a_question(turn):
        await _expect_text(turn, *found)


async def edited(turn: Turn) -> None:
    """An edited message changes nothing, and that is said."""
    turn.say(plain(turn.voice, "edited-message"))


async def press_agree(turn: Turn, button: Button) -> None:
    if found := await pressed_draft(turn, button):
        event, draft = found
        turn.settle(plain(turn.voice, "consent-given", version=event.privacy.version))
        await _go(turn, event, draft, dialogue.agree(event, draft, turn.now))


async def press_pick(turn: Turn, button: Button) -> None:
    if found := await pressed_draft(turn, button):
        event, draft = found
        await _answer_by_button(turn, event, draft, dialogue.choose(event, draft, button.argument))


async def press_tick(turn: Turn, button: Button) -> None:
    """Set or remove a tick: the message is edited, the question stays."""
    found = await pressed_draft(turn, button)
    if found is None:
        return
    event, draft = found
    ticked = dialogue.choose(event, draft, button.argument)
    question = dialogue.current_question(event, draft)
    if isinstance(ticked, Problem) or question is None:
        turn.toast(turn.voice("stale-button"))
        return
    await drafts.save(turn.connection, ticked, turn.now)
    turn.show(dialogue_screens.ask(turn.voice, event, ticked, question))


async def press_done(turn: Turn, button: Button) -> None:
    if found := await pressed_draft(turn, button):
        event, draft = found
        await _answer_by_button(turn, event, draft, dialogue.finish_choices(event, draft))


async def press_doubt(turn: Turn, button: Button) -> None:
    found = await pressed_draft(turn, button)
    if found and found[1].doubt:
        event, draft = found
        accept = button.act is Act.AS_SUGGESTED
        await _answer_by_button(turn, event, draft, dialogue.settle_doubt(event, draft, accept_suggestion=accept))


async def press_move(turn: Turn, button: Button) -> None:
    """Back, skip, stop."""
    if found := await pressed_draft(turn, button):
        await _move(turn, *found, button.act)


async def press_correct(turn: Turn, button: Button) -> None:
    """Change one answer of the summary."""
    if found := await pressed_draft(turn, button):
        event, draft = found
        changed = dialogue.change(event, draft, button.argument)
        await _go(turn, event, draft, changed or draft)


async def press_stop_surely(turn: Turn, button: Button) -> None:
    """Forget the draft."""
    if found := await pressed_draft(turn, button):
        event, draft = found
        await drafts.discard(turn.connection, turn.person.id, event.key)
        _hide_phone_keyboard(turn, event, draft)
        changes = await active_registration(turn, event) is not None
        turn.show(plain(turn.voice, "stopped-change" if changes else "stopped"))


async def press_continue(turn: Turn, button: Button) -> None:
    """Go on after all."""
    if found := await pressed_draft(turn, button):
        await show_position(turn, *found)


async def press_confirm(turn: Turn, button: Button) -> None:
    """Turn the draft into a registration."""
    found = await pressed_draft(turn, button)
    if found is None:
        return
    event, draft = found
    match await registration.confirm(turn.connection, event, draft, turn.person, turn.now):
        case Confirmed.REGISTERED:
            turn.settle(plain(turn.voice, "registering"))
        case Confirmed.CHANGED:
            turn.settle(plain(turn.voice, "saving"))
        case Obstacle() as obstacle:
            turn.say(event_screens.obstacle_screen(turn.voice, event, obstacle))
        case None:
            await _go(turn, event, draft, dialogue.begin(event, draft))


async def _standing_at_a_question(turn: Turn) -> tuple[Event, Draft] | None:
    """Return the draft if it waits for an answer; else say what the bot can do, and show where the person stands."""
    found = await typed_draft(turn)
    if found and dialogue.current_question(*found):
        return found
    say_help(turn, misunderstood=True)
    if found and found[1].position != dialogue.INTRODUCTION:
        await show_position(turn, *found)
    return None


async def _expect_text(turn: Turn, event: Event, draft: Draft) -> None:
    question = dialogue.current_question(event, draft)
    assert question is not None
    by_button = question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.YES_NO)
    turn.say(plain(turn.voice, "answer-needs-button" if by_button else "answer-needs-text"))
    await show_position(turn, event, draft)


async def _answer_by_button(turn: Turn, event: Event, draft: Draft, outcome: Draft | Problem) -> None:
    question = dialogue.current_question(event, draft)
    if question and isinstance(outcome, Draft):
        turn.settle(dialogue_screens.recorded(turn.voice, question, outcome.answers.get(question.key)))
    await _go(turn, event, draft, outcome)


async def _move(turn: Turn, event: Event, draft: Draft, act: Act) -> None:
    match act:
        case Act.BACK:
            await _go(turn, event, draft, dialogue.back(event, draft))
        case Act.SKIP:
            await _answer_by_button(turn, event, draft, dialogue.skip(event, draft))
        case _:
            changes = await active_registration(turn, event) is not None
            turn.say(dialogue_screens.stopping(turn.voice, event, draft, changes=changes))


async def _go(turn: Turn, event: Event, draft: Draft, outcome: Draft | Problem) -> None:
    """Store where the dialogue has come to, and show it; or say what is expected instead."""
    if isinstance(outcome, Problem):
        turn.say(dialogue_screens.problem(turn.voice, outcome))
        return
    await drafts.save(turn.connection, outcome, turn.now)
    if outcome.position != draft.position:
        _hide_phone_keyboard(turn, event, draft)
    if outcome.position == dialogue.INTRODUCTION:
        await open_event(turn, event)
    else:
        await show_position(turn, event, outcome)


def _hide_phone_keyboard(turn: Turn, event: Event, draft: Draft) -> None:
    question = dialogue.current_question(event, draft)
    if question and question.kind is QuestionKind.PHONE:
        turn.hide_keyboard(turn.voice("thank-you"))


PRESSES: dict[Act, Callable[[Turn, Button], Awaitable[None]]] = {
    Act.REGISTER: press_register,
    Act.AGREE: press_agree,
    Act.PICK: press_pick,
    Act.TICK: press_tick,
    Act.DONE: press_done,
    Act.AS_SUGGESTED: press_doubt,
    Act.AS_TYPED: press_doubt,
    Act.BACK: press_move,
    Act.SKIP: press_move,
    Act.STOP: press_move,
    Act.STOP_SURELY: press_stop_surely,
    Act.CONTINUE: press_continue,
    Act.CORRECT: press_correct,
    Act.CONFIRM: press_confirm,
}
