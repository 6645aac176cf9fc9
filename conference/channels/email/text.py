"""A content as plain text that reads well in any mail client."""

import textwrap
from collections.abc import Iterable

from conference.content import Action, Content, Fact

WIDTH = 76
SIGNATURE = "-- "
"""Mail clients dim what follows it and leave it out of replies (RFC 3676, 4.3)."""


def as_text(content: Content, event_title: str) -> str:
    """Return the whole content as plain text, wrapped; links stand on lines of their own, unbroken."""
    blocks = [
        wrapped(event_title),
        underlined(content.title),
        *map(wrapped, content.paragraphs),
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


def wrapped(text: str, hanging: str = "") -> str:
    """Return *text* with its own line breaks and no line longer than `WIDTH`, but for what cannot be broken."""
    first, *others = text.splitlines() or [""]
    return "\n".join([filled(first, "", hanging), *(filled(line, hanging, hanging) for line in others)])


def filled(line: str, initial: str, hanging: str) -> str:
    # Most lines fit as they are, and looking for places to break them would take longer than all the rest.
    if line and len(initial + line) <= WIDTH and " ".join(line.split()) == line:
        return initial + line
    wrapper = textwrap.TextWrapper(
        WIDTH, initial_indent=initial, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.fill(line)
