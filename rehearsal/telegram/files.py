"""Files that were sent, by the bot or by people. https://core.telegram.org/bots/api#sending-files"""

from itertools import count
from typing import Any

from rehearsal.telegram.errors import BotApiError, bad_request
from rehearsal.telegram.messages import Document
from rehearsal.telegram.requests import Parameters, Upload

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024


class Files:
    """All files, by file id."""

    def __init__(self) -> None:
        self._files: dict[str, Document] = {}
        self._numbers = count(1)

    def store(self, file_name: str, mime_type: str, content: bytes) -> Document:
        """Keep a file and return it with its new id."""
        document = Document(f"file-{next(self._numbers)}", file_name, mime_type, content)
        self._files[document.file_id] = document
        return document

    def received(self, source: Any, limit: int) -> Document:
        """Return what the bot sends: an upload of at most *limit* bytes, or a file id. Raises BotApiError."""
        if not isinstance(source, Upload):
            return self._known(str(source), "wrong file identifier/HTTP URL specified")
        if len(source.content) > UPLOAD_LIMIT:
            raise BotApiError(413, "Request Entity Too Large")
        if len(source.content) > limit:
            raise bad_request("file is too big")
        if not source.content:
            raise bad_request("file must be non-empty")
        return self.store(source.file_name, source.mime_type, source.content)

    def get_file(self, parameters: Parameters) -> dict[str, Any]:
        """Return where a file can be downloaded."""
        document = self._known(parameters["file_id"], "wrong file_id or the file is temporarily unavailable")
        if len(document.content) > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return {
            "file_id": document.file_id,
            "file_unique_id": f"u{document.file_id}",
            "file_size": len(document.content),
            "file_path": f"files/{document.file_id}",
        }

    def at(self, path: str) -> Document | None:
        """Return the file at a `file_path`."""
        return self._files.get(path.removeprefix("files/"))

    def _known(self, file_id: str, complaint: str) -> Document:
        document = self._files.get(file_id)
        if document is None:
            raise bad_request(complaint)
        return document
