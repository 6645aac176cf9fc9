"""People reached by e-mail."""

from dataclasses import replace

from conference.channels.channel import ChannelName, Envelope
from conference.channels.email.message import build_message, mailbox, message_id
from conference.channels.email.smtp import SmtpSessions
from conference.clock import Clock
from conference.config import EmailSettings
from conference.content import Content


class EmailChannel:
    """A `Channel` that hands messages to the mail server of the settings."""

    name = ChannelName.EMAIL

    def __init__(self, settings: EmailSettings, password: str | None, clock: Clock) -> None:
        self._settings = with_wire_addresses(settings)
        self._clock = clock
        self._sessions = SmtpSessions(self._settings, password)

    def parts(self, content: Content) -> int:
        """Return 1: a message holds everything."""
        return 1

    async def send(self, envelope: Envelope, content: Content, part: int) -> str:
        """Send *content* and return its Message-ID, which is the same at every attempt.

        Raises `DeliveryError`s only.
        """
        recipient = mailbox(envelope.address)
        message = build_message(replace(envelope, address=recipient), content, self._settings, self._clock())
        await self._sessions.send(recipient, message)
        return message_id(envelope, self._settings)

    async def close(self) -> None:
        await self._sessions.close()


def with_wire_addresses(settings: EmailSettings) -> EmailSettings:
    """Return *settings* with our own addresses as they go over the wire: a domain may have Latvian letters."""
    reply_to = settings.reply_to and mailbox(settings.reply_to)
    return settings.model_copy(update={"sender": mailbox(settings.sender), "reply_to": reply_to})
