"""What goes wrong on purpose: switches for Telegram and the mail server, and a service that dies and comes back."""

import json
from contextlib import AsyncExitStack
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.desk.desk import Desk

SLOW_ANSWER = 2.0
FLOOD_PAUSE = 3
"""Seconds."""

SENDING = (
    "sendMessage",
    "sendVenue",
    "sendLocation",
    "sendDocument",
    "sendPhoto",
    "sendVideo",
    "sendAnimation",
    "sendAudio",
    "sendVoice",
    "sendPoll",
    "sendMediaGroup",
    "copyMessage",
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
)
"""What Telegram's flood control counts."""

TOO_MANY_REQUESTS = {
    "ok": False,
    "error_code": 429,
    "description": f"Too Many Requests: retry after {FLOOD_PAUSE}",
    "parameters": {"retry_after": FLOOD_PAUSE},
}


class Telegram(StrEnum):
    """How Telegram is."""

    FINE = "fine"
    SLOW = "slow"
    """Every answer takes two seconds."""
    FLOOD = "flood"
    """Nothing may be sent: 429, with a pause to be kept."""
    DOWN = "down"
    """Nobody listens."""


class Mail(StrEnum):
    """How the mail server is."""

    FINE = "fine"
    DOWN = "down"
    """Connections are refused."""
    GREYLISTING = "greylisting"
    """The first letter to each address is refused for now (451)."""


class Faults:
    """Set with `set_telegram`, `set_mail`, `kill` and `restart`; look at `telegram`, `mail` and `desk.is_running`."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.telegram = Telegram.FINE
        self.mail = Mail.FINE
        self._telegram_fault = AsyncExitStack()
        self._mail_fault = AsyncExitStack()

    @property
    def let_through(self) -> bool:
        """Whether what is tried again may arrive."""
        return self.telegram in (Telegram.FINE, Telegram.SLOW) and self.mail is not Mail.DOWN

    @property
    def are_none(self) -> bool:
        return self.telegram is Telegram.FINE and self.mail is Mail.FINE

    async def set_telegram(self, how: Telegram) -> None:
        """Let Telegram be fine, slow, full, or gone."""
        telegram = self._desk.house.telegram
        await self._telegram_fault.aclose()
        match how:
            case Telegram.SLOW:
                self._telegram_fault.enter_context(telegram.faults.delaying(SLOW_ANSWER))
            case Telegram.FLOOD:
                body = json.dumps(TOO_MANY_REQUESTS).encode()
                self._telegram_fault.enter_context(telegram.faults.answering(429, body, *SENDING))
            case Telegram.DOWN:
                await self._telegram_fault.enter_async_context(telegram.down())
        self.telegram = how
        self._desk.changed.note()

    async def set_mail(self, how: Mail) -> None:
        """Let the mail server be fine, gone, or wary of strangers."""
        mailbox = self._desk.house.mailbox
        await self._mail_fault.aclose()
        match how:
            case Mail.DOWN:
                await self._mail_fault.enter_async_context(mailbox.down())
            case Mail.GREYLISTING:
                self._mail_fault.enter_context(mailbox.greylisting())
        self.mail = how
        self._desk.changed.note()

    async def kill(self) -> None:
        """Drop the service as a crash would, in the middle of whatever it does."""
        await self._desk.house.kill()
        self._desk.changed.note()

    async def restart(self) -> None:
        """Start the service again; one that still runs is stopped before. It sees to what it has missed.

        Raise CannotStartError where it cannot be started.
        """
        await self._desk.start()

    async def end(self) -> None:
        """Let everything be fine."""
        await self._telegram_fault.aclose()
        await self._mail_fault.aclose()
        self.telegram, self.mail = Telegram.FINE, Mail.FINE
