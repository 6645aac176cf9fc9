import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from conference.channels.channel import Purpose, RecipientUnreachableError
from conference.channels.email.message import PLAIN_ADDRESS, build_message, mailbox
from conference.content import Attachment, Content
from tests.conference.channels.email.examples import ICS, NOW, a_content, an_envelope, some_settings

LONG_TITLE = "Kopā bērnu drošībai: Cēsu pašvaldības plāns un sadarbības labā prakse bērnu drošībai " * 4
RUSSIAN = a_content(title="Конференция состоится завтра", paragraphs=("Здравствуйте, " * 40,), calendar=None)
MINUTES = Attachment("Protokols.txt", "text/plain", "Bērnu drošībai\n".encode())
PROGRAMME = Attachment(
    "Konferences „Kopā bērnu drošībai” programma un darbnīcu saraksts, papildināts 13. jūnijā.pdf",
    "application/pdf",
    bytes(range(256)) * 9,
)
EVERY_CONTENT = {
    "whole": a_content(),
    "bare": Content("Apstiprinājums"),
    "English": Content("Reminder", ("The conference is tomorrow.",), footer=("From the organisers.",)),
    "Russian": RUSSIAN,
    "attached": a_content(attachments=(MINUTES, PROGRAMME)),
    "long": a_content(title=LONG_TITLE, paragraphs=("a" * 3000, "ā" * 3000, "\n.\n..\nFrom here\n" * 30)),
}
EVERY_ENVELOPE = {
    "confirmation": an_envelope(purpose=Purpose.CONFIRMATION),
    "reminder": an_envelope(in_reply_to="<kopa.3.17@cesis.example>"),
    "announcement": an_envelope(purpose=Purpose.ANNOUNCEMENT, event_title=LONG_TITLE, language="en"),
}


def raw(envelope=None, content=None, **settings):
    return build_message(envelope or an_envelope(), content or a_content(), some_settings(**settings), NOW)


def parsed(*args, **settings):
    return message_from_bytes(raw(*args, **settings), policy=policy.default)


def header_lines(octets):
    return octets.partition(b"\r\n\r\n")[0].split(b"\r\n")


@pytest.fixture(params=EVERY_ENVELOPE)
def envelope(request):
    return EVERY_ENVELOPE[request.param]


@pytest.fixture(params=EVERY_CONTENT)
def content(request):
    return EVERY_CONTENT[request.param]


def test_another_parser_finds_nothing_wrong_anywhere(envelope, content):
    message = parsed(envelope, content)
    assert [part.defects for part in message.walk() if part.defects] == []
    assert [(name, value.defects) for part in message.walk() for name, value in part.items() if value.defects] == []
    assert message["Subject"] == " ".join(content.title.split())
    assert message["To"].addresses[0].addr_spec == envelope.address


def test_the_wire_is_7_bit_with_crlf_and_short_lines(envelope, content):
    octets = raw(envelope, content)
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert b"\r" not in octets.replace(b"\r\n", b"")
    assert max(map(len, octets.split(b"\r\n"))) < 998
    assert octets.isascii()


def test_encoded_words_and_bodies_keep_to_76_octets(envelope, content):
    whole = (b"list-", b"message-id", b"in-reply-to", b"references")
    folded = [line for line in raw(envelope, content).split(b"\r\n") if not line.lower().startswith(whole)]
    assert max(map(len, folded)) <= 76


def test_the_same_delivery_is_the_same_octets():
    assert raw() == raw()


def test_the_headers_of_a_reminder():
    message = parsed(an_envelope(in_reply_to="<kopa.3.17@cesis.example>"), reply_to="palidziba@cesis.example")
    assert {name: str(value) for name, value in message.items()} == {
        "From": "Konferences „Kopā” rīkotāji <konference@cesis.example>",
        "To": "ilze.kalnina@skola.example",
        "Reply-To": "palidziba@cesis.example",
        "Subject": "Konference „Kopā bērnu drošībai” notiks rīt",
        "Date": "Thu, 13 Jun 2024 07:00:00 +0000",
        "Message-ID": "<kopa.31.17@cesis.example>",
        "In-Reply-To": "<kopa.3.17@cesis.example>",
        "References": "<kopa.3.17@cesis.example>",
        "Auto-Submitted": "auto-generated",
        "List-Id": '"Kopa bernu drosibai" <cesis-2024.cesis.example>',
        "List-Unsubscribe": "<mailto:palidziba@cesis.example?subject=unsubscribe%20cesis-2024%2017>",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/mixed; boundary="=_0_kopa.31.17"',
        "Content-Language": "lv",
    }


@pytest.mark.parametrize("own", ["sender", "reply_to"])
def test_our_own_addresses_are_written_in_every_message_so_they_are_ascii_before_the_at(own):
    with pytest.raises(ValidationError, match="ASCII letters only before the @"):
        some_settings(**{own: "jānis@cesis.example"})
    assert some_settings(**{own: "janis@cēsis.example"})


def test_a_confirmation_is_no_list_mail():
    names = set(parsed(an_envelope(purpose=Purpose.CONFIRMATION)))
    assert not names & {"List-Id", "List-Unsubscribe", "Precedence", "In-Reply-To", "References", "Reply-To"}


def test_only_an_announcement_is_bulk():
    bulk = [purpose for purpose in Purpose if parsed(an_envelope(purpose=purpose))["Precedence"] == "bulk"]
    assert bulk == [Purpose.ANNOUNCEMENT]


def test_headers_for_machines_are_whole_and_unencoded_however_long():
    envelope = an_envelope(event_title=LONG_TITLE, in_reply_to=f"<{'x' * 200}@cesis.example>")
    lines = header_lines(raw(envelope, sender=f"{'k' * 60}@{'cesis.' * 10}example"))
    for name in (b"List-Id", b"List-Unsubscribe", b"In-Reply-To", b"References", b"Message-ID"):
        (line,) = (line for line in lines if line.startswith(name + b": "))
        assert b"=?" not in line
        assert line.endswith(b">")


def test_a_title_that_ascii_cannot_say_leaves_the_list_its_key():
    assert parsed(an_envelope(event_title="Вместе"))["List-Id"] == "<cesis-2024.cesis.example>"


def test_a_title_breaks_out_of_no_header():
    title = 'Rīt"\\\r\nBcc: everybody@example.com'
    message = parsed(an_envelope(event_title=title), a_content(title=title))
    assert message["Subject"] == 'Rīt"\\ Bcc: everybody@example.com'
    assert message["List-Id"] == '"Rit Bcc: everybody@example.com" <cesis-2024.cesis.example>'
    assert message["Bcc"] is None


def test_the_sender_is_named_in_the_persons_language():
    assert str(parsed(an_envelope(language="en"))["From"]) == "Conference organisers <konference@cesis.example>"


def test_bodies_are_alternatives_and_the_calendar_is_attached():
    message = parsed()
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "cesis-2024.ics"
    assert attachment["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH", "name": "cesis-2024.ics"}
    assert attachment["Content-Transfer-Encoding"] == "base64"
    assert attachment.get_payload(decode=True) == ICS.encode()


def test_files_stand_beside_the_bodies_behind_the_calendar():
    message = parsed(content=a_content(attachments=(MINUTES, PROGRAMME)))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds[:2] == ["multipart/mixed", "multipart/alternative"]
    assert kinds[4:] == ["text/calendar", "text/plain", "application/pdf"]
    found = [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]
    assert found == [("cesis-2024.ics", ICS.encode()), (MINUTES.name, MINUTES.body), (PROGRAMME.name, PROGRAMME.body)]
    assert {part.get_content_disposition() for part in message.iter_attachments()} == {"attachment"}


def test_a_file_needs_no_calendar():
    message = parsed(content=a_content(calendar=None, attachments=(PROGRAMME,)))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]


def test_both_bodies_say_the_same():
    message = parsed()
    html = re.sub(r"<[^>]*>", "", message.get_body(("html",)).get_content().partition("<body")[2])
    text = message.get_body(("plain",)).get_content()
    for said in ("notiks rīt", "Ilze Kalniņa!", "14.06.2024.", "Raunas iela 12", "Nevarēšu", "pašvaldība."):
        assert said in html
        assert said in text


def test_an_address_outside_ascii_stands_in_its_headers_as_it_is():
    octets = raw(an_envelope(address="jānis@skola.example"))
    assert "To: jānis@skola.example".encode() in header_lines(octets)
    assert octets.partition(b"\r\n\r\n")[2].isascii()


@pytest.mark.parametrize("address", ["", "ilze", "ilze@", "a@b.lv, c@d.lv", "a@b.lv\r\nRCPT TO:<c@d.lv>", "<a@b.lv>"])
def test_what_is_no_single_address_reaches_nobody(address):
    with pytest.raises(RecipientUnreachableError) as error:
        mailbox(address)
    assert str(error.value) == "not an e-mail address"
    assert error.value.__suppress_context__, "a traceback would show the address"


@pytest.mark.parametrize(
    ("address", "on_the_wire"),
    [
        ("Ilze@Skola.Example", "Ilze@skola.example"),
        ("ilze@cēsis.example", "ilze@xn--csis-bva.example"),
        ("jānis@cēsis.example", "jānis@cēsis.example"),
    ],
)
def test_an_address_is_ascii_where_it_can_be(address, on_the_wire):
    assert mailbox(address) == on_the_wire


@settings(deadline=None)
@given(
    st.from_regex(PLAIN_ADDRESS, fullmatch=True)
    | st.builds("{}@{}".format, st.text("aZ.-+_9"), st.text("az.-9"))
    | st.builds("a@{}{}".format, st.sampled_from(["", "b."]), st.sampled_from(SPECIAL_USE_DOMAIN_NAMES))
)
@example(f"{'a' * 70}@skola.example")
@example(f"a@{'a' * 70}.example")
def test_an_address_that_looks_plain_is_what_the_validator_makes_of_it(address):
    try:
        expected = validate_email(address, check_deliverability=False, globally_deliverable=False).ascii_email
    except EmailNotValidError:
        expected = None
    try:
        assert mailbox(address) == expected
    except RecipientUnreachableError:
        assert expected is None


@pytest.mark.parametrize("length", range(1, 70))
def test_no_space_is_lost_wherever_a_header_is_broken(length):
    words = f"Сегодня: {'я' * length} ради безопасности детей и ещё одно слово"
    octets = raw(content=a_content(title=words), sender_name={"lv": words})
    # The policy's own parser adds spaces between encoded words; this one does as RFC 2047 says.
    headers = message_from_bytes(octets)
    assert str(make_header(decode_header(headers["Subject"]))) == words
    assert str(make_header(decode_header(headers["From"]))) == f"{words} <konference@cesis.example>"
