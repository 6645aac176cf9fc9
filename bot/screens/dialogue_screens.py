"""The registration dialogue: consent, questions, summary."""

from bot.screens.screen import Key, Screen, in_pairs, said
from conference import dialogue
from conference.answers import Answer, Problem, show_answer
from conference.button import Act, Button
from conference.content import Content, Fact
from conference.dialogue import Draft
from conference.event import Event
from conference.question import Question, QuestionKind
from conference.texts import Voice
from conference.typed_text import folded

KEEP_ANSWER = "keep"
"""Continues from a question whose answer may stay, with the next that has none."""

_MOVES = {
    "button-back": Act.BACK,
    "button-stop": Act.STOP,
    "button-stop-surely": Act.STOP_SURELY,
    "button-continue": Act.CONTINUE,
}
SPOKEN = {
    dialogue.INTRODUCTION: {"button-register": Act.REGISTER, "button-continue": Act.REGISTER},
    dialogue.CONSENT: _MOVES | {"button-agree": Act.AGREE, "button-colleague-agrees": Act.AGREE},
    dialogue.SUMMARY: _MOVES | {"button-confirm": Act.CONFIRM, "button-save": Act.CONFIRM},
}
SPOKEN_AT_A_QUESTION = _MOVES | {"button-skip": Act.SKIP}
"""The words that act as buttons: the names of texts, and what they do."""


def current(voice: Voice, event: Event, draft: Draft, *, changes: bool) -> Screen:
    """Show where the draft stands; *changes*: whether it changes a registration."""
    if draft.position == dialogue.CONSENT:
        return consent(voice, event, draft)
    question = dialogue.current_question(event, draft)
    if question is None:
        return summary(voice, event, draft, changes=changes)
    return doubt(voice, event, draft) if draft.doubt else ask(voice, event, draft, question)


def consent(voice: Voice, event: Event, draft: Draft) -> Screen:
    """Show the privacy notice and ask for consent."""
    privacy, is_own = event.privacy, draft.filled_by is None
    closing = (voice("consent-question" if is_own else "colleague-consent-question"),)
    content = Content(
        title=voice("consent-title" if is_own else "colleague-consent-title"),
        paragraphs=(voice.of(privacy.text),),
        closing=closing,
        facts=_version(voice, event),
    )
    link = ((Key(voice("button-privacy-link"), link=str(privacy.link)),),) if privacy.link else ()
    agrees = voice("button-agree" if is_own else "button-colleague-agrees")
    agree = (Key(agrees, Button(Act.AGREE, event.key, draft.step)),)
    return Screen(content, (*link, agree, _navigation(voice, event, draft, skip=False)))


def ask(voice: Voice, event: Event, draft: Draft, question: Question) -> Screen:
    """Ask the question the draft stands at."""
    number, is_own = event.questions.index(question) + 1, draft.filled_by is None
    hints = [
        *(() if is_own else (voice("colleague-question"),)),
        *((voice.of(question.hint),) if question.hint else ()),
        *(_known_answer(voice, draft, question) if _is_answered(draft, question) else ()),
        *((voice("question-optional"),) if not question.required else ()),
    ]
    content = Content(
        title=voice("question-progress" if is_own else "colleague-progress", number=number, total=len(event.questions)),
        paragraphs=(voice.of(question.text), *hints),
    )
    if question.kind is QuestionKind.PHONE and is_own:  # the number that it shares is the secretary's own
        return Screen(content, share_phone=voice("button-share-phone"), words=_words(voice, draft, question))
    keep = Key(voice("button-continue"), _of(event, draft, Act.CONTINUE, KEEP_ANSWER))
    navigation = _navigation(voice, event, draft, skip=not question.required)
    kept = ((keep,),) if _is_answered(draft, question) else ()
    return Screen(content, (*_choices(voice, event, draft, question), *kept, navigation))


def doubt(voice: Voice, event: Event, draft: Draft) -> Screen:
    """Ask whether what was typed is a slip."""
    assert draft.doubt is not None
    content = said(voice("doubt", typed=draft.doubt.answer, suggestion=draft.doubt.suggestion))
    meant = Key(voice("button-as-suggested", answer=draft.doubt.suggestion), _of(event, draft, Act.AS_SUGGESTED))
    typed = Key(voice("button-as-typed", answer=draft.doubt.answer), _of(event, draft, Act.AS_TYPED))
    return Screen(content, ((meant,), (typed,), _navigation(voice, event, draft, skip=False)))


def problem(voice: Voice, problem: Problem) -> Screen:
    """Say what is expected of an answer."""
    return Screen(said(voice(problem.key, **problem.variables)))


def summary(voice: Voice, event: Event, draft: Draft, *, changes: bool) -> Screen:
    """Show all answers, each of which can be changed, and ask to confirm."""
    check = "summary-check" if draft.filled_by is None else "colleague-summary-check"
    content = Content(
        title=voice("summary-title"),
        paragraphs=(voice(check, event=voice.of(event.title)),),
        facts=answer_facts(voice, event, dict(draft.answers)),
        closing=(voice("summary-confirm-change" if changes else "summary-confirm"),),
    )
    corrections = [
        Key(voice("button-correct", label=voice.of(question.label)), _of(event, draft, Act.CORRECT, question.key))
        for question in event.questions
    ]
    confirm = Key(voice("button-save" if changes else "button-confirm"), _of(event, draft, Act.CONFIRM))
    return Screen(content, ((confirm,), *in_pairs(corrections), _navigation(voice, event, draft, skip=False)))


def recorded(voice: Voice, question: Question, given: Answer | None) -> Screen:
    """Leave a question and its answer as a record, without buttons."""
    return Screen(Content(title="", facts=(Fact(voice.of(question.label), shown(voice, question, given)),)))


def stopping(voice: Voice, event: Event, draft: Draft, *, changes: bool) -> Screen:
    """Ask whether what was answered so far is really to be forgotten."""
    key = "stop-change-question" if changes else "stop-question"
    stop = Key(voice("button-stop-surely"), _of(event, draft, Act.STOP_SURELY))
    go_on = Key(voice("button-continue"), _of(event, draft, Act.CONTINUE))
    return Screen(said(voice(key)), ((go_on,), (stop,)))


def answer_facts(voice: Voice, event: Event, answers: dict[str, Answer | None]) -> tuple[Fact, ...]:
    """Return the answers in the order of today's questions."""
    return tuple(
        Fact(voice.of(question.label), shown(voice, question, answers.get(question.key)))
        for question in event.questions
    )


def shown(voice: Voice, question: Question, given: Answer | None) -> str:
    """Return an answer in words."""
    if given is None or given == []:
        return voice("answer-none")
    return show_answer(question, given, voice.language, voice("yes"), voice("no"))


def spoken_button(voice: Voice, event: Event, draft: Draft, typed: str) -> Button | None:
    """Return the button that a typed word stands for: people type what the buttons say."""
    acts = SPOKEN.get(draft.position, SPOKEN_AT_A_QUESTION)
    act = {folded(voice(key)): act for key, act in acts.items()}.get(folded(typed))
    return _of(event, draft, act, KEEP_ANSWER if act is Act.CONTINUE else "") if act else None


def _choices(voice: Voice, event: Event, draft: Draft, question: Question) -> tuple[tuple[Key, ...], ...]:
    if question.kind is QuestionKind.YES_NO:
        answers = ("yes", "no")
        return (tuple(Key(voice(answer), _of(event, draft, Act.PICK, answer)) for answer in answers),)
    several = question.kind is QuestionKind.CHOICES
    rows = tuple(
        (
            Key(
                voice("button-ticked", choice=voice.of(choice.text))
                if choice.key in draft.selected
                else voice.of(choice.text),
                _of(event, draft, Act.TICK if several else Act.PICK, choice.key),
            ),
        )
        for choice in question.choices
    )
    done = ((Key(voice("button-done"), _of(event, draft, Act.DONE)),),) if several else ()
    return rows + done


def _navigation(voice: Voice, event: Event, draft: Draft, *, skip: bool) -> tuple[Key, ...]:
    keys = [Key(voice("button-back"), _of(event, draft, Act.BACK))]
    if skip:
        keys.append(Key(voice("button-skip"), _of(event, draft, Act.SKIP)))
    return (*keys, Key(voice("button-stop"), _of(event, draft, Act.STOP)))


def _words(voice: Voice, draft: Draft, question: Question) -> tuple[str, ...]:
    skip = (voice("button-skip"),) if not question.required else ()
    keep = (voice("button-continue"),) if _is_answered(draft, question) else ()
    return (voice("button-back"), *skip, *keep, voice("button-stop"))


def _is_answered(draft: Draft, question: Question) -> bool:
    return draft.answers.get(question.key) is not None


def _of(event: Event, draft: Draft, act: Act, argument: str = "") -> Button:
    return Button(act, event.key, draft.step, argument)


def _known_answer(voice: Voice, draft: Draft, question: Question) -> tuple[str, ...]:
    return (voice("question-answered", answer=shown(voice, question, draft.answers.get(question.key))),)


def _version(voice: Voice, event: Event) -> tuple[Fact, ...]:
    return (Fact(voice("fact-privacy-version"), event.privacy.version),)
