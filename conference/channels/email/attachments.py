"""Files that travel with a message, as its parts (RFC 2045, RFC 2183)."""

import re
from binascii import b2a_base64
from functools import lru_cache
from itertools import count
from urllib.parse import quote

from conference.content import Attachment, CalendarFile

OCTETS_IN_A_LINE = 76
OCTETS_OF_A_NAME = 60
"""So that a line with its frame keeps to 76."""
MEDIA_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
"""What may stand in a header; messages and multiparts must not be encoded (RFC 2045, 6.4), so they are just octets."""
PLAIN_NAME = re.compile(rf"(?=.{{1,{OCTETS_OF_A_NAME}}}\Z)[A-Za-z0-9._()+-]+( [A-Za-z0-9._()+-]+)*")


def calendar_part(calendar: CalendarFile) -> bytes:
    # An attachment, not a third alternative: that place is for invitations, which ask for an answer. For a
    # METHOD:PUBLISH found there, Exchange hides the message itself or shows a "not supported calendar message.ics".
    headers = (
        f'Content-Type: text/calendar; charset="utf-8"; method="{calendar.method}";\r\n name="{calendar.file_name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{calendar.file_name}"',
    )
    return "\r\n".join((*headers, "", "")).encode() + in_base64(calendar.body)


@lru_cache(maxsize=4)
def attachment_part(attachment: Attachment) -> bytes:
    """Return a file as a part, from its headers on; thousands get the same, so it is encoded once."""
    headers = (
        f"Content-Type: {media_type(attachment)}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: attachment;\r\n {file_name(attachment.name)}",
    )
    return "\r\n".join((*headers, "", "")).encode() + in_base64(attachment.body)


def media_type(attachment: Attachment) -> str:
    """Return what the file is; of a text also that it is UTF-8, if so: Telegram does not say."""
    named = attachment.media_type.lower()
    if not MEDIA_TYPE.fullmatch(named):
        return "application/octet-stream"
    return f'{named}; charset="utf-8"' if named.startswith("text/") and _is_utf8(attachment.body) else named


def file_name(name: str) -> str:
    """Return the parameter that says how the file is called; what is not plain or short is encoded (RFC 2231)."""
    if PLAIN_NAME.fullmatch(name):
        return f'filename="{name}"'
    pieces = [""]
    for character in name:
        octets = quote(character, safe="")
        if len(pieces[-1] + octets) > OCTETS_OF_A_NAME - len("filename*0*=utf-8''"):
            pieces.append("")
        pieces[-1] += octets
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";\r\n ".join(f"filename*{number}*={piece}" for number, piece in zip(count(), pieces))


def in_base64(octets: bytes) -> bytes:
    whole = b2a_base64(octets, newline=False)
    lines = (whole[start : start + OCTETS_IN_A_LINE] for start in range(0, len(whole), OCTETS_IN_A_LINE))
    return b"\r\n".join(lines) + b"\r\n"


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
