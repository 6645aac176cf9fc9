"""What the bot shows in a chat: a content with buttons under it."""

from collections.abc import Iterable
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


HALF_A_PHONE = 18
"""How many characters of a button's label a small phone shows where two buttons share a row."""


def in_pairs(keys: Iterable[Key]) -> tuple[tuple[Key, ...], ...]:
    """Return rows of two keys in their order; a long one has a row of its own."""
    rows: list[tuple[Key, ...]] = []
    for key in keys:
        last = rows[-1] if rows else ()
        if len(last) == 1 and all(len(one.label) <= HALF_A_PHONE for one in (*last, key)):
            rows[-1] = (*last, key)
        else:
            rows.append((key,))
    return tuple(rows)


def said(*paragraphs: str, title: str = "") -> Content:
    """Return a content that is no more than a few paragraphs."""
    return Content(title=title, paragraphs=paragraphs)
