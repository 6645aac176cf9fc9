from datetime import UTC, datetime

from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus, NoticeKind
from rehearsal.ledger import Entry, Evidence
from rehearsal.mailbox import Letter
from rehearsal.telegram import LocalTelegram, ShownMessage

NOW = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)
ANNA = 7


def an_entry(entry_id=1, channel=ChannelName.TELEGRAM, status=DeliveryStatus.SENT, external_id="1"):
    return Entry(entry_id, ANNA, channel, "cesis-2024", NoticeKind.REMINDER, "day-before", status, external_id)


def evidence(*entries, texts=(), letters=()):
    phone = LocalTelegram().phone(ANNA)
    for number, text in enumerate(texts, start=1):
        phone._chat.show(ShownMessage(number, from_bot=True, kind="text", at=NOW, text=text))
    return Evidence(entries, {ANNA: phone}, letters)


def a_letter(message_id="<kopa.1.1@example.org>"):
    return Letter("kopa@example.org", ("anna@example.org",), f"Message-ID: {message_id}\r\n\r\n".encode(), NOW)


def test_what_arrived_once_is_no_fault():
    by_email = an_entry(2, ChannelName.EMAIL, external_id="<kopa.1.1@example.org>")
    assert evidence(an_entry(), by_email, texts=["Rīt"], letters=[a_letter()]).faults() == []


def test_the_same_words_twice_without_a_delivery_are_a_fault():
    assert evidence(an_entry(), texts=["Rīt", "Rīt"]).faults() == [
        "day-before arrived 2 times by telegram (delivery 1)"
    ]


def test_two_notices_may_have_the_same_words():
    assert evidence(an_entry(1), an_entry(2, external_id="2"), texts=["Rīt", "Rīt"]).faults() == []


def test_what_never_arrived_is_a_fault():
    assert evidence(an_entry()).faults() == ["day-before arrived 0 times by telegram (delivery 1)"]


def test_what_was_given_up_is_a_fault_and_what_was_missed_is_none():
    dead, missed = (
        an_entry(1, status=DeliveryStatus.DEAD, external_id=None),
        an_entry(2, status=DeliveryStatus.MISSED, external_id=None),
    )
    assert evidence(dead, missed).faults() == ["day-before is dead by telegram (delivery 1)"]


def test_a_letter_that_nobody_sent_is_a_fault():
    assert evidence(letters=[a_letter()]).faults() == ["the mailbox has 1 letters, the ledger says 0"]
