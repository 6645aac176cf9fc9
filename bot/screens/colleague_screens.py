"""Registering colleagues: what was done, whom one has registered, cancelling."""

from collections.abc import Sequence

from bot.screens.screen import Key, Screen, said
from conference.button import Act, Button
from conference.colleagues import Colleague
from conference.content import Content, Fact
from conference.event import Event
from conference.registration import Registration
from conference.texts import Voice

ANOTHER = "another"
"""Begins with the next one; without it, whom one has registered already is shown first."""


def offer(voice: Voice, event: Event) -> Key:
    """Return the button that everything of this begins with."""
    return Key(voice("button-register-colleague"), Button(Act.FOR_COLLEAGUE, event.key))


def registering(voice: Voice, event: Event) -> Screen:
    """Say that a colleague is registered, and who tells them."""
    return Screen(said(voice("colleague-registering")), ((_another(voice, event),), (_list(voice, event),)))


def overview(voice: Voice, event: Event, colleagues: Sequence[Colleague]) -> Screen:
    """Show whom somebody has registered, with a button for each who can be cancelled."""
    facts = tuple(
        Fact(_name(voice, event, one.registration), voice("colleague-on-own" if one.has_chat else "colleague-by-email"))
        for one in colleagues
    )
    cancelling = tuple(
        (_cancel(voice, event, one.registration, Act.COLLEAGUE_CANCEL),) for one in colleagues if not one.has_chat
    )
    title = voice("colleague-list-title", event=voice.of(event.title))
    return Screen(Content(title=title, facts=facts), ((_another(voice, event),), *cancelling))


def cancelling(voice: Voice, event: Event, registration: Registration) -> Screen:
    """Ask whether a colleague's registration is really to be cancelled."""
    name = _name(voice, event, registration)
    button = Button(Act.COLLEAGUE_CANCEL_SURELY, event.key, argument=str(registration.id))
    surely = Key(voice("button-cancel-surely"), button)
    question = said(voice("colleague-cancel-question", name=name, event=voice.of(event.title)))
    return Screen(question, ((Key(voice("button-keep"), _list(voice, event).button),), (surely,)))


def _another(voice: Voice, event: Event) -> Key:
    return Key(voice("button-register-another"), Button(Act.FOR_COLLEAGUE, event.key, argument=ANOTHER))


def _list(voice: Voice, event: Event) -> Key:
    return Key(voice("button-my-colleagues"), Button(Act.FOR_COLLEAGUE, event.key))


def _cancel(voice: Voice, event: Event, registration: Registration, act: Act) -> Key:
    label = voice("button-cancel-colleague", name=_name(voice, event, registration))
    return Key(label, Button(act, event.key, argument=str(registration.id)))


def _name(voice: Voice, event: Event, registration: Registration) -> str:
    return registration.name(event) or voice("colleague-nameless")
