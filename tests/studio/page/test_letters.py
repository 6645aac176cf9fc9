from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from rehearsal.mailbox import Letter
from studio.page.letters import Attachment, Line, fits, listed, opened

AT = datetime(2024, 6, 13, 7, tzinfo=UTC)


def letter(subject: str = "Pieteikums saņemts", to: str = "Anna Bērziņa <anna@example.org>") -> Letter:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Kopā <kopa@example.org>", to, subject
    message.set_content("Paldies.\n")
    message.add_alternative("<p>Paldies.</p>", subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="kopā.ics")
    return Letter("kopa@example.org", ("anna@example.org",), message.as_bytes(), AT)


def test_a_letter_as_it_is_opened():
    one = opened(3, letter())
    assert (one.number, one.subject, one.sender, one.to, one.at, one.text, one.html.strip()) == (
        3,
        "Pieteikums saņemts",
        "Kopā <kopa@example.org>",
        "Anna Bērziņa <anna@example.org>",
        AT,
        "Paldies.",
        "<p>Paldies.</p>",
    )
    assert "Subject: Pieteikums saņemts" in one.headers.splitlines()
    assert one.files == (Attachment("kopā.ics", "text/calendar", b"BEGIN:VCALENDAR"),)


def test_the_list_says_what_was_not_read():
    assert listed([(1, letter()), (0, letter())], {0}) == [
        Line(1, "Anna Bērziņa <anna@example.org>", "Pieteikums saņemts", AT, is_read=False),
        Line(0, "Anna Bērziņa <anna@example.org>", "Pieteikums saņemts", AT, is_read=True),
    ]


@pytest.mark.parametrize(
    ("words", "found"), [("", True), ("BĒRZIŅA", True), ("saņemts anna@", True), ("pēteris", False)]
)
def test_letters_are_searched_by_receiver_and_subject(words: str, found: bool):
    assert fits(letter(), words) is found
