"""Registering colleagues: beginning the dialogue for one, seeing whom one has registered, cancelling."""

from collections.abc import Awaitable, Callable

from bot.handlers.finding import pressed_event, put_keyboard_away, say_over, show_position
from bot.screens import colleague_screens, event_screens
from bot.screens.colleague_screens import ANOTHER
from bot.turn import Turn, plain
from conference import colleagues, dialogue, drafts, registration
from conference.button import Act, Button
from conference.dialogue import INTRODUCTION
from conference.event import Event


async def press_for_colleague(turn: Turn, button: Button) -> None:
    """Show whom somebody has registered; begin with the first one, or with another, or go on with one begun."""
    event = await _open_event(turn, button)
    if event is None:
        return
    known = await colleagues.registered_by(turn.connection, turn.person.id, event)
    if known and button.argument != ANOTHER:
        turn.say(colleague_screens.overview(turn.voice, event, known))
    elif obstacle := await registration.obstacle(turn.connection, event, turn.now):
        turn.say(event_screens.obstacle_screen(turn.voice, event, obstacle))
    elif await colleagues.has_registered_most(turn.connection, turn.person.id, event):
        turn.say(plain(turn.voice, "colleague-most", limit=colleagues.MOST))
    else:
        await _begin(turn, event)


async def press_cancel(turn: Turn, button: Button) -> None:
    """Ask first."""
    event = await _open_event(turn, button)
    if event is None:
        return
    found = await colleagues.find(turn.connection, turn.person.id, event, _number(button))
    if found:
        turn.say(colleague_screens.cancelling(turn.voice, event, found))
    else:
        turn.toast(turn.voice("stale-button"))


async def press_cancel_surely(turn: Turn, button: Button) -> None:
    event = await _open_event(turn, button)
    if event is None:
        return
    if await colleagues.cancel(turn.connection, turn.person.id, event, _number(button), turn.now):
        turn.settle(plain(turn.voice, "colleague-cancelling"))
    else:
        turn.toast(turn.voice("stale-button"))


async def _begin(turn: Turn, event: Event) -> None:
    await put_keyboard_away(turn)
    draft = await colleagues.open_draft(turn.connection, event, turn.person, turn.now)
    asked = colleagues.asked(event, draft)
    if draft.position == INTRODUCTION:
        draft = dialogue.begin(asked, draft)
    # Saved in any case: what is typed now is for this one.
    await drafts.save(turn.connection, draft, turn.now)
    await show_position(turn, asked, draft)


async def _open_event(turn: Turn, button: Button) -> Event | None:
    event = await pressed_event(turn, button)
    if event is None:
        return None
    if not colleagues.can_be_registered(event):
        turn.toast(turn.voice("stale-button"))
        return None
    if event.is_over(turn.now):
        say_over(turn, event)
        return None
    return event


def _number(button: Button) -> int:
    return int(button.argument) if button.argument.isdecimal() and len(button.argument) < 10 else 0


PRESSES: dict[Act, Callable[[Turn, Button], Awaitable[None]]] = {
    Act.FOR_COLLEAGUE: press_for_colleague,
    Act.COLLEAGUE_CANCEL: press_cancel,
    Act.COLLEAGUE_CANCEL_SURELY: press_cancel_surely,
}
