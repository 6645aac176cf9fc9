"""An event as a calendar entry (RFC 5545), published or withdrawn by its organiser (RFC 5546)."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import icalendar

from conference.content import CalendarFile
from conference.event import Event

RIGA = "Europe/Riga"

# Latvia has kept the European Union's summer time in every year since 2001. Two yearly rules say so in full; a
# generated table of single changes would end somewhere, and Exchange refuses one that mixes RDATE and RRULE.
RIGA_TIME_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Riga
BEGIN:DAYLIGHT
DTSTART:20010325T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
TZNAME:EEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20011028T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
TZNAME:EET
END:STANDARD
END:VTIMEZONE
"""


ONES_OWN = re.compile(rb"^(DTSTAMP|LAST-MODIFIED|SEQUENCE|UID):[^\r]*", re.MULTILINE)
"""What differs from person to person: whole lines, short and ASCII, so that putting others in folds nothing anew."""


def event_calendar(
    event: Event,
    *,
    registration_id: int,
    sequence: int,
    now: datetime,
    language: str,
    organiser_address: str,
    cancelled: bool = False,
) -> CalendarFile:
    """Return the event as one person's calendar entry, or its withdrawal when *cancelled*.

    A calendar finds the entry again by event and registration, whoever has that, and replaces it when *sequence* is
    higher. The method is PUBLISH or CANCEL, never REQUEST: people answer in the bot, and an ATTENDEE would let
    calendars ask once more.
    """
    method = "CANCEL" if cancelled else "PUBLISH"
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode()
    body = form(Itself(event), method, language, organiser_address) % {
        b"UID": f"{event.key}.{registration_id}@kopa".encode(),
        b"SEQUENCE": b"%d" % sequence,
        b"DTSTAMP": stamp,
        b"LAST-MODIFIED": stamp,
    }
    return CalendarFile(f"{event.key}.ics", method, body)


class Itself:
    """An event as a key, equal to nothing but itself: it has no hash, for its texts are mappings."""

    def __init__(self, event: Event) -> None:
        self.event = event

    def __hash__(self) -> int:
        return id(self.event)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.event is other.event


@lru_cache(maxsize=64)
def form(event: Itself, method: str, language: str, organiser_address: str) -> bytes:
    """Return everybody's entry, with a blank to fill (%) in each line that is a person's own."""
    entry = everybodys(event.event, method, language, organiser_address)
    body: bytes = in_calendar(entry, event.event, method).to_ical()
    return ONES_OWN.sub(rb"\1:%(\1)b", body.replace(b"%", b"%%"))


def everybodys(event: Event, method: str, language: str, organiser_address: str) -> icalendar.Event:
    """Return the entry with lines of nobody's where each person has their own."""
    cancelled = method == "CANCEL"
    entry = described(event, language)
    entry.add("uid", "nobody")
    entry.add("sequence", 0)
    entry.add("dtstamp", event.deadline_at)
    entry.add("last-modified", event.deadline_at)
    entry.add("organizer", organiser(event, language, organiser_address))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    return entry


def in_calendar(entry: icalendar.Event, event: Event, method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Kopa//Conference registration//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if event.starts and event.time_zone.key == RIGA:
        calendar.add_component(icalendar.Timezone.from_ical(RIGA_TIME_ZONE))
    calendar.add_component(entry)
    return calendar


def described(event: Event, language: str) -> icalendar.Event:
    """Return an entry that says what, when and where."""
    entry = icalendar.Event()
    entry.add("summary", event.title.in_language(language))
    add_times(entry, event)
    venue = event.venue
    entry.add("location", f"{venue.name.in_language(language)}, {venue.address.in_language(language)}")
    if venue.coordinates:
        entry.add("geo", venue.coordinates)
    entry.add("description", description(event, language))
    return entry


def add_times(entry: icalendar.Event, event: Event) -> None:
    """Say when it is, and no more than is known."""
    if event.starts_at is None:
        entry.add("dtstart", event.date)
        # An all-day entry ends before its DTEND (RFC 5545, 3.6.1).
        entry.add("dtend", event.date + timedelta(days=1))
        return
    entry.add("dtstart", shown(event, event.starts_at))
    # Without an end the entry has no length and shows where the conference starts. A made-up length would be
    # taken for a promise: people plan their bus home by it.
    if event.ends:
        entry.add("dtend", shown(event, event.ends_at))


def shown(event: Event, moment: datetime) -> datetime:
    """Return *moment* in the event's zone where the file describes that zone, else as it is, in UTC."""
    return event.local(moment) if event.time_zone.key == RIGA else moment


def description(event: Event, language: str) -> str:
    """Return what the event is, how to get there and whom to ask, as far as the settings know."""
    venue, contact = event.venue, event.contact
    texts = (event.subtitle, event.description, venue.directions)
    paragraphs = [text.in_language(language) for text in texts if text]
    if venue.map_link:
        paragraphs.append(str(venue.map_link))
    paragraphs.append(", ".join(filter(None, (contact.name.in_language(language), contact.email, contact.phone))))
    return "\n\n".join(paragraphs)


def organiser(event: Event, language: str, address: str) -> icalendar.vCalAddress:
    """Return whose entry it is: the contact's name and the address that calendars may write to."""
    calendar_address = icalendar.vCalAddress(f"mailto:{address}")
    calendar_address.params["CN"] = event.contact.name.in_language(language)
    return calendar_address
