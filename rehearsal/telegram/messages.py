"""Messages as people see them, and as the Bot API writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from rehearsal.telegram.entities import Entity
from rehearsal.telegram.keyboards import Button, InlineKeyboard, ReplyKeyboard
from rehearsal.telegram.people import Person
from rehearsal.telegram.poll import Poll

Kind = Literal[
    "text",
    "venue",
    "location",
    "document",
    "photo",
    "video",
    "animation",
    "audio",
    "voice",
    "video_note",
    "sticker",
    "contact",
    "poll",
    "service",
]


@dataclass(frozen=True, slots=True)
class Location:
    """A place without a name, in degrees."""

    latitude: float
    longitude: float

    def wire(self) -> dict[str, Any]:
        """Return the place as a Location."""
        return {"latitude": self.latitude, "longitude": self.longitude}


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file with a message, of any kind. One whose `claimed_size` is given has a size in bytes but no body."""

    file_id: str
    file_name: str
    mime_type: str
    content: bytes = field(repr=False)
    kind: Kind = "document"
    claimed_size: int | None = None

    @property
    def size(self) -> int:
        """The size in bytes."""
        return len(self.content) if self.claimed_size is None else self.claimed_size


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message in a chat. It never changes: an edit puts another one in its place.

    `text` is empty where there is a `caption`, and the other way round; `html` and `entities` belong to whichever
    there is. `keyboard` is the reply keyboard that came with it. `earlier` are its words before each edit, oldest
    first. `sender` is the person who wrote it. `content` is the Bot API's view of it.
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
    location: Location | None = None
    document: Document | None = None
    poll: Poll | None = None
    reply_to: int | None = None
    media_group: str | None = None
    has_spoiler: bool = False
    is_forwarded: bool = False
    edited: bool = False
    earlier: tuple[str, ...] = ()
    deleted: bool = False
    pinned: bool = False
    sender: Person | None = None
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
        poll = (self.poll.question, *self.poll.options) if self.poll else ()
        name = (self.document.file_name,) if self.document and self.kind != "sticker" else ()
        return "\n".join(part for part in (self.text, self.caption, *place, *poll, *name) if part)


def text_content(text: str, entities: tuple[Entity, ...]) -> dict[str, Any]:
    """Return the Bot API's fields of a text message."""
    return {"text": text} | ({"entities": [entity.wire() for entity in entities]} if entities else {})


def caption_content(caption: str, entities: tuple[Entity, ...]) -> dict[str, Any]:
    """Return the Bot API's fields of a caption."""
    fields: dict[str, Any] = {"caption": caption} if caption else {}
    return fields | ({"caption_entities": [entity.wire() for entity in entities]} if entities else {})


def location_content(latitude: float, longitude: float) -> dict[str, Any]:
    """Return the Bot API's fields of a place without a name."""
    return {"location": Location(latitude, longitude).wire()}


def venue_content(venue: Venue) -> dict[str, Any]:
    """Return the Bot API's fields of a venue."""
    location = location_content(venue.latitude, venue.longitude)
    return location | {"venue": location | {"title": venue.title, "address": venue.address}}
