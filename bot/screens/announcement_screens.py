"""The desk of an announcement that is being written: what it says, to whom it goes, what stands in its way."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s

from babel import Locale

from bot.screens.organiser_screens import to_menu
from bot.screens.screen import Key, Screen, in_pairs, said
from conference import rich_text, wording
from conference.announcements.announcement import Announcement, Words, body_to_json
from conference.announcements.composing import Problem
from conference.announcements.selection import Counts
from conference.button import Act, Button
from conference.content import Content, Fact, MediaKind
from conference.event import Event
from conference.texts import Voice

EXCERPT, GLANCE = 160, 40
"""Characters of the words on the desk, and in a list."""

SUBJECT_LENGTH = 150
WHEN_EXAMPLE = "13.06. 10:00"

MEDIA: Mapping[MediaKind, str] = {
    MediaKind.PHOTO: "announce-photo",
    MediaKind.VIDEO: "announce-video",
    MediaKind.DOCUMENT: "announce-document",
}


PLACEHOLDERS: Mapping[str, str] = {
    "name": "announce-placeholder-name",
    "ticket": "announce-placeholder-ticket",
    "event": "announce-placeholder-event",
    "date": "announce-placeholder-date",
    "time": "announce-placeholder-time",
    "venue": "announce-placeholder-venue",
    "address": "announce-placeholder-address",
    "deadline": "announce-placeholder-deadline",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """All there is to see of an announcement while it is being written."""

    composed: Announcement
    author: str | None
    """None where it is the one who looks."""
    counts: Counts
    audience: str
    channels: str
    problems: Sequence[Problem]
    languages: Sequence[str]
    """Of the service."""
    has_email: bool

    @property
    def is_ready(self) -> bool:
        return not any(problem.blocks for problem in self.problems)


def ask(voice: Voice, event: Event, composed: Announcement, language: str) -> Screen:
    """Ask for the words, in a language where there are others already."""
    others = composed.body.keys() - {language}
    asked = voice("announce-ask-language", language=language_name(voice, language)) if others else voice("announce-ask")
    known = "\n".join(f"{{{name}}} – {meaning}" for name, meaning in _placeholders(voice, event).items())
    hint = voice("announce-ask-placeholders")
    back = to_desk(voice, event, composed) if composed.body else to_menu(voice, event)
    return Screen(said(asked, f"{hint}\n{known}"), ((back,),))


def desk(voice: Voice, event: Event, shown: Desk) -> Screen:
    """Show how an announcement stands, and what can be done about it."""
    content = Content(
        title=voice("announce-title"),
        paragraphs=tuple(_quoted(voice, shown.composed)),
        facts=(*_author(voice, shown), *_languages(voice, shown), *_subject(voice, shown), *whom(voice, event, shown)),
        closing=tuple(problems(voice, shown.problems)),
    )
    keys = [Key(voice(label), on(event, shown.composed, act)) for act, label in _offered(shown).items()]
    send = (Key(voice("button-announce-send"), on(event, shown.composed, Act.SEND)),) if shown.is_ready else ()
    return Screen(content, (*in_pairs(keys), send, (to_menu(voice, event),)))


def whom(voice: Voice, event: Event, shown: Desk) -> Iterator[Fact]:
    """Yield who gets it, how many they are, where and when."""
    yield Fact(voice("announce-fact-audience"), shown.audience)
    yield Fact(voice("announce-fact-count"), counted(voice, shown.counts))
    if shown.has_email:
        yield Fact(voice("announce-fact-channels"), shown.channels)
    starts_at = shown.composed.starts_at
    start = wording.moment(voice, event, starts_at) if starts_at else voice("announce-at-once")
    yield Fact(voice("announce-fact-start"), start)


def problems(voice: Voice, found: Sequence[Problem]) -> Iterator[str]:
    for problem in found:
        text = voice(problem.key, **problem.variables)
        yield voice("announce-blocked" if problem.blocks else "announce-note", problem=text)


def counted(voice: Voice, counts: Counts) -> str:
    """Return how many people it reaches where."""
    reached = voice("announce-count", count=counts.people, telegram=str(counts.telegram), email=str(counts.email))
    neither = voice("announce-count-neither", count=counts.neither)
    return f"{reached}; {neither}" if counts.neither else reached


def choice_of_languages(
    voice: Voice, event: Event, composed: Announcement, act: Act, offered: Collection[str]
) -> Screen:
    """Ask which language is meant; a tick shows those that have words."""
    keys = [Key(_language(voice, composed, one), on(event, composed, act, one)) for one in offered]
    removing = [
        Key(
            voice("button-announce-no-words", language=language_name(voice, one)),
            on(event, composed, Act.NO_WORDS, one),
        )
        for one in composed.body
        if act is Act.WORDS and len(composed.body) > 1
    ]
    rows = (*in_pairs(keys), *((key,) for key in removing), (to_desk(voice, event, composed),))
    return Screen(said(voice("announce-choose-language")), rows)


def ask_subject(voice: Voice, event: Event, composed: Announcement, language: str) -> Screen:
    without = Key(voice("button-announce-no-subject"), on(event, composed, Act.SUBJECT, f"{language}.0"))
    rows = ((without,), (to_desk(voice, event, composed),))
    return Screen(said(voice("announce-subject-ask")), rows)


def ask_when(voice: Voice, event: Event, composed: Announcement) -> Screen:
    at_once = Key(voice("button-announce-at-once"), on(event, composed, Act.WHEN, "now"))
    return Screen(
        said(voice("announce-when-ask", example=WHEN_EXAMPLE)), ((at_once,), (to_desk(voice, event, composed),))
    )


def discarding(voice: Voice, event: Event, composed: Announcement) -> Screen:
    surely = Key(voice("button-announce-discard-surely"), on(event, composed, Act.DISCARD_SURELY))
    return Screen(said(voice("announce-discard-question")), ((surely,), (to_desk(voice, event, composed),)))


def discarded(voice: Voice, event: Event) -> Screen:
    return Screen(said(voice("announce-discarded")), ((to_menu(voice, event),),))


def confirming(voice: Voice, event: Event, shown: Desk, hold_seconds: int) -> Screen:
    """Ask whether to send it, with the numbers."""
    starts_at = shown.composed.starts_at
    then = voice("announce-confirm-undo") if starts_at else voice("announce-confirm-hold", count=hold_seconds)
    content = Content(
        title=voice("announce-confirm-title"),
        paragraphs=tuple(_quoted(voice, shown.composed)),
        facts=tuple(whom(voice, event, shown)),
        closing=(*problems(voice, shown.problems), then),
    )
    surely = Key(voice("button-announce-send-surely"), on(event, shown.composed, Act.SEND_SURELY, seal(shown.composed)))
    return Screen(content, ((surely,), (to_desk(voice, event, shown.composed),)))


def seal(composed: Announcement) -> str:
    """Return what tells whether it is still what was confirmed: another organiser may be at the same desk."""
    said = [body_to_json(composed.body), composed.selection.to_json(), str(composed.starts_at)]
    return blake2s(json.dumps(said).encode(), digest_size=6).hexdigest()


def on(event: Event, composed: Announcement, act: Act, argument: str = "") -> Button:
    """Return what a button does to an announcement."""
    return Button(act, event.key, composed.id, argument)


def to_desk(voice: Voice, event: Event, composed: Announcement) -> Key:
    return Key(voice("button-back"), on(event, composed, Act.DESK))


def language_name(voice: Voice, language: str) -> str:
    return Locale(language).get_display_name(voice.language) or language


def glance(voice: Voice, body: Mapping[str, Words], length: int = GLANCE) -> str:
    """Return the beginning of what it says, or what it is where it says nothing."""
    words = next(iter(body.values()), None)
    if words is None:
        return "…"
    written = words.written
    text = " ".join((rich_text.plain(written.html) or (written.poll.question if written.poll else "")).split())
    short = text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
    kind = _kind(voice, words)
    return f"[{kind}] {short}".strip() if kind else short


def _placeholders(voice: Voice, event: Event) -> dict[str, str]:
    """Return what each placeholder stands for: of the event, then of the reader."""
    answers = {question.key: voice.of(question.label) for question in event.questions}
    return {name: voice(meaning) for name, meaning in PLACEHOLDERS.items()} | answers


def _kind(voice: Voice, words: Words) -> str:
    written = words.written
    if written.media:
        return voice(MEDIA[written.media.kind])
    if written.poll:
        return voice("announce-poll")
    return voice("announce-spot") if written.spot else ""


def _quoted(voice: Voice, composed: Announcement) -> Iterator[str]:
    if composed.body:
        yield glance(voice, composed.body, EXCERPT)


def _author(voice: Voice, shown: Desk) -> Iterator[Fact]:
    if shown.author:
        yield Fact(voice("announce-fact-author"), shown.author)


def _languages(voice: Voice, shown: Desk) -> Iterator[Fact]:
    if len(shown.languages) > 1:
        known = (*shown.composed.body, *(one for one in shown.languages if one not in shown.composed.body))
        yield Fact(
            voice("announce-fact-languages"), ", ".join(_shown_language(voice, shown.composed, one) for one in known)
        )


def _subject(voice: Voice, shown: Desk) -> Iterator[Fact]:
    if shown.has_email and shown.composed.body:
        subjects = [words.subject or voice("announce-subject-automatic") for words in shown.composed.body.values()]
        yield Fact(voice("announce-fact-subject"), " / ".join(dict.fromkeys(subjects)))


def _language(voice: Voice, composed: Announcement, language: str) -> str:
    name = language_name(voice, language)
    return voice("button-ticked", choice=name) if language in composed.body else name


def _shown_language(voice: Voice, composed: Announcement, language: str) -> str:
    shown = _language(voice, composed, language)
    return shown if language in composed.body else voice("announce-language-missing", language=shown)


def _offered(shown: Desk) -> dict[Act, str]:
    offered = {
        Act.WORDS: "button-announce-words",
        Act.SUBJECT: "button-announce-subject",
        Act.AUDIENCE: "button-announce-audience",
        Act.VIA: "button-announce-channels",
        Act.PREVIEW: "button-announce-preview",
        Act.TRY_OUT: "button-announce-try",
        Act.WHEN: "button-announce-when",
        Act.DISCARD: "button-announce-discard",
    }
    wordless = {Act.SUBJECT, Act.PREVIEW, Act.TRY_OUT} if not shown.composed.body else set()
    without_email = set() if shown.has_email else {Act.SUBJECT, Act.VIA}
    return {act: label for act, label in offered.items() if act not in wordless | without_email}


def letter(text: str) -> Screen:
    """Show an e-mail's text."""
    return Screen(said(text))


def moment_problem(voice: Voice, event: Event, moment: datetime | None, *, past: bool) -> Screen:
    """Say why a typed moment cannot be taken."""
    if moment is None:
        return Screen(said(voice("announce-when-unclear", example=WHEN_EXAMPLE)))
    when = wording.moment(voice, event, moment)
    return Screen(said(voice("announce-when-past" if past else "announce-when-far", moment=when)))
