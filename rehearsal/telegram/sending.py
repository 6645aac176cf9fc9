"""The methods that put a message into a chat."""

from collections.abc import Mapping
from itertools import count
from typing import Any, cast

from rehearsal.telegram.chats import Chats
from rehearsal.telegram.errors import bad_request
from rehearsal.telegram.files import Files
from rehearsal.telegram.media import ALBUM, EDITABLE, album_of
from rehearsal.telegram.messages import Kind, Venue, venue_content
from rehearsal.telegram.people import given
from rehearsal.telegram.posting import Posting
from rehearsal.telegram.reading import Looks, read_file, read_location, read_text
from rehearsal.telegram.requests import Parameters

ALBUM_LIMIT = 10

SENDING_FILES: Mapping[str, Kind] = {
    "sendDocument": "document",
    "sendPhoto": "photo",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendVideoNote": "video_note",
    "sendSticker": "sticker",
}
"""The kind of file that each of these methods sends."""

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


class Sending:
    """Each method checks what Telegram checks, shows the message and returns it as the Bot API does."""

    def __init__(self, posting: Posting, files: Files) -> None:
        self._posting = posting
        self._files = files
        self._albums = count(13_000_000_001)

    @property
    def _chats(self) -> Chats:
        return self._posting.chats

    def message(self, parameters: Parameters) -> dict[str, Any]:
        """sendMessage."""
        return self._posting.post(parameters, **read_text(parameters))

    def venue(self, parameters: Parameters) -> dict[str, Any]:
        """sendVenue."""
        place = read_location(parameters)["location"]
        venue = Venue(place.latitude, place.longitude, parameters["title"], parameters["address"])
        return self._posting.post(parameters, kind="venue", venue=venue, content=venue_content(venue))

    def location(self, parameters: Parameters) -> dict[str, Any]:
        """sendLocation."""
        return self._posting.post(parameters, **read_location(parameters))

    def contact(self, parameters: Parameters) -> dict[str, Any]:
        """sendContact."""
        fields = {name: parameters[name] for name in ("phone_number", "first_name")}
        contact = fields | given(last_name=parameters.get("last_name"), vcard=parameters.get("vcard"))
        return self._posting.post(parameters, kind="contact", content={"contact": contact})

    def file(self, kind: Kind, parameters: Parameters) -> dict[str, Any]:
        """sendDocument, sendPhoto, sendVideo …"""
        self._chats.writable(parameters["chat_id"])  # a refused file is not kept
        return self._posting.post(parameters, **read_file(self._files, kind, parameters[kind], parameters))

    def media_group(self, parameters: Parameters) -> list[dict[str, Any]]:
        """sendMediaGroup: one message for each file."""
        self._chats.writable(parameters["chat_id"])
        looks = [read_media(self._files, media) for media in _listed(parameters["media"])]
        _check_album([look["kind"] for look in looks])
        group = {"media_group_id": str(next(self._albums))} if len(looks) > 1 else {}
        place = self._posting.admit(parameters)
        shown = []
        for look in looks:
            grouped = look | {"media_group": group.get("media_group_id"), "content": look["content"] | group}
            shown.append(self._posting.put(place, **grouped))
        return [self._chats.wire(place.chat, message) for message in shown]

    def action(self, parameters: Parameters) -> bool:
        """sendChatAction."""
        self._chats.writable(parameters["chat_id"])
        if parameters["action"] not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        return True


def read_media(files: Files, media: Any) -> Looks:
    """Return an InputMedia. Raises BotApiError for one that Telegram refuses."""
    match media:
        case {"type": str(kind), "media": source} if kind in EDITABLE and source:
            return read_file(files, cast("Kind", kind), source, media) | {"text": ""}
        case {"type": str(kind)} if kind not in EDITABLE:
            raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
        case {"type": str()}:
            raise bad_request("can't parse InputMedia: media not found")
    raise bad_request("can't parse InputMedia")


def _listed(media: Any) -> list[Any]:
    if not isinstance(media, list):
        raise bad_request("can't parse media")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    return media


def _check_album(kinds: list[Kind]) -> None:
    for kind in kinds:
        if kind not in ALBUM:
            raise bad_request(f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup")
    if len(albums := {album_of(kind) for kind in kinds}) > 1:
        raise bad_request(f"{max(albums - {'picture'})} can't be mixed with other media types")
