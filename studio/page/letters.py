"""E-mails as a mail program shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from functools import lru_cache
from typing import cast

from rehearsal.mailbox import Letter


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    type: str
    content: bytes

    @property
    def size(self) -> int:
        """The size in bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter, opened. `number` is its place in the mailbox."""

    number: int
    subject: str
    sender: str
    to: str
    at: datetime
    html: str
    text: str
    headers: str
    calendar: bytes
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in the list."""

    number: int
    to: str
    subject: str
    at: datetime
    is_read: bool


def opened(number: int, letter: Letter) -> Opened:
    return Opened(
        number,
        letter.subject,
        header(letter, "From"),
        header(letter, "To"),
        letter.received_at,
        letter.html or "",
        (letter.text or "").strip(),
        "\n".join(f"{name}: {header(letter, name)}" for name in dict.fromkeys(letter.message.keys())),
        letter.calendar or b"",
        tuple(attachments(letter)),
    )


def listed(letters: Iterable[tuple[int, Letter]], read: set[int]) -> list[Line]:
    return [Line(number, header(one, "To"), one.subject, one.received_at, number in read) for number, one in letters]


def attachments(letter: Letter) -> list[Attachment]:
    """Return the files of a letter that have a name."""
    parts = (part for part in letter.message.walk() if part.get_filename())
    return [Attachment(str(part.get_filename()), part.get_content_type(), _body(part)) for part in parts]


def fits(letter: Letter, words: str) -> bool:
    """Whether a letter is to somebody, or about something, named by *words*."""
    wanted = words.casefold().split()
    there = f"{header(letter, 'To')} {' '.join(letter.recipients)} {letter.subject}".casefold()
    return all(word in there for word in wanted)


@lru_cache(maxsize=4096)
def header(letter: Letter, name: str) -> str:
    """Return a header as it is read."""
    # The standard library's parser of addresses puts spaces between encoded words, which RFC 2047 does not.
    raw = message_from_bytes(letter.raw)[name] or ""
    return " ".join(str(make_header(decode_header(raw))).split())


def _body(part: EmailMessage) -> bytes:
    return cast("bytes", part.get_payload(decode=True)) or b""
