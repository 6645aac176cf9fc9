"""What only this service can have written: short signatures of what travels through other hands and comes back."""

import hmac
from base64 import b32encode
from hashlib import sha256

OCTETS = 10
"""Sixteen letters, which fit into an address; 80 bits that can only be guessed by asking us each time."""


class Signing:
    """Signs with a secret that is the service's own."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def sign(self, purpose: str, *parts: str | int, octets: int = OCTETS) -> str:
        """Return a signature of sixteen letters a-z and digits 2-7 (more, for more *octets*), the same for the same
        *parts*.

        Small letters, for mail servers on the way may change those of an address. What was signed for one *purpose*
        is worth nothing for another.
        """
        signed = "\0".join((purpose, *map(str, parts))).encode()
        digest = hmac.new(self._secret, signed, sha256).digest()[:octets]
        return b32encode(digest).decode().rstrip("=").lower()

    def is_genuine(self, signature: str, purpose: str, *parts: str | int, octets: int = OCTETS) -> bool:
        """Return whether *signature* is ours for this."""
        return hmac.compare_digest(signature.lower().encode(), self.sign(purpose, *parts, octets=octets).encode())
