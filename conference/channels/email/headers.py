"""The headers that many messages share, written by the standard library and kept (RFC 5322, RFC 2047)."""

from base64 import b64encode
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import lru_cache

OCTETS_IN_AN_ENCODED_WORD = 39
"""Base64 makes 52 of them; with its frame an encoded word has 64, and fits into a line after any of our headers."""


class Policy(EmailPolicy):
    """Folds headers at 76 octets, and encodes what is not ASCII itself: the standard library would lose spaces."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == "Subject" and not value.isascii():
            return f"{name}: {encoded(value)}{self.linesep}".encode("ascii")
        if name == "From" and isinstance(value, AddressHeader) and not value.isascii():
            (sender,) = value.addresses
            words = f"{encoded(sender.display_name)}{self.linesep} <{sender.addr_spec}>"
            return f"{name}: {words}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = Policy(linesep="\r\n", max_line_length=76)


@lru_cache(maxsize=256)
def headers_for_all(*, sender_name: str, sender: str, reply_to: str | None, subject: str, language: str) -> bytes:
    """Return the headers that are the same for everybody who is told the same in the same language."""
    message = EmailMessage(POLICY)
    message["From"] = Address(sender_name, addr_spec=sender)
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"
    message["MIME-Version"] = "1.0"
    message["Content-Language"] = language
    return message.as_bytes().removesuffix(b"\r\n")


def encoded(words: str) -> str:
    """Return *words* as encoded words (RFC 2047, 2), one to a line of at most 76 octets.

    Everything is encoded, spaces too: where the standard library breaks lines, it loses some (python/cpython#128110).
    """
    chunks = [b""]
    for character in words:
        octets = character.encode()
        if len(chunks[-1] + octets) > OCTETS_IN_AN_ENCODED_WORD:
            chunks.append(b"")
        chunks[-1] += octets
    return f"{POLICY.linesep} ".join(f"=?utf-8?b?{b64encode(chunk).decode()}?=" for chunk in chunks)
