"""From an HTTP request to a method's parameters: form, multipart or JSON, as the Bot API accepts them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest

from rehearsal.telegram.bot_api import FILES, METHODS, TYPES
from rehearsal.telegram.errors import BotApiError, bad_request

Parameters = Mapping[str, Any]

_ATTACHED = "attach://"
_NAMES = re.compile(rf'"{_ATTACHED}([^"]+)"')

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    file_name: str
    mime_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the bot: what it asked, and when (seconds of the monotonic clock)."""

    method: str
    parameters: Parameters = field(repr=False)
    at: float


async def read_fields(request: HttpRequest) -> dict[str, Any]:
    """Return the fields of a request, undecoded but for uploads. Raises BotApiError if the body can't be read."""
    fields: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    try:
        if kind.startswith("multipart/form-data"):
            fields.update(await _multipart(request))
        elif kind.startswith("application/json"):
            fields.update(json.loads(await request.body()))
        else:
            fields.update(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    except (ValueError, TypeError, ClientDisconnect):
        raise bad_request("can't parse the request") from None
    return fields


async def _multipart(request: HttpRequest) -> dict[str, Any]:
    async with request.form() as form:
        fields: dict[str, Any] = {}
        for name, value in form.multi_items():
            fields[name] = await _upload(value) if isinstance(value, UploadFile) else value
    for name in FILES & fields.keys():
        if isinstance(fields[name], str) and fields[name].startswith(_ATTACHED):
            fields[name] = fields.pop(fields[name].removeprefix(_ATTACHED), "")
    if isinstance(fields.get("media"), str):
        named = set(_NAMES.findall(fields["media"]))
        files = {name: fields.pop(name) for name in named & fields.keys()}
        fields["media"] = _with_files(json.loads(fields["media"]), files)
    return fields


def _with_files(media: Any, files: Mapping[str, Any]) -> Any:
    """Put the files in place of their names."""
    match media:
        case list():
            return [_with_files(item, files) for item in media]
        case dict():
            return {name: _with_files(value, files) for name, value in media.items()}
        case str() if media.startswith(_ATTACHED):
            return files.get(media.removeprefix(_ATTACHED), "")
    return media


async def _upload(part: UploadFile) -> Upload:
    return Upload(part.filename or "", part.content_type or "application/octet-stream", await part.read())


def decode(method: str, fields: Mapping[str, Any]) -> Parameters:
    """Return the fields as the method's typed parameters; those that are empty are left out, as Telegram does.

    Raises BotApiError: 404 for an unknown method, 400 for an unknown, missing or malformed parameter. Telegram
    itself ignores an unknown parameter; here it is refused, because it is a mistake of the bot.
    """
    description = METHODS.get(method)
    if description is None:
        raise BotApiError(404, "Not Found")
    if unknown := sorted(fields.keys() - description.allowed):
        raise bad_request(f"unknown parameter {unknown[0]}")
    parameters = {name: _decoded(name, value) for name, value in fields.items() if value not in ("", None)}
    for name in description.required:
        if name not in parameters:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return parameters


def _decoded(name: str, value: Any) -> Any:
    wanted = TYPES.get(name)
    try:
        if wanted in (int, float):
            return wanted(value)
        if wanted is bool:
            return str(value).lower() in ("true", "yes", "1")
        if wanted in (list, dict, object):
            return _structure(value, wanted)
    except (ValueError, TypeError):
        raise bad_request(f"can't parse {name}") from None
    return value


def _structure(value: Any, wanted: type[Any]) -> Any:
    structure = json.loads(value) if isinstance(value, str) else value
    if not isinstance(structure, wanted):
        raise ValueError(f"not a {wanted.__name__}")
    return structure
