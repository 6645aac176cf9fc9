from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from conference import notices
from conference.announcements.announcement import Words
from conference.content import (
    Action,
    Attachment,
    CalendarFile,
    Content,
    Fact,
    Media,
    MediaKind,
    Place,
    Poll,
    Written,
)
from conference.notices import Occasion
from conference.registration import Attendance, Registration, RegistrationStatus
from conference.texts import Voice
from tests.conference.example_event import an_event

LINK = "https://t.me/kopa_bot?start=example-2024"
MAP = "https://maps.example.org/hall"
VENUE = {
    "name": "Concert Hall",
    "address": "Raunas iela 12",
    "latitude": 57.3,
    "longitude": 25.3,
    "map_link": MAP,
    "directions": "Five minutes from the station",
}
CALENDAR = CalendarFile("example-2024.ics", "PUBLISH", b"BEGIN:VCALENDAR")
FACTS = (
    Fact("Date and time", "Friday 14 June 2024, 10:00–16:00"),
    Fact("Venue", "Concert Hall, Raunas iela 12", MAP),
    Fact("How to get there", "Five minutes from the station"),
)
PLACE = Place("Concert Hall", "Raunas iela 12", 57.3, 25.3)
FOOTER = (
    "You receive this message because you registered for the conference “Example” or showed interest in it.",
    "Questions: Rīkotāji, conference@example.org.",
)
MAP_ACTION = Action("Map", link=MAP)
NOT_COMING = Action("I can’t come", "notcoming:example-2024::", "https://t.me/kopa_bot?start=notcoming_example-2024")

MAY = datetime(2024, 5, 20, 7, tzinfo=UTC)
DAY_BEFORE = datetime(2024, 6, 13, 7, tzinfo=UTC)
ON_THE_DAY = datetime(2024, 6, 14, 4, 30, tzinfo=UTC)
AFTERWARDS = datetime(2024, 6, 14, 13, tzinfo=UTC)


def an_occasion(now: datetime, **changes: Any) -> Occasion:
    return Occasion(Voice("en"), an_event(**({"venue": VENUE} | changes)), now, LINK)


def a_registration(**changes: Any) -> Registration:
    row = {
        "id": 1,
        "person_id": 1,
        "event": "example-2024",
        "answers": {"name": "Anna <b>Kalniņa</b>"},
        "status": RegistrationStatus.REGISTERED,
        "attendance": Attendance.UNANSWERED,
        "calendar_sequence": 0,
        "consent_version": "1",
        "consented_at": MAY,
        "registered_at": MAY,
        "updated_at": MAY,
    }
    return Registration(**(row | changes))


def the_rule(occasion: Occasion, key: str) -> Any:
    rule = occasion.event.rule(key)
    assert rule is not None
    return rule


def test_a_registration_is_confirmed_with_facts_place_and_calendar():
    assert notices.registered(an_occasion(MAY), a_registration(), CALENDAR) == Content(
        title="Registration received",
        paragraphs=("Thank you. Your registration for the conference “Example” has been received and confirmed.",),
        facts=(Fact("Name", "Anna <b>Kalniņa</b>"), *FACTS),
        closing=(
            (
                "We will send you a reminder before the conference. If you cannot come, please cancel your "
                "registration so that somebody else can have your place."
            ),
        ),
        actions=(Action("My registration", "show:example-2024::", LINK), MAP_ACTION),
        place=PLACE,
        calendar=CALENDAR,
        footer=FOOTER,
    )


def test_a_change_is_confirmed_without_pinning_the_place_again():
    assert notices.changed(an_occasion(MAY), a_registration(), CALENDAR) == Content(
        title="Registration changed",
        paragraphs=("The changes to your registration for the conference “Example” have been saved.",),
        facts=(Fact("Name", "Anna <b>Kalniņa</b>"), *FACTS),
        actions=(Action("My registration", "show:example-2024::", LINK), MAP_ACTION),
        calendar=CALENDAR,
        footer=FOOTER,
    )


def test_a_cancellation_says_until_when_one_can_return():
    assert notices.cancelled(an_occasion(MAY), CALENDAR) == Content(
        title="Registration cancelled",
        paragraphs=("Your registration for the conference “Example” has been cancelled.",),
        closing=("If you change your mind, you can register again until 7 June 2024.",),
        actions=(Action("Register again", "open:example-2024::", LINK),),
        calendar=CALENDAR,
        footer=FOOTER,
    )


def test_a_cancellation_after_the_deadline_offers_no_return():
    said = notices.cancelled(an_occasion(DAY_BEFORE), CALENDAR)
    assert (said.closing, said.actions) == ((), ())


def test_the_day_before_registrants_learn_where_and_are_asked_whether_they_come():
    occasion = an_occasion(DAY_BEFORE)
    rule = the_rule(occasion, "day-before")
    assert notices.reminder(occasion, rule, a_registration(), started=False) == Content(
        title="“Example” on 14 June 2024",
        paragraphs=(
            (
                "We would like to remind you that you are registered for the conference “Example”. "
                "We look forward to seeing you."
            ),
        ),
        facts=FACTS,
        closing=("Please let us know whether you are coming.",),
        actions=(
            Action("I’m coming", "coming:example-2024::", "https://t.me/kopa_bot?start=coming_example-2024"),
            NOT_COMING,
            MAP_ACTION,
        ),
        place=PLACE,
        footer=FOOTER,
    )


def test_who_said_to_be_coming_is_not_asked_again():
    occasion = an_occasion(DAY_BEFORE)
    coming = a_registration(attendance=Attendance.COMING)
    said = notices.reminder(occasion, the_rule(occasion, "day-before"), coming, started=False)
    assert said.closing == ("You have told us that you are coming.",)
    assert said.actions == (NOT_COMING, MAP_ACTION)


def test_on_the_day_a_reminder_says_today_whatever_its_rule():
    occasion = an_occasion(ON_THE_DAY)
    said = notices.reminder(occasion, the_rule(occasion, "day-before"), a_registration(), started=False)
    assert said.title == "Today: “Example”"
    assert said.paragraphs == (
        "The conference “Example”, for which you are registered, takes place today. We look forward to seeing you.",
    )


def test_a_notice_after_the_event_thanks_and_asks_nothing():
    rules = [{"key": "thanks", "audience": ["registered"], "anchor": "end", "hours": 1}]
    rules[0]["useless_after"] = {"anchor": "end", "days": 1, "at": "12:00"}
    occasion = an_occasion(AFTERWARDS, reminders=rules)
    said = notices.reminder(occasion, the_rule(occasion, "thanks"), a_registration(), started=False)
    assert said == Content(
        title="After the conference “Example”",
        paragraphs=("Thank you for taking part.",),
        facts=FACTS,
        footer=FOOTER,
    )


@pytest.mark.parametrize(
    ("started", "text", "button"),
    [
        (
            True,
            (
                "Your registration for the conference “Example” is not finished yet. Your answers have been saved, and "
                "you can continue where you stopped."
            ),
            "Continue",
        ),
        (
            False,
            (
                "You looked at the conference “Example”, but have not begun to register. If you would like to "
                "take part, please register. It takes about two minutes."
            ),
            "Register",
        ),
    ],
)
def test_before_the_deadline_people_are_told_what_is_left_to_do(started: bool, text: str, button: str):
    occasion = an_occasion(MAY)
    assert notices.reminder(occasion, the_rule(occasion, "last-day"), None, started=started) == Content(
        title="Registration for the conference is open until 7 June 2024",
        paragraphs=(text,),
        facts=FACTS,
        actions=(
            Action(button, "register:example-2024::", LINK),
            Action("Stop reminders", "optout:example-2024::", "https://t.me/kopa_bot?start=optout_example-2024"),
        ),
        footer=FOOTER,
    )


def test_a_rule_can_bring_its_own_text():
    own = [{"key": "own", "audience": ["registered"], "anchor": "start", "days": -2, "at": "10:00", "text": "Parking."}]
    occasion = an_occasion(DAY_BEFORE, reminders=own)
    assert notices.reminder(occasion, the_rule(occasion, "own"), a_registration(), started=False).paragraphs == (
        "Parking.",
    )


def test_an_event_without_times_or_coordinates_says_what_is_known():
    bare = {"name": "Concert Hall", "address": "Raunas iela 12"}
    occasion = an_occasion(MAY, starts=None, ends=None, venue=bare)
    said = notices.registered(occasion, a_registration(answers={}), CALENDAR)
    assert said.facts == (
        Fact("Date and time", "Friday 14 June 2024 (the starting time will be announced)"),
        Fact("Venue", "Concert Hall, Raunas iela 12"),
    )
    assert said.place is None


def test_the_footer_names_organisers_contact_and_financing():
    occasion = an_occasion(MAY, organisers=["Cēsis", "Dardedze"], financing="Paid by the fund.")
    assert notices.footer(occasion) == (
        FOOTER[0],
        "The conference is organised by: Cēsis, Dardedze.",
        FOOTER[1],
        "Paid by the fund.",
    )


def test_on_the_last_day_the_title_says_so():
    occasion = an_occasion(datetime(2024, 6, 7, 6, tzinfo=UTC))
    said = notices.reminder(occasion, the_rule(occasion, "last-day"), None, started=True)
    assert said.title == "Today is the last day to register"


WORDS = Words("For {name}", Written("<b>{name}</b>, {field}: {venue}"))
ASK = Action("Ask a question", "ask:example-2024::")
FILE = Media(MediaKind.DOCUMENT, "file-1", "programme.pdf", "application/pdf", 2_000)


def test_an_announcement_is_what_was_written_filled_for_its_reader():
    occasion = an_occasion(MAY)
    assert notices.announcement(occasion, WORDS, a_registration(answers={"name": "Anna & Co"})) == Content(
        title="For Anna & Co",
        actions=(ASK,),
        written=Written("<b>Anna &amp; Co</b>, —: Concert Hall"),
        footer=notices.footer(occasion),
    )


def test_an_announcement_without_a_subject_is_named_after_its_event():
    said = notices.announcement(an_occasion(MAY), Words(None, Written("The hall has changed.")))
    assert said.title == "Announcement: Example"


def test_a_file_goes_with_the_emails_only():
    said, attachment = Words("News", Written("See the file.", media=FILE)), Attachment("a.pdf", "application/pdf", b"%")
    by_email = notices.announcement(an_occasion(MAY), said, attachment=attachment, by_email=True)
    in_chat = notices.announcement(an_occasion(MAY), said, attachment=attachment)
    assert (by_email.attachments, by_email.closing, by_email.actions) == ((attachment,), (), ())
    assert (in_chat.attachments, in_chat.closing, in_chat.actions) == ((), (), (ASK,))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (Written("See the file.", media=FILE), "The attachment is available in the chat with the bot in Telegram."),
        (Written(poll=Poll("Lunch?", ("Yes", "No"))), "You can answer in the chat with the bot in Telegram."),
    ],
)
def test_an_email_says_where_to_find_what_it_cannot_carry(written: Written, told: str):
    said = notices.announcement(an_occasion(MAY), Words("News", written), by_email=True)
    assert (said.closing, said.actions) == ((told,), (Action("Open Telegram", link=LINK),))
    assert notices.announcement(an_occasion(MAY), Words("News", written)).closing == ()


def test_a_correction_by_email_says_so_in_its_subject():
    said = notices.announcement(an_occasion(MAY), Words("News", Written("The hall has changed.")))
    assert notices.correction(an_occasion(MAY), said) == replace(said, title="Correction: News")
