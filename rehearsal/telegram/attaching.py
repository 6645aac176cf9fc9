"""What a person sends as a file."""

from itertools import count

from rehearsal.telegram.media import MIME_TYPES, media_content
from rehearsal.telegram.messages import Kind, caption_content
from rehearsal.telegram.typing_in import typed
from rehearsal.telegram.writing import ReplyTo, Writer, formatting

_albums = count(15_000_000_000_000_001)


class Attacher(Writer):
    """A person in a chat, with their files.

    *size*, in bytes, makes a file of this size without a body, so that it takes no memory.
    """

    async def send_photo(
        self,
        content: bytes = b"photo",
        caption: str = "",
        *,
        size: int | None = None,
        html: bool = False,
        reply_to: ReplyTo = None,
    ) -> int:
        """Send a photo."""
        return await self.send_file("photo", content, caption, size=size, html=html, reply_to=reply_to)

    async def send_video(
        self,
        content: bytes = b"video",
        caption: str = "",
        *,
        size: int | None = None,
        html: bool = False,
        reply_to: ReplyTo = None,
    ) -> int:
        """Send a video."""
        return await self.send_file("video", content, caption, size=size, html=html, reply_to=reply_to)

    async def send_document(
        self,
        file_name: str = "document.pdf",
        content: bytes = b"document",
        mime_type: str = "application/pdf",
        caption: str = "",
        *,
        size: int | None = None,
        html: bool = False,
        reply_to: ReplyTo = None,
    ) -> int:
        """Send a file."""
        names = {"file_name": file_name, "mime_type": mime_type}
        return await self.send_file("document", content, caption, size=size, html=html, reply_to=reply_to, **names)

    async def send_voice(self, content: bytes = b"voice") -> int:
        """Send a voice message."""
        return await self.send_file("voice", content)

    async def send_sticker(self) -> int:
        """Send a sticker."""
        return await self.send_file("sticker", b"sticker")

    async def send_file(
        self,
        kind: Kind,
        content: bytes = b"file",
        caption: str = "",
        *,
        size: int | None = None,
        html: bool = False,
        reply_to: ReplyTo = None,
        media_group: str | None = None,
        file_name: str = "",
        mime_type: str = "",
    ) -> int:
        """Send a file of any kind: also "animation", "audio", "video_note"."""
        usual_name, usual_type = MIME_TYPES[kind]
        body = content if size is None else b""
        document = self._state.files.store(file_name or usual_name, mime_type or usual_type, body, kind, size)
        said = typed(caption, html)
        fields = media_content(document) | caption_content(said.text, said.entities)
        if media_group:
            fields["media_group_id"] = media_group
        looks = {"caption": said.text, "document": document, "media_group": media_group} | formatting(said)
        return self._say(kind, fields, reply_to, **looks)

    async def send_album(
        self, *files: tuple[Kind, bytes | int], caption: str = "", html: bool = False, reply_to: ReplyTo = None
    ) -> list[int]:
        """Send several files at once, each ("photo", its content or its size); the first one has the caption."""
        group = str(next(_albums))
        ids: list[int] = []
        for kind, body in files:
            content, size = (body, None) if isinstance(body, bytes) else (b"", body)
            words = "" if ids else caption
            ids.append(
                await self.send_file(kind, content, words, size=size, html=html, reply_to=reply_to, media_group=group)
            )
        return ids
