"""The letter that everybody sends in `benchmarks.email`: in our words, as text, HTML and calendar file."""

from datetime import UTC, date, datetime, time

from conference.calendar import event_calendar
from conference.channels.channel import Envelope, Purpose
from conference.channels.email.html import as_html
from conference.channels.email.message import build_message
from conference.channels.email.text import as_text
from conference.config import EmailSettings
from conference.content import Action, Content, Fact
from conference.event import Event

CONNECTIONS = 10
NOW = datetime(2024, 6, 13, 7, tzinfo=UTC)
SENDER = "conference@example.org"
NUMBER = "%(number)s"
"""Stands in the letter where each has a number of their own."""
TITLE = "Konference „Kopā bērnu drošībai” notiks rīt"

EVENT = Event.model_validate(
    {
        "key": "benchmark",
        "title": "Kopā bērnu drošībai",
        "description": "Konference profesionāļiem. Dalība ir bez maksas.",
        "contact": {"name": "Rīkotāji", "email": SENDER},
        "venue": {"name": "Cēsu koncertzāle", "address": "Raunas iela 12, Cēsis, LV-4101"},
        "date": date(2199, 6, 14),
        "starts": time(10),
        "registration_deadline": date(2199, 6, 7),
        "privacy": {"version": "1", "text": "Datus redz tikai rīkotāji."},
        "questions": [
            {"key": "name", "use": "name", "kind": "text", "text": "Vārds?", "label": "Vārds"},
            {"key": "email", "use": "email", "kind": "email", "text": "E-pasts?", "label": "E-pasts"},
        ],
    }
)


def settings(port: int) -> EmailSettings:
    details = {"host": "127.0.0.1", "port": port, "security": "none", "sender": SENDER, "sender_name": "Rīkotāji"}
    return EmailSettings.model_validate(details | {"connections": CONNECTIONS})


def envelope(number: int, purpose: Purpose) -> Envelope:
    address = f"person{number}@skola{number % 50}.example"
    return Envelope(1, number, address, "lv", purpose, EVENT.key, EVENT.title.in_language("lv"))


def personal(number: int | str) -> Content:
    """Return a letter with a name, and a calendar entry of one's own where a person has a number."""
    content = same()
    return Content(
        content.title,
        (f"Labdien, Ilze Kalniņa {number}!", *content.paragraphs),
        (Fact("Vārds, uzvārds", f"Ilze Kalniņa {number}"), *content.facts),
        content.closing,
        content.actions,
        calendar=event_calendar(
            EVENT,
            registration_id=number if isinstance(number, int) else 0,
            sequence=0,
            now=NOW,
            language="lv",
            organiser_address=SENDER,
        ),
        footer=content.footer,
    )


def same() -> Content:
    """Return a letter that says the same to all."""
    return Content(
        TITLE,
        ("Atgādinām, ka rīt, 2024. gada 14. jūnijā, notiks konference, uz kuru esat pieteikušies.",),
        (
            Fact("Datums un laiks", "piektdien, 2024. gada 14. jūnijā, plkst. 10.00"),
            Fact("Norises vieta", "Cēsu koncertzāle, Raunas iela 12, Cēsis", "https://karte.example/?lat=57&lon=25"),
        ),
        ("Ja nevarēsiet piedalīties, lūdzam par to paziņot, lai Jūsu vietu varētu saņemt kāds cits.",),
        (
            Action("Mans pieteikums", link="https://t.example/kopa?start=1"),
            Action("Nevarēšu piedalīties", link="https://t.example/kopa?start=2"),
        ),
        footer=("Šo vēstuli Jums nosūtīja Cēsu novada pašvaldība.", "Jautājumi: rīkotāji, conference@example.org."),
    )


def sizes() -> dict[str, int]:
    """Return the octets of each kind of letter, as we write it."""
    letters = {"personal": (Purpose.CONFIRMATION, personal(1)), "same": (Purpose.ANNOUNCEMENT, same())}
    return {
        name: len(build_message(envelope(1, purpose), content, settings(25), NOW))
        for name, (purpose, content) in letters.items()
    }


def for_others() -> dict[str, str]:
    """Return the personal letter in parts, for those who don't know our contents."""
    content = personal(NUMBER)
    assert content.calendar
    return {
        "sender": SENDER,
        "subject": TITLE,
        "text": as_text(content, EVENT.title.in_language("lv")),
        "html": as_html(content, EVENT.title.in_language("lv"), "lv"),
        "calendar": content.calendar.body.decode().replace("benchmark.0@", f"benchmark.{NUMBER}@"),
    }


LETTER = for_others()
