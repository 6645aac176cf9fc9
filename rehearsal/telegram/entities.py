"""Formatted stretches of a text; offsets and lengths count UTF-16 code units, as everywhere in the API.

https://core.telegram.org/bots/api#messageentity
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rehearsal.telegram.errors import bad_request
from rehearsal.telegram.people import given

ENTITY_LIMIT = 100
"""Telegram shows so many and says nothing about the rest."""

_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
# Nothing is formatted inside these.
_VERBATIM = ("pre", "code")
_RANKS = ("blockquote", "expandable_blockquote", *_VERBATIM)
_NEEDED = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted stretch of a text. What follows the length belongs to one type of entity each."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    def wire(self) -> dict[str, Any]:
        """Return the entity as a MessageEntity."""
        user = {"id": self.user_id, "is_bot": False, "first_name": ""} if self.user_id else None
        return {"type": self.type, "offset": self.offset, "length": self.length} | given(
            url=self.url,
            language=self.language,
            user=user,
            custom_emoji_id=self.custom_emoji_id,
            unix_time=self.unix_time,
            date_time_format=self.date_time_format,
        )


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units *text* has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_entity(fields: Any) -> Entity:
    """Return a decoded MessageEntity. Raises BotApiError for one that Telegram refuses."""
    match fields:
        case {"type": str(kind), "offset": int(offset), "length": int(length)} if kind in _TYPES:
            pass
        case _:
            raise bad_request("can't parse MessageEntity")
    needed = _NEEDED.get(kind)
    if needed and needed not in fields:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    return Entity(
        kind,
        offset,
        length,
        fields.get("url"),
        fields.get("language"),
        (fields.get("user") or {}).get("id"),
        fields.get("custom_emoji_id"),
        fields.get("unix_time"),
        fields.get("date_time_format"),
    )


def kept(text: str, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return the entities that *text*, whose outer white space goes, is shown with, in reading order."""
    shown: list[Entity] = []
    for entity in sorted(_trimmed(text, entities), key=_place):
        if not any(outer.type in _VERBATIM and _is_inside(entity, outer) for outer in shown):
            shown.append(entity)
    return tuple(shown[:ENTITY_LIMIT])


def _place(entity: Entity) -> tuple[int, int, int]:
    rank = _RANKS.index(entity.type) if entity.type in _RANKS else len(_RANKS)
    return entity.offset, -entity.length, rank


def _is_inside(entity: Entity, outer: Entity) -> bool:
    stop = entity.offset + entity.length
    return outer.offset <= entity.offset and stop <= outer.offset + outer.length


def _trimmed(text: str, entities: Iterable[Entity]) -> Iterable[Entity]:
    lead = utf16_length(text) - utf16_length(text.lstrip())
    end = utf16_length(text.strip())
    for entity in entities:
        start = max(entity.offset - lead, 0)
        stop = min(entity.offset - lead + entity.length, end)
        if stop > start:
            yield replace(entity, offset=start, length=stop - start)
