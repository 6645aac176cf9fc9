"""What is downloaded from the studio and uploaded to it: files of chats, letters, the rehearsal itself."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from studio.desk import NotARehearsalError
from studio.page.letters import attachments
from studio.page.looking import STARTING, Studio
from studio.page.painter import LANGUAGES, TEXTS

SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What a browser may show by itself; everything else is saved: it could hold scripts."""
LARGEST_FILE = 20_000_000
"""Octets: what Telegram lets a bot download."""


def routes(studio: Studio) -> list[Route]:
    """Return the routes of everything that is not the page."""
    files = Files(studio)
    return [
        Route("/files/{person:int}/{message:int}", files.of_chat),
        Route("/files/{person:int}", files.into_chat, methods=["POST"]),
        Route("/letters/{number:int}.eml", files.letter),
        Route("/letters/{number:int}/{file:int}", files.of_letter),
        Route("/rehearsal.zip", files.rehearsal),
        Route("/rehearsal", files.load, methods=["POST"]),
    ]


class Files:
    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._desk = studio.desk

    async def of_chat(self, request: Request) -> Response:
        seat = self._desk.seats.get(request.path_params["person"])
        wanted = request.path_params["message"]
        found = (one.document for one in (seat.messages if seat else ()) if one.id == wanted)
        document = next(found, None)
        return _file(document.file_name, document.mime_type, document.content) if document else _nothing()

    async def into_chat(self, request: Request) -> Response:
        """Let a person send a file to the bot: a picture as a photo."""
        seat = self._desk.seats.get(request.path_params["person"])
        file = await _uploaded(request)
        if seat is None or file is None:
            return _nothing()
        content = await file.read()
        if len(content) > LARGEST_FILE:
            return PlainTextResponse(_say("file-too-big", request), 413)
        if file.content_type in SHOWN:
            await seat.send_photo(content)
        else:
            await seat.send_file(file.filename or "file", content, file.content_type or "application/octet-stream")
        return Response(status_code=204)

    async def letter(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number >= len(self._desk.letters):
            return _nothing()
        return _file(f"{number + 1:04d}.eml", "message/rfc822", self._desk.letters[number].raw)

    async def of_letter(self, request: Request) -> Response:
        number, which = request.path_params["number"], request.path_params["file"]
        files = attachments(self._desk.letters[number]) if number < len(self._desk.letters) else []
        return _file(files[which].name, files[which].type, files[which].content) if which < len(files) else _nothing()

    async def rehearsal(self, _: Request) -> Response:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rehearsal.zip"
            await self._desk.save(path)
            content = await asyncio.to_thread(path.read_bytes)
        return _file(f"{self._desk.event.key}-rehearsal.zip", "application/zip", content)

    async def load(self, request: Request) -> Response:
        file = await _uploaded(request)
        if file is None:
            return _nothing()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rehearsal.zip"
            await asyncio.to_thread(path.write_bytes, await file.read())
            try:
                with self._studio.working_on(STARTING):
                    await self._desk.load(path)
            except NotARehearsalError:
                return PlainTextResponse(_say("not-a-rehearsal", request), 400)
        return Response(status_code=204)


async def _uploaded(request: Request) -> UploadFile | None:
    file = (await request.form()).get("file")
    return file if isinstance(file, UploadFile) else None


def _say(key: str, request: Request) -> str:
    """Return a text in the language of the page that asked."""
    return TEXTS.voice(request.query_params.get("language", LANGUAGES[0]))(key)


def _file(name: str, kind: str, content: bytes) -> Response:
    how = "inline" if kind in SHOWN else "attachment"
    headers = {"content-disposition": f"{how}; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _nothing() -> Response:
    return PlainTextResponse("There is no such file.", 404)
