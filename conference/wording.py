"""How an event's facts read: dates, times, places, as lines for any content."""

from datetime import date, datetime, time
from typing import Literal

from babel.dates import format_date

from conference.content import Fact, Place
from conference.event import Event, Venue
from conference.texts import Voice

DateForm = Literal["date-listed", "date-on", "date-until"]


def day(voice: Voice, form: DateForm, when: date) -> str:
    """Return a date in the grammatical form that a sentence or a list needs."""
    weekday = format_date(when, "EEEE", locale=voice.language)
    # As strings: Fluent would group the digits of a year ("2 024").
    return voice(
        form,
        year=str(when.year),
        month=when.month,
        month_two=f"{when:%m}",
        day=str(when.day),
        day_two=f"{when:%d}",
        weekday=weekday,
    )


def time_of_day(voice: Voice, when: time | datetime) -> str:
    return voice("time", hours=f"{when:%H}", minutes=f"{when:%M}")


def moment(voice: Voice, event: Event, when: datetime) -> str:
    """Return a moment's date and time as the event's clocks show it."""
    local = event.local(when)
    return voice("moment", date=day(voice, "date-listed", local.date()), time=time_of_day(voice, local))


def event_day(voice: Voice, event: Event) -> str:
    """Return the event's date, with its times where they are known."""
    listed = day(voice, "date-listed", event.date)
    if event.starts and event.ends:
        return voice(
            "date-from-to", date=listed, starts=time_of_day(voice, event.starts), ends=time_of_day(voice, event.ends)
        )
    if event.starts:
        return voice("moment", date=listed, time=time_of_day(voice, event.starts))
    return voice("date-without-time", date=listed)


def deadline(voice: Voice, event: Event) -> str:
    """Return until when one can register, in words: a day, or a moment where the settings name one."""
    last_day = day(voice, "date-until", event.deadline_day)
    at_midnight = event.local(event.deadline_at).time() == time(0)
    if isinstance(event.registration_deadline, datetime) and not at_midnight:
        return voice("moment", date=last_day, time=time_of_day(voice, event.local(event.deadline_at)))
    return last_day


def date_fact(voice: Voice, event: Event) -> Fact:
    return Fact(voice("fact-date"), event_day(voice, event))


def deadline_fact(voice: Voice, event: Event) -> Fact:
    return Fact(voice("fact-deadline"), deadline(voice, event))


def venue_facts(voice: Voice, venue: Venue) -> tuple[Fact, ...]:
    """Return where it is and how to get there, as far as it is known."""
    where = f"{voice.of(venue.name)}, {voice.of(venue.address)}"
    facts = [Fact(voice("fact-venue"), where, str(venue.map_link) if venue.map_link else None)]
    if venue.directions:
        facts.append(Fact(voice("fact-directions"), voice.of(venue.directions)))
    return tuple(facts)


def place(voice: Voice, venue: Venue) -> Place | None:
    """Return the venue as a point on the map, where its coordinates are known."""
    if venue.coordinates is None:
        return None
    return Place(voice.of(venue.name), voice.of(venue.address), *venue.coordinates)


def programme_facts(voice: Voice, event: Event) -> tuple[Fact, ...]:
    """Return the programme, a line for each item, as far as it is known."""
    return tuple(
        Fact(
            time_of_day(voice, item.at),
            f"{voice.of(item.title)} ({voice.of(item.speaker)})" if item.speaker else voice.of(item.title),
        )
        for item in event.programme
    )


def full_title(voice: Voice, event: Event) -> str:
    title = voice.of(event.title)
    return f"{title}: {voice.of(event.subtitle)}" if event.subtitle else title
