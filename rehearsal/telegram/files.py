"""Files that were sent, by the bot or by people. https://core.telegram.org/bots/api#sending-files"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from rehearsal.telegram.errors import BotApiError, bad_request
from rehearsal.telegram.media import TYPE_NAMES
from rehearsal.telegram.messages import Document, Kind
from rehearsal.telegram.requests import Parameters, Upload

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024

_CHUNK = 64 * 1024


class Files:
    """All files, by file id."""

    def __init__(self) -> None:
        self._files: dict[str, Document] = {}
        self._numbers = count(1)

    def store(
        self, file_name: str, mime_type: str, content: bytes, kind: Kind = "document", size: int | None = None
    ) -> Document:
        """Keep a file and return it with its new id. With *size*, in bytes, there need be no content."""
        document = Document(f"file-{next(self._numbers)}", file_name, mime_type, content, kind, size)
        self._files[document.file_id] = document
        return document

    def kept(self) -> list[Document]:
        """Return all files."""
        return list(self._files.values())

    def bring_back(self, documents: list[Document]) -> None:
        """Have files again under their ids."""
        self._files = {document.file_id: document for document in documents}
        self._numbers = count(len(documents) + 1)

    def received(self, source: Any, limit: int, kind: Kind = "document") -> Document:
        """Return what the bot sends: an upload of at most *limit* bytes, or a file id. Raises BotApiError."""
        if not isinstance(source, Upload):
            return self._again(str(source), kind)
        if len(source.content) > UPLOAD_LIMIT:
            raise BotApiError(413, "Request Entity Too Large")
        if len(source.content) > limit:
            raise bad_request("file is too big")
        if not source.content:
            raise bad_request("file must be non-empty")
        return self.store(source.file_name, source.mime_type, source.content, kind)

    def get_file(self, parameters: Parameters) -> dict[str, Any]:
        """Return where a file can be downloaded."""
        document = self._known(parameters["file_id"], "wrong file_id or the file is temporarily unavailable")
        if document.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return {
            "file_id": document.file_id,
            "file_unique_id": f"u{document.file_id}",
            "file_size": document.size,
            "file_path": f"files/{document.file_id}",
        }

    def at(self, path: str) -> Document | None:
        """Return the file at a `file_path`."""
        return self._files.get(path.removeprefix("files/"))

    def _again(self, file_id: str, kind: Kind) -> Document:
        document = self._known(file_id, "wrong file identifier/HTTP URL specified")
        if document.kind != kind:
            raise bad_request(f"can't use file of type {TYPE_NAMES[document.kind]} as {TYPE_NAMES[kind]}")
        return document

    def _known(self, file_id: str, complaint: str) -> Document:
        document = self._files.get(file_id)
        if document is None:
            raise bad_request(complaint)
        return document


def body(document: Document) -> Iterator[bytes]:
    """Yield what is downloaded, piece by piece: zeros where only the size is known."""
    if document.claimed_size is None:
        yield document.content
        return
    for start in range(0, document.claimed_size, _CHUNK):
        yield bytes(min(_CHUNK, document.claimed_size - start))
