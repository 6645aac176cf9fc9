"""What the bot shows in a chat: a content with buttons under it."""

from dataclasses import dataclass

from conference.button import Button
from conference.content import Content


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a message: it acts, or it opens a link."""

    label: str
    button: Button | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    content: Content
    rows: tuple[tuple[Key, ...], ...] = ()
    share_phone: str | None = None
    """The label of a contact button; it and `words` then take the place of the phone's keyboard."""
    words: tuple[str, ...] = ()


def said(*paragraphs: str, title: str = "") -> Content:
    """Return a content that is no more than a few paragraphs."""
    return Content(title=title, paragraphs=paragraphs)
