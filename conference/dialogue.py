"""The registration dialogue: a pure state machine over an event's questions.

A draft stands at a position: the introduction, the consent, a question, or the summary. Every change raises its `step`,
so that a button from an earlier step can be told from one of today. An act that does not fit where the draft stands,
such as a forged press, leaves it as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from conference.answers import Answer, Doubt, Problem, check_choices, check_phone, check_text
from conference.event import Event
from conference.question import CHOICE_KINDS, Question, QuestionKind

# A colon cannot occur in a question's key.
INTRODUCTION = ":introduction"
CONSENT = ":consent"
SUMMARY = ":summary"

STEPS_COUNT_FROM = datetime(2020, 1, 1, tzinfo=UTC)
STEPS_FOR_COLLEAGUES = 400_000_000
"""A person's own draft comes to such a step twelve years later: so a button finds its draft by its step alone."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished registration. A skipped question has the answer None; one not yet asked has none."""

    person_id: int
    event: str
    position: str = INTRODUCTION
    step: int = 0
    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    selected: tuple[str, ...] = ()
    """What is ticked so far where several choices are allowed."""
    doubt: Doubt | None = None
    """An answer that looks like a slip and waits for a yes."""
    changing: bool = False
    """Whether the summary sent the person to this question."""
    consent_version: str | None = None
    consented_at: datetime | None = None
    filled_by: int | None = None
    """The colleague who registers this person."""


def new_draft(person_id: int, event: Event, now: datetime, filled_by: int | None = None) -> Draft:
    """Return an empty draft.

    Its step is the number of seconds since 2020, so that a button of an earlier draft, forgotten or confirmed, does
    not fit it; nobody takes more than one step a second. Nine digits until 2051 (2039 for colleagues, who have steps
    of their own): `Button` has room for them.
    """
    step = int((now - STEPS_COUNT_FROM).total_seconds())
    if filled_by is not None:
        step += STEPS_FOR_COLLEAGUES
    return Draft(person_id, event.key, step=step, filled_by=filled_by)


def introduce(draft: Draft) -> Draft:
    """Return to the introduction; nothing answered is lost."""
    return _at(draft, INTRODUCTION)


def begin(event: Event, draft: Draft) -> Draft:
    """Start or continue: with the consent where this version of the notice has none, else where the person was."""
    if draft.consent_version != event.privacy.version:
        return _at(draft, CONSENT)
    return _at(draft, _first_open(event, draft.answers))


def agree(event: Event, draft: Draft, now: datetime) -> Draft:
    """Record the consent to today's privacy notice."""
    return begin(event, replace(draft, consent_version=event.privacy.version, consented_at=now))


def answer(event: Event, draft: Draft, typed: str) -> Draft | Problem:
    """Take what was typed as the answer to the question the draft stands at."""
    question = current_question(event, draft)
    if question is None:
        return draft
    match check_text(question, typed):
        case Problem() as problem:
            return problem
        case Doubt() as doubt:
            return replace(_at(draft, draft.position), doubt=doubt, changing=draft.changing)
        case checked:
            return _answered(event, draft, question, checked)


def choose(event: Event, draft: Draft, key: str) -> Draft | Problem:
    """Take a pressed choice: the answer itself, or a tick set or removed where several are allowed."""
    question = current_question(event, draft)
    if question is None:
        return Problem("answer-choice-unknown", {})
    if question.kind is QuestionKind.YES_NO and key in ("yes", "no"):
        return _answered(event, draft, question, key == "yes")
    if question.kind not in CHOICE_KINDS or question.choice(key) is None:
        return Problem("answer-choice-unknown", {})
    if question.kind is QuestionKind.CHOICE:
        return _answered(event, draft, question, key)
    return _ticked(question, draft, key)


def finish_choices(event: Event, draft: Draft) -> Draft | Problem:
    """Take the ticks as the answer."""
    question = current_question(event, draft)
    if question is None or question.kind is not QuestionKind.CHOICES:
        return Problem("answer-choice-unknown", {})
    # The settings may have lost a choice since it was ticked.
    checked = check_choices(question, [key for key in draft.selected if question.choice(key)])
    return checked if isinstance(checked, Problem) else _answered(event, draft, question, checked)


def share_phone(event: Event, draft: Draft, number: str) -> Draft | Problem:
    """Take a contact shared by its button."""
    question = current_question(event, draft)
    if question is None or question.kind is not QuestionKind.PHONE:
        return draft
    checked = check_phone(number)
    return checked if isinstance(checked, Problem) else _answered(event, draft, question, checked)


def settle_doubt(event: Event, draft: Draft, *, accept_suggestion: bool) -> Draft:
    """Take the suggestion, or what was typed, as the answer."""
    question = current_question(event, draft)
    if question is None or draft.doubt is None:
        return draft
    meant = draft.doubt.suggestion if accept_suggestion else draft.doubt.answer
    return _answered(event, draft, question, meant)


def skip(event: Event, draft: Draft) -> Draft | Problem:
    """Leave the question out, where that is allowed."""
    question = current_question(event, draft)
    if question is None:
        return draft
    return Problem("answer-required", {}) if question.required else _answered(event, draft, question, None)


def back(event: Event, draft: Draft) -> Draft:
    """Go one step back; from a question that the summary asked to change, to the summary."""
    if draft.doubt:
        return replace(_at(draft, draft.position), changing=draft.changing)
    if draft.changing:
        return _at(draft, SUMMARY)
    order = [INTRODUCTION, *(question.key for question in event.questions), SUMMARY]
    place = order.index(draft.position) if draft.position in order else 0
    return _standing_at(event, draft, order[max(place - 1, 0)])


def change(event: Event, draft: Draft, key: str) -> Draft | None:
    """Go from the summary to one question; None where there is no such question."""
    if event.question(key) is None:
        return None
    return replace(_standing_at(event, draft, key), changing=True)


def current_question(event: Event, draft: Draft) -> Question | None:
    """Return the question the draft stands at, if it stands at one."""
    return event.question(draft.position)


def settled(event: Event, draft: Draft) -> Draft:
    """Return the draft at a position that today's settings know: the questions may have changed in the meantime."""
    if draft.position in (INTRODUCTION, CONSENT) or current_question(event, draft):
        return draft
    open_position = _first_open(event, draft.answers)
    return draft if draft.position == open_position else _at(draft, open_position)


def is_complete(event: Event, draft: Draft) -> bool:
    """Whether nothing is left to ask before it can be confirmed."""
    return _first_open(event, draft.answers) == SUMMARY


def _answered(event: Event, draft: Draft, question: Question, given: Answer | None) -> Draft:
    # Nothing ticked says the same as skipped.
    answers = {**draft.answers, question.key: None if given == [] else given}
    return _at(replace(draft, answers=answers), _first_open(event, answers))


def _ticked(question: Question, draft: Draft, key: str) -> Draft:
    ticks = set(draft.selected) ^ {key}
    selected = tuple(choice.key for choice in question.choices if choice.key in ticks)
    # The step stays: the same message is edited, and its buttons remain those of today.
    return replace(draft, selected=selected)


def _first_open(event: Event, answers: Mapping[str, Answer | None]) -> str:
    return next((question.key for question in event.questions if not _has_answer(question, answers)), SUMMARY)


def _has_answer(question: Question, answers: Mapping[str, Answer | None]) -> bool:
    given = answers.get(question.key)
    if given is None:
        return question.key in answers and not question.required
    return _fits(question, given)


def _fits(question: Question, given: Answer) -> bool:
    """Whether an answer still fits its question: the settings may have changed since it was given."""
    match question.kind:
        case QuestionKind.YES_NO:
            return isinstance(given, bool)
        case QuestionKind.CHOICES:
            return isinstance(given, list) and all(question.choice(key) for key in given)
        case QuestionKind.CHOICE:
            return isinstance(given, str) and question.choice(given) is not None
        case _:
            return isinstance(given, str)


def _standing_at(event: Event, draft: Draft, position: str) -> Draft:
    question = event.question(position)
    given = draft.answers.get(position)
    ticked = tuple(given) if question and isinstance(given, list) else ()
    return replace(_at(draft, position), selected=ticked)


def _at(draft: Draft, position: str) -> Draft:
    return replace(draft, position=position, step=draft.step + 1, selected=(), doubt=None, changing=False)
