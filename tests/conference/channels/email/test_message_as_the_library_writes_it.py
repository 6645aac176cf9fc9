"""Every message says what EmailMessage would have said: the same headers, the same parts, the same words in them."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference import notices
from conference.channels.channel import Envelope, Purpose
from conference.channels.email import message, text
from conference.content import Action, Attachment, CalendarFile, Content, Fact, Written
from conference.notices import Occasion
from conference.registration import Attendance, Registration, RegistrationStatus
from conference.texts import Voice
from tests.conference.channels.email import oracle
from tests.conference.channels.email.examples import ICS, NOW, a_content, an_envelope, some_settings
from tests.conference.example_event import an_event


def as_read(octets: bytes) -> tuple[dict[str, str], list[Any]]:
    """What a mail program finds: the headers, and the parts with their kinds, names and words."""
    letter = message_from_bytes(octets, policy=policy.default)
    assert len(letter) == len(letter.keys()) == len(set(letter.keys()))
    return {name: str(value) for name, value in letter.items()}, [as_read_part(part) for part in letter.walk()]


def as_read_part(part: EmailMessage) -> Any:
    assert part.defects == []
    if part.is_multipart():
        return part.get_content_type(), part.get_boundary(), len(part.get_payload())
    disposition = part.get_content_disposition(), part.get_filename()
    return part["Content-Type"].content_type, dict(part["Content-Type"].params), disposition, part.get_content()


def as_both_write_it(envelope: Envelope, content: Content, **settings: Any) -> list[Any]:
    arguments = envelope, content, some_settings(**settings), NOW
    return [as_read(build(*arguments)) for build in (message.build_message, oracle.build_message)]


LETTERS = st.characters(exclude_categories=("C", "Z")) | st.just(" ")
words = st.text(LETTERS, max_size=200)
some_lines = st.lists(words | st.sampled_from(["", ".", "..", "From here", "=3D =_0", "--=_1"]), max_size=4).map(
    "\n".join
)
texts = st.lists(some_lines, max_size=3).map(tuple)
links = st.none() | st.builds("https://t.example/{}".format, st.text("ab-&=?%", max_size=120))
names = st.text(LETTERS, min_size=1, max_size=120).filter(str.strip)
files = ["application/pdf", "image/jpeg", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"]
attachments = st.builds(Attachment, names, st.sampled_from(files), st.binary(max_size=200)) | st.builds(
    Attachment, names, st.just("text/csv"), words.map(str.encode)
)
contents = st.builds(
    Content,
    title=st.text(LETTERS, min_size=1, max_size=200).filter(str.strip),
    paragraphs=texts,
    facts=st.lists(st.builds(Fact, words, some_lines, links), max_size=3).map(tuple),
    closing=texts,
    actions=st.lists(st.builds(Action, words, st.none(), links), max_size=3).map(tuple),
    calendar=st.sampled_from([None, CalendarFile("e-1.ics", "CANCEL", ICS.encode() * 9)]),
    written=st.none() | st.builds(Written, some_lines.map(escape)),
    attachments=st.lists(attachments, max_size=2).map(tuple),
    footer=texts,
)
envelopes = st.builds(
    an_envelope,
    notice_id=st.integers(1, 10**9),
    person_id=st.integers(1, 10**9),
    address=st.sampled_from(["a+b.c@d.example", "jānis@skola.example"]),
    language=st.sampled_from(["lv", "en", "ru"]),
    purpose=st.sampled_from(Purpose),
    event_title=words,
    in_reply_to=st.sampled_from([None, f"<{'x' * 200}@cesis.example>"]),
)


@settings(deadline=None)
@given(envelopes, contents, st.sampled_from([None, "palidziba@cesis.example"]))
def test_whatever_is_said(envelope, content, reply_to):
    ours, theirs = as_both_write_it(envelope, content, reply_to=reply_to)
    assert ours == theirs


ANYTHING = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\0\r\n\x1b.=\u2028"), max_size=100)


@settings(deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_nothing_that_is_said_breaks_out_of_its_place(title, words, event_title):
    content = Content(title, (words,), (Fact(words, words, words),), actions=(Action(words, link=words),))
    octets = message.build_message(an_envelope(event_title=event_title), content, some_settings(), NOW)
    lines = octets.split(b"\r\n")
    assert octets.isascii()
    assert not any(line.count(b"\r") or line.count(b"\n") or line.count(b"\0") for line in lines)
    assert max(len(line) for line in lines if not line.startswith(b"List-")) <= 76
    headers, (whole, plain, html) = as_read(octets)
    assert whole[0] == "multipart/alternative"
    assert set(headers) == set(as_read(message.build_message(an_envelope(), Content("T"), some_settings(), NOW))[0])
    assert plain[3].endswith("\r\n")
    assert html[3].startswith("<!DOCTYPE html>")


LINK = "https://t.me/kopa_bot?start=example-2024"
REGISTRATION = Registration(
    id=1,
    person_id=17,
    event="example-2024",
    answers={"name": "Ilze Kalniņa-Bērziņa"},
    status=RegistrationStatus.REGISTERED,
    attendance=Attendance.UNANSWERED,
    calendar_sequence=0,
    consent_version="1",
    consented_at=NOW,
    registered_at=NOW,
    updated_at=NOW,
)
CALENDAR = CalendarFile("example-2024.ics", "PUBLISH", ICS.encode())


def every_notice(language: str) -> list[Content]:
    occasion = Occasion(Voice(language), an_event(), NOW, LINK)
    return [
        notices.registered(occasion, REGISTRATION, CALENDAR),
        notices.changed(occasion, REGISTRATION, CALENDAR),
        notices.cancelled(occasion, CALENDAR),
        *(
            notices.reminder(occasion, rule, registration, started=started)
            for rule in occasion.event.reminders
            for registration in (REGISTRATION, None)
            for started in (True, False)
        ),
    ]


@pytest.mark.parametrize("language", ["lv", "en", "ru"])
@pytest.mark.parametrize("purpose", Purpose)
def test_every_notice(language, purpose):
    for content in every_notice(language):
        ours, theirs = as_both_write_it(an_envelope(language=language, purpose=purpose), content)
        assert ours == theirs


def test_what_was_said_to_one_person_is_not_said_to_another():
    named = [a_content(paragraphs=(f"Labdien, {name}!",)) for name in ("Ilze", "Anna", "Ilze")]
    for person_id, content in enumerate(named):
        envelope = an_envelope(person_id=person_id, address=f"{person_id}@skola.example")
        ours, theirs = as_both_write_it(envelope, content)
        assert ours == theirs


def test_a_reminder_to_many_is_rendered_once(monkeypatch):
    renderings = []
    monkeypatch.setattr(message, "as_text", lambda *said: renderings.append(said) or text.as_text(*said))
    message.shared_bodies.cache_clear()
    for person_id in range(3):
        own = a_content(
            calendar=CalendarFile("e-1.ics", "PUBLISH", b"UID:%d\r\n" % person_id),
            attachments=(Attachment("a.pdf", "application/pdf", b"%d" % person_id),),
        )
        message.build_message(an_envelope(person_id=person_id), own, some_settings(), NOW)
    assert len(renderings) == 1


def test_a_confirmation_leaves_nothing_in_memory():
    message.shared_bodies.cache_clear()
    message.build_message(an_envelope(purpose=Purpose.CONFIRMATION), a_content(), some_settings(), NOW)
    assert message.shared_bodies.cache_info().currsize == 0
