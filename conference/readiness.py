"""What settings without a mistake still lack for a real start, for whoever runs the service."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from conference.config import BounceSettings, EmailSettings, Secrets, ServiceSettings, Settings
from conference.event import Event
from conference.mistakes import row_name
from conference.question import QuestionUse
from conference.reminder_rule import Anchor
from conference.text import Model, Text

# RFC 2606: names that never belong to anybody, in examples and tests.
EXAMPLES = ("example.org", "example.com", "example.net", ".example", ".test", ".invalid")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def readiness(settings: Settings, secrets: Secrets, now: datetime) -> list[str]:
    """Return what is missing at *now*, one plain line each that begins with the setting; empty when all is ready."""
    events = [(f"events{row_name(index, event.key)}", event) for index, event in enumerate(settings.events)]
    return [
        *_missing_secrets(settings, secrets),
        *_about_service(settings.service),
        *(_about_email(settings.email) if settings.email else ["email: no such section; Telegram is the only channel"]),
        *([] if settings.help_lines else ["help_lines: none; /help has nobody to call to offer"]),
        *(line for path, event in events for line in _about_event(path, event, settings, now)),
        *_missing_languages(settings),
    ]


def _missing_secrets(settings: Settings, secrets: Secrets) -> Iterator[str]:
    if secrets.telegram_bot_token is None:
        yield "TELEGRAM_BOT_TOKEN: not in the environment; @BotFather in Telegram gives it"
    if settings.email and settings.email.username and secrets.smtp_password is None:
        yield "SMTP_PASSWORD: not in the environment, though email.username is set"
    if settings.email and settings.email.bounces and secrets.imap_password is None:
        yield "IMAP_PASSWORD: not in the environment, though email.bounces is set; the mailbox is not read"


def _about_service(service: ServiceSettings) -> Iterator[str]:
    if service.public_url and (urlsplit(service.public_url).hostname or "").endswith(EXAMPLES):
        yield f"service.public_url: still the example ({service.public_url})"


def _about_email(email: EmailSettings) -> Iterator[str]:
    yield from _about_server("email", email, ("host", "username", "sender", "reply_to"))
    if email.bounces:
        yield from _about_server("email.bounces", email.bounces, ("host", "username", "address"))
        yield from _about_alignment(email.sender, email.bounces.address)


def _about_server(path: str, server: EmailSettings | BounceSettings, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = getattr(server, name)
        if value and value.endswith(EXAMPLES):
            yield f"{path}.{name}: still the example ({value})"
    if server.security == "none" and server.host not in THIS_MACHINE:
        yield f"{path}.security: none, so everything travels to {server.host} unencrypted"


def _about_alignment(sender: str, bounces: str) -> Iterator[str]:
    (one, other) = (address.rpartition("@")[2] for address in (sender, bounces))
    if one != other:
        yield f"email.bounces.address: at {other}, the sender at {one}; SPF then says nothing for the sender (DMARC)"


def _about_event(path: str, event: Event, settings: Settings, now: datetime) -> Iterator[str]:
    if event.is_over(now):
        yield f"{path}.date: {event.date}, in the past"
        return
    if now >= event.deadline_at:
        yield f"{path}.registration_deadline: {event.registration_deadline}, in the past; nobody can register"
    yield from _unknown_facts(path, event)
    yield from _about_contact(path, event)
    yield from _about_questions(path, event, settings)
    yield from _about_privacy(path, event, settings.service)
    yield from _about_reminders(path, event, now)


def _unknown_facts(path: str, event: Event) -> Iterator[str]:
    if event.starts is None:
        yield f"{path}.starts: not known; people are told that the time will be announced"
    if not event.programme:
        yield f"{path}.programme: none yet"
    if event.venue.coordinates is None:
        yield f"{path}.venue.latitude, longitude: not known; Telegram shows no place on the map"


def _about_contact(path: str, event: Event) -> Iterator[str]:
    contact = event.contact
    if contact.email is None and contact.phone is None:
        yield f"{path}.contact: no email and no phone; people have nobody to ask"
    if contact.email and contact.email.endswith(EXAMPLES):
        yield f"{path}.contact.email: still the example ({contact.email})"


def _about_questions(path: str, event: Event, settings: Settings) -> Iterator[str]:
    if event.question_for(QuestionUse.NAME) is None:
        yield f'{path}.questions: none has use = "name"; registrations are listed without a name'
    if settings.email and event.question_for(QuestionUse.EMAIL) is None:
        yield f'{path}.questions: none has use = "email"; nobody is reached by e-mail'


def _about_privacy(path: str, event: Event, service: ServiceSettings) -> Iterator[str]:
    days = str(service.keep_personal_data_days)
    if not all(days in text for text in event.privacy.text.root.values()):
        yield f"{path}.privacy.text: does not name the {days} days of service.keep_personal_data_days in each language"


def _about_reminders(path: str, event: Event, now: datetime) -> Iterator[str]:
    for index, rule in enumerate(event.reminders):
        place = f"{path}.reminders{row_name(index, rule.key)}"
        if rule.useless_at(event) <= now:
            yield f"{place}: its time is over; it will not be sent any more"
        elif rule.due_at(event) >= event.ends_at and rule.anchor is not Anchor.END:
            yield f"{place}: due {event.local(rule.due_at(event)):%Y-%m-%d %H:%M}, after the event"


def _missing_languages(settings: Settings) -> Iterator[str]:
    first = settings.service.languages[0]
    for path, text in _texts(settings):
        missing = [language for language in settings.service.languages if language not in text.languages]
        if text.languages and missing:
            yield f"{path}: not in {', '.join(missing)}; {first} is shown instead"


def _texts(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Walk through all texts of the settings with their places."""
    match value:
        case Text():
            yield path.removeprefix("."), value
        case Model():
            for name, inner in value:
                yield from _texts(inner, f"{path}.{name}")
        case tuple():
            for index, row in enumerate(value):
                yield from _texts(row, path + row_name(index, getattr(row, "key", None)))
