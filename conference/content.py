"""A notice or an answer, rendered: what is said, free of any channel. Every string is plain text; channels escape."""

from dataclasses import dataclass


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
    footer: tuple[str, ...] = ()
    """Who sends this and why; shown by e-mail only, where a chat needs no signature."""
