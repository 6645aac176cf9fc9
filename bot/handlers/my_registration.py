"""What a registrant can do: look, change, cancel, say whether one comes, choose the channels."""

from collections.abc import Awaitable, Callable

from bot.handlers.event_info import open_event
from bot.handlers.finding import active_registration, pressed_event, put_keyboard_away, say_over, show_position
from bot.screens import registration_screens
from bot.turn import Turn, plain
from conference import dialogue, drafts, event_changes, people, registration
from conference.button import Act, Button
from conference.dialogue import CONSENT, INTRODUCTION, Draft
from conference.event import Event
from conference.people import Wants
from conference.question import QuestionUse
from conference.registration import Attendance, Registration


async def press_show(turn: Turn, button: Button) -> None:
    """Show the registration; in the place of the question whether to cancel it, where that is answered with no."""
    if event := await pressed_event(turn, button):
        await open_event(turn, event, in_place=button == registration_screens.keep(event))


async def press_change(turn: Turn, button: Button) -> None:
    """Open the answers for change, or go on with a change that was begun."""
    if found := await _mine(turn, button):
        event, _ = found
        await show_position(turn, event, await _change_of(turn, *found))


async def press_correct_email(turn: Turn, button: Button) -> None:
    """Open the change of the one answer that was a bad address; after a new privacy notice, its consent comes first."""
    if found := await _mine(turn, button):
        event, _ = found
        draft = await _change_of(turn, *found)
        question = event.question_for(QuestionUse.EMAIL)
        if question and draft.position not in (CONSENT, question.key):
            await put_keyboard_away(turn)
            draft = dialogue.change(event, draft, question.key) or draft
            await drafts.save(turn.connection, draft, turn.now)
        await show_position(turn, event, draft)


async def press_cancel(turn: Turn, button: Button) -> None:
    """Cancel, or "I can't come": ask first."""
    if found := await _mine(turn, button):
        turn.say(registration_screens.cancelling(turn.voice, found[0]))


async def press_cancel_surely(turn: Turn, button: Button) -> None:
    if found := await _mine(turn, button):
        await put_keyboard_away(turn)
        await registration.cancel(turn.connection, found[0], turn.person, turn.now)
        turn.settle(plain(turn.voice, "cancelling"))


async def press_coming(turn: Turn, button: Button) -> None:
    if found := await _mine(turn, button):
        event, registered = found
        turn.toast(turn.voice("attendance-noted"))
        if registered.attendance is not Attendance.COMING:
            await registration.say_coming(turn.connection, event, turn.person, turn.now)
            turn.say(plain(turn.voice, "attendance-thanks"))


async def press_calendar(turn: Turn, button: Button) -> None:
    if found := await _mine(turn, button):
        event, registered = found
        occasion = turn.service.renderer.occasion(event, turn.person.language, turn.now)
        revision = await event_changes.revision(turn.connection, event)
        turn.send_calendar(turn.service.renderer.calendar(occasion, registered, revision))


async def press_channels(turn: Turn, button: Button) -> None:
    if found := await _mine(turn, button):
        turn.say(registration_screens.channels(turn.voice, found[0], turn.person))


async def press_wants(turn: Turn, button: Button) -> None:
    found = await _mine(turn, button)
    if found is None:
        return
    if button.argument not in list(Wants) or turn.person.email is None:
        turn.toast(turn.voice("stale-button"))
        return
    await people.set_wants(turn.connection, turn.person.id, Wants(button.argument))
    changed = await people.get(turn.connection, turn.person.id)
    assert changed is not None
    turn.toast(turn.voice("channels-noted"))
    turn.show(registration_screens.channels(turn.voice, found[0], changed))


async def _change_of(turn: Turn, event: Event, registered: Registration) -> Draft:
    """Return the draft of a change that was begun, or a new one."""
    draft = await drafts.load(turn.connection, turn.person.id, event.key)
    if draft is None or draft.consented_at is None:
        draft = await registration.open_change(turn.connection, event, registered, turn.now)
    elif draft.position == INTRODUCTION:
        draft = dialogue.begin(event, draft)
        await drafts.save(turn.connection, draft, turn.now)
    return dialogue.settled(event, draft)


async def _mine(turn: Turn, button: Button) -> tuple[Event, Registration] | None:
    """Return the pressing person's own registration for an event that is still to come; else say how things are."""
    event = await pressed_event(turn, button)
    if event is None:
        return None
    if event.is_over(turn.now):
        say_over(turn, event)
        return None
    registered = await active_registration(turn, event)
    if registered is None:
        turn.toast(turn.voice("not-registered"))
        return None
    return event, registered


PRESSES: dict[Act, Callable[[Turn, Button], Awaitable[None]]] = {
    Act.SHOW: press_show,
    Act.CHANGE: press_change,
    Act.CORRECT_EMAIL: press_correct_email,
    Act.CANCEL: press_cancel,
    Act.NOT_COMING: press_cancel,
    Act.CANCEL_SURELY: press_cancel_surely,
    Act.COMING: press_coming,
    Act.CALENDAR: press_calendar,
    Act.CHANNELS: press_channels,
    Act.WANTS: press_wants,
}
