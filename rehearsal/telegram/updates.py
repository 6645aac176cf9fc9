"""The queue of updates: kept until the bot confirms them with a later offset, whatever happens to the bot.

https://core.telegram.org/bots/api#getupdates
"""

import asyncio
from collections import Counter, deque
from typing import Any

from rehearsal.telegram.errors import conflict, webhook_is_active
from rehearsal.telegram.requests import Parameters
from rehearsal.telegram.signals import Signal

_FIRST_UPDATE_ID = 100_000
# Telegram sends these only to a bot that names them.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """Updates that wait to be confirmed, oldest first."""

    def __init__(self) -> None:
        self.has_webhook = False
        self._pending: deque[dict[str, Any]] = deque()
        self._of_chat: Counter[int] = Counter()
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
            self._append({"update_id": self._next_id, kind: payload})
            self._next_id += 1
            self._arrived.fire()

    async def get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        """Confirm what is before the offset and return what comes after; wait for it up to `timeout` seconds.

        As in Telegram, of two polls at once the earlier one gets the 409: so the poll of a bot that died never
        stands in the way of the next.
        """
        if self.has_webhook:
            raise webhook_is_active()
        self._poll = poll = object()
        self._arrived.fire()
        self._confirm(parameters.get("offset", 0))
        self.allow(parameters)
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
            self._of_chat[chat_of(self._pending.popleft())] -= 1
        self._confirmed.fire()

    def _append(self, update: dict[str, Any]) -> None:
        self._pending.append(update)
        self._of_chat[chat_of(update)] += 1

    def allow(self, parameters: Parameters) -> None:
        """Remember which kinds of updates the bot wants, where it says so."""
        if "allowed_updates" in parameters:
            self._allowed = frozenset(parameters["allowed_updates"])

    def first_of_each_chat(self) -> list[dict[str, Any]]:
        """Return the updates that nothing earlier stands before."""
        firsts: dict[int, dict[str, Any]] = {}
        for update in self._pending:
            firsts.setdefault(chat_of(update), update)
        return list(firsts.values())

    def confirm(self, update_id: int) -> None:
        """Take out a single update, which a webhook has accepted."""
        pending, self._pending, self._of_chat = self._pending, deque(), Counter()
        for update in pending:
            if update["update_id"] != update_id:
                self._append(update)
        self._confirmed.fire()

    def drop(self) -> None:
        """Forget what waits."""
        self._pending.clear()
        self._of_chat.clear()
        self._confirmed.fire()

    async def changed(self) -> None:
        """Wait until something has come, or `wake` was called."""
        await self._arrived.wait()

    def wake(self) -> None:
        """Let whoever waits look again."""
        self._arrived.fire()

    async def all_confirmed(self) -> None:
        """Wait until every update that there is now has been confirmed, whatever comes meanwhile."""
        bound = self._next_id
        while self._pending and self._pending[0]["update_id"] < bound:
            await self._confirmed.wait()

    async def all_of_chat_confirmed(self, chat_id: int) -> None:
        """Wait until every update of one chat has been confirmed."""
        while self._of_chat[chat_id]:
            await self._confirmed.wait()

    def kept(self) -> tuple[int, list[dict[str, Any]]]:
        """Return the id of the next update, and what waits."""
        return self._next_id, list(self._pending)

    def bring_back(self, next_id: int, pending: list[dict[str, Any]]) -> None:
        """Go on after what `kept` has returned."""
        self._next_id = next_id
        for update in pending:
            self._append(update)
        self._arrived.fire()

    def close(self) -> None:
        """Let a waiting poll return at once."""
        self._closed = True
        self._arrived.fire()


def chat_of(update: dict[str, Any]) -> int:
    """Return whose turn an update is part of: its chat, or the person where it has none; 0: nobody's."""
    (payload,) = (value for name, value in update.items() if name != "update_id")
    place = payload.get("message", payload)
    who: dict[str, Any] | None = place.get("chat") or payload.get("from") or payload.get("user")
    return int(who["id"]) if who else 0
