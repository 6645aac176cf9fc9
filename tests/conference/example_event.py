"""An event for tests: small, complete, with known times. `an_event(starts=None, ends=None)` is one without."""

from datetime import date, time
from typing import Any

from conference.event import Event
from conference.question import Question


def a_question(key: str = "workplace", **changes: Any) -> Question:
    """Return a question that takes a line of text, but for *changes*; one that offers choices has two."""
    settings = {"key": key, "kind": "text", "text": f"What about your {key}?", "label": key.capitalize()}
    if changes.get("kind") in ("choice", "choices"):
        settings["choices"] = ({"key": "education", "text": "Education"}, {"key": "health", "text": "Health"})
    return Question.model_validate(settings | changes)


def an_event(**changes: Any) -> Event:
    """Return an event on 14 June 2024, 10:00-16:00 in Riga, with registration until the end of 7 June, but for
    *changes*; it asks for a name, an e-mail address and, optionally, the field of work."""
    settings = {
        "key": "example-2024",
        "title": {"lv": "Paraugs", "en": "Example", "ru": "Пример"},
        "description": {"lv": "Konference paraugam.", "en": "A conference for example."},
        "contact": {"name": "Rīkotāji", "email": "conference@example.org"},
        "venue": {"name": "Koncertzāle", "address": "Raunas iela 12, Cēsis", "latitude": 57.3, "longitude": 25.3},
        "date": date(2024, 6, 14),
        "starts": time(10),
        "ends": time(16),
        "registration_deadline": date(2024, 6, 7),
        "privacy": {"version": "1", "text": {"lv": "Datus redz tikai rīkotāji.", "en": "Only organisers see data."}},
        "questions": (
            a_question("name", use="name"),
            a_question("email", kind="email", use="email"),
            a_question("field", kind="choice", required=False),
        ),
        "reminders": (
            {"key": "last-day", "audience": ["unfinished"], "anchor": "deadline", "days": 0, "at": "09:00"},
            {"key": "day-before", "audience": ["registered"], "anchor": "start", "days": -1, "at": "10:00"},
        ),
    }
    return Event.model_validate(settings | changes)
