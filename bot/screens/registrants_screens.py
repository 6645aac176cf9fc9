"""The list of registrants, and what is known of one of them."""

from collections.abc import Iterable, Sequence

from babel import Locale

from bot.screens.dialogue_screens import shown
from bot.screens.organiser_screens import to_menu
from bot.screens.screen import Key, Screen, in_pairs
from conference import wording
from conference.button import Act, Button
from conference.content import Content, Fact
from conference.event import Event
from conference.people import Person
from conference.question import Question, QuestionUse
from conference.registrants import AT_THE_DOOR, PAGE, Card, Listed, Page, Sent
from conference.registration import Registration, RegistrationStatus
from conference.texts import Voice
from conference.typed_text import folded

FORMATS = {"xlsx": "registrants-xlsx", "csv": "registrants-csv"}
"""The files of the list that are offered, and what their buttons say."""

SEARCHED = 24
"""Octets of what is searched: it travels in the buttons, beside the event and the page."""


def searched(typed: str) -> str:
    """Return what is searched when somebody has typed this; nothing where there is nothing to go by."""
    words = folded(typed).replace(":", " ")  # a colon would end the button's argument
    return " ".join(words.encode()[:SEARCHED].decode(errors="ignore").split())


def page(voice: Voice, event: Event, found: Page, words: str, *, everything: bool) -> Screen:
    """Show a page of the list, or of those found by *words*; *everything*: whether the reader may see the whole."""
    numbered = list(enumerate(found.listed, start=found.number * PAGE + 1))
    content = Content(
        title=voice("registrants-title", event=voice.of(event.title)),
        paragraphs=(_count(voice, found, words), "\n".join(_line(voice, number, one) for number, one in numbered)),
        closing=(voice("registrants-search-more"),) if words else (),
    )
    cards = [
        Key(f"{number}. {_name(voice, one)}", Button(Act.CARD, event.key, argument=str(one.registration_id)))
        for number, one in numbered
    ]
    rows = (*in_pairs(cards), _turning(voice, event, found, words), _searching(voice, event, words, everything))
    files = _files(voice, event) if everything and not words else ()
    return Screen(content, (*rows, files, (to_menu(voice, event),)))


def card(voice: Voice, event: Event, found: Card) -> Screen:
    """Show all that is known of a registrant."""
    registered = found.registration
    facts = (
        *_answers(voice, registered, event.questions),
        *_standing(voice, registered),
        Fact(voice("export-registered-at"), wording.moment(voice, event, registered.registered_at)),
        *_changed(voice, event, registered),
        *_origin(voice, registered),
        Fact(voice("export-language"), _language(voice, found.person)),
        *_channels(voice, event, found.person),
    )
    content = Content(_title(voice, event, registered), facts=facts, closing=(_sent(voice, event, found.deliveries),))
    return Screen(content, (_again(voice, event),))


def card_at_the_door(voice: Voice, event: Event, found: Card) -> Screen:
    """Show what tells a registrant from others, and whether they are registered."""
    asked = [question for question in event.questions if question.kind in AT_THE_DOOR]
    facts = (*_answers(voice, found.registration, asked), *_standing(voice, found.registration))
    content = Content(
        _title(voice, event, found.registration), facts=facts, closing=(voice("registrants-search-more"),)
    )
    return Screen(content)


def _count(voice: Voice, found: Page, words: str) -> str:
    if words and not found.total:
        return voice("registrants-nobody", words=words)
    count = voice("registrants-found" if words else "registrants-count", words=words, count=found.total)
    page_of = voice("registrants-page", number=found.number + 1, total=found.pages)
    return count if found.pages == 1 else f"{count} {page_of}"


def _line(voice: Voice, number: int, one: Listed) -> str:
    details = ", ".join([_name(voice, one), *one.answers[1:2]])
    status = "" if one.status is RegistrationStatus.REGISTERED else f" ({voice(f'status-{one.status}')})"
    return f"{number}. {details}{status}"


def _name(voice: Voice, one: Listed) -> str:
    return one.answers[0] if one.answers else voice("registrants-nameless", number=str(one.registration_id))


def _turning(voice: Voice, event: Event, found: Page, words: str) -> tuple[Key, ...]:
    """Return the buttons to the pages before and after."""
    pages = {"registrants-before": found.number - 1, "registrants-after": found.number + 1}
    return tuple(
        Key(voice(text), Button(Act.REGISTRANTS, event.key, number, words))
        for text, number in pages.items()
        if 0 <= number < found.pages
    )


def _searching(voice: Voice, event: Event, words: str, everything: bool) -> tuple[Key, ...]:
    whole = (Key(voice("registrants-all"), Button(Act.REGISTRANTS, event.key)),) if everything and words else ()
    return (*_again(voice, event), *whole)


def _again(voice: Voice, event: Event) -> tuple[Key, ...]:
    return (Key(voice("registrants-search"), Button(Act.SEARCH, event.key)),)


def _files(voice: Voice, event: Event) -> tuple[Key, ...]:
    return tuple(Key(voice(text), Button(Act.EXPORT, event.key, argument=one)) for one, text in FORMATS.items())


def _title(voice: Voice, event: Event, registered: Registration) -> str:
    return registered.name(event) or voice("registrants-nameless", number=str(registered.id))


def _answers(voice: Voice, registered: Registration, questions: Iterable[Question]) -> tuple[Fact, ...]:
    """Return the answers but the name, which is the title."""
    return tuple(
        Fact(voice.of(question.label), shown(voice, question, registered.answers.get(question.key)))
        for question in questions
        if question.use is not QuestionUse.NAME
    )


def _standing(voice: Voice, registered: Registration) -> tuple[Fact, ...]:
    attendance = voice(f"attendance-{registered.attendance.replace('_', '-')}-word")
    return (
        Fact(voice("export-status"), voice(f"status-{registered.status}")),
        Fact(voice("export-attendance"), attendance),
    )


def _changed(voice: Voice, event: Event, registered: Registration) -> tuple[Fact, ...]:
    if registered.updated_at == registered.registered_at:
        return ()
    return (Fact(voice("registrants-changed-at"), wording.moment(voice, event, registered.updated_at)),)


def _origin(voice: Voice, registered: Registration) -> tuple[Fact, ...]:
    source = registered.source or (voice("registrants-by-colleague") if registered.registered_by else None)
    return (Fact(voice("registrants-source"), source),) if source else ()


def _language(voice: Voice, person: Person) -> str:
    return Locale(person.language).get_display_name(voice.language) or person.language


def _channels(voice: Voice, event: Event, person: Person) -> tuple[Fact, ...]:
    """Return where messages go, where they do not get through, and whether reminders are wanted."""
    working = ", ".join(voice(f"channel-{channel}") for channel in person.channels)
    since = {
        "registrants-telegram-unreachable": ("registrants-since", person.telegram_unreachable_since),
        "registrants-email-unreachable": ("registrants-since", person.email_unreachable_since),
        "registrants-opted-out": ("registrants-opted-out-since", person.opted_out_at),
    }
    return (
        Fact(voice("export-channels"), working or voice("registrants-no-channel")),
        *(
            Fact(voice(label), voice(text, moment=wording.moment(voice, event, moment)))
            for label, (text, moment) in since.items()
            if moment
        ),
    )


def _sent(voice: Voice, event: Event, deliveries: Sequence[Sent]) -> str:
    if not deliveries:
        return voice("registrants-deliveries-none")
    lines = [
        voice(
            "registrants-delivery",
            moment=wording.moment(voice, event, delivery.at),
            kind=voice(f"kind-{delivery.kind.replace('_', '-')}"),
            channel=voice(f"channel-{delivery.channel}"),
            status=voice(f"delivery-{delivery.status}"),
        )
        for delivery in deliveries
    ]
    return "\n".join([voice("registrants-deliveries"), *lines])
