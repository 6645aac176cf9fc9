"""Presses of inline buttons, and the answers to them. https://core.telegram.org/bots/api#answercallbackquery"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from conference.clock import Clock
from rehearsal.telegram.chats import Alert, Chat
from rehearsal.telegram.errors import QUERY_TOO_OLD, bad_request
from rehearsal.telegram.requests import Parameters

ANSWERABLE_FOR = timedelta(minutes=15)
ANSWER_LIMIT = 200


@dataclass(frozen=True, slots=True)
class _Press:
    chat: Chat
    user_id: int
    at: datetime


class Presses:
    """Presses of inline buttons that wait for answerCallbackQuery."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._presses: dict[str, _Press] = {}
        self._numbers = count(4_000_000_000_000_000_001)

    def add(self, chat: Chat, user_id: int) -> str:
        """Remember a press and return its query id."""
        query_id = str(next(self._numbers))
        self._presses[query_id] = _Press(chat, user_id, self._clock())
        chat.answers[user_id].unanswered.add(query_id)
        return query_id

    def answer(self, parameters: Parameters) -> bool:
        """answerCallbackQuery: once, and within a quarter of an hour."""
        text = str(parameters.get("text", ""))
        if len(text) > ANSWER_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        query_id = parameters["callback_query_id"]
        press = self._presses.pop(query_id, None)
        if press is None or self._clock() - press.at > ANSWERABLE_FOR:
            raise bad_request(QUERY_TOO_OLD)
        alert = Alert(text, bool(parameters.get("show_alert"))) if text else None
        press.chat.alert(press.user_id, query_id, alert)
        return True
