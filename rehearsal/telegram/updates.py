"""The queue of updates: kept until the bot confirms them with a later offset, whatever happens to the bot.

https://core.telegram.org/bots/api#getupdates
"""

import asyncio
from collections import deque
from typing import Any

from rehearsal.telegram.errors import conflict
from rehearsal.telegram.requests import Parameters
from rehearsal.telegram.signals import Signal

_FIRST_UPDATE_ID = 100_000
# Telegram sends these only to a bot that names them.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """Updates that wait to be confirmed, oldest first."""

    def __init__(self) -> None:
        self._pending: deque[dict[str, Any]] = deque()
        self._next_id = _FIRST_UPDATE_ID
        self._allowed: frozenset[str] = frozenset()
        self._poll: object = None
        self._closed = False
        self._arrived = Signal()
        self._confirmed = Signal()

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue an update, unless the bot's last `allowed_updates` leaves its kind out."""
        if kind in self._allowed if self._allowed else kind not in _ONLY_ON_REQUEST:
            self._pending.append({"update_id": self._next_id, kind: payload})
            self._next_id += 1
            self._arrived.fire()

    async def get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        """Confirm what is before the offset and return what comes after; wait for it up to `timeout` seconds.

        As in Telegram, of two polls at once the earlier one gets the 409: so the poll of a bot that died never
        stands in the way of the next.
        """
        self._poll = poll = object()
        self._arrived.fire()
        self._confirm(parameters.get("offset", 0))
        if "allowed_updates" in parameters:
            self._allowed = frozenset(parameters["allowed_updates"])
        await self._wait(poll, min(max(parameters.get("timeout", 0), 0), 50))
        limit = min(max(parameters.get("limit", 100), 1), 100)
        return [self._pending[index] for index in range(min(limit, len(self._pending)))]

    async def _wait(self, poll: object, seconds: int) -> None:
        try:
            async with asyncio.timeout(seconds):
                while seconds and not self._pending and not self._closed:
                    await self._arrived.wait()
                    if self._poll is not poll:
                        raise conflict()
        except TimeoutError:
            pass

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # "from the end of the queue; all previous updates will be forgotten"
            offset = self._next_id + offset
        while self._pending and self._pending[0]["update_id"] < offset:
            self._pending.popleft()
        if not self._pending:
            self._confirmed.fire()

    def delete_webhook(self, parameters: Parameters) -> bool:
        """There is never a webhook; but the waiting updates can be dropped."""
        if parameters.get("drop_pending_updates"):
            self._pending.clear()
            self._confirmed.fire()
        return True

    def webhook_info(self, _parameters: Parameters) -> dict[str, Any]:
        """Say that there is no webhook, and how many updates wait."""
        return {"url": "", "has_custom_certificate": False, "pending_update_count": len(self)}

    async def all_confirmed(self) -> None:
        """Wait until every update has been confirmed."""
        while self._pending:
            await self._confirmed.wait()

    def close(self) -> None:
        """Let a waiting poll return at once."""
        self._closed = True
        self._arrived.fire()
