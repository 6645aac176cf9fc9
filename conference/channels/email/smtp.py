"""SMTP sessions (RFC 5321) that are kept and used again: opening one costs far more than a message does."""

import asyncio

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from conference.channels.channel import ChannelUnavailableError, PermanentDeliveryError
from conference.channels.email.refusal import answered, delivery_error, reason_of
from conference.channels.email.session import Session
from conference.channels.email.spacing import Spacing
from conference.config import EmailSettings

MAX_IDLE_SECONDS = 30.0
"""A session that rested longer is opened anew; mail servers hang up on silent clients after a minute or more."""
CLOSING = 421


class SmtpSessions:
    """At most `settings.connections` sessions with the mail server, each with one message at a time."""

    def __init__(
        self, settings: EmailSettings, password: str | None, max_idle_seconds: float = MAX_IDLE_SECONDS
    ) -> None:
        self._settings = settings
        self._password = password
        self._max_idle_seconds = max_idle_seconds
        self._slots = asyncio.Semaphore(settings.connections)
        self._kept: list[tuple[Session, float]] = []
        self._own_name: str | None = None
        self._spacing = Spacing(settings)

    async def send(self, recipient: str, message: bytes, sender: str | None = None) -> None:
        """Hand *message* over to the server. Raises `DeliveryError`s only.

        It comes back to *sender* where it cannot be delivered; by default to the one of the settings.
        """
        async with self._slots:
            await self._turn()
            try:
                session = await self._begin(sender or self._settings.sender, recipient, message)
                await self._finish(session, recipient, message)
            except SMTPException as error:
                # Not chained: the library's errors carry addresses into tracebacks.
                raise delivery_error(error) from None

    async def _turn(self) -> None:
        if wait := self._spacing.wait(asyncio.get_running_loop().time()):
            await asyncio.sleep(wait)

    async def close(self) -> None:
        """Say goodbye in every session that rests."""
        while self._kept:
            session, _ = self._kept.pop()
            await session.quit()

    async def _begin(self, sender: str, recipient: str, message: bytes) -> Session:
        """Return a session whose server has accepted MAIL FROM."""
        # Servers end kept sessions as they please, after a time or a number of messages. That says nothing about
        # this message, and nothing of it is sent yet: try the next session, and believe only a fresh one.
        while session := await self._take():
            try:
                return await self._mail_from(session, sender, recipient, message)
            except SMTPException:
                continue
        return await self._mail_from(await self._open(), sender, recipient, message)

    async def _mail_from(self, session: Session, sender: str, recipient: str, message: bytes) -> Session:
        options = [f"SIZE={len(message)}"] if "size" in session.extensions else []
        try:
            if not recipient.isascii():
                if "smtputf8" not in session.extensions:
                    raise PermanentDeliveryError("the mail server takes ASCII addresses only")
                options.append("SMTPUTF8")
            await session.begin(sender, recipient, options)
        except BaseException:
            session.drop()
            raise
        return session

    async def _finish(self, session: Session, recipient: str, message: bytes) -> None:
        """Complete the message, and keep the session unless it was left in the middle of a sentence."""
        in_step = False
        try:
            await session.finish(recipient, message)
            in_step = True
        except SMTPException as error:
            in_step = not says_goodbye(error) and answered(error) and await session.take_back()
            raise
        finally:
            # A cancelled or broken conversation would answer the next message with this one's replies.
            if in_step:
                self._kept.append((session, asyncio.get_running_loop().time()))
            else:
                session.drop()

    async def _take(self) -> Session | None:
        oldest = asyncio.get_running_loop().time() - self._max_idle_seconds
        while self._kept:
            session, last_used = self._kept.pop()
            if last_used < oldest:
                session.drop()
            elif session.messages >= self._settings.messages_per_connection:
                # Now, not when the last message was accepted: cancelled meanwhile, it would seem to have failed.
                await session.quit()
            else:
                return session
        return None

    async def _open(self) -> Session:
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
            local_hostname=self._own_name,
        )
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
        except BaseException as error:
            smtp.close()
            if not isinstance(error, SMTPException | OSError | ValueError):
                raise
            raise ChannelUnavailableError(f"cannot open an SMTP session: {reason_of(error)}") from None
        self._own_name = smtp.local_hostname  # asking the resolver again for each session could take seconds
        return Session.taken_over(smtp, settings.timeout_seconds)


def says_goodbye(error: SMTPException) -> bool:
    return isinstance(error, SMTPResponseException) and error.code == CLOSING
