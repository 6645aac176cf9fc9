"""Telegram's HTML into plain text and entities, refusing what Telegram refuses.

https://core.telegram.org/bots/api#html-style; offsets and lengths count UTF-16 code units, as everywhere in the API.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from rehearsal.telegram.entities import Entity, kept, read_entity, utf16_length
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
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(
    r"""<(?P<closing>/?)(?P<tag>[^\s<>/]*)(?P<attributes>(?:"[^"]*"|'[^']*'|[^<>"'])*)>"""
    r"""|&\#(?P<decimal>[0-9]{1,7});?|&\#x(?P<hexadecimal>[0-9a-fA-F]{1,6});?"""
    r"""|&(?P<named>lt|gt|amp|quot)(?![A-Za-z0-9]);?"""
    r"""|(?P<stray><)|(?P<text>[^<&]+|&)"""
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))|([\w-]+)""")
_PERSON = re.compile(r"tg://user\?id=([0-9]{1,15})", re.IGNORECASE)
_LINK = re.compile(r"(https?://[^\s/?#]+|tg://)\S*", re.IGNORECASE)


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


def formatted(source: str, parse_mode: str | None, entities: Sequence[Any] = ()) -> Formatted:
    """Parse *source*; white space around it is dropped. Raises BotApiError for broken markup or an unknown mode."""
    if parse_mode is None:
        text, source = source, escape(source, quote=False)
        parsed = list(map(read_entity, entities))
    elif parse_mode.lower() == "html":
        text, parsed = _HtmlParser(source).parse()
    else:
        raise bad_request("unsupported parse_mode")
    return Formatted(text.strip(), kept(text, parsed), source)


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
        if tag not in _TAGS:
            raise self._error(f'Unsupported start tag "{tag}" at byte offset {self._byte(token.start())}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(token.start())}')
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
        entity = self._entity(opened, Entity(_TAGS[opened.tag], opened.offset, length), language)
        if length and entity:
            self._entities.append(entity)

    def _entity(self, opened: _Open, entity: Entity, language: str | None) -> Entity | None:
        match opened.tag:
            case "a":
                return _link(entity, opened.attributes.get("href") or self._text_since(opened))
            case "pre":
                return replace(entity, language=language)
            case "blockquote" if "expandable" in opened.attributes:
                return replace(entity, type="expandable_blockquote")
            case "tg-emoji":
                return replace(entity, custom_emoji_id=self._emoji(opened.attributes.get("emoji-id", "")))
            case "tg-time":
                return self._time(entity, opened.attributes)
        return entity

    def _text_since(self, opened: _Open) -> str:
        units = "".join(self._pieces).encode("utf-16-le", "surrogatepass")
        return units[2 * opened.offset :].decode("utf-16-le", "surrogatepass")

    def _emoji(self, number: str) -> str:
        if not (number.isascii() and number.isdigit() and 0 < int(number) < 2**63):
            raise self._error("Invalid custom emoji identifier specified")
        return number

    def _time(self, entity: Entity, attributes: dict[str, str]) -> Entity:
        if not re.fullmatch("[0-9]{1,10}", unix := attributes.get("unix", "")):
            raise self._error("Invalid Unix time specified")
        return replace(entity, unix_time=int(unix), date_time_format=attributes.get("format"))

    def _byte(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _error(self, reason: str) -> Exception:
        return bad_request(f"can't parse entities: {reason}")


def _link(entity: Entity, href: str) -> Entity | None:
    """Return the link; None where Telegram shows the words without it, and says nothing."""
    if person := _PERSON.fullmatch(href):
        return replace(entity, type="text_mention", user_id=int(person[1]))
    return replace(entity, url=href) if _LINK.fullmatch(href) else None


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
