"""The conference and its facts: /start, /help, venue, programme, whom to ask."""

from collections.abc import Awaitable, Callable

from bot.handlers.finding import active_registration, pressed_event, say_help, show_position, typed_draft
from bot.screens import event_screens, registration_screens
from bot.turn import Turn, plain
from conference import dialogue, drafts, registration, wording
from conference.button import Act, Button
from conference.dialogue import INTRODUCTION
from conference.event import Event


async def start(turn: Turn) -> None:
    """/start, and a link https://t.me/<bot>?start=<event-key>: introduce the conference, or ask which one."""
    message = turn.update.effective_message
    named = (message.text or "").partition(" ")[2].strip() if message else ""
    events = turn.service.current_events(turn.now)
    linked = turn.event(named)
    if linked:
        await open_event(turn, linked)
    elif len(events) == 1:
        await open_event(turn, events[0])
    elif events:
        turn.say(event_screens.choice_of_events(turn.voice, events))
    else:
        turn.say(plain(turn.voice, "no-events"))


async def help_command(turn: Turn) -> None:
    """/help."""
    say_help(turn)


async def where_we_are(turn: Turn) -> None:
    """Show where the person stands: after a restart that may have swallowed the last answer."""
    found = await typed_draft(turn)
    if found and found[1].position != INTRODUCTION:
        await show_position(turn, *found)
    else:
        await start(turn)


async def open_event(turn: Turn, event: Event) -> None:
    """Show the person's registration, or introduce the conference."""
    registered = await active_registration(turn, event)
    over = event.is_over(turn.now)
    if registered:
        screen = registration_screens.registered(turn.voice, event, registered, turn.person, over=over)
        turn.show(screen)
    elif over:
        turn.show(plain(turn.voice, "event-over", event=turn.voice.of(event.title)))
    else:
        await _introduce(turn, event)


async def _introduce(turn: Turn, event: Event) -> None:
    draft = await registration.open_draft(turn.connection, event, turn.person, turn.now)
    if draft.position != INTRODUCTION:
        draft = dialogue.introduce(draft)
        await drafts.save(turn.connection, draft, turn.now)
    obstacle = await registration.obstacle(turn.connection, event, turn.now)
    agreed = draft.consented_at is not None
    turn.show(event_screens.introduction(turn.voice, event, obstacle, begun=agreed, before_consent=not agreed))


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
COMMANDS = {"start": start, "help": help_command}
