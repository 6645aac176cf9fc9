"""Sending updates to the bot's own address, until it answers that it has them.

https://core.telegram.org/bots/api#setwebhook
"""

import asyncio
from typing import Any

import aiohttp

from rehearsal.telegram.requests import Parameters
from rehearsal.telegram.updates import Updates, chat_of

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name

_PAUSE = 0.05
"""Seconds before an update is sent again. Telegram waits longer each time; nobody wants to here."""


class Webhook:
    """Where the bot wants its updates. Those of one chat go one after another, chats side by side.

    Unlike Telegram itself, but like a Bot API server of one's own, it needs no https.
    """

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._target: Parameters = {}
        self._sending: asyncio.Task[None] | None = None
        self._busy: set[int] = set()
        self._last_error = ""

    async def set(self, parameters: Parameters) -> bool:
        """setWebhook."""
        await self.close()
        self._drop_if_wanted(parameters)
        self._updates.allow(parameters)
        self._updates.has_webhook = True
        self._target = parameters
        self._sending = asyncio.create_task(self._send_all())
        return True

    async def delete(self, parameters: Parameters) -> bool:
        """deleteWebhook."""
        await self.close()
        self._drop_if_wanted(parameters)
        self._updates.has_webhook = False
        self._target = {}
        return True

    def info(self, _parameters: Parameters) -> dict[str, Any]:
        """getWebhookInfo."""
        info = {
            "url": self._target.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        return info | ({"last_error_message": self._last_error} if self._last_error else {})

    async def close(self) -> None:
        """Send nothing more. What was not answered stays in the queue."""
        if self._sending:
            self._sending.cancel()
            await asyncio.wait([self._sending])
            self._sending = None
        self._busy.clear()

    def _drop_if_wanted(self, parameters: Parameters) -> None:
        if parameters.get("drop_pending_updates"):
            self._updates.drop()

    async def _send_all(self) -> None:
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
            while True:
                for update in self._updates.first_of_each_chat():
                    chat = chat_of(update)
                    if chat not in self._busy and len(self._busy) < self._target.get("max_connections", 40):
                        self._busy.add(chat)
                        tasks.create_task(self._send(session, chat, update))
                await self._updates.changed()

    async def _send(self, session: aiohttp.ClientSession, chat: int, update: dict[str, Any]) -> None:
        if await self._is_accepted(session, update):
            self._updates.confirm(update["update_id"])
        else:
            await asyncio.sleep(_PAUSE)
        self._busy.discard(chat)
        self._updates.wake()

    async def _is_accepted(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        headers = {SECRET_HEADER: self._target.get("secret_token", "")}
        try:
            async with session.post(self._target["url"], json=update, headers=headers) as response:
                accepted = response.status == 200
                self._last_error = "" if accepted else f"Wrong response from the webhook: {response.status}"
        except aiohttp.ClientError as error:
            accepted, self._last_error = False, type(error).__name__
        return accepted
