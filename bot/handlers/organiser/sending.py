"""Sending an announcement: confirmed, held back for a moment, on its way, paused, resumed, stopped."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handlers.organiser.finding import Press
from bot.handlers.organiser.one_announcement import (
    Deed,
    desk_of,
    keep_showing,
    of_announcement,
    say_who_was_quicker,
    show_desk,
    show_standing,
    while_composing,
)
from bot.screens import announcement_screens
from bot.turn import Turn
from conference import audit
from conference.announcements import sending
from conference.announcements.announcement import Announcement, State
from conference.audit import Action
from conference.button import Act, Button
from conference.event import Event

HOLD = timedelta(seconds=30)
"""Between the confirmation and the first message: time to see that something is wrong."""

Steering = Callable[[AsyncConnection, int], Awaitable[bool]]
"""Changes an announcement's state; returns False where somebody was quicker."""


async def press_send(turn: Turn, event: Event, composed: Announcement, _: Button) -> None:
    """Ask before anything leaves."""
    shown = await desk_of(turn, event, composed)
    if shown.is_ready:
        seconds = round(HOLD.total_seconds())
        turn.show(announcement_screens.confirming(turn.voice, event, shown, seconds))
    else:
        turn.show(announcement_screens.desk(turn.voice, event, shown))


async def press_send_surely(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Plan what was confirmed. Until it begins, it can be undone."""
    shown = await desk_of(turn, event, composed)
    if not shown.is_ready or button.argument != announcement_screens.seal(composed):
        turn.toast(turn.voice("announce-changed"))
        await press_send(turn, event, composed, button)
        return
    begins = max(composed.starts_at or turn.now, turn.now + HOLD)
    await sending.plan(turn.connection, composed.id, begins)
    reach = {"people": shown.counts.people, "telegram": shown.counts.telegram, "email": shown.counts.email}
    await _note(turn, event, composed, Action.ANNOUNCED, **reach)
    await keep_showing(turn, composed)
    await show_standing(turn, event, composed)


async def press_undo(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    """Take it back to the desk, if nobody has it yet."""
    if await sending.undo(turn.connection, found.id):
        await _note(turn, event, found, Action.UNDONE)
        await show_desk(turn, event, found.id)
    elif found.state is State.SENDING:
        turn.toast(turn.voice("told-begun"))
        await show_standing(turn, event, found)
    else:
        await say_who_was_quicker(turn, event, found)


def _steering(steer: Steering, action: Action) -> Deed:
    """Return what a button does that changes how an announcement goes on."""

    async def press(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
        if await steer(turn.connection, found.id):
            await _note(turn, event, found, action)
            await show_standing(turn, event, found)
        else:
            await say_who_was_quicker(turn, event, found)

    return press


async def _note(turn: Turn, event: Event, found: Announcement, action: Action, **numbers: int) -> None:
    await audit.note(turn.connection, turn.now, turn.person.id, event.key, action, announcement=found.id, **numbers)


PRESSES: Mapping[Act, Press] = {
    Act.SEND: while_composing(press_send),
    Act.SEND_SURELY: while_composing(press_send_surely),
    Act.UNDO: of_announcement(press_undo),
    Act.PAUSE: of_announcement(_steering(sending.pause, Action.PAUSED)),
    Act.RESUME: of_announcement(_steering(sending.resume, Action.RESUMED)),
    Act.HALT: of_announcement(_steering(sending.stop, Action.STOPPED)),
    Act.GO_ON: of_announcement(_steering(sending.go_on, Action.RESUMED)),
}
