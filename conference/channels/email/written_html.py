"""What an organiser wrote, as HTML for an e-mail: with what mail clients can show of Telegram's formats."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from conference.channels.email.style import LINK, LISTING, MONOSPACE, OPTIONS, PARAGRAPH, QUOTE
from conference.channels.email.written_text import map_link
from conference.content import Poll, Spot, Written
from conference.rich_text import Block, Format, Mark, Run, blocks

TAGS = {
    Format.BOLD: "strong",
    Format.ITALIC: "em",
    Format.UNDERLINE: "u",
    Format.STRIKETHROUGH: "s",
    Format.CODE: f'code style="{MONOSPACE}"',
}
"""What is shown of an inline format. A spoiler is plain: a mail client could not uncover it."""
FOLLOWED = re.compile(r"(https?://[^\s/]|mailto:|tg://)", re.IGNORECASE)
ADDRESS = re.compile(r"""(https?://[^\s<>"„“”«»]*[^\s<>"„“”«»'.,;:!?)\]}])""", re.IGNORECASE)


def written_html(written: Written) -> Iterator[str]:
    """Yield its paragraphs, the poll as a question with its options, and the point as a link to a map."""
    yield from map(_block, blocks(written.html))
    if written.poll:
        yield _poll(written.poll)
    if written.spot:
        yield _spot(written.spot)


def _block(block: Block) -> str:
    if block.format is Format.LISTING:
        return f'<pre class="ink" dir="auto" style="{LISTING}">{_inline(block.runs)}</pre>'
    if block.format is Format.QUOTE:
        return f'<blockquote class="ink quote" dir="auto" style="{QUOTE}">{_inline(block.runs)}</blockquote>'
    return f'<p class="ink" dir="auto" style="{PARAGRAPH}">{_inline(block.runs)}</p>'


def _inline(runs: Sequence[Run], depth: int = 0) -> str:
    """Return *runs* with the marks from *depth* inwards; what lies within one mark is within one element."""
    shown = []
    for mark, together in groupby(runs, key=lambda run: run.marks[depth] if depth < len(run.marks) else None):
        alike = list(together)
        shown.append(_marked(mark, _inline(alike, depth + 1)) if mark else _words(alike))
    return "".join(shown)


def _marked(mark: Mark, html: str) -> str:
    if mark.format is Format.LINK:
        return _link(mark.link, html) if FOLLOWED.match(mark.link) else html
    tag = TAGS.get(mark.format)
    return f"<{tag}>{html}</{tag.partition(' ')[0]}>" if tag else html


def _words(runs: Sequence[Run]) -> str:
    """Return words without further marks; addresses among them are links, as Telegram shows them."""
    text = "".join(run.text for run in runs)
    if runs[0].within((Format.LISTING,)):
        return escape(text)
    if runs[0].within((Format.LINK, Format.CODE)):
        return _lines(text)
    # Every second piece is what the pattern has found.
    pieces = enumerate(ADDRESS.split(text))
    return "".join(_link(piece, escape(piece)) if number % 2 else _lines(piece) for number, piece in pieces)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _link(address: str, html: str) -> str:
    return f'<a class="link" href="{escape(address)}" style="{LINK}">{html}</a>'


def _poll(poll: Poll) -> str:
    question = f'<p class="ink" dir="auto" style="{PARAGRAPH}"><strong>{escape(poll.question)}</strong></p>'
    options = "\n".join(f'<li dir="auto">{escape(option)}</li>' for option in poll.options)
    return f'{question}\n<ul class="ink" style="{OPTIONS}">\n{options}\n</ul>'


def _spot(spot: Spot) -> str:
    return f'<p style="{PARAGRAPH}">{_link(map_link(spot), f"{spot.latitude}, {spot.longitude}")}</p>'
