"""A reminder in Latvian, and the settings it is sent with."""

from datetime import UTC, datetime

from conference.channels.channel import Envelope, Purpose
from conference.config import EmailSettings
from conference.content import Action, CalendarFile, Content, Fact

NOW = datetime(2024, 6, 13, 7, tzinfo=UTC)
ICS = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nSUMMARY:Kopā bērnu drošībai\r\nEND:VCALENDAR\r\n"


def an_envelope(**changes):
    details = {
        "notice_id": 31,
        "person_id": 17,
        "address": "ilze.kalnina@skola.example",
        "language": "lv",
        "purpose": Purpose.REMINDER,
        "event_key": "cesis-2024",
        "event_title": "Kopā bērnu drošībai",
    }
    return Envelope(**(details | changes))


def a_content(**changes):
    details = {
        "title": "Konference „Kopā bērnu drošībai” notiks rīt",
        "paragraphs": ("Labdien, Ilze Kalniņa!", "Atgādinām, ka rīt, 2024. gada 14. jūnijā, notiks konference."),
        "facts": (
            Fact("Datums", "14.06.2024."),
            Fact("Norises vieta", "Cēsu koncertzāle\nRaunas iela 12, Cēsis", "https://karte.example/?lat=57&lon=25"),
        ),
        "closing": ("Ja nevarēsiet piedalīties, lūdzam par to paziņot.",),
        "actions": (
            Action("Mans pieteikums", link="https://t.example/kopa?start=1&lang=lv"),
            Action("Piedalīšos", command="coming"),
            Action("Nevarēšu piedalīties", link="https://t.example/kopa?start=2"),
        ),
        "calendar": CalendarFile("cesis-2024.ics", "PUBLISH", ICS.encode()),
        "footer": ("Šo vēstuli Jums nosūtīja Cēsu novada pašvaldība.",),
    }
    return Content(**(details | changes))


def some_settings(port=25, **changes):
    details = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "konference@cesis.example",
        "sender_name": {"lv": "Konferences „Kopā” rīkotāji", "en": "Conference organisers"},
        "connections": 1,
        "timeout_seconds": 5,
    }
    return EmailSettings.model_validate(details | changes)
