"""Formatted text as Telegram writes it: what it says, how long it is, and of what it consists.

https://core.telegram.org/bots/api#html-style. Whatever is broken is read as far as it makes sense; `is_valid` tells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from html.parser import HTMLParser
from itertools import groupby

Attributes = list[tuple[str, str | None]]


class Format(StrEnum):
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"
    LINK = "link"
    CODE = "code"
    LISTING = "listing"
    QUOTE = "quote"
    EMOJI = "emoji"
    TIME = "time"


FORMATS = {
    "b": Format.BOLD,
    "strong": Format.BOLD,
    "i": Format.ITALIC,
    "em": Format.ITALIC,
    "u": Format.UNDERLINE,
    "ins": Format.UNDERLINE,
    "s": Format.STRIKETHROUGH,
    "strike": Format.STRIKETHROUGH,
    "del": Format.STRIKETHROUGH,
    "tg-spoiler": Format.SPOILER,
    "span": Format.SPOILER,
    "a": Format.LINK,
    "code": Format.CODE,
    "pre": Format.LISTING,
    "blockquote": Format.QUOTE,
    "tg-emoji": Format.EMOJI,
    "tg-time": Format.TIME,
}
NEEDED = {"span": ("class", "tg-spoiler"), "tg-emoji": ("emoji-id", "[0-9]{1,19}"), "tg-time": ("unix", "[0-9]{1,10}")}
"""What these tags are nothing without: an attribute and a pattern of its value."""
SET_APART = (Format.QUOTE, Format.LISTING)
"""Formats that begin and end a block."""

# Telegram knows these references only. The parser, which knows two thousand, would read "?a=1&copy=2" as "?a=1©=2".
AMPERSAND = re.compile(r"&(?:(lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6})(?![A-Za-z0-9]);?)?")
STRAY = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
PARAGRAPH = re.compile(r"(?:[^\S\n]*+\S.*+\n?)+")


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One stretch with a format; two that are alike are still two."""

    tag: str
    format: Format
    link: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks the same from its start to its end; its marks go from the outer to the inner."""

    text: str
    marks: tuple[Mark, ...]

    def within(self, formats: tuple[Format, ...]) -> Mark | None:
        """Return the outermost mark with one of *formats*."""
        return next((mark for mark in self.marks if mark.format in formats), None)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or with a format: a whole quotation or listing."""

    runs: tuple[Run, ...]
    format: Format | None = None


def is_valid(html: str) -> bool:
    """Return whether Telegram would take it: known tags only, each closed where it was opened."""
    return not (STRAY.search(html) or _Reader(html).is_broken)


def plain(html: str) -> str:
    """Return what it says."""
    return "".join(run.text for run in _Reader(html).runs)


def length(html: str) -> int:
    """Return the length that counts for Telegram's limits: of what it says, in UTF-16 code units."""
    return len(plain(html).encode("utf-16-le", "surrogatepass")) // 2


def blocks(html: str) -> list[Block]:
    """Return its paragraphs, which blank lines part, its quotations and its listings."""
    found: list[Block] = []
    for apart, together in groupby(_Reader(html).runs, key=lambda run: run.within(SET_APART)):
        runs = list(together)
        text = "".join(run.text for run in runs)
        if apart is None:
            found += (Block(_cut(runs, *_inked(text, part.start(), part.end()))) for part in PARAGRAPH.finditer(text))
        elif text.strip():
            found.append(Block(_cut(runs, *_inked(text, 0, len(text))), apart.format))
    return found


def _inked(text: str, start: int, stop: int) -> tuple[int, int]:
    """Return where a stretch of *text* starts and stops without the white space around it."""
    part = text[start:stop]
    return start + len(part) - len(part.lstrip()), stop - len(part) + len(part.rstrip())


def _cut(runs: list[Run], start: int, stop: int) -> tuple[Run, ...]:
    """Return what *runs* have between two offsets into their whole text."""
    return tuple(Run(text, marks) for text, marks in _pieces(runs, start, stop) if text)


def _pieces(runs: list[Run], start: int, stop: int) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    offset = 0
    for run in runs:
        yield run.text[max(start - offset, 0) : max(stop - offset, 0)], run.marks
        offset += len(run.text)


class _Reader(HTMLParser):
    """Reads all of it at once into runs."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.runs: list[Run] = []
        self._open: list[Mark] = []
        self._misplaced = False
        self.feed(AMPERSAND.sub(lambda found: f"&{found[1] or 'amp'};", html))
        self.close()

    @property
    def is_broken(self) -> bool:
        return self._misplaced or bool(self._open)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in FORMATS and _has_needed(tag, attrs):
            self._open.append(Mark(tag, FORMATS[tag], dict(attrs).get("href") or ""))
        else:
            self._misplaced = True

    handle_startendtag = handle_starttag  # Telegram knows no tag that closes itself

    def handle_endtag(self, tag: str) -> None:
        self._misplaced |= not self._open or self._open[-1].tag != tag
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place]
                break

    def handle_data(self, data: str) -> None:
        seen: dict[Format, Mark] = {}
        for mark in self._open:
            seen.setdefault(mark.format, mark)  # bold in bold is bold
        self.runs.append(Run(data, tuple(seen.values())))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(unescape(f"&#{name};"))


def _has_needed(tag: str, attributes: Attributes) -> bool:
    name, pattern = NEEDED.get(tag, ("", ""))
    return not name or re.fullmatch(pattern, dict(attributes).get(name) or "") is not None
