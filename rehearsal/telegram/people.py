"""People and groups, as the Bot API names them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with Telegram; `language_code` is the language of their app."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def user(self) -> dict[str, Any]:
        """Return the person as a User."""
        return {"id": self.id, "is_bot": False} | self._names() | given(language_code=self.language_code)

    def chat(self) -> dict[str, Any]:
        """Return the private chat with the person as a Chat."""
        return {"id": self.id, "type": "private"} | self._names()

    def _names(self) -> dict[str, Any]:
        return given(first_name=self.first_name, last_name=self.last_name, username=self.username)


@dataclass(frozen=True, slots=True)
class Supergroup:
    """Several people in one chat; its id is negative."""

    id: int
    title: str

    def chat(self) -> dict[str, Any]:
        """Return the group as a Chat."""
        return {"id": self.id, "type": "supergroup", "title": self.title}


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
