"""Names as they are searched, and as they stand in addresses."""

import unicodedata


def plain(text: str) -> str:
    """Return *text* in small letters, without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def ascii_name(name: str) -> str:
    """Return a name as it stands in an e-mail address, perhaps empty."""
    words = ("".join(c for c in word if c.isascii() and c.isalnum()) for word in plain(name).split())
    return ".".join(word for word in words if word)
