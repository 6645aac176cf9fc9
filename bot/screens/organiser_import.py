"""Importing a list of participants: what is asked, what was found, what came of it."""

from bot.screens.screen import Key, Screen
from conference.answers import Problem
from conference.button import Act, Button
from conference.content import Content
from conference.event import Event
from conference.importing import report as words
from conference.importing.importing import Report
from conference.texts import Voice

FORMATS = "Excel (.xlsx), CSV (.csv)"
SHOWN = 15
"""Lines about rows in the chat; all of them are in a file."""

LETTERS, FILL = "letters", "fill"
"""What the argument of a button may say, parted by a dot."""


def ask(voice: Voice, event: Event) -> Screen:
    """Ask for a file."""
    needed = ", ".join(voice.of(question.label) for question in event.questions if question.required)
    paragraphs = (
        voice("import-ask", formats=FORMATS),
        voice("import-ask-columns", columns=needed),
        voice("import-ask-source"),
    )
    return Screen(Content(title=voice("import-title"), paragraphs=paragraphs), ((_stop(voice, event),),))


def needs_file(voice: Voice, event: Event) -> Screen:
    """Ask for a file again, where something else came."""
    content = Content(title="", paragraphs=(voice("import-needs-file", formats=FORMATS),))
    return Screen(content, ((_stop(voice, event),),))


def problem(voice: Voice, found: Problem) -> Screen:
    """Say why a file cannot be imported."""
    return Screen(Content(title="", paragraphs=(voice(found.key, **found.variables),)))


def checked(voice: Voice, event: Event, report: Report, source: str) -> Screen:
    """Show what was found, and ask whether to import it; or where people agreed, if that is not known yet."""
    lines = remarks(voice, report)
    title = voice("import-title")
    paragraphs = (*words.summary(voice, report), "\n".join(lines[:SHOWN])) if lines else words.summary(voice, report)
    more = (voice("import-all-problems"),) if len(lines) > SHOWN else ()
    if not report.ready:
        return Screen(Content(title=title, paragraphs=tuple(paragraphs), closing=more))
    if not source:
        question = voice("import-source-question")
        return Screen(Content(title=title, paragraphs=tuple(paragraphs), closing=(*more, question)))
    asked = confirm(voice, event, source, exceeds=bool(report.exceeding))
    content = Content(title=title, paragraphs=tuple(paragraphs), closing=(*more, *asked.content.paragraphs))
    return Screen(content, asked.rows)


def confirm(voice: Voice, event: Event, source: str, *, exceeds: bool) -> Screen:
    """Ask whether to import what was checked; *exceeds*: whether there are fewer places than people."""
    paragraphs = (voice("import-letters"), voice("import-confirm", source=source))
    if exceeds:
        labels = {f"{FILL}.{LETTERS}": "button-import-fill-letters", FILL: "button-import-fill-quietly"}
    else:
        labels = {LETTERS: "button-import-letters", "": "button-import-quietly"}
    keys = [Key(voice(label), Button(Act.IMPORT_SURELY, event.key, argument=how)) for how, label in labels.items()]
    return Screen(Content(title="", paragraphs=paragraphs), (*((key,) for key in keys), (_stop(voice, event),)))


def done(voice: Voice, report: Report) -> Screen:
    """Say how many were imported."""
    return Screen(Content(title=voice("import-title"), paragraphs=tuple(words.done(voice, report))))


def remarks(voice: Voice, report: Report) -> list[str]:
    """Return a line for everything that there is to say about the rows."""
    return [*words.findings(voice, report), *words.exceeding(voice, report)]


def _stop(voice: Voice, event: Event) -> Key:
    return Key(voice("button-import-stop"), Button(Act.IMPORT_STOP, event.key))
