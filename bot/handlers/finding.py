"""What several handlers need to find out: which event, which draft, is this button of today."""

from bot.screens import dialogue_screens, event_screens
from bot.turn import Turn, plain
from conference import colleagues, dialogue, drafts, registration
from conference.button import Act, Button
from conference.dialogue import CONSENT, INTRODUCTION, SUMMARY, Draft
from conference.event import Event
from conference.question import QuestionKind
from conference.registration import Registration

STANDS_AT = {Act.AGREE: CONSENT, Act.CORRECT: SUMMARY, Act.CONFIRM: SUMMARY}
"""Where a draft must stand for a button to be honest: the step alone could be forged."""


async def pressed_event(turn: Turn, button: Button) -> Event | None:
    """Return the event a button is about; say so where it is gone from the settings."""
    event = turn.event(button.event)
    if event is None:
        turn.toast(turn.voice("stale-button"))
    return event


async def pressed_draft(turn: Turn, button: Button) -> tuple[Event, Draft] | None:
    """Return the draft a button belongs to. A button from an earlier step does no harm and says so."""
    event = turn.event(button.event)
    draft = await _draft_at(turn, event, button.step) if event else None
    if event is None or draft is None or not _stands_right(draft, button):
        turn.toast(turn.voice("stale-button"))
        return None
    if event.is_over(turn.now):
        say_over(turn, event)
        return None
    return colleagues.asked(event, draft), draft


async def _draft_at(turn: Turn, event: Event, step: int | None) -> Draft | None:
    """Return the draft at a step, their own or a colleague's: no step is of both."""
    own = await drafts.load(turn.connection, turn.person.id, event.key)
    for stored in (own, await drafts.of_colleague(turn.connection, turn.person.id, event.key)):
        # Where the questions have changed, the step has too.
        draft = dialogue.settled(colleagues.asked(event, stored), stored) if stored else None
        if draft and draft.step == step:
            return draft
    return None


def _stands_right(draft: Draft, button: Button) -> bool:
    return draft.position != INTRODUCTION and draft.position == STANDS_AT.get(button.act, draft.position)


async def latest_draft(turn: Turn) -> tuple[Event, Draft] | None:
    """Return the draft that something typed is meant for: the one touched last, if its event is still to come."""
    draft = await drafts.latest(turn.connection, turn.person.id)
    event = turn.event(draft.event) if draft else None
    if draft is None or event is None or event.is_over(turn.now):
        return None
    return colleagues.asked(event, draft), draft


async def active_registration(turn: Turn, event: Event) -> Registration | None:
    """Return the person's registration, unless it is cancelled."""
    found = await registration.find(turn.connection, turn.person.id, event.key)
    return found if found and found.is_active else None


async def show_position(turn: Turn, event: Event, draft: Draft, *, in_place: bool = False) -> None:
    """Show the step where a draft stands; *in_place* of the message whose button was pressed."""
    changes = await is_change(turn, event, draft)
    screen = dialogue_screens.current(turn.voice, event, draft, changes=changes)
    if in_place:
        turn.show(screen)
    else:
        turn.say(screen)


async def is_change(turn: Turn, event: Event, draft: Draft) -> bool:
    """Return whether a draft changes the person's registration; a colleague's never does."""
    return draft.filled_by is None and await active_registration(turn, event) is not None


async def put_keyboard_away(turn: Turn) -> None:
    """Give the phone its own keyboard back where the person leaves the question for a phone number."""
    if found := await latest_draft(turn):
        leave_question(turn, *found)


def leave_question(turn: Turn, event: Event, draft: Draft) -> None:
    """Give the phone its own keyboard back if the draft stands at the question for a phone number."""
    question = dialogue.current_question(event, draft)
    if question and question.kind is QuestionKind.PHONE and draft.filled_by is None:
        turn.hide_keyboard(turn.voice("thank-you"))


def say_over(turn: Turn, event: Event) -> None:
    """Say that a conference has taken place: nothing can be changed any more."""
    turn.say(plain(turn.voice, "event-over", event=turn.voice.of(event.title)))


def say_help(turn: Turn, *, misunderstood: bool = False) -> None:
    """Say what the bot can do, whom to ask, and where to turn in need."""
    events = turn.service.current_events(turn.now)
    help_lines = turn.service.settings.help_lines
    turn.say(event_screens.help_screen(turn.voice, events, help_lines, misunderstood=misunderstood))
