"""Whom an announcement is for: groups, answers, who has not received another one, and on which channels."""

from collections.abc import Iterator, Mapping, Sequence

from bot.screens.announcement_screens import counted, glance, on
from bot.screens.screen import Key, Screen, in_pairs
from conference.announcements.announcement import Announcement
from conference.announcements.selection import Counts, Group, Selection
from conference.button import Act
from conference.channels.channel import ChannelName
from conference.content import Content, Fact
from conference.event import Event
from conference.question import CHOICE_KINDS, Question, QuestionKind
from conference.texts import Voice

GROUPS: Mapping[Group, str] = {
    Group.REGISTERED: "announce-group-registered",
    Group.UNFINISHED: "announce-group-unfinished",
    Group.WAITING: "announce-group-waiting",
    Group.CANCELLED: "announce-group-cancelled",
    Group.NOT_COMING: "announce-group-not-coming",
    Group.WITHOUT_TELEGRAM: "announce-group-no-telegram",
}
WISH = "wish"
VIA: Mapping[str, tuple[frozenset[ChannelName] | None, str]] = {
    WISH: (None, "announce-via-wish"),
    "telegram": (frozenset({ChannelName.TELEGRAM}), "announce-via-telegram"),
    "email": (frozenset({ChannelName.EMAIL}), "announce-via-email"),
    "both": (frozenset(ChannelName), "announce-via-both"),
}
"""What the argument of a button says of channels, and what it is called."""

GROUP, QUESTION, CHOICE, MISSED = "g", "q", "c", "m"
"""How the arguments of buttons begin; numbers follow: of a question and its choice, of an announcement."""


def audience(voice: Voice, event: Event, composed: Announcement, counts: Counts) -> Screen:
    """Let groups be ticked, and lead to the answers and to the earlier announcements."""
    chosen = composed.selection
    groups = [
        Key(_ticked(voice, voice(label), is_ticked=group in chosen.groups), on(event, composed, Act.AIM, f"g.{group}"))
        for group, label in GROUPS.items()
    ]
    questions = [
        Key(_question(voice, chosen, question), on(event, composed, Act.AUDIENCE, f"{QUESTION}.{number}"))
        for number, question in asked(event)
    ]
    missed = Key(
        _ticked(voice, voice("button-announce-missed"), is_ticked=bool(chosen.missed)),
        on(event, composed, Act.AUDIENCE, MISSED),
    )
    rows = (*((key,) for key in (*groups, *questions, missed)), (_ready(voice, event, composed),))
    return Screen(_content(voice, counts, voice("announce-audience-explained")), rows)


def answers(voice: Voice, event: Event, composed: Announcement, counts: Counts, number: int) -> Screen:
    """Let the answers to one question be ticked."""
    question = event.questions[number]
    ticked = composed.selection.choices.get(question.key, frozenset())
    keys = [
        Key(
            _ticked(voice, text, is_ticked=key in ticked),
            on(event, composed, Act.AIM, f"{CHOICE}.{number}.{place}"),
        )
        for place, (key, text) in enumerate(choices(voice, question).items())
    ]
    explained = f"{voice.of(question.label)}. {voice('announce-answers-explained')}"
    back = Key(voice("button-back"), on(event, composed, Act.AUDIENCE))
    return Screen(_content(voice, counts, explained), (*((key,) for key in keys), (back,)))


def missed(
    voice: Voice, event: Event, composed: Announcement, counts: Counts, earlier: Sequence[Announcement]
) -> Screen:
    """Let earlier announcements be ticked, whose receivers are left out."""
    ticked = composed.selection.missed
    keys = [
        Key(
            _ticked(voice, glance(voice, one.body), is_ticked=one.id in ticked),
            on(event, composed, Act.AIM, f"{MISSED}.{one.id}"),
        )
        for one in earlier
    ]
    back = Key(voice("button-back"), on(event, composed, Act.AUDIENCE))
    explained = voice("announce-missed-explained") if earlier else voice("announce-missed-none")
    return Screen(_content(voice, counts, explained), (*((key,) for key in keys), (back,)))


def channels(voice: Voice, event: Event, composed: Announcement, counts: Counts) -> Screen:
    """Let it be chosen where it goes."""
    keys = [
        Key(
            _ticked(voice, voice(label), is_ticked=composed.selection.channels == meant),
            on(event, composed, Act.VIA, name),
        )
        for name, (meant, label) in VIA.items()
    ]
    rows = (*in_pairs(keys), (_ready(voice, event, composed),))
    content = _content(voice, counts, voice("announce-channels-explained"), voice("announce-fact-channels"))
    return Screen(content, rows)


def described(voice: Voice, event: Event, chosen: Selection, earlier: Mapping[int, Announcement]) -> str:
    """Return in words whom a selection means."""
    groups = ", ".join(voice(label) for group, label in GROUPS.items() if group in chosen.groups)
    answered = [_question(voice, chosen, question) for _, question in asked(event) if question.key in chosen.choices]
    received = [glance(voice, earlier[one].body) for one in sorted(chosen.missed) if one in earlier]
    left_out = [voice("announce-missed", announcements=", ".join(received))] if received else []
    return "; ".join([groups or voice("announce-group-none"), *answered, *left_out])


def via(voice: Voice, chosen: Selection) -> str:
    return next(voice(label) for meant, label in VIA.values() if meant == chosen.channels)


def asked(event: Event) -> Iterator[tuple[int, Question]]:
    """Yield the questions by whose answers people can be chosen, with their places in the event."""
    kinds = (*CHOICE_KINDS, QuestionKind.YES_NO)
    return ((place, question) for place, question in enumerate(event.questions) if question.kind in kinds)


def choices(voice: Voice, question: Question) -> dict[str, str]:
    """Return the answers that can be ticked, by key, in their order."""
    if question.kind is QuestionKind.YES_NO:
        return {"yes": voice("yes"), "no": voice("no")}
    return {choice.key: voice.of(choice.text) for choice in question.choices}


def _question(voice: Voice, chosen: Selection, question: Question) -> str:
    ticked = chosen.choices.get(question.key, frozenset())
    texts = [text for key, text in choices(voice, question).items() if key in ticked]
    shown = ", ".join(texts) or voice("button-announce-everybody")
    return voice("button-announce-question", question=voice.of(question.label), answers=shown)


def _content(voice: Voice, counts: Counts, explained: str, title: str = "") -> Content:
    fact = Fact(voice("announce-fact-count"), counted(voice, counts))
    return Content(title=title or voice("announce-audience-title"), paragraphs=(explained,), facts=(fact,))


def _ticked(voice: Voice, label: str, *, is_ticked: bool) -> str:
    return voice("button-ticked", choice=label) if is_ticked else label


def _ready(voice: Voice, event: Event, composed: Announcement) -> Key:
    return Key(voice("button-announce-ready"), on(event, composed, Act.DESK))
