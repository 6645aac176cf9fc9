"""The conference and its facts: /start, /help, venue, programme, whom to ask."""

from collections.abc import Awaitable, Callable

from bot.handlers.finding import (
    active_registration,
    latest_draft,
    pressed_event,
    put_keyboard_away,
    say_help,
    show_position,
)
from bot.screens import event_screens, registration_screens
from bot.screens.screen import Screen
from bot.turn import Turn, plain
from conference import dialogue, drafts, registration, wording
from conference.button import Act, Button
from conference.dialogue import INTRODUCTION
from conference.event import Event


async def open_current(turn: Turn) -> None:
    """Open the conference; where there are several, ask which one."""
    events = turn.service.current_events(turn.now)
    if len(events) == 1:
        await open_event(turn, events[0])
    elif events:
        turn.say(event_screens.choice_of_events(turn.voice, events))
    else:
        turn.say(plain(turn.voice, "no-events"))


async def help_command(turn: Turn) -> None:
    """/help."""
    say_help(turn)


async def unknown_command(turn: Turn) -> None:
    """A command that there is not."""
    say_help(turn, misunderstood=True)


async def where_we_are(turn: Turn) -> None:
    """Show where the person stands: in another language, or after a restart that may have swallowed the last answer."""
    found = await latest_draft(turn)
    if found and found[1].position != INTRODUCTION:
        event, draft = found
        await show_position(turn, event, dialogue.settled(event, draft))
    else:
        await open_current(turn)


async def open_event(turn: Turn, event: Event, *, in_place: bool = False) -> None:
    """Show the person's registration, or introduce the conference; *in_place* of the pressed message."""
    await put_keyboard_away(turn)
    await _leave_colleague(turn, event)
    registered = await active_registration(turn, event)
    over = event.is_over(turn.now)
    if registered:
        await _leave_change(turn, event)
        screen = registration_screens.registered(turn.voice, event, registered, turn.person, over=over)
    elif over:
        screen = plain(turn.voice, "event-over", event=turn.voice.of(event.title))
    else:
        screen = await _introduction(turn, event)
    if in_place:
        turn.show(screen)
    else:
        turn.say(screen)


async def _leave_change(turn: Turn, event: Event) -> None:
    """Keep a change of answers that was begun, but take what is typed from now on for no part of it."""
    draft = await drafts.load(turn.connection, turn.person.id, event.key)
    if draft and draft.position != INTRODUCTION:
        await drafts.save(turn.connection, dialogue.introduce(draft), turn.now)


async def _leave_colleague(turn: Turn, event: Event) -> None:
    """The same for the registration of a colleague."""
    draft = await drafts.of_colleague(turn.connection, turn.person.id, event.key)
    if draft and draft.position != INTRODUCTION:
        await drafts.save(turn.connection, dialogue.introduce(draft), turn.now)


async def _introduction(turn: Turn, event: Event) -> Screen:
    draft = await registration.open_draft(turn.connection, event, turn.person, turn.now)
    if draft.position != INTRODUCTION:
        draft = dialogue.introduce(draft)
    # Saved in any case: of several events, the one looked at last is the one that is written to.
    await drafts.save(turn.connection, draft, turn.now)
    obstacle = await registration.obstacle(turn.connection, event, turn.now)
    agreed = draft.consented_at is not None
    return event_screens.introduction(turn.voice, event, obstacle, begun=agreed, before_consent=not agreed)


async def press_open(turn: Turn, button: Button) -> None:
    if event := await pressed_event(turn, button):
        await open_event(turn, event)


async def press_venue(turn: Turn, button: Button) -> None:
    if event := await pressed_event(turn, button):
        turn.say(event_screens.venue(turn.voice, event))
        if place := wording.place(turn.voice, event.venue):
            turn.send_place(place)


async def press_programme(turn: Turn, button: Button) -> None:
    if event := await pressed_event(turn, button):
        turn.say(event_screens.programme(turn.voice, event))


async def press_contact(turn: Turn, button: Button) -> None:
    if event := await pressed_event(turn, button):
        turn.say(event_screens.contact(turn.voice, event, turn.service.settings.help_lines))


PRESSES: dict[Act, Callable[[Turn, Button], Awaitable[None]]] = {
    Act.OPEN: press_open,
    Act.VENUE: press_venue,
    Act.PROGRAMME: press_programme,
    Act.CONTACT: press_contact,
}
COMMANDS = {"help": help_command}
