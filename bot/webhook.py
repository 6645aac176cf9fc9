"""Updates that Telegram sends to us. A 200 says that one was handled; whatever else it gets, Telegram sends it again.

https://core.telegram.org/bots/api#setwebhook
"""

import asyncio
import hmac
import json
import logging
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import ExtBot

from bot.intake import Handle, Intake, was_handled
from conference.channels.pacing import Rank
from conference.config import WebhookSettings

logger = logging.getLogger(__name__)

MOST_UNDER_WAY = 100
"""The most that Telegram offers: chats that are being answered at the same time."""

LARGEST = 1024 * 1024
"""Bytes; updates have a few thousand."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name


class Webhook:
    """Has updates handled that are posted to `route`. As with polling: at least once, those of one chat in order."""

    def __init__(
        self, bot: ExtBot[Rank], handle: Handle, allowed_updates: list[str], settings: WebhookSettings, secret: str
    ) -> None:
        """*secret* is what Telegram shows with each update: 1 to 256 letters, digits, _ and -."""
        self.route = Route(settings.path, self._receive, methods=["POST"])
        self._bot = bot
        self._handle = handle
        self._allowed_updates = allowed_updates
        self._url = settings.url
        self._secret = secret
        self._intake: Intake | None = None
        self._stopping = asyncio.Event()

    async def prepare(self) -> None:
        """Tell Telegram where to send updates; it goes on trying while nobody answers there."""
        await self._bot.set_webhook(
            self._url,
            max_connections=MOST_UNDER_WAY,
            allowed_updates=self._allowed_updates,
            secret_token=self._secret,
        )

    async def run(self) -> None:
        """Work until stopped. What comes before and after that is sent again."""
        try:
            async with asyncio.TaskGroup() as tasks:
                self._intake = Intake(self._handle, tasks)
                await self._stopping.wait()
                self._intake = None
        finally:
            self._intake = None

    def stop(self) -> None:
        """Handle what has come, and end."""
        self._stopping.set()

    async def _receive(self, request: Request) -> Response:
        return Response(status_code=await self._status(request))

    async def _status(self, request: Request) -> HTTPStatus:
        if not self._is_telegram(request):
            return HTTPStatus.FORBIDDEN
        body = await _body(request)
        if body is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        update = self._update(body)
        if update is None:
            logger.error("what Telegram sent was no update")
            return HTTPStatus.BAD_REQUEST
        return await self._handled(update)

    async def _handled(self, update: Update) -> HTTPStatus:
        if self._intake is None:
            return HTTPStatus.SERVICE_UNAVAILABLE
        task = self._intake.take(update)
        # Only waited for: Telegram may hang up, and ask again while it is still being handled.
        await asyncio.wait([task])
        return HTTPStatus.OK if was_handled(task) else HTTPStatus.INTERNAL_SERVER_ERROR

    def _is_telegram(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self._secret.encode())

    def _update(self, body: bytes) -> Update | None:
        try:
            return Update.de_json(json.loads(body), self._bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


async def _body(request: Request) -> bytes | None:
    """Return what was sent; None where that is too large."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST:
                return None
    except ClientDisconnect:
        pass  # what is missing makes it no update
    return body
