"""Telegram's HTML into plain text and entities, refusing what Telegram refuses.

https://core.telegram.org/bots/api#html-style; offsets and lengths count UTF-16 code units, as everywhere in the API.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from rehearsal.telegram.errors import bad_request

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(
    r"""<(?P<closing>/?)(?P<tag>[^\s<>/]*)(?P<attributes>(?:"[^"]*"|'[^']*'|[^<>"'])*)>"""
    r"""|&\#(?P<decimal>[0-9]{1,7});?|&\#x(?P<hexadecimal>[0-9a-fA-F]{1,6});?"""
    r"""|&(?P<named>lt|gt|amp|quot)(?![A-Za-z0-9]);?"""
    r"""|(?P<stray><)|(?P<text>[^<&]+|&)"""
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))|([\w-]+)""")
_LINK = re.compile(r"(https?://[^\s/?#]+|tg://)\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted stretch of a text."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    def wire(self) -> dict[str, Any]:
        """Return the entity as a MessageEntity."""
        fields = {"url": self.url, "language": self.language}
        head = {"type": self.type, "offset": self.offset, "length": self.length}
        return head | {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as people see it, its entities, and its HTML as it was sent."""

    text: str
    entities: tuple[Entity, ...]
    html: str


@dataclass
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str]


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units *text* has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(source: str, parse_mode: str | None, entities: Sequence[Any] = ()) -> Formatted:
    """Parse *source*; white space around it is dropped. Raises BotApiError for broken markup or an unknown mode."""
    if parse_mode is None:
        text, source = source, escape(source, quote=False)
        parsed = list(map(_given, entities))
    elif parse_mode.lower() == "html":
        text, parsed = _HtmlParser(source).parse()
    else:
        raise bad_request("unsupported parse_mode")
    return Formatted(text.strip(), tuple(_trimmed(text, parsed)), source)


def _given(fields: Any) -> Entity:
    match fields:
        case {"type": str(kind), "offset": int(offset), "length": int(length)}:
            return Entity(kind, offset, length, fields.get("url"), fields.get("language"))
    raise bad_request("can't parse MessageEntity")


def _trimmed(text: str, entities: list[Entity]) -> list[Entity]:
    lead = utf16_length(text) - utf16_length(text.lstrip())
    end = utf16_length(text.strip())
    trimmed = []
    for entity in entities:
        start = max(entity.offset - lead, 0)
        stop = min(entity.offset - lead + entity.length, end)
        if stop > start:
            trimmed.append(replace(entity, offset=start, length=stop - start))
    return sorted(trimmed, key=lambda entity: (entity.offset, -entity.length))


class _HtmlParser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        for token in _TOKEN.finditer(self._source):
            if token["stray"]:
                raise self._error(f"Unclosed start tag at byte offset {self._byte(token.start())}")
            if token["tag"] is None:
                self._append(_characters(token))
            elif token["closing"]:
                self._close(token)
            else:
                self._start(token)
        if self._open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return "".join(self._pieces), self._entities

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._units += utf16_length(text)

    def _start(self, token: re.Match[str]) -> None:
        tag, attributes = token["tag"].lower(), _attributes(token["attributes"])
        if tag not in _TAGS or (tag == "span" and attributes.get("class") != "tg-spoiler"):
            raise self._error(f'Unsupported start tag "{tag}" at byte offset {self._byte(token.start())}')
        self._open.append(_Open(tag, self._units, attributes))

    def _close(self, token: re.Match[str]) -> None:
        if not self._open:
            raise self._error(f"Unexpected end tag at byte offset {self._byte(token.start())}")
        opened, tag = self._open.pop(), token["tag"].lower()
        if tag not in ("", opened.tag):
            raise self._error(
                f"Unmatched end tag at byte offset {self._byte(token.start())}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        self._keep(opened)

    def _keep(self, opened: _Open) -> None:
        length = self._units - opened.offset
        language = opened.attributes.get("class", "").removeprefix("language-") or None
        if opened.tag == "code" and language and self._open and self._open[-1].tag == "pre":
            self._open[-1].attributes["class"] = f"language-{language}"  # <pre><code class="language-…"> is one entity
            return
        entity = Entity(_TAGS[opened.tag], opened.offset, length, language=language if opened.tag == "pre" else None)
        if opened.tag == "a":
            href = opened.attributes.get("href", "")
            if not _LINK.fullmatch(href):
                return  # Telegram shows the words without the link, and says nothing
            entity = replace(entity, url=href)
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity = replace(entity, type="expandable_blockquote")
        if length:
            self._entities.append(entity)

    def _byte(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _error(self, reason: str) -> Exception:
        return bad_request(f"can't parse entities: {reason}")


def _characters(token: re.Match[str]) -> str:
    if token["named"]:
        return _NAMED[token["named"]]
    if token["decimal"] or token["hexadecimal"]:
        code = int(token["decimal"]) if token["decimal"] else int(token["hexadecimal"], 16)
        # Telegram leaves what is no character as it stands.
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else token[0]
    return token[0]


def _attributes(source: str) -> dict[str, str]:
    attributes = {}
    for name, double, single, bare, lone in _ATTRIBUTE.findall(source):
        attributes[(name or lone).lower()] = "".join(_characters(t) for t in _TOKEN.finditer(double or single or bare))
    return attributes
