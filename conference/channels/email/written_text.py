"""What an organiser wrote, as plain text for an e-mail."""

import re
from collections.abc import Iterator

from conference.channels.email.wrapping import wrapped
from conference.content import Poll, Spot, Written
from conference.rich_text import Block, Format, Mark, Run, blocks

MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}"
WRITTEN_OUT = re.compile("^(https?://|mailto:)", re.IGNORECASE)
NOTHING = Run("", ())


def written_text(written: Written) -> Iterator[str]:
    """Yield its paragraphs, the poll as a question with its options, and the point as a link to a map."""
    named: set[str] = set()
    for block in blocks(written.html):
        yield _block(block, named)
    if written.poll:
        yield _poll(written.poll)
    if written.spot:
        yield map_link(written.spot)


def map_link(spot: Spot) -> str:
    """Return a link to a point on a map that needs no account (https://wiki.openstreetmap.org/wiki/Browsing)."""
    return MAP.format(spot.latitude, spot.longitude)


def _block(block: Block, named: set[str]) -> str:
    words = _words(block, named)
    match block.format:
        case Format.LISTING:
            return words
        case Format.QUOTE:
            return "\n".join(f"> {line}".rstrip() for line in wrapped(words).split("\n"))
        case _:
            return wrapped(words)


def _words(block: Block, named: set[str]) -> str:
    """Return what a block says. What is struck out must not read as if it still held, so it stands between tildes."""
    said = ""
    for before, run, after in zip((NOTHING, *block.runs), block.runs, (*block.runs[1:], NOTHING), strict=False):
        struck = any(mark.format is Format.STRIKETHROUGH for mark in run.marks if mark not in before.marks)
        said += f"~{run.text}" if struck else run.text
        for mark in reversed(run.marks):
            if mark not in after.marks:
                said = _ended(mark, said, named)
    return said


def _ended(mark: Mark, said: str, named: set[str]) -> str:
    words = said.rstrip()
    match mark.format:
        case Format.STRIKETHROUGH:
            return f"{words}~{said[len(words) :]}"
        case Format.LINK:
            return f"{words}{_address(mark, words, named)}{said[len(words) :]}"
        case _:
            return said


def _address(link: Mark, said: str, named: set[str]) -> str:
    """Return what follows the words of a link: its address, unless they or an earlier link name it.

    A person's `tg:` means nothing where it cannot be pressed.
    """
    address = link.link.removeprefix("mailto:")
    if not WRITTEN_OUT.match(link.link) or address in named:
        return ""
    named.add(address)
    last_word = said.split()[-1:]
    return "" if [_bare(address)] == list(map(_bare, last_word)) else f" <{address}>"


def _bare(address: str) -> str:
    return WRITTEN_OUT.sub("", address).rstrip("/")


def _poll(poll: Poll) -> str:
    options = (wrapped(f"- {option}", hanging="  ") for option in poll.options)
    return "\n".join((wrapped(poll.question), "", *options))
