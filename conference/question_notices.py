"""What is said of a question: to organisers, alone or in their group; and with its answer, to whoever asked."""

from collections.abc import Collection

from conference import wording
from conference.answers import show_answer
from conference.button import Act, Button
from conference.content import Action, Content, Fact
from conference.event import Event
from conference.notices import Occasion, footer
from conference.question import QuestionKind, QuestionUse
from conference.questions import Asked, Message
from conference.registration import Registration
from conference.texts import Voice

TO_ORGANISERS = frozenset({QuestionKind.TEXT, QuestionKind.CHOICE})
TO_GROUP = frozenset({QuestionKind.CHOICE})
"""The answers of a registration that say who asks; beside the name. Never how to reach them, nor what they need."""

QUOTED = 200
SHOWN = 300
"""Characters of a question in its answer, and of an answer in its question: all of it is one message in Telegram."""


def question(occasion: Occasion, asked: Asked, *, by_email: bool) -> Content:
    """Tell an organiser what somebody asks, with a button to answer; or by whom it is answered."""
    voice, event = occasion.voice, occasion.event
    answer_it = Action(
        voice("button-answer"),
        Button(Act.ANSWER, event.key, argument=str(asked.question.id)).encode(),
        occasion.bot_link,
    )
    return Content(
        title=voice("asked-title", event=voice.of(event.title)),
        paragraphs=(asked.question.body,),
        facts=_about(voice, event, asked, TO_ORGANISERS),
        closing=answers(voice, event, asked) or (voice("asked-how-by-email" if by_email else "asked-how"),),
        actions=() if asked.answers else (answer_it,),
    )


def question_in_group(occasion: Occasion, asked: Asked) -> Content:
    """Tell a group of organisers the same, with less about whoever asks: a group may have other members."""
    voice, event = occasion.voice, occasion.event
    return Content(
        title=voice("asked-title", event=voice.of(event.title)),
        paragraphs=(asked.question.body,),
        facts=_about(voice, event, asked, TO_GROUP),
        closing=answers(voice, event, asked) or (voice("asked-how-in-group"),),
    )


def answer(occasion: Occasion, asked: Message, given: Message, *, by_email: bool) -> Content:
    """Tell somebody what the organisers answer, whoever of them it was."""
    voice, event = occasion.voice, occasion.event
    ask_more = Action(
        voice("button-ask-more"),
        Button(Act.ASK, event.key, argument=str(given.id)).encode(),
        occasion.link_to(Act.ASK),
    )
    return Content(
        title=voice("answered-title"),
        paragraphs=(voice("answered-intro", event=voice.of(event.title)), given.body),
        closing=(
            voice("answered-quoted", question=excerpt(asked.body, QUOTED)),
            voice("answered-more-by-email" if by_email else "answered-more"),
        ),
        actions=(ask_more,),
        footer=footer(occasion),
    )


def asker(voice: Voice, event: Event, registered: Registration | None) -> str:
    """Return what whoever asks is called."""
    if registered is None or not registered.is_active:
        return voice("asked-unregistered")
    return registered.name(event) or voice("asked-registrant")


def answerer(voice: Voice, event: Event, asked: Asked, given: Message) -> str:
    """Return what the organiser who has answered is called: by name where that is known, or since when they help."""
    registered = asked.names.get(given.answered_by or 0)
    since = asked.team.get(given.answered_by or 0)
    if registered and (name := registered.name(event)):
        return name
    if since is None:
        return voice("asked-organiser")
    return voice("asked-organiser-since", date=wording.moment(voice, event, since))


def answers(voice: Voice, event: Event, asked: Asked, but: int | None = None) -> tuple[str, ...]:
    """Return with what the question was answered and by whom, in brief; *but* names an answer to leave out."""
    return tuple(
        voice(
            "asked-answered",
            who=answerer(voice, event, asked, given),
            date=wording.moment(voice, event, given.asked_at),
            answer=excerpt(given.body, SHOWN),
        )
        for given in asked.answers
        if given.id != but
    )


def excerpt(text: str, length: int) -> str:
    """Return a text in one line of at most *length* characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def _about(voice: Voice, event: Event, asked: Asked, kinds: Collection[QuestionKind]) -> tuple[Fact, ...]:
    given_in = asked.asker.answers if asked.asker else {}
    said = [
        Fact(voice.of(one.label), show_answer(one, given, voice.language, voice("yes"), voice("no")))
        for one in event.questions
        if one.kind in kinds and one.use is not QuestionUse.NAME and (given := given_in.get(one.key))
    ]
    before = sum(1 for one in asked.thread.messages if one.id < asked.question.id)
    earlier = [Fact(voice("asked-earlier"), voice("asked-messages", count=before))] if before else []
    return (Fact(voice("asked-who"), asker(voice, event, asked.asker)), *said, *earlier)
