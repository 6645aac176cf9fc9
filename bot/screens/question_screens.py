"""The questions of people, as organisers see them: the list, one thread, and how to answer it."""

from collections.abc import Mapping, Sequence

from bot.screens.organiser_screens import to_menu
from bot.screens.screen import Key, Screen, in_pairs, said
from conference import wording
from conference.answers import Problem
from conference.button import Act, Button
from conference.content import Content
from conference.event import Event
from conference.question_notices import SHOWN, answerer, answers, asker, excerpt
from conference.questions import Asked, Message, Thread
from conference.registration import Registration
from conference.texts import Voice

PAGE = 8
"""How many threads a page shows: their buttons fill a small phone."""

A_LINE = 80
"""Characters of a question in the list."""


def page(
    voice: Voice, event: Event, threads: Sequence[Thread], number: int, askers: Mapping[int, Registration]
) -> Screen:
    """Show a page of an event's threads, or the nearest one there is; *askers* by person, as far as registered."""
    pages = max(1, -(-len(threads) // PAGE))
    number = min(max(number, 0), pages - 1)
    listed = list(enumerate(threads, start=1))[number * PAGE : (number + 1) * PAGE]
    who = {thread.person_id: asker(voice, event, askers.get(thread.person_id)) for _, thread in listed}
    lines = tuple(_line(voice, place, thread, who[thread.person_id]) for place, thread in listed)
    content = Content(voice("asked-list", event=voice.of(event.title)), (_count(voice, threads, number, pages), *lines))
    opens = [
        Key(f"{place}. {who[thread.person_id]}", Button(Act.THREAD, event.key, number, str(thread.messages[0].id)))
        for place, thread in listed
    ]
    return Screen(content, (*in_pairs(opens), _turning(voice, event, number, pages), (to_menu(voice, event),)))


def thread(voice: Voice, event: Event, asked: Asked, page_number: int) -> Screen:
    """Show what was asked and answered, with buttons to answer and to go back to the list."""
    who = asker(voice, event, asked.asker)
    title = voice("asked-thread", who=who)
    said_so_far = tuple(_message(voice, event, asked, one, who) for one in asked.thread.messages)
    label = voice("button-answer" if asked.thread.open else "button-answer-more")
    answer = Key(label, Button(Act.ANSWER, event.key, argument=str(asked.thread.latest_question.id)))
    everything = Key(voice("button-asked-all"), Button(Act.QUESTIONS, event.key, page_number))
    return Screen(Content(title, said_so_far), ((answer,), (everything,)))


def answer(voice: Voice, event: Event, asked: Asked) -> Screen:
    """Ask for an answer; where there is one already, show it first."""
    question = voice("answering-question", question=excerpt(asked.question.body, SHOWN))
    return Screen(
        said(question, *answers(voice, event, asked), voice("answering-what")), (_not_after_all(voice, event),)
    )


def problem(voice: Voice, event: Event, found: Problem) -> Screen:
    """Say why an answer cannot be sent."""
    return Screen(said(voice(found.key, **found.variables)), (_not_after_all(voice, event),))


def sent(voice: Voice, event: Event, asked: Asked, answer_id: int) -> Screen:
    """Confirm an answer; where others have answered too, show what they wrote."""
    also = answers(voice, event, asked, but=answer_id)
    return Screen(said(voice("answering-sent"), *((voice("answering-also"), *also) if also else ())))


def _count(voice: Voice, threads: Sequence[Thread], number: int, pages: int) -> str:
    if not threads:
        return voice("asked-none")
    waiting = sum(1 for thread in threads if thread.open)
    count = voice("asked-open", count=waiting, total=len(threads))
    return count if pages == 1 else f"{count} {voice('registrants-page', number=number + 1, total=pages)}"


def _line(voice: Voice, place: int, thread: Thread, who: str) -> str:
    waits = f" ({voice('asked-waits')})" if thread.open else ""
    return f"{place}. {who}{waits}\n{excerpt(thread.latest_question.body, A_LINE)}"


def _message(voice: Voice, event: Event, asked: Asked, message: Message, who: str) -> str:
    moment = wording.moment(voice, event, message.asked_at)
    if message.from_organiser:
        who = voice("asked-us", who=answerer(voice, event, asked, message))
    return f"{who}, {moment}\n{message.body}"


def _turning(voice: Voice, event: Event, number: int, pages: int) -> tuple[Key, ...]:
    """Return the buttons to the pages before and after."""
    turns = {"registrants-before": number - 1, "registrants-after": number + 1}
    return tuple(
        Key(voice(text), Button(Act.QUESTIONS, event.key, there)) for text, there in turns.items() if 0 <= there < pages
    )


def _not_after_all(voice: Voice, event: Event) -> tuple[Key, ...]:
    return (Key(voice("button-answer-not"), Button(Act.ANSWER_NOT, event.key)),)
