import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.calendar import event_calendar
from tests.conference.example_event import an_event

NOW = datetime(2024, 5, 20, 6, 30, tzinfo=UTC)
TITLE = "Kopā bērnu drošībai: Cēsu pašvaldības plāns un sadarbības labā prakse; bērnu „drošība”, \\ un labbūtība"


def a_conference(**changes):
    """The Cēsis conference, its time unknown unless *changes* say it."""
    details = {
        "key": "cesis-2024",
        "title": {"lv": TITLE, "en": "Together for the safety of children"},
        "description": {"lv": "Konference profesionāļiem.\nDalība ir bez maksas.", "en": "For professionals."},
        "contact": {"name": 'Cēsu novads, "Sociālais dienests"', "email": "konference@cesis.example"},
        "venue": {
            "name": "Cēsu koncertzāle",
            "address": "Raunas iela 12, Cēsis, LV-4101",
            "latitude": 57.3119,
            "longitude": 25.2711,
            "map_link": "https://osm.example/?mlat=57.3119&mlon=25.2711",
        },
        "starts": None,
        "ends": None,
    }
    return an_event(**(details | changes))


def calendar_of(event, **changes):
    arguments = {
        "registration_id": 17,
        "sequence": 0,
        "now": NOW,
        "language": "lv",
        "organiser_address": "konference@cesis.example",
    }
    return event_calendar(event, **(arguments | changes))


def entry_of(event, **changes):
    """The entry as another program reads it, its times through the file's own VTIMEZONE."""
    return vobject.readOne(calendar_of(event, **changes).body.decode()).vevent


def properties(body):
    """The names of the content lines, after checking them by the letter of RFC 5545, 3.1."""
    lines = body.split(b"\r\n")
    assert lines.pop() == b"", "the last line ends like the others"
    assert all(b"\r" not in line and b"\n" not in line for line in lines)
    assert max(map(len, lines)) <= 75, "octets, not characters"
    for line in lines:
        line.decode()  # a letter is never cut in two
    unfolded = body.decode().replace("\r\n ", "").splitlines()
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]*))*:", line) for line in unfolded)
    return [re.split("[;:]", line)[0] for line in unfolded]


def test_a_day_without_a_known_time_is_an_all_day_entry():
    entry = entry_of(a_conference())
    assert (entry.dtstart.value, entry.dtend.value) == (date(2024, 6, 14), date(2024, 6, 15))
    assert "VTIMEZONE" not in calendar_of(a_conference()).body.decode()


def test_ten_in_riga_in_june_is_seven_in_utc():
    entry = entry_of(a_conference(starts=time(10), ends=time(16, 30)))
    assert b"DTSTART;TZID=Europe/Riga:20240614T100000\r\n" in calendar_of(a_conference(starts=time(10))).body
    assert entry.dtstart.value.astimezone(UTC) == datetime(2024, 6, 14, 7, tzinfo=UTC)
    assert entry.dtend.value.astimezone(UTC) == datetime(2024, 6, 14, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("year", [2024, 2031])
def test_the_files_own_time_zone_changes_its_clocks_when_riga_does(year):
    for day in (date(year, 1, 1) + timedelta(days=number) for number in range(365)):
        event = a_conference(date=day, starts=time(10), registration_deadline=day)
        assert entry_of(event).dtstart.value.astimezone(UTC) == event.starts_at, day


def test_a_start_without_an_end_invents_no_end():
    entry = entry_of(a_conference(starts=time(10)))
    assert not {"dtend", "duration"} & entry.contents.keys()


def test_another_time_zone_is_told_in_utc():
    tallinn = a_conference(starts=time(10), time_zone=ZoneInfo("Europe/Tallinn"))
    body = calendar_of(tallinn).body.decode()
    assert "DTSTART:20240614T070000Z" in body
    assert "TZID" not in body


def test_it_says_what_where_and_whom_to_ask():
    entry = entry_of(a_conference())
    assert entry.summary.value == TITLE
    assert entry.location.value == "Cēsu koncertzāle, Raunas iela 12, Cēsis, LV-4101"
    assert entry.geo.value == "57.3119;25.2711"
    assert entry.description.value == (
        "Konference profesionāļiem.\nDalība ir bez maksas.\n\n"
        "https://osm.example/?mlat=57.3119&mlon=25.2711\n\n"
        'Cēsu novads, "Sociālais dienests", konference@cesis.example'
    )


def test_it_speaks_the_persons_language():
    assert entry_of(a_conference(), language="en").summary.value == "Together for the safety of children"


def test_it_is_published_by_the_organiser_and_asks_nobody_to_answer():
    file = calendar_of(a_conference())
    entry = entry_of(a_conference())
    assert (file.file_name, file.method) == ("cesis-2024.ics", "PUBLISH")
    assert b"METHOD:PUBLISH\r\n" in file.body
    assert entry.organizer.value == "mailto:konference@cesis.example"
    assert (entry.status.value, entry.transp.value) == ("CONFIRMED", "OPAQUE")
    assert "attendee" not in entry.contents


def test_a_cancellation_withdraws_the_same_entry():
    first, last = entry_of(a_conference()), entry_of(a_conference(), sequence=1, cancelled=True)
    assert calendar_of(a_conference(), cancelled=True).method == "CANCEL"
    assert b"METHOD:CANCEL\r\n" in calendar_of(a_conference(), cancelled=True).body
    assert (last.status.value, last.transp.value) == ("CANCELLED", "TRANSPARENT")
    assert (first.uid.value, first.sequence.value) == (last.uid.value, "0")
    assert last.sequence.value == "1"


def test_the_uid_is_the_registrations_own_and_outlives_every_change():
    event = a_conference()
    moved = a_conference(date=date(2024, 6, 21), title="Cits nosaukums")
    assert entry_of(event).uid.value == entry_of(moved, language="en", now=NOW + timedelta(days=9)).uid.value
    assert entry_of(event).uid.value != entry_of(event, registration_id=18).uid.value


def test_it_says_when_it_was_made():
    entry = entry_of(a_conference())
    assert (entry.dtstamp.value, entry.last_modified.value) == (NOW, NOW)


@pytest.mark.parametrize("changes", [{}, {"starts": time(10)}, {"starts": time(10), "ends": time(16)}])
@pytest.mark.parametrize("cancelled", [False, True])
def test_every_file_keeps_to_the_letter_of_the_standard(changes, cancelled):
    names = properties(calendar_of(a_conference(**changes), cancelled=cancelled).body)
    once = {"VERSION", "PRODID", "METHOD", "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "ORGANIZER", "STATUS"}
    assert {name: names.count(name) for name in once} == dict.fromkeys(once, 1)


@settings(deadline=None)
@given(
    registration_id=st.integers(1, 2**63 - 1),
    sequence=st.integers(0, 2**31 - 1),
    now=st.datetimes(timezones=st.just(ZoneInfo("Europe/Riga"))).filter(lambda now: 1970 < now.year < 9999),
    cancelled=st.booleans(),
    language=st.sampled_from(["lv", "en"]),
)
def test_the_lines_put_in_are_those_that_the_library_writes(registration_id, sequence, now, cancelled, language):
    """For each person the file is the same octets as if icalendar had written it for them alone."""
    event = a_conference(starts=time(10), title="100 % drošībai", description="%(UID)b %s\nUID:viltots")
    file = calendar_of(
        event, registration_id=registration_id, sequence=sequence, now=now, cancelled=cancelled, language=language
    )
    rewritten = icalendar.Calendar.from_ical(file.body)
    (entry,) = rewritten.walk("VEVENT")
    for name in ("uid", "sequence", "dtstamp", "last-modified"):
        del entry[name]
    entry.add("uid", f"cesis-2024.{registration_id}@kopa")
    entry.add("sequence", sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("last-modified", now.astimezone(UTC))
    assert file.body == rewritten.to_ical()


def test_an_event_that_was_changed_is_described_anew():
    assert [entry_of(a_conference(title=title)).summary.value for title in ("Pirmais", "Otrais")] == [
        "Pirmais",
        "Otrais",
    ]
