"""A content as an e-mail message (RFC 5322, MIME). Pure: the same arguments give the same octets.

The standard library writes the headers that many messages share, once for all of them. What is a person's own is joined
to these as octets: with `EmailMessage` for each message, writing it would take ten times as long as sending it.
"""

import re
import unicodedata
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from conference.channels.channel import Envelope, Purpose, RecipientUnreachableError
from conference.channels.email.attachments import attachment_part, calendar_part, in_base64
from conference.channels.email.headers import headers_for_all
from conference.channels.email.html import as_html
from conference.channels.email.text import as_text
from conference.config import EmailSettings
from conference.content import Content

MAX_LIST_TITLE = 120
SPECIAL_ENDINGS = frozenset(name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES)
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}")


def mailbox(address: str) -> str:
    """Return *address* as it goes over the wire: in ASCII (RFC 5891) unless its local part forbids that.

    Raises RecipientUnreachableError for what is no address, or more than one.
    """
    if is_plain(address):
        return address  # the validator would say the same, at ten times the price
    try:
        valid = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise RecipientUnreachableError("not an e-mail address") from None
    return valid.ascii_email or valid.normalized


def is_plain(address: str) -> bool:
    """Return whether *address* is surely right, as most are: nothing in it that needs a closer look."""
    # All together is shorter than a label of a domain may be, so no part is too long.
    return (
        len(address) < 64
        and PLAIN_ADDRESS.fullmatch(address) is not None
        and address.rpartition(".")[2] not in SPECIAL_ENDINGS
    )


def message_id(envelope: Envelope, settings: EmailSettings) -> str:
    """Return the Message-ID: one for a notice and a person, so a repeated message is recognised as the same."""
    return f"<kopa.{envelope.notice_id}.{envelope.person_id}@{domain(settings.sender)}>"


def build_message(
    envelope: Envelope, content: Content, settings: EmailSettings, now: datetime, unsubscribe_link: str | None = None
) -> bytes:
    """Return the whole message as it is sent, with CRLF; 7-bit clean but for a recipient's address outside ASCII.

    The envelope's address is one that `mailbox` has returned.
    """
    for_all = headers_for_all(
        sender_name=settings.sender_name.in_language(envelope.language),
        sender=settings.sender,
        reply_to=settings.reply_to,
        subject=one_line(content.title),
        language=envelope.language,
    )
    for_one = "".join(f"{line}\r\n" for line in headers_for_one(envelope, settings, now, unsubscribe_link))
    return for_all + for_one.encode() + body(envelope, content)


def headers_for_one(
    envelope: Envelope, settings: EmailSettings, now: datetime, unsubscribe_link: str | None
) -> Iterator[str]:
    """Yield the headers that differ from person to person, unfolded: those that machines read must not be broken."""
    yield f"To: {envelope.address}"
    yield f"Date: {date(now.replace(microsecond=0))}"
    yield f"Message-ID: {message_id(envelope, settings)}"
    if envelope.in_reply_to:
        earlier = one_line(envelope.in_reply_to)
        yield f"In-Reply-To: {earlier}"
        yield f"References: {earlier}"
    if envelope.purpose is not Purpose.CONFIRMATION:
        yield from list_headers(envelope, settings, unsubscribe_link)


@lru_cache(maxsize=8)
def date(moment: datetime) -> str:
    """Return *moment*, of which thousands of messages share each second."""
    return format_datetime(moment)


def list_headers(envelope: Envelope, settings: EmailSettings, unsubscribe_link: str | None) -> Iterator[str]:
    """Let people leave and sort with one click (RFC 2369, RFC 2919, RFC 8058)."""
    yield f"List-Id: {list_id(envelope.event_title, f'{envelope.event_key}.{domain(settings.sender)}')}"
    subject = quote(f"unsubscribe {envelope.event_key} {envelope.person_id}")
    mail = f"<mailto:{settings.reply_to or settings.sender}?subject={subject}>"
    if unsubscribe_link:
        # The first is the one that is tried first.
        yield f"List-Unsubscribe: <{unsubscribe_link}>, {mail}"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    else:
        yield f"List-Unsubscribe: {mail}"
    if envelope.purpose is Purpose.ANNOUNCEMENT:
        yield "Precedence: bulk"


@lru_cache(maxsize=64)
def list_id(event_title: str, identity: str) -> str:
    """Return the event as a List-Id: its title as far as ASCII can say it, and its key."""
    unaccented = unicodedata.normalize("NFKD", event_title).encode("ascii", "ignore").decode()
    printable = "".join(letter for letter in one_line(unaccented) if letter.isprintable() and letter not in '\\"')
    title = one_line(printable)[:MAX_LIST_TITLE].rstrip()
    return f'"{title}" <{identity}>' if title else f"<{identity}>"


def body(envelope: Envelope, content: Content) -> bytes:
    """Return the text and its HTML as alternatives, and beside them what is attached: the calendar, then the files."""
    bodies = encoded_bodies if envelope.purpose is Purpose.CONFIRMATION else shared_bodies
    said = bodies(replace(content, place=None, calendar=None, attachments=()), envelope.event_title, envelope.language)
    # Named after the delivery; "=_" occurs in no encoded body (RFC 2045, 6.7).
    outer, inner = (f"=_{number}_kopa.{envelope.notice_id}.{envelope.person_id}" for number in (0, 1))
    attached = [
        *([calendar_part(content.calendar)] if content.calendar else ()),
        *map(attachment_part, content.attachments),
    ]
    if not attached:
        return multipart("alternative", outer, *said)
    return multipart("mixed", outer, multipart("alternative", inner, *said), *attached)


def multipart(subtype: str, boundary: str, *parts: bytes) -> bytes:
    """Return *parts* in one, each from its headers on."""
    start, between, end = (
        f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'.encode(),
        f"\r\n--{boundary}\r\n".encode(),
        f"\r\n--{boundary}--\r\n".encode(),
    )
    return start + between.join(parts) + end


def encoded_bodies(content: Content, event_title: str, language: str) -> tuple[bytes, bytes]:
    """Return the text and the HTML as parts, from their headers on."""
    return (
        encoded_body("plain", as_text(content, event_title)),
        encoded_body("html", as_html(content, event_title, language)),
    )


shared_bodies = lru_cache(maxsize=16)(encoded_bodies)
"""Most people get a reminder or an announcement in the very same words, which are encoded once. A confirmation is
somebody's own: remembering it would be of no use, and keep it in memory."""


def encoded_body(subtype: str, text: str) -> bytes:
    """Return *text* as a part in lines of at most 76 octets, encoded so that it stays short (RFC 2045, 6.7 and 6.8)."""
    octets = b"\r\n".join(text.encode().splitlines()) + b"\r\n"
    # Latvian is mostly ASCII and stays legible; Cyrillic would grow to three times its size.
    mostly_ascii = 8 * (len(octets) - len(text)) < len(octets)
    encoding, encoded = ("quoted-printable", b2a_qp(octets)) if mostly_ascii else ("base64", in_base64(octets))
    headers = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return headers.encode() + encoded


def domain(address: str) -> str:
    return address.rpartition("@")[2]


def one_line(text: str) -> str:
    return " ".join(text.split())
