"""The same messages, written by the standard library's EmailMessage alone: right, and too slow for many."""

import unicodedata
from base64 import b64encode
from datetime import datetime
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from urllib.parse import quote

from conference.channels.channel import Envelope, Purpose
from conference.channels.email.html import as_html
from conference.channels.email.text import as_text
from conference.config import EmailSettings
from conference.content import Attachment, CalendarFile, Content

MAX_LIST_TITLE = 120
OCTETS_IN_AN_ENCODED_WORD = 39
"""Base64 makes 52 of them; with its frame an encoded word has 64, and fits into a line after any of our headers."""
MADE_FOR_MACHINES = frozenset({"list-id", "list-unsubscribe", "message-id", "in-reply-to", "references"})


class Policy(EmailPolicy):
    """Folds headers and bodies at 76 octets (RFC 2045, 2047), except the headers that machines read.

    The standard library would break a long List-Unsubscribe or References into encoded words, which no mail client
    follows. Those lines are ASCII and far below the 998 octets that RFC 5322 allows.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in MADE_FOR_MACHINES:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        if name == "Subject" and not value.isascii():
            return f"{name}: {encoded(value)}{self.linesep}".encode("ascii")
        if name == "From" and isinstance(value, AddressHeader) and not value.isascii():
            (sender,) = value.addresses
            words = f"{encoded(sender.display_name)}{self.linesep} <{sender.addr_spec}>"
            return f"{name}: {words}{self.linesep}".encode("utf-8" if self.utf8 else "ascii")
        return super().fold_binary(name, value)


PLAIN = Policy(linesep="\r\n", max_line_length=76, cte_type="7bit")
INTERNATIONAL = PLAIN.clone(utf8=True)
"""For an address outside ASCII, which no header could hold otherwise (RFC 6532)."""


def encoded(words: str) -> str:
    """Return *words* as encoded words (RFC 2047, 2), one to a line of at most 76 octets.

    Everything is encoded, spaces too: where the standard library breaks lines, it loses some (python/cpython#128110).
    """
    chunks = [b""]
    for character in words:
        octets = character.encode()
        if len(chunks[-1] + octets) > OCTETS_IN_AN_ENCODED_WORD:
            chunks.append(b"")
        chunks[-1] += octets
    return f"{PLAIN.linesep} ".join(f"=?utf-8?b?{b64encode(chunk).decode()}?=" for chunk in chunks)


def message_id(envelope: Envelope, settings: EmailSettings) -> str:
    """Return the Message-ID: one for a notice and a person, so a repeated message is recognised as the same."""
    return f"<kopa.{envelope.notice_id}.{envelope.person_id}@{domain(settings.sender)}>"


def build_message(envelope: Envelope, content: Content, settings: EmailSettings, now: datetime) -> bytes:
    """Return the whole message as it is sent, 7-bit clean (but for an international address), with CRLF."""
    message = EmailMessage(PLAIN if envelope.address.isascii() else INTERNATIONAL)
    add_headers(message, envelope, content, settings, now)
    if envelope.purpose is not Purpose.CONFIRMATION:
        add_list_headers(message, envelope, settings)
    add_bodies(message, envelope, content)
    if content.calendar:
        add_calendar(message, content.calendar)
    for attachment in content.attachments:
        add_attachment(message, attachment)
    add_boundaries(message, envelope)
    # Last, for adding a part moves every Content- header from the message into that part.
    message["Content-Language"] = envelope.language
    return message.as_bytes()


def add_headers(
    message: EmailMessage, envelope: Envelope, content: Content, settings: EmailSettings, now: datetime
) -> None:
    message["From"] = Address(settings.sender_name.in_language(envelope.language), addr_spec=settings.sender)
    local_part, _, host = envelope.address.rpartition("@")
    message["To"] = Address(username=local_part, domain=host)
    if settings.reply_to:
        message["Reply-To"] = Address(addr_spec=settings.reply_to)
    message["Subject"] = one_line(content.title)
    message["Date"] = now
    message["Message-ID"] = message_id(envelope, settings)
    if envelope.in_reply_to:
        message["In-Reply-To"] = envelope.in_reply_to
        message["References"] = envelope.in_reply_to
    message["Auto-Submitted"] = "auto-generated"


def add_list_headers(message: EmailMessage, envelope: Envelope, settings: EmailSettings) -> None:
    """Let people leave and sort with one click (RFC 2369, RFC 2919)."""
    message["List-Id"] = list_id(envelope, settings)
    subject = quote(f"unsubscribe {envelope.event_key} {envelope.person_id}")
    message["List-Unsubscribe"] = f"<mailto:{settings.reply_to or settings.sender}?subject={subject}>"
    if envelope.purpose is Purpose.ANNOUNCEMENT:
        message["Precedence"] = "bulk"


def list_id(envelope: Envelope, settings: EmailSettings) -> str:
    """Return the event as a List-Id: its title as far as ASCII can say it, and its key."""
    unaccented = unicodedata.normalize("NFKD", envelope.event_title).encode("ascii", "ignore").decode()
    title = one_line(unaccented.replace("\\", "").replace('"', ""))[:MAX_LIST_TITLE].rstrip()
    identity = f"<{envelope.event_key}.{domain(settings.sender)}>"
    return f'"{title}" {identity}' if title else identity


def add_bodies(message: EmailMessage, envelope: Envelope, content: Content) -> None:
    message.set_content(as_text(content, envelope.event_title))
    message.add_alternative(as_html(content, envelope.event_title, envelope.language), subtype="html")


def add_calendar(message: EmailMessage, calendar: CalendarFile) -> None:
    # An attachment, not a third alternative: that place is for invitations, which ask for an answer. For a
    # METHOD:PUBLISH found there, Exchange hides the message itself or shows a "not supported calendar message.ics".
    message.add_attachment(
        calendar.body.decode(),
        subtype="calendar",
        cte="base64",
        filename=calendar.file_name,
        params={"method": calendar.method, "name": calendar.file_name},
    )


def add_attachment(message: EmailMessage, attachment: Attachment) -> None:
    maintype, _, subtype = attachment.media_type.partition("/")
    params = {"charset": "utf-8"} if maintype == "text" else {}
    message.add_attachment(attachment.body, maintype=maintype, subtype=subtype, filename=attachment.name, params=params)


def add_boundaries(message: EmailMessage, envelope: Envelope) -> None:
    """Name the boundaries after the delivery; "=_" occurs in no encoded body (RFC 2045, 6.7)."""
    multiparts = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{number}_kopa.{envelope.notice_id}.{envelope.person_id}")


def domain(address: str) -> str:
    return address.rpartition("@")[2]


def one_line(text: str) -> str:
    return " ".join(text.split())
