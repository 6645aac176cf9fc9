"""Placeholders: what stands in braces in an organiser's words, and what each reader sees in their place."""

import re
from collections.abc import Mapping
from html import escape

from conference import wording
from conference.answers import show_answer
from conference.event import Event
from conference.question import Question, QuestionKind
from conference.registration import Registration
from conference.texts import Voice

OF_EVENT = frozenset({"event", "date", "time", "venue", "address", "deadline"})
OF_REGISTRANT = frozenset({"name", "ticket"})

NO_VALUE = "—"
"""Shown where somebody has not answered a question."""

LONGEST_TICKET = 10

# Anything that is one word: whoever mistypes a name is told, and a brace in a sentence stays what it is.
_PLACEHOLDER = re.compile(r"\{([^{}<>\s]{1,40})\}")


def names(text: str) -> frozenset[str]:
    """Return what stands in braces, known or not."""
    return frozenset(_PLACEHOLDER.findall(text))


def known(event: Event) -> frozenset[str]:
    return OF_EVENT | OF_REGISTRANT | {question.key for question in event.questions}


def unknown(text: str, event: Event) -> frozenset[str]:
    return names(text) - known(event)


def personal(text: str) -> frozenset[str]:
    """Return the placeholders that each reader sees differently."""
    return names(text) - OF_EVENT


def fill(html: str, values: Mapping[str, str]) -> str:
    """Put plain values into Telegram's HTML, escaped; placeholders without a value stay."""
    # Quotation marks too: a placeholder may stand in the address of a link.
    return _PLACEHOLDER.sub(lambda found: escape(values[found[1]]) if found[1] in values else found[0], html)


def fill_plain(text: str, values: Mapping[str, str]) -> str:
    """Put values into a plain text, such as the subject of an e-mail."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def of_event(voice: Voice, event: Event) -> dict[str, str]:
    """Return what placeholders say of the event, the same for all readers of a language."""
    return {
        "event": voice.of(event.title),
        "date": wording.day(voice, "date-listed", event.date),
        "time": wording.time_of_day(voice, event.starts) if event.starts else voice("announcing-time-unknown"),
        "venue": voice.of(event.venue.name),
        "address": voice.of(event.venue.address),
        "deadline": wording.deadline(voice, event),
    }


def of_registrant(voice: Voice, event: Event, registered: Registration | None) -> dict[str, str]:
    """Return what placeholders say of one reader; of somebody without a registration, nothing."""
    if registered is None:
        return dict.fromkeys(known(event) - OF_EVENT, NO_VALUE)
    answers = {question.key: _answer(voice, question, registered) for question in event.questions}
    return answers | {"name": registered.name(event) or NO_VALUE, "ticket": str(registered.id)}


def longest(voice: Voice, event: Event) -> dict[str, str]:
    """Return the longest that each placeholder may become, to see whether a text still fits."""
    answers = {question.key: "x" * _longest_answer(voice, question) for question in event.questions}
    named = max((question.length_limit for question in event.questions if question.use == "name"), default=1)
    return answers | of_event(voice, event) | {"name": "x" * named, "ticket": "x" * LONGEST_TICKET}


def _answer(voice: Voice, question: Question, registered: Registration) -> str:
    answer = registered.answers.get(question.key)
    if answer is None or answer == []:
        return NO_VALUE
    return show_answer(question, answer, voice.language, voice("yes"), voice("no"))


def _longest_answer(voice: Voice, question: Question) -> int:
    if question.kind is QuestionKind.YES_NO:
        return max(len(voice("yes")), len(voice("no")))
    texts = [len(voice.of(choice.text)) for choice in question.choices]
    if question.kind is QuestionKind.CHOICES:
        return sum(texts) + 2 * len(texts)
    return max(texts, default=question.length_limit)
