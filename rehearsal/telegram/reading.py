"""From a request to what a message looks like: the fields of a ShownMessage, with the Bot API's view of them."""

from typing import Any

from rehearsal.telegram.entities import utf16_length
from rehearsal.telegram.errors import bad_request
from rehearsal.telegram.files import PHOTO_LIMIT, UPLOAD_LIMIT, Files
from rehearsal.telegram.markup import Formatted, formatted
from rehearsal.telegram.media import CAPTIONED, media_content
from rehearsal.telegram.messages import Kind, Location, caption_content, location_content, text_content
from rehearsal.telegram.requests import Parameters

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

Looks = dict[str, Any]
"""Fields of a ShownMessage."""


def read_text(parameters: Parameters) -> Looks:
    """Return a text message. Raises BotApiError if it is empty, too long or badly marked up."""
    said = formatted(str(parameters.get("text", "")), parameters.get("parse_mode"), parameters.get("entities") or ())
    if not said.text:
        raise bad_request("message text is empty")
    if utf16_length(said.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"kind": "text", "text": said.text, "content": text_content(said.text, said.entities)} | _formatting(said)


def read_caption(parameters: Parameters) -> Looks:
    """Return a caption, which may be empty. Raises BotApiError if it is too long or badly marked up."""
    source, entities = str(parameters.get("caption", "")), parameters.get("caption_entities") or ()
    said = formatted(source, parameters.get("parse_mode"), entities)
    if utf16_length(said.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content = caption_content(said.text, said.entities)
    if parameters.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return {"caption": said.text, "content": content} | _formatting(said)


def read_file(files: Files, kind: Kind, source: Any, parameters: Parameters) -> Looks:
    """Return a file with its caption. Raises BotApiError for a file or a caption that Telegram refuses."""
    looks = read_caption(parameters if kind in CAPTIONED else {})
    document = files.received(source, PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT, kind)
    has_spoiler = bool(parameters.get("has_spoiler"))
    spoiler = {"has_media_spoiler": True} if has_spoiler else {}
    content = media_content(document) | looks["content"] | spoiler
    return looks | {"kind": kind, "document": document, "has_spoiler": has_spoiler, "content": content}


def read_location(parameters: Parameters) -> Looks:
    """Return a place. Raises BotApiError for one that is not on the Earth."""
    latitude, longitude = parameters["latitude"], parameters["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    place = Location(latitude, longitude)
    return {"kind": "location", "location": place, "content": location_content(latitude, longitude)}


def _formatting(said: Formatted) -> Looks:
    return {"html": said.html, "entities": said.entities}
