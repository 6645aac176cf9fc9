"""Kinds of files: what the Bot API says about each, and which may stand together in an album."""

from collections.abc import Mapping
from typing import Any

from rehearsal.telegram.messages import Document, Kind

MIME_TYPES: Mapping[Kind, tuple[str, str]] = {
    "photo": ("photo.jpg", "image/jpeg"),
    "video": ("video.mp4", "video/mp4"),
    "animation": ("animation.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video_note": ("note.mp4", "video/mp4"),
    "sticker": ("sticker.webp", "image/webp"),
    "document": ("document.pdf", "application/pdf"),
}
"""What a phone calls a file of each kind, and of what type it is."""

CAPTIONED = frozenset({"photo", "video", "animation", "audio", "voice", "document"})
EDITABLE = frozenset({"photo", "video", "animation", "audio", "document"})
ALBUM = frozenset({"photo", "video", "audio", "document"})

TYPE_NAMES: Mapping[Kind, str] = {
    "photo": "Photo",
    "video": "Video",
    "animation": "Animation",
    "audio": "Audio",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "sticker": "Sticker",
    "document": "Document",
}
"""Telegram's own names, in its refusals."""

_PICTURE = {"width": 640, "height": 360}


def media_content(document: Document) -> dict[str, Any]:
    """Return the Bot API's fields of a file."""
    file: dict[str, Any] = {
        "file_id": document.file_id,
        "file_unique_id": f"u{document.file_id}",
        "file_size": document.size,
    }
    named = file | {"file_name": document.file_name, "mime_type": document.mime_type}
    match document.kind:
        case "photo":
            return {"photo": [file | {"width": 90, "height": 90}]}
        case "video":
            return {"video": named | _PICTURE | {"duration": 1}}
        case "animation":  # a document too, for bots that don't know animations
            return {"animation": named | _PICTURE | {"duration": 1}, "document": named}
        case "audio":
            return {"audio": named | {"duration": 1}}
        case "voice":
            return {"voice": file | {"duration": 1, "mime_type": document.mime_type}}
        case "video_note":
            return {"video_note": file | {"duration": 1, "length": 240}}
        case "sticker":
            looks = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
            return {"sticker": file | looks}
        case _:
            return {"document": named}


def album_of(kind: Kind) -> str:
    """Return the kind of album that a file may stand in: photos and videos share one."""
    return "picture" if kind in ("photo", "video") else kind
