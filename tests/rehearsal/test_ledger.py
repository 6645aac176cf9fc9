from datetime import UTC, datetime

import pytest

from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus, NoticeKind
from rehearsal.ledger import Entry, Evidence
from rehearsal.mailbox import Letter
from rehearsal.telegram import LocalTelegram, ShownMessage

NOW = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)
ANNA, PETERIS, ORGANISER = 7, 8, 9


def an_entry(entry_id=1, channel=ChannelName.TELEGRAM, status=DeliveryStatus.SENT, external_id="1"):
    return Entry(entry_id, ANNA, channel, "cesis-2024", NoticeKind.REMINDER, "day-before", status, external_id)


def announced(entry_id=1, kind=NoticeKind.ANNOUNCEMENT, external_id="1", original=None):
    sent = DeliveryStatus.SENT
    return Entry(entry_id, ANNA, ChannelName.TELEGRAM, "cesis-2024", kind, "a1", sent, external_id, original)


def a_phone(*texts, user_id=ANNA, **looks):
    phone = LocalTelegram().phone(user_id)
    for number, text in enumerate(texts, start=1):
        phone._chat.show(ShownMessage(number, from_bot=True, kind="text", at=NOW, text=text, **looks))
    return phone


def evidence(*entries, texts=(), letters=(), meant=(), others=(), **looks):
    phones = {ANNA: a_phone(*texts, **looks)} | {phone.user_id: phone for phone in others}
    return Evidence(entries, phones, letters, frozenset(meant), frozenset({ORGANISER}))


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


def test_what_is_announced_to_whom_it_is_meant_for_is_no_fault():
    writes_it = a_phone("Cita telpa", user_id=ORGANISER)
    assert evidence(announced(), texts=["Cita telpa"], meant=[ANNA], others=[writes_it]).faults() == []


def test_what_is_announced_to_others_is_a_fault():
    assert evidence(announced(), texts=["Cita telpa"]).faults() == [
        "announcement is meant for others by telegram (delivery 1)"
    ]


def test_an_announcement_in_the_chat_of_somebody_else_without_a_delivery_is_a_fault():
    stray = a_phone("Cita telpa", user_id=PETERIS)
    looks = {"texts": ["Labota telpa"], "edited": True, "earlier": ("Cita telpa",)}
    assert evidence(announced(), meant=[ANNA], others=[stray], **looks).faults() == [
        "what was announced stands 1 times in chats of others"
    ]


@pytest.mark.parametrize(
    ("kind", "looks"),
    [
        (NoticeKind.CORRECTION, {"edited": True, "earlier": ("Cita telpa",)}),
        (NoticeKind.PINNING, {"pinned": True}),
    ],
)
def test_what_follows_up_changes_the_message_itself(kind, looks):
    both = announced(), announced(2, kind, None, original="1")
    assert evidence(*both, texts=["Labota telpa"], meant=[ANNA], **looks).faults() == []
    assert evidence(*both, texts=["Labota telpa"], meant=[ANNA]).faults() == [
        f"{kind} arrived 0 times by telegram (delivery 2)"
    ]


def test_what_was_taken_back_is_gone():
    taken_back = announced(2, NoticeKind.RETRACTION, None, original="1")
    found = evidence(taken_back, texts=["Cita telpa"], meant=[ANNA])
    assert found.received(taken_back) == 0
    found.phones[ANNA]._chat.hide(1)
    assert found.received(taken_back) == 1
