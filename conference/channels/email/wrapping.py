"""Lines of plain text, none longer than every mail client shows."""

import textwrap

WIDTH = 76


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
