"""Asking the organisers a question."""

from collections.abc import Iterable, Sequence

from bot.screens.event_screens import contact_line, help_line_facts
from bot.screens.screen import Key, Screen, said
from conference.button import Act, Button
from conference.config import HelpLine
from conference.content import Content
from conference.event import Event
from conference.questions import QUESTION_LENGTH
from conference.texts import Voice


def choice_of_events(voice: Voice, events: Iterable[Event]) -> Screen:
    """Ask which of several conferences somebody has a question about."""
    rows = tuple((Key(voice.of(event.title), Button(Act.ASK, event.key)),) for event in events)
    return Screen(said(voice("asking-choose")), rows)


def ask(voice: Voice, event: Event, help_lines: Sequence[HelpLine]) -> Screen:
    """Ask for the question. Where to turn in need stands here too: somebody in distress may be about to write."""
    content = Content(
        title=voice("asking-title"),
        paragraphs=(voice("asking-what", event=voice.of(event.title)), voice("asking-child"), voice("asking-kept")),
        facts=help_line_facts(voice, help_lines),
        closing=(voice("help-lines-note"),) if help_lines else (),
    )
    return Screen(content, (_not_after_all(voice, event),))


def needs_text(voice: Voice, event: Event) -> Screen:
    """Say that only words can be passed on."""
    return Screen(said(voice("asking-needs-text")), (_not_after_all(voice, event),))


def too_long(voice: Voice, event: Event, length: int) -> Screen:
    words = voice("asking-too-long", length=length, limit=QUESTION_LENGTH)
    return Screen(said(words), (_not_after_all(voice, event),))


def enough(voice: Voice, event: Event) -> Screen:
    """Say that organisers have been asked enough for a day."""
    return Screen(said(voice("asking-enough", contact=contact_line(voice, event))))


def nobody(voice: Voice, event: Event, help_lines: Sequence[HelpLine]) -> Screen:
    """Say whom to ask where there is nobody yet who would get a question."""
    note = (voice("help-lines-note"),) if help_lines else ()
    words = voice("asking-nobody", contact=contact_line(voice, event))
    return Screen(Content(title="", paragraphs=(words,), facts=help_line_facts(voice, help_lines), closing=note))


def _not_after_all(voice: Voice, event: Event) -> tuple[Key, ...]:
    return (Key(voice("button-ask-not"), Button(Act.ASK_NOT, event.key)),)
