"""Messages as people see them, and as the Bot API writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from rehearsal.telegram.keyboards import Button, InlineKeyboard, ReplyKeyboard
from rehearsal.telegram.markup import Entity

Kind = Literal["text", "venue", "location", "document", "photo", "contact", "sticker", "voice"]


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file, or a photo, with a message."""

    file_id: str
    file_name: str
    mime_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message in a chat. It never changes: an edit puts another one in its place.

    `text` is empty where there is a `caption`, and the other way round; `html` and `entities` belong to whichever
    there is. `keyboard` is the reply keyboard that came with it. `content` is the Bot API's view of it.
    """

    id: int
    from_bot: bool
    kind: Kind
    at: datetime
    text: str = ""
    caption: str = ""
    html: str = ""
    entities: tuple[Entity, ...] = ()
    inline_keyboard: InlineKeyboard = ()
    keyboard: ReplyKeyboard | None = None
    venue: Venue | None = None
    document: Document | None = None
    reply_to: int | None = None
    edited: bool = False
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All inline buttons, in reading order."""
        return tuple(button for row in self.inline_keyboard for button in row)

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The labels of the inline buttons, row by row."""
        return tuple(tuple(button.label for button in row) for row in self.inline_keyboard)

    @property
    def words(self) -> str:
        """Everything to be read in it but the buttons."""
        place = (self.venue.title, self.venue.address) if self.venue else ()
        name = (self.document.file_name,) if self.document else ()
        return "\n".join(part for part in (self.text, self.caption, *place, *name) if part)


def text_content(text: str, entities: tuple[Entity, ...]) -> dict[str, Any]:
    """Return the Bot API's fields of a text message."""
    return {"text": text} | ({"entities": [entity.wire() for entity in entities]} if entities else {})


def caption_content(caption: str, entities: tuple[Entity, ...]) -> dict[str, Any]:
    """Return the Bot API's fields of a caption."""
    fields: dict[str, Any] = {"caption": caption} if caption else {}
    return fields | ({"caption_entities": [entity.wire() for entity in entities]} if entities else {})


def document_content(kind: Kind, document: Document) -> dict[str, Any]:
    """Return the Bot API's fields of a file sent as *kind*."""
    file: dict[str, Any] = {
        "file_id": document.file_id,
        "file_unique_id": f"u{document.file_id}",
        "file_size": len(document.content),
    }
    match kind:
        case "photo":
            return {"photo": [file | {"width": 90, "height": 90}]}
        case "voice":
            return {"voice": file | {"duration": 1, "mime_type": document.mime_type}}
        case _:
            return {"document": file | {"file_name": document.file_name, "mime_type": document.mime_type}}


def location_content(latitude: float, longitude: float) -> dict[str, Any]:
    """Return the Bot API's fields of a place without a name."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def venue_content(venue: Venue) -> dict[str, Any]:
    """Return the Bot API's fields of a venue."""
    location = location_content(venue.latitude, venue.longitude)
    return location | {"venue": location | {"title": venue.title, "address": venue.address}}
