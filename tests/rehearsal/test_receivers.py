from collections import Counter
from datetime import UTC, datetime
from email.message import EmailMessage
from types import SimpleNamespace

import pytest

from conference.texts import Texts
from rehearsal.cast import ANNA, PETERIS
from rehearsal.mailbox import Letter, Mailbox
from rehearsal.receivers import Receivers
from rehearsal.telegram import LocalTelegram, ShownMessage

NOW = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)
BEFORE, AFTER = "Jūsu telpa ir 24. telpa", "Jūsu telpa ir 204. telpa"


def one(person, *texts, edited=False):
    """Return somebody on whose phone the bot has said this."""
    phone = LocalTelegram().phone(person.user_id)
    for number, text in enumerate(texts, start=1):
        phone._chat.show(ShownMessage(number, from_bot=True, kind="text", at=NOW, text=text, edited=edited))
    return SimpleNamespace(person=person, phone=phone, voice=Texts(("lv",)).voice("lv"))


def letter(text, subject="Telpa", number=1, answers=""):
    message = EmailMessage()
    message["To"], message["Subject"], message["Message-ID"] = ANNA.email, subject, f"<{number}@example.org>"
    message["In-Reply-To"] = answers
    message.set_content(text)
    return Letter("kopa@example.org", (ANNA.email,), bytes(message), NOW)


def receivers(*people, letters=()):
    mailbox = Mailbox()
    mailbox.letters = list(letters)
    return Receivers(people, mailbox)


def test_who_has_it_once_has_it_as_expected():
    found = receivers(one(ANNA, BEFORE), one(PETERIS, "Labdien"), letters=[letter("Jūsu telpa\nir 24. telpa.")])
    found.expect(BEFORE, Counter([ANNA.user_id]), Counter([ANNA.user_id]))
    assert found.faults == []
    assert found.readers_of_letters() == {ANNA.user_id}


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ((), "the announcement did not come to 1 chats"),
        ((BEFORE, BEFORE), "the announcement came to 1 chats where it should not, or twice"),
    ],
)
def test_who_has_it_not_at_all_or_twice_is_a_fault(texts, fault):
    found = receivers(one(ANNA, *texts))
    found.expect(BEFORE, Counter([ANNA.user_id]), Counter())
    assert found.faults == [fault]


def test_who_has_it_and_should_not_is_a_fault():
    found = receivers(one(ANNA, BEFORE), one(PETERIS, BEFORE), letters=[letter(BEFORE)])
    found.expect(BEFORE, Counter([ANNA.user_id]), Counter())
    assert found.faults == [
        "the announcement came to 1 chats where it should not, or twice",
        "the announcement came to 1 letters where it should not, or twice",
    ]


def test_corrections_are_marked():
    letters = [letter(BEFORE), letter(AFTER, "Labojums: Telpa", 2, "<1@example.org>")]
    found = receivers(one(ANNA, AFTER, edited=True), letters=letters)
    found.expect_corrected(BEFORE, AFTER)
    assert found.faults == []


def test_corrections_that_are_not_marked_are_faults():
    found = receivers(one(ANNA, AFTER), letters=[letter(BEFORE), letter(AFTER, "Telpa", 2, "<1@example.org>")])
    found.expect_corrected(BEFORE, AFTER)
    assert found.faults == ["a corrected message is not marked as edited", "a letter is not marked as a correction"]
