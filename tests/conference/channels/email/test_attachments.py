from email import message_from_bytes, policy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conference.channels.email.attachments import attachment_part, file_name
from conference.content import Attachment


def as_read(name="a.pdf", media_type="application/pdf", body=b"%PDF"):
    part = message_from_bytes(attachment_part(Attachment(name, media_type, body)), policy=policy.default)
    assert part.defects == []
    assert [value.defects for value in part.values()] == [()] * 3
    return part


@given(st.text(st.characters(exclude_categories=("C",)), max_size=150).map(str.strip).filter(bool))
@example("Konferences programma.pdf")
@example("Kopā bērnu drošībai.pdf")
@example("ā" * 100 + ".pdf")
@example("a" * 100 + ".pdf")
@example('a"b\\c.pdf')
@example("%41*'';.pdf")
def test_every_name_arrives_as_it_was(name):
    assert as_read(name).get_filename() == name
    assert max(map(len, attachment_part(Attachment(name, "application/pdf", b"%PDF")).split(b"\r\n"))) <= 76


@given(st.text(st.characters(codec="utf-8"), min_size=1))
@example("a.pdf\r\nX-Evil: 1")
def test_no_name_breaks_out_of_its_header(name):
    assert as_read(name).keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Programma (1).pdf", 'filename="Programma (1).pdf"'),
        ("Kopā.pdf", "filename*=utf-8''Kop%C4%81.pdf"),
        ("ā" * 8, "filename*0*=utf-8''" + "%C4%81" * 6 + ";\r\n filename*1*=" + "%C4%81" * 2),
    ],
)
def test_a_name_is_plain_where_it_can_be(name, written):
    assert file_name(name) == written


@pytest.mark.parametrize(
    ("media_type", "body", "written"),
    [
        ("image/jpeg", b"", "image/jpeg"),
        ("Image/JPEG", b"", "image/jpeg"),
        ("text/plain", "ā".encode(), 'text/plain; charset="utf-8"'),
        ("text/plain", b"\xe2", "text/plain"),
        ("message/rfc822", b"", "application/octet-stream"),
        ("multipart/mixed", b"", "application/octet-stream"),
        ("", b"", "application/octet-stream"),
        ("image", b"", "application/octet-stream"),
        ("image/jpeg\r\nX-Evil: 1", b"", "application/octet-stream"),
        ("image/jpeg; name=x", b"", "application/octet-stream"),
    ],
)
def test_what_it_is_said_to_be(media_type, body, written):
    assert as_read(media_type=media_type, body=body)["Content-Type"] == written


@given(st.binary(max_size=300))
def test_every_octet_arrives(body):
    assert as_read(body=body).get_payload(decode=True) == body


def test_what_thousands_get_is_encoded_once():
    attachment_part.cache_clear()
    parts = [attachment_part(Attachment("a.pdf", "application/pdf", bytes([1, 2, 3]))) for _ in range(3)]
    assert all(part is parts[0] for part in parts)
