"""Settings unlike the shipped ones: another town, every kind of question, known times, reminders around each anchor."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from conference.config import Settings, settings_from

CHOICES = [{"key": "one", "text": "Pirmā"}, {"key": "two", "text": "Otrā"}, {"key": "three", "text": "Trešā"}]


def a_question(key: str, kind: str, **changes: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "text": f"Lūdzu, atbildiet: {key}?", "label": key.capitalize()} | changes


QUESTIONS = [
    a_question("ready", "yes_no", required=False),
    a_question("groups", "choices", choices=CHOICES, max_choices=1),
    a_question("school", "long_text", min_length=40, max_length=45),
    a_question("who", "text", use="name"),
    a_question("group", "choice", choices=CHOICES),
    a_question("mobile", "phone"),
    a_question("mail", "email", use="email", required=False),
    a_question("other-mail", "email", required=False),
    a_question("years", "text", required=False),
]
REMINDERS = [
    {
        "key": "open-now",
        "audience": ["opened"],
        "anchor": "opening",
        "hours": 20,
        "useless_after": {"anchor": "deadline", "days": 0, "at": "12:00"},
    },
    {"key": "nearly-over", "audience": ["unfinished"], "anchor": "deadline", "hours": -3},
    {"key": "in-two-hours", "audience": ["registered"], "anchor": "start", "hours": -2, "text": "Uz drīzu tikšanos."},
    {
        "key": "thanks",
        "audience": ["registered"],
        "anchor": "end",
        "hours": 1,
        "useless_after": {"anchor": "end", "days": 3, "at": "12:00"},
    },
]


def another_conference(*, email: dict[str, Any] | None = None, **changes: Any) -> Settings:
    """Return settings with one event in Madona, in Latvian only, by Telegram only, but for *changes* to the event."""
    event = {
        "key": "madona-2031",
        "title": "Drošībā Madonā",
        "description": "Konference par bērnu drošību.",
        "contact": {"name": "Madonas rīkotāji", "phone": "+371 20000000"},
        "venue": {"name": "Kultūras nams", "address": "Raiņa iela 12, Madona", "latitude": 56.85, "longitude": 26.22},
        "date": date(2031, 3, 31),
        "starts": time(9, 30),
        "ends": time(15),
        "registration_opens": date(2031, 3, 20),
        "registration_deadline": datetime(2031, 3, 28, 18, tzinfo=ZoneInfo("Europe/Riga")),
        "privacy": {"version": "A", "text": "Datus redz tikai rīkotāji."},
        "questions": QUESTIONS,
        "reminders": REMINDERS,
    }
    service = {"languages": ["lv"], "keep_personal_data_days": 30}
    return settings_from({"service": service, "events": [event | changes]} | ({"email": email} if email else {}))
