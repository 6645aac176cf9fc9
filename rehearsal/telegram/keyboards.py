"""Keyboards: those under a message, and the one in place of the letters."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from rehearsal.telegram.errors import bad_request

T = TypeVar("T")

_URL = re.compile(r"(https?://([\w-]+\.)*[\w-]+(:\d+)?([/?#]\S*)?|tg://\S+)", re.IGNORECASE)
_ACTIONS = frozenset(
    [
        "callback_data",
        "url",
        "copy_text",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "pay",
    ]
)
_STYLE = frozenset({"style", "icon_custom_emoji_id"})
_KEY_REQUESTS = frozenset(
    ["request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app"]
)


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: its *action* is the Bot API field that says what it does ("callback_data", "url" …)."""

    label: str
    action: str
    value: Any

    @property
    def callback_data(self) -> str | None:
        """What the bot is told when the button is pressed, or None."""
        return str(self.value) if self.action == "callback_data" else None

    @property
    def url(self) -> str | None:
        """The page that the button opens, or None."""
        return str(self.value) if self.action == "url" else None

    def wire(self) -> dict[str, Any]:
        """Return the button as an InlineKeyboardButton."""
        return {"text": self.label, self.action: self.value}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a reply keyboard; pressing it sends its label, or shares what it requests."""

    label: str
    request_contact: bool = False
    request_location: bool = False


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """A keyboard in place of the letters."""

    rows: tuple[tuple[Key, ...], ...]
    one_time: bool = False
    placeholder: str = ""

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The labels, row by row."""
        return tuple(tuple(key.label for key in row) for row in self.rows)


InlineKeyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class ReplyMarkup:
    """What came with a message as `reply_markup`."""

    inline: InlineKeyboard = ()
    keyboard: ReplyKeyboard | None = None
    removes_keyboard: bool = False


_NONE = ReplyMarkup()


def read_markup(markup: Any) -> ReplyMarkup:
    """Return the decoded `reply_markup`. Raises BotApiError for one that Telegram refuses."""
    if markup is None:
        return _NONE
    match markup:
        case {"inline_keyboard": list(rows)}:
            return ReplyMarkup(inline=_read_rows(rows, _button))
        case {"keyboard": list(rows)}:
            return ReplyMarkup(keyboard=_keyboard(rows, markup))
        case {"remove_keyboard": True}:
            return ReplyMarkup(removes_keyboard=True)
        case {"force_reply": True}:
            return _NONE
    raise bad_request("object expected as reply markup")


def _read_rows(rows: list[Any], read: Callable[[dict[str, Any]], T]) -> tuple[tuple[T, ...], ...]:
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: array of arrays of buttons expected")
    return tuple(tuple(read(_fields(button)) for button in row) for row in rows if row)


def _fields(button: Any) -> dict[str, Any]:
    match button:
        case dict():
            return button
        case str():
            return {"text": button}
    raise bad_request("can't parse keyboard button: object expected")


def _button(fields: Mapping[str, Any]) -> Button:
    label = _label(fields)
    actions = fields.keys() - {"text"} - _STYLE
    if unknown := sorted(actions - _ACTIONS):
        raise bad_request(f"unknown inline keyboard button field {unknown[0]}")
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    action = min(actions)
    _check_action(action, fields[action])
    return Button(label, action, fields[action])


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not _URL.fullmatch(str(value)):
        raise bad_request("BUTTON_URL_INVALID")


def _keyboard(rows: list[Any], markup: Mapping[str, Any]) -> ReplyKeyboard:
    return ReplyKeyboard(
        rows=_read_rows(rows, _key),
        one_time=bool(markup.get("one_time_keyboard")),
        placeholder=str(markup.get("input_field_placeholder") or ""),
    )


def _key(fields: Mapping[str, Any]) -> Key:
    if unknown := sorted(fields.keys() - {"text"} - _STYLE - _KEY_REQUESTS):
        raise bad_request(f"unknown keyboard button field {unknown[0]}")
    return Key(_label(fields), bool(fields.get("request_contact")), bool(fields.get("request_location")))


def _label(fields: Mapping[str, Any]) -> str:
    label = str(fields.get("text") or "")
    if not label.strip():
        raise bad_request("can't parse keyboard button: text is empty")
    return label
