"""The conference: introduction, venue, programme, whom to ask."""

from collections.abc import Iterable, Sequence

from bot.screens import colleague_screens
from bot.screens.screen import Key, Screen
from conference import colleagues, wording
from conference.button import Act, Button
from conference.config import HelpLine
from conference.content import Content, Fact
from conference.event import Event
from conference.registration import Obstacle
from conference.texts import Voice


def choice_of_events(voice: Voice, events: Iterable[Event]) -> Screen:
    """Ask which of several conferences somebody has come for."""
    rows = tuple((Key(voice.of(event.title), Button(Act.OPEN, event.key)),) for event in events)
    return Screen(Content(title=voice("events-title"), paragraphs=(voice("events-choose"),)), rows)


def introduction(voice: Voice, event: Event, obstacle: Obstacle | None, *, begun: bool, before_consent: bool) -> Screen:
    """Introduce a conference; *begun*: whether an unfinished registration can be continued."""
    facts = (
        wording.date_fact(voice, event),
        *wording.venue_facts(voice, event.venue),
        wording.deadline_fact(voice, event),
        *_optional_fact(voice("fact-fee"), voice.of(event.fee) if event.fee else None),
        *_optional_fact(voice("fact-organisers"), ", ".join(voice.of(name) for name in event.organisers)),
        *_speakers(voice, event),
    )
    closing = [
        *((voice.of(event.financing),) if event.financing else ()),
        *((_obstacle_text(voice, event, obstacle),) if obstacle else ()),
        *((voice("introduction-kept"),) if before_consent else ()),
    ]
    content = Content(
        title=wording.full_title(voice, event),
        paragraphs=(voice.of(event.description),),
        facts=facts,
        closing=tuple(closing),
    )
    register = Key(voice("button-continue" if begun else "button-register"), Button(Act.REGISTER, event.key))
    colleague = (colleague_screens.offer(voice, event),) if colleagues.can_be_registered(event) else ()
    return Screen(content, (() if obstacle else (register,), *_about(voice, event), colleague, _oneself(voice)))


def obstacle_screen(voice: Voice, event: Event, obstacle: Obstacle) -> Screen:
    """Say why one cannot register now, and what one can do."""
    return Screen(Content(title="", paragraphs=(_obstacle_text(voice, event, obstacle),)), _about(voice, event))


def venue(voice: Voice, event: Event) -> Screen:
    """Show where it is."""
    facts = (wording.date_fact(voice, event), *wording.venue_facts(voice, event.venue))
    link = event.venue.map_link
    rows = ((Key(voice("button-map"), link=str(link)),),) if link else ()
    return Screen(Content(title=voice("venue-title"), facts=facts), rows)


def programme(voice: Voice, event: Event) -> Screen:
    """Show the programme, or say that it is still to come."""
    title = voice("programme-title")
    if not event.programme:
        missing = Content(title=title, paragraphs=(voice("programme-later"),), facts=_speakers(voice, event))
        return Screen(missing)
    items = wording.programme_facts(voice, event)
    return Screen(Content(title=title, paragraphs=(wording.event_day(voice, event),), facts=items))


def contact(voice: Voice, event: Event, help_lines: Sequence[HelpLine]) -> Screen:
    """Say whom to ask about the conference, and where to turn in need."""
    return Screen(
        Content(
            title=voice("contact-title"),
            paragraphs=(contact_line(voice, event),),
            facts=help_line_facts(voice, help_lines),
            closing=(voice("help-lines-note"),) if help_lines else (),
        ),
        ((Key(voice("button-ask"), Button(Act.ASK, event.key)),),),
    )


def help_screen(
    voice: Voice, events: Sequence[Event], help_lines: Sequence[HelpLine], *, misunderstood: bool = False
) -> Screen:
    """Say what the bot can do, whom to ask, and where to turn in need.

    To whoever wrote freely the help lines come first: somebody in distress reads no further.
    """
    about = (voice("help-what"), *dict.fromkeys(contact_line(voice, event) for event in events))
    note = (voice("help-lines-note"),) if help_lines else ()
    content = Content(
        title=voice("help-title"),
        paragraphs=(voice("not-understood"), *note) if misunderstood else about,
        facts=help_line_facts(voice, help_lines),
        closing=about if misunderstood else note,
    )
    rows = tuple((Key(voice.of(event.title), Button(Act.OPEN, event.key)),) for event in events)
    ask = (Key(voice("button-ask"), Button(Act.ASK)),) if events else ()
    return Screen(content, (*rows, ask, _oneself(voice)))


def contact_line(voice: Voice, event: Event) -> str:
    known = [text for text in (event.contact.email, event.contact.phone) if text]
    return voice("contact", event=voice.of(event.title), contact=", ".join([voice.of(event.contact.name), *known]))


def help_line_facts(voice: Voice, help_lines: Iterable[HelpLine]) -> tuple[Fact, ...]:
    return tuple(
        Fact(voice.of(line.name), f"{line.number}. {voice.of(line.note)}" if line.note else line.number)
        for line in help_lines
    )


def _about(voice: Voice, event: Event) -> tuple[tuple[Key, ...], ...]:
    return (
        (
            Key(voice("button-programme"), Button(Act.PROGRAMME, event.key)),
            Key(voice("button-venue"), Button(Act.VENUE, event.key)),
        ),
        (
            Key(voice("button-ask"), Button(Act.ASK, event.key)),
            Key(voice("button-questions"), Button(Act.CONTACT, event.key)),
        ),
    )


def _oneself(voice: Voice) -> tuple[Key, ...]:
    return (Key(voice("button-language"), Button(Act.LANGUAGES)), Key(voice("button-my-data"), Button(Act.MY_DATA)))


def _obstacle_text(voice: Voice, event: Event, obstacle: Obstacle) -> str:
    match obstacle:
        case Obstacle.NOT_YET_OPEN:
            assert event.opens_at is not None
            return voice("obstacle-not-yet-open", date=wording.moment(voice, event, event.opens_at))
        case Obstacle.OVER:
            return voice("obstacle-over", date=wording.deadline(voice, event), contact=contact_line(voice, event))
        case Obstacle.FULL:
            return voice("obstacle-full", contact=contact_line(voice, event))


def _optional_fact(label: str, value: str | None) -> tuple[Fact, ...]:
    return (Fact(label, value),) if value else ()


def _speakers(voice: Voice, event: Event) -> tuple[Fact, ...]:
    named = [
        f"{speaker.name} – {voice.of(speaker.role)}" if speaker.role else speaker.name for speaker in event.speakers
    ]
    return _optional_fact(voice("fact-speakers"), "; ".join(named))
