"""SMTP sessions (RFC 5321) that are kept and used again: opening one costs far more than a message does."""

import asyncio
from contextlib import suppress

from aiosmtplib import SMTP, SMTPException

from conference.channels.channel import ChannelUnavailableError, OutcomeUnknownError, PermanentDeliveryError
from conference.channels.email.refusal import answered, delivery_error, reason_of
from conference.config import EmailSettings

MAX_IDLE_SECONDS = 30.0
"""A session that rested longer is opened anew; mail servers hang up on silent clients after a minute or more."""


class SmtpSessions:
    """At most `settings.connections` sessions with the mail server, each with one message at a time."""

    def __init__(
        self, settings: EmailSettings, password: str | None, max_idle_seconds: float = MAX_IDLE_SECONDS
    ) -> None:
        self._settings = settings
        self._password = password
        self._max_idle_seconds = max_idle_seconds
        self._slots = asyncio.Semaphore(settings.connections)
        self._kept: list[tuple[SMTP, float]] = []

    async def send(self, recipient: str, message: bytes) -> None:
        """Hand *message* over to the server. Raises `DeliveryError`s only."""
        async with self._slots:
            try:
                smtp = await self._begin(recipient, message)
                await self._finish(smtp, recipient, message)
            except SMTPException as error:
                # Not chained: the library's errors carry addresses into tracebacks.
                raise delivery_error(error) from None

    async def close(self) -> None:
        """Say goodbye in every session that rests."""
        while self._kept:
            smtp, _ = self._kept.pop()
            with suppress(SMTPException):
                await smtp.quit()
            smtp.close()

    async def _begin(self, recipient: str, message: bytes) -> SMTP:
        """Return a session whose server has accepted MAIL FROM."""
        # Servers end kept sessions as they please, after a time or a number of messages. That says nothing about
        # this message, and nothing of it is sent yet: try the next session, and believe only a fresh one.
        while smtp := self._take():
            with suppress(SMTPException):
                return await self._mail_from(smtp, recipient, message)
        return await self._mail_from(await self._open(), recipient, message)

    async def _mail_from(self, smtp: SMTP, recipient: str, message: bytes) -> SMTP:
        options = [f"SIZE={len(message)}"] if smtp.supports_extension("size") else []
        try:
            if not recipient.isascii():
                if not smtp.supports_extension("smtputf8"):
                    raise PermanentDeliveryError("the mail server takes ASCII addresses only")
                options.append("SMTPUTF8")
            await smtp.mail(self._settings.sender, options=options)
        except BaseException:
            smtp.close()
            raise
        return smtp

    async def _finish(self, smtp: SMTP, recipient: str, message: bytes) -> None:
        """Complete the message, and keep the session unless it was left in the middle of a sentence."""
        in_step = False
        try:
            await hand_over(smtp, recipient, message)
            in_step = True
        except SMTPException as error:
            in_step = answered(error) and await is_reset(smtp)
            raise
        finally:
            # A cancelled or broken conversation would answer the next message with this one's replies.
            if in_step:
                self._kept.append((smtp, asyncio.get_running_loop().time()))
            else:
                smtp.close()

    def _take(self) -> SMTP | None:
        oldest = asyncio.get_running_loop().time() - self._max_idle_seconds
        while self._kept:
            smtp, last_used = self._kept.pop()
            if smtp.is_connected and last_used >= oldest:
                return smtp
            smtp.close()
        return None

    async def _open(self) -> SMTP:
        """Return a new session, encrypted and logged in as the settings say; never less."""
        settings = self._settings
        smtp = SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            username=settings.username,
            password=self._password if settings.username else None,
            timeout=settings.timeout_seconds,
        )
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
        except (SMTPException, OSError, ValueError) as error:
            smtp.close()
            raise ChannelUnavailableError(f"cannot open an SMTP session: {reason_of(error)}") from None
        return smtp


async def hand_over(smtp: SMTP, recipient: str, message: bytes) -> None:
    """Name the recipient and send the message.

    Raises SMTPException as long as it is sure that nothing was accepted, then OutcomeUnknownError.
    """
    await smtp.rcpt(recipient, encoding="utf-8")
    try:
        await smtp.data(message)
    except SMTPException as error:
        if answered(error):
            raise
        raise OutcomeUnknownError(f"no answer to the message: {reason_of(error)}") from None


async def is_reset(smtp: SMTP) -> bool:
    """Take back a refused message, and return whether the session can be used again."""
    with suppress(SMTPException):
        await smtp.rset()
        return True
    return False
