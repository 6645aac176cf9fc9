"""A notice or an answer, rendered: what is said, free of any channel.

Every string is plain text, which channels escape; but for `Written.html`, which an organiser has formatted.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line, such as "Date: 14 June 2024"."""

    label: str
    value: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do: a button in Telegram (`command` or `link`), a link in an e-mail (`link`)."""

    label: str
    command: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map."""

    name: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An iCalendar object (RFC 5545) with the iTIP method (RFC 5546) it carries."""

    file_name: str
    method: str
    body: bytes


class MediaKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video or document that Telegram has."""

    kind: MediaKind
    file_id: str
    name: str
    media_type: str
    size: int
    """Octets."""


@dataclass(frozen=True, slots=True)
class Poll:
    question: str
    options: tuple[str, ...]
    anonymous: bool = True
    several_answers: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A point that an organiser has sent, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Written:
    """What an organiser wrote, as it was sent to the bot: a text, perhaps with a file; or a poll, or a point."""

    html: str = ""
    """The text or the caption in Telegram's HTML (https://core.telegram.org/bots/api#html-style)."""
    media: Media | None = None
    poll: Poll | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with an e-mail."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What is said: a title, an introduction, facts, further paragraphs, and what one can do about it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    closing: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    place: Place | None = None
    calendar: CalendarFile | None = None
    written: Written | None = None
    """An organiser's own words. A chat shows them, without a title, in the place of all other words; an e-mail shows
    them after the paragraphs."""
    attachments: tuple[Attachment, ...] = ()
    """Shown by e-mail only."""
    footer: tuple[str, ...] = ()
    """Who sends this and why; shown by e-mail only, where a chat needs no signature."""
