"""A finished registration: what it says, and what one can do with it."""

from bot.screens import colleague_screens
from bot.screens.dialogue_screens import answer_facts
from bot.screens.screen import Key, Screen, said
from conference import colleagues, wording
from conference.button import Act, Button
from conference.content import Content, Fact
from conference.event import Event
from conference.people import Person, Wants
from conference.registration import Attendance, Registration
from conference.texts import Voice

WANTS_TEXTS = {Wants.TELEGRAM: "wants-telegram", Wants.EMAIL: "wants-email", Wants.BOTH: "wants-both"}


def registered(voice: Voice, event: Event, registration: Registration, person: Person, *, over: bool) -> Screen:
    """Show somebody's registration."""
    facts = (
        wording.date_fact(voice, event),
        *wording.venue_facts(voice, event.venue),
        *answer_facts(voice, event, dict(registration.answers)),
        Fact(voice("fact-channels"), voice(WANTS_TEXTS[person.wants])),
    )
    attendance = (voice("attendance-coming"),) if registration.attendance is Attendance.COMING else ()
    title = voice("my-registration-title", event=voice.of(event.title))
    return Screen(Content(title=title, facts=facts, closing=attendance), () if over else _rows(voice, event))


def channels(voice: Voice, event: Event, person: Person) -> Screen:
    """Ask where somebody wants to be reached."""
    has_both = person.email is not None and person.chat_id is not None
    if not has_both:
        return Screen(said(voice("channels-need-email")))
    rows = tuple(
        (
            Key(
                voice("button-ticked", choice=voice(text)) if wants is person.wants else voice(text),
                Button(Act.WANTS, event.key, argument=wants),
            ),
        )
        for wants, text in WANTS_TEXTS.items()
    )
    return Screen(Content(title=voice("channels-title"), paragraphs=(voice("channels-question"),)), rows)


def cancelling(voice: Voice, event: Event) -> Screen:
    """Ask whether a registration is really to be cancelled."""
    surely = Key(voice("button-cancel-surely"), Button(Act.CANCEL_SURELY, event.key))
    question = said(voice("cancel-question", event=voice.of(event.title)))
    return Screen(question, ((Key(voice("button-keep"), keep(event)),), (surely,)))


def keep(event: Event) -> Button:
    """Return the button that answers this question with no."""
    return Button(Act.SHOW, event.key, argument="keep")


def _rows(voice: Voice, event: Event) -> tuple[tuple[Key, ...], ...]:
    def key(text: str, act: Act) -> Key:
        return Key(voice(text), Button(act, event.key))

    return (
        (key("button-change", Act.CHANGE), key("button-cancel-registration", Act.CANCEL)),
        (key("button-venue", Act.VENUE), key("button-programme", Act.PROGRAMME)),
        (key("button-calendar", Act.CALENDAR), key("button-channels", Act.CHANNELS)),
        (key("button-ask", Act.ASK), key("button-questions", Act.CONTACT)),
        (Key(voice("button-my-data"), Button(Act.MY_DATA)),),
        *(((colleague_screens.offer(voice, event),),) if colleagues.can_be_registered(event) else ()),
    )
