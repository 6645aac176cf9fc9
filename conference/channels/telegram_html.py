"""A `Content` as Telegram shows it: HTML of its few tags, in messages of at most 4,096 characters."""

from collections.abc import Iterable, Iterator
from html import escape

from conference.content import Content, Fact

MAX_LENGTH = 4096
"""UTF-16 units after entity parsing (Bot API, sendMessage)."""


def as_messages(content: Content) -> list[str]:
    """Return the texts of one or more messages; a long content is cut between its paragraphs."""
    messages: list[str] = []
    room = 0
    for block, length in _blocks(content):
        if messages and length + 2 <= room:
            messages[-1] += f"\n\n{block}"
            room -= length + 2
        else:
            messages.append(block)
            room = MAX_LENGTH - length
    return messages


def _blocks(content: Content) -> Iterator[tuple[str, int]]:
    """Yield each paragraph in HTML, with the length that counts."""
    if content.title:
        yield f"<b>{escape(content.title)}</b>", length(content.title)
    yield from _plain(content.paragraphs)
    if content.facts:
        lines = [_fact(fact) for fact in content.facts]
        shown = "\n".join(f"{fact.label}: {fact.value}" for fact in content.facts)
        if length(shown) <= MAX_LENGTH:
            yield "\n".join(lines), length(shown)
        else:
            yield from _plain(f"{fact.label}: {fact.value}" for fact in content.facts)
    yield from _plain(content.closing)


def _plain(paragraphs: Iterable[str]) -> Iterator[tuple[str, int]]:
    for paragraph in paragraphs:
        for piece in _pieces(paragraph):
            yield escape(piece), length(piece)


def _pieces(paragraph: str) -> Iterator[str]:
    """Cut what is longer than a whole message: at a space in its second half, or else between two characters."""
    while length(paragraph) > MAX_LENGTH:
        # "ignore" drops the half of a surrogate pair that the cut would leave.
        longest = len(paragraph.encode("utf-16-le")[: 2 * MAX_LENGTH].decode("utf-16-le", "ignore"))
        space = paragraph.rfind(" ", longest // 2, longest)
        cut = space if space > 0 else longest
        yield paragraph[:cut]
        paragraph = paragraph[cut:].lstrip(" ")
    if paragraph:
        yield paragraph


def _fact(fact: Fact) -> str:
    value = escape(fact.value)
    if fact.link:
        value = f'<a href="{escape(fact.link)}">{value}</a>'
    return f"<b>{escape(fact.label)}:</b> {value}"


def length(text: str) -> int:
    """Return a text's length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
