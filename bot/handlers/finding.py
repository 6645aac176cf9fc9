"""What several handlers need to find out: which event, which draft, is this button of today."""

from bot.screens import dialogue_screens, event_screens
from bot.turn import Turn
from conference import dialogue, drafts, registration
from conference.button import Button
from conference.dialogue import Draft
from conference.event import Event
from conference.registration import Registration


async def pressed_event(turn: Turn, button: Button) -> Event | None:
    """Return the event a button is about; say so where it is gone from the settings or over."""
    event = turn.event(button.event)
    if event is None:
        turn.toast(turn.voice("stale-button"))
    return event


async def pressed_draft(turn: Turn, button: Button) -> tuple[Event, Draft] | None:
    """Return the draft a button belongs to. A button from an earlier step does no harm and says so."""
    event = turn.event(button.event)
    draft = await drafts.load(turn.connection, turn.person.id, button.event) if event else None
    if event is None or draft is None or draft.step != button.step:
        turn.toast(turn.voice("stale-button"))
        return None
    return event, dialogue.settled(event, draft)


async def typed_draft(turn: Turn) -> tuple[Event, Draft] | None:
    """Return the draft that something typed is meant for: the one touched last, if its event is still to come."""
    draft = await drafts.latest(turn.connection, turn.person.id)
    event = turn.event(draft.event) if draft else None
    if draft is None or event is None or event.is_over(turn.now):
        return None
    return event, dialogue.settled(event, draft)


async def active_registration(turn: Turn, event: Event) -> Registration | None:
    """Return the person's registration, unless it is cancelled."""
    found = await registration.find(turn.connection, turn.person.id, event.key)
    return found if found and found.is_active else None


async def show_position(turn: Turn, event: Event, draft: Draft) -> None:
    """Send the step where a draft stands."""
    changes = await active_registration(turn, event) is not None
    turn.say(dialogue_screens.current(turn.voice, event, draft, changes=changes))


def say_help(turn: Turn, *, misunderstood: bool = False) -> None:
    """Say what the bot can do, whom to ask, and where to turn in need."""
    events = turn.service.current_events(turn.now)
    help_lines = turn.service.settings.help_lines
    turn.say(event_screens.help_screen(turn.voice, events, help_lines, misunderstood=misunderstood))
