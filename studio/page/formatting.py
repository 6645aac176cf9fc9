"""A message's words as HTML: Telegram's entities, and what a phone makes a link of by itself.

https://core.telegram.org/bots/api#messageentity; offsets and lengths count UTF-16 code units.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from rehearsal.telegram import Entity

TAGS = {"bold": "strong", "italic": "em", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre"}
BLOCKS = ("blockquote", "expandable_blockquote", "pre")
VERBATIM = ("code", "pre")

SCHEMES = ("http", "https", "mailto", "tel")
TELEGRAM = ("t.me", "telegram.me")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>„”“«»\"]*[^\s<>„”“«»\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<command>(?<![\w/])/[a-z][a-z0-9_]{0,31}\b(?!/))"
    r"|(?P<phone>\+\d[\d ]{6,16}\d)"
)


def formatted(text: str, entities: Iterable[Entity] = ()) -> Markup:
    """Return *text* as HTML. What is no entity but looks like an address or a command can be pressed too."""
    return _Words(text).between(0, len(_units(text)) // 2, sorted(entities, key=lambda one: (one.offset, -one.length)))


def link(address: str, words: str | Markup, looks: str = "") -> Markup:
    """Return a link. One to Telegram is followed within the studio, any other opens beside it; what no page may open
    stays words.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return escape(words)
    if parts.scheme.lower() not in SCHEMES:
        return escape(words)
    if parts.hostname in TELEGRAM:
        inside = Markup('<a href="{}" data-act="link" data-to="{}" class="{}">{}</a>')
        return inside.format(address, address, looks, words)
    outside = Markup('<a href="{}" class="{}" target="_blank" rel="noopener noreferrer">{}</a>')
    return outside.format(address, looks, words)


class _Words:
    def __init__(self, text: str) -> None:
        self._text = _units(text)

    def between(self, start: int, stop: int, entities: Sequence[Entity], verbatim: bool = False) -> Markup:
        """Return a stretch; of entities that overlap, the later one ends with the earlier one."""
        parts, at = [], start
        while entities:
            first, *rest = entities
            begins, ends = max(first.offset, at), min(first.offset + first.length, stop)
            parts.append(self._plain(at, begins, verbatim))
            within = [one for one in rest if one.offset < ends]
            parts.append(self._wrapped(first, begins, ends, within))
            at, entities = max(begins, ends), rest[len(within) :]
            if first.type in BLOCKS and self._slice(at, at + 1) == "\n":
                at += 1  # a block ends its line itself
        parts.append(self._plain(at, stop, verbatim))
        return Markup().join(parts)

    def _wrapped(self, entity: Entity, start: int, stop: int, within: Sequence[Entity]) -> Markup:
        inner = self.between(start, stop, within, entity.type in (*VERBATIM, "text_link", "url", "email"))
        words = self._slice(start, stop)
        match entity.type:
            case "text_link":
                return link(entity.url or "", inner)
            case "url" | "email" | "phone_number":
                return link(_address(entity.type, words), inner)
            case "bot_command":
                return _command(words)
            case "blockquote" | "expandable_blockquote":
                return Markup("<blockquote>{}</blockquote>").format(inner)
            case "spoiler":
                return Markup('<span class="spoiler" tabindex="0">{}</span>').format(inner)
            case kind if kind in TAGS:
                return Markup(f"<{TAGS[kind]}>{{}}</{TAGS[kind]}>").format(inner)  # noqa: S704  the tag is one of ours
            case _:
                return inner

    def _plain(self, start: int, stop: int, verbatim: bool) -> Markup:
        words = self._slice(start, stop)
        if verbatim:
            return escape(words)
        parts, at = [], 0
        for found in _FOUND.finditer(words):
            parts += [escape(words[at : found.start()]), _pressable(str(found.lastgroup), found[0])]
            at = found.end()
        return Markup().join([*parts, escape(words[at:])])

    def _slice(self, start: int, stop: int) -> str:
        return self._text[2 * start : 2 * stop].decode("utf-16-le", "replace")


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _pressable(kind: str, words: str) -> Markup:
    if kind == "command":
        return _command(words)
    return link(_address({"phone": "phone_number"}.get(kind, kind), words), words)


def _command(words: str) -> Markup:
    return Markup('<button type="button" class="inline-command" data-act="say" data-words="{}">{}</button>').format(
        words, words
    )


def _address(kind: str, words: str) -> str:
    match kind:
        case "email":
            return f"mailto:{words}"
        case "phone_number":
            return "tel:" + re.sub(r"[^\d+]", "", words)
        case _:
            return words if "://" in words else f"https://{words}"
