"""What a person decides about themselves: language, reminders, their data."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.screens.dialogue_screens import answer_facts
from bot.screens.screen import Key, Screen, said
from conference import wording
from conference.button import Act, Button
from conference.content import Content, Fact
from conference.event import Event
from conference.personal_data import PersonalData
from conference.texts import Texts, Voice


def languages(voice: Voice, texts: Texts) -> Screen:
    """Offer the languages, each by its own name."""
    keys = tuple(
        (Key(texts.voice(language)("language-name"), Button(Act.LANGUAGE, argument=language)),)
        for language in texts.languages
    )
    return Screen(said(voice("language-question")), keys)


def my_data(voice: Voice, data: PersonalData, events: Sequence[Event], keep_days: int) -> Screen:
    """Say in plain words what is stored about a person; the file has every detail."""
    by_key = {event.key: event for event in events}
    content = Content(
        title=voice("my-data-title"),
        paragraphs=(voice("my-data-intro"),),
        facts=(
            *_about_oneself(voice, data, events),
            *_registrations(voice, data, by_key),
            *_drafts(voice, data, by_key),
            *_questions(voice, data, by_key),
            *_colleagues(voice, data),
        ),
        closing=(voice("my-data-kept", days=keep_days),),
    )
    file = Key(voice("button-my-data-file"), Button(Act.MY_DATA_FILE))
    reminders = Key(voice("button-opt-out"), Button(Act.OPT_OUT))
    if data.person.opted_out_at:
        reminders = Key(voice("button-opt-in"), Button(Act.OPT_IN))
    erase = Key(voice("button-erase"), Button(Act.ERASE))
    return Screen(content, ((file,), (reminders,), (erase,)))


def opted_out(voice: Voice) -> Screen:
    """Confirm that no more reminders are sent, and offer to undo it."""
    return Screen(said(voice("opted-out")), ((Key(voice("button-opt-in"), Button(Act.OPT_IN)),),))


def erasing(voice: Voice) -> Screen:
    """Ask whether everything is really to be erased."""
    return Screen(
        said(voice("erase-question")),
        (
            (Key(voice("button-my-data"), Button(Act.MY_DATA)),),
            (Key(voice("button-erase-surely"), Button(Act.ERASE_SURELY)),),
        ),
    )


def _about_oneself(voice: Voice, data: PersonalData, events: Sequence[Event]) -> tuple[Fact, ...]:
    person = data.person
    facts = [
        Fact(voice("my-data-chat"), str(person.chat_id)),
        Fact(voice("my-data-language"), voice("language-name")),
        Fact(voice("my-data-since"), wording.moment(voice, events[0], person.created_at)),
        Fact(voice("my-data-reminders"), voice(f"my-data-reminders-{'off' if person.opted_out_at else 'on'}")),
        Fact(voice("my-data-deliveries"), voice("my-data-deliveries-count", count=len(data.deliveries))),
    ]
    if person.email:
        facts.insert(2, Fact(voice("my-data-email"), person.email))
    return tuple(facts)


def _registrations(voice: Voice, data: PersonalData, events: Mapping[str, Event]) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for stored in data.registrations:
        event = events.get(stored.event)
        if event:
            facts.append(
                Fact(voice("my-data-registered", event=voice.of(event.title)), voice(f"my-data-status-{stored.status}"))
            )
            facts.extend(answer_facts(voice, event, {given.question: given.answer for given in stored.answers}))
            facts.append(_consent(voice, event, stored.consented_at, stored.consent_version))
    return tuple(facts)


def _drafts(voice: Voice, data: PersonalData, events: Mapping[str, Event]) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for stored in data.drafts:
        event = events.get(stored.event)
        if event:
            consent = _consent(voice, event, stored.consented_at, stored.consent_version)
            given = {answer.question: answer.answer for answer in stored.answers}
            touched = wording.moment(voice, event, stored.updated_at)
            facts.append(Fact(voice("my-data-draft", event=voice.of(event.title)), touched))
            facts.extend(answer_facts(voice, event, given) if given else ())
            facts.append(consent)
    return tuple(facts)


def _colleagues(voice: Voice, data: PersonalData) -> tuple[Fact, ...]:
    count = len(data.registered_colleagues) + len(data.begun_colleagues)
    return (Fact(voice("my-data-colleagues"), str(count)),) if count else ()


def _questions(voice: Voice, data: PersonalData, events: Mapping[str, Event]) -> tuple[Fact, ...]:
    return tuple(
        Fact(voice(key, date=wording.moment(voice, event, stored.asked_at)), stored.body)
        for stored in data.questions
        if (event := events.get(stored.event))
        for key in ["my-data-answer" if stored.from_organiser else "my-data-question"]
    )


def _consent(voice: Voice, event: Event, at: datetime | None, version: str | None) -> Fact:
    if at is None or version is None:
        return Fact(voice("my-data-consent"), voice("my-data-consent-none"))
    date = wording.moment(voice, event, at)
    return Fact(voice("my-data-consent"), voice("my-data-consent-given", date=date, version=version))
