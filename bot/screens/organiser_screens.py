"""The menu of organisers, their colleagues, and the links that invite more of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.screens.screen import Key, Screen, in_pairs, said
from conference import wording
from conference.button import Act, Button
from conference.content import Content, Fact
from conference.event import Event
from conference.invites import Purpose
from conference.organisers import Role
from conference.texts import Voice

MENU: Mapping[Act, str] = {
    Act.OVERVIEW: "button-overview",
    Act.REGISTRANTS: "button-registrants",
    Act.ANNOUNCE: "button-announce",
    Act.ANNOUNCEMENTS: "button-announcements",
    Act.QUESTIONS: "button-asked",
    Act.IMPORT: "button-import",
    Act.COLLEAGUES: "button-colleagues",
}
"""What organisers can do, in the order of their menu, and what it is called there."""

AT_THE_DOOR = frozenset({Act.REGISTRANTS})
"""What of it door staff can do too."""

MOST_TO_DISMISS = 80
"""Telegram takes 100 buttons under a message."""


@dataclass(frozen=True, slots=True)
class Colleague:
    person_id: int
    role: Role
    since: datetime
    name: str | None
    """As in their registration, where they have one."""
    is_you: bool


def choice_of_events(voice: Voice, events: Iterable[Event]) -> Screen:
    """Ask which of several events an organiser means."""
    rows = tuple((Key(voice.of(event.title), Button(Act.ORGANISE, event.key)),) for event in events)
    return Screen(said(voice("organising-choose")), rows)


def menu(voice: Voice, event: Event, role: Role, known: Collection[Act]) -> Screen:
    """Offer what somebody of this role can do, as far as it is *known* to the bot."""
    is_door = role is Role.DOOR
    offered = [act for act in MENU if act in known and (act in AT_THE_DOOR or not is_door)]
    keys = in_pairs(Key(voice(MENU[act]), Button(act, event.key)) for act in offered)
    what = voice("organising-door" if is_door else "organising-what")
    return Screen(said(what, title=voice.of(event.title)), keys)


def to_menu(voice: Voice, event: Event) -> Key:
    """Return the button that leads back to the menu."""
    return Key(voice("button-organising"), Button(Act.ORGANISE, event.key))


def colleagues(voice: Voice, event: Event, team: Sequence[Colleague]) -> Screen:
    """Show who helps to run an event, with a button for each who can be dismissed."""
    facts = tuple(Fact(role(voice, one.role), colleague(voice, event, one)) for one in team)
    content = Content(
        title=voice("colleagues-title", event=voice.of(event.title)),
        facts=facts,
        closing=(voice("colleagues-note"),),
    )
    invite = (
        (Key(voice("button-invite-organiser"), Button(Act.INVITE, event.key, argument=Purpose.ORGANISER)),),
        (Key(voice("button-invite-door"), Button(Act.INVITE, event.key, argument=Purpose.DOOR)),),
    )
    dismiss = tuple((key,) for key in _dismissing(voice, event, team))
    return Screen(content, (*invite, *dismiss[:MOST_TO_DISMISS], (to_menu(voice, event),)))


def dismissing(voice: Voice, event: Event, one: Colleague) -> Screen:
    """Ask whether a colleague is really to be dismissed."""
    title = voice.of(event.title)
    if one.is_you:
        question = voice("dismiss-yourself-question", event=title)
    else:
        question = voice("dismiss-question", event=title, colleague=colleague(voice, event, one))
    surely = Button(Act.DISMISS_SURELY, event.key, argument=str(one.person_id))
    back = Key(voice("button-back"), Button(Act.COLLEAGUES, event.key))
    return Screen(said(question), ((back,), (Key(voice("button-dismiss-surely"), surely),)))


def invite_note(voice: Voice, purpose: Purpose) -> Screen:
    """Say what to do with the message that comes next."""
    return Screen(said(voice("invite-note-door" if purpose is Purpose.DOOR else "invite-note-organiser")))


def invite(voice: Voice, event: Event, purpose: Purpose, link: str, valid_until: datetime) -> Screen:
    """Return the message that is forwarded: it speaks to whoever is invited."""
    invitation = voice("invite-door" if purpose is Purpose.DOOR else "invite-organiser", event=voice.of(event.title))
    return Screen(said(invitation, link, voice("invite-until", date=wording.moment(voice, event, valid_until))))


def joined(voice: Voice, event: Event, role: Role) -> Screen:
    """Greet whoever has opened an invite."""
    return Screen(said(voice("joined-door" if role is Role.DOOR else "joined-organiser", event=voice.of(event.title))))


def role(voice: Voice, which: Role) -> str:
    return voice("role-door" if which is Role.DOOR else "role-organiser")


def colleague(voice: Voice, event: Event, one: Colleague) -> str:
    """Return what a colleague is called: by name where that is known, or else since when they help."""
    since = wording.moment(voice, event, one.since)
    called = voice("colleague-named", name=one.name, date=since) if one.name else voice("colleague-unnamed", date=since)
    return voice("colleague-you", colleague=called) if one.is_you else called


def _dismissing(voice: Voice, event: Event, team: Sequence[Colleague]) -> Iterator[Key]:
    organisers = [one for one in team if one.role is Role.ORGANISER]
    for one in team:
        if organisers != [one]:
            button = Button(Act.DISMISS, event.key, argument=str(one.person_id))
            yield Key(voice("button-dismiss", colleague=colleague(voice, event, one)), button)
