"""What has changed in the settings of an event: an organiser passes it on to the registrants, or leaves it."""

from html import escape

from bot.handlers.organiser.finding import Press, for_organisers
from bot.handlers.organiser.one_announcement import begin, show_desk
from bot.turn import Turn, plain
from conference import event_changes, notices
from conference.announcements import announcement, composing
from conference.announcements.announcement import Words
from conference.button import Act, Button
from conference.content import Written
from conference.event import Event
from conference.texts import Voice


async def press_notify(turn: Turn, event: Event, button: Button) -> None:
    """Prepare an announcement of the change in every language, with a calendar entry; it is sent like any other."""
    before = await _as_told(turn, event, button)
    if before is None:
        turn.toast(turn.voice("change-settled"))
        return
    writing = await announcement.being_composed(turn.connection, event, turn.person.id)
    if writing and writing.body:
        turn.toast(turn.voice("change-busy"))
        return
    await event_changes.settle(turn.connection, event)
    composed = await begin(turn, event)
    for language in (turn.person.language, *turn.service.texts.languages):
        words = in_words(turn.service.texts.voice(language), before, event)
        await composing.set_words(turn.connection, composed.id, language, words)
    await show_desk(turn, event, composed.id)


async def press_keep(turn: Turn, event: Event, button: Button) -> None:
    """Leave it: who looks up the event, or is reminded of it, sees what holds."""
    if await _as_told(turn, event, button) is None:
        turn.toast(turn.voice("change-settled"))
        return
    await event_changes.settle(turn.connection, event)
    turn.say(plain(turn.voice, "change-kept"))


def in_words(voice: Voice, before: Event, after: Event) -> Words:
    """Say to registrants what is different now."""
    title = voice.of(after.title)
    lines = [
        voice("change-words-line", label=change.label, change=notices.change_in_words(voice, change))
        for change in event_changes.changes(voice, before, after)
    ]
    paragraphs = (voice("change-words", event=title), "\n".join(lines), voice("change-words-calendar"))
    written = Written(escape("\n\n".join(paragraphs), quote=False))
    return Words(voice("change-subject", event=title), written, with_calendar=True)


async def _as_told(turn: Turn, event: Event, button: Button) -> Event | None:
    """Return the event as registrants know it, if the button is about what still has to be told."""
    stored = (await event_changes.known(turn.connection, [event.key])).get(event.key)
    if stored is None or stored.key != button.argument or stored.facts == event_changes.facts_of(event):
        return None
    return event_changes.as_told(event, stored.facts)


PRESSES: dict[Act, Press] = {
    Act.CHANGE_NOTIFY: for_organisers(press_notify),
    Act.CHANGE_KEEP: for_organisers(press_keep),
}
