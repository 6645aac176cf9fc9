"""What an organiser wrote, as plain text for an e-mail."""

import re
from collections.abc import Iterator

from conference.channels.email.wrapping import wrapped
from conference.content import Poll, Spot, Written
from conference.rich_text import Block, Format, Mark, blocks

MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}"

WRITTEN_OUT = re.compile("^(https?://|mailto:)", re.IGNORECASE)


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
    """Return what a block says; the address of a link follows its words, unless they or an earlier link name it."""
    said = ""
    for index, run in enumerate(block.runs):
        said += run.text
        link = run.within((Format.LINK,))
        following = block.runs[index + 1].marks if index + 1 < len(block.runs) else ()
        if link and link not in following:
            body = said.rstrip()
            said = body + _address(link, body, named) + said[len(body) :]
    return said


def _address(link: Mark, said: str, named: set[str]) -> str:
    """Return what follows the words of a link; a person's `tg:` means nothing where it cannot be pressed."""
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
