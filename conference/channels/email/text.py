"""A content as plain text that reads well in any mail client."""

from collections.abc import Iterable

from conference.channels.email.wrapping import wrapped
from conference.channels.email.written_text import written_text
from conference.content import Action, Content, Fact

SIGNATURE = "-- "
"""Mail clients dim what follows it and leave it out of replies (RFC 3676, 4.3)."""


def as_text(content: Content, event_title: str) -> str:
    """Return the whole content as plain text, wrapped; links stand on lines of their own, unbroken."""
    blocks = [
        wrapped(event_title),
        underlined(content.title),
        *map(wrapped, content.paragraphs),
        *(written_text(content.written) if content.written else ()),
        "\n".join(map(fact_lines, content.facts)),
        *map(wrapped, content.closing),
        *map(action_lines, content.actions),
        footer_lines(content.footer),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def underlined(title: str) -> str:
    lines = wrapped(title)
    return f"{lines}\n{'=' * max(map(len, lines.splitlines()), default=0)}"


def fact_lines(fact: Fact) -> str:
    value = wrapped(f"{fact.label}: {fact.value}", hanging="  ")
    return f"{value}\n  {fact.link}" if fact.link else value


def action_lines(action: Action) -> str:
    return f"{action.label}:\n{action.link}" if action.link else ""


def footer_lines(footer: Iterable[str]) -> str:
    lines = "\n".join(map(wrapped, footer))
    return f"{SIGNATURE}\n{lines}" if lines else ""
