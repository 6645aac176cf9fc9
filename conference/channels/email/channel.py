"""People reached by e-mail."""

import asyncio
from contextlib import nullcontext
from dataclasses import replace

from conference import unsubscribing
from conference.channels.channel import (
    ChannelName,
    Envelope,
    FollowUp,
    PermanentDeliveryError,
    Purpose,
    TemporaryDeliveryError,
)
from conference.channels.email.domains import SlowDomains
from conference.channels.email.message import build_message, domain, mailbox, message_id
from conference.channels.email.refusal import SlowDownError
from conference.channels.email.return_path import return_path
from conference.channels.email.smtp import SmtpSessions
from conference.channels.email.spacing import in_hand
from conference.clock import Clock
from conference.config import EmailSettings
from conference.content import Content
from conference.signing import Signing


class EmailChannel:
    """A `Channel` that hands messages to the mail server of the settings."""

    name = ChannelName.EMAIL

    def __init__(
        self,
        settings: EmailSettings,
        password: str | None,
        clock: Clock,
        signing: Signing | None = None,
        public_url: str | None = None,
    ) -> None:
        """*signing* lets what comes back be believed, and people leave by the link at *public_url*."""
        self._settings = with_wire_addresses(settings)
        self._clock = clock
        self._signing = signing
        self._public_url = public_url
        self._sessions = SmtpSessions(self._settings, password)
        self._slow_domains = SlowDomains()
        # Each of these is megabytes: no more of them are made than can be sent.
        self._with_files = asyncio.Semaphore(settings.connections)
        # While one message of a connection waits for its mark, others are made and sent.
        self.concurrency = in_hand(settings, 8 * settings.connections)
        self.careful_concurrency = in_hand(settings, 6 * settings.connections)

    def parts(self, content: Content) -> int:
        """Return 1: a message holds everything."""
        return 1

    async def send(self, envelope: Envelope, content: Content, part: int) -> str:
        """Send *content* and return its Message-ID, which is the same at every attempt.

        Raises `DeliveryError`s only.
        """
        recipient = mailbox(envelope.address)
        began = self._clock()
        if rest := self._slow_domains.wait(domain(recipient), began):
            raise TemporaryDeliveryError("the recipient's mail server asked us to slow down", retry_after=rest)
        to_one = replace(envelope, address=recipient)
        try:
            async with self._with_files if content.attachments else nullcontext():
                message = build_message(to_one, content, self._settings, began, self._unsubscribe_link(envelope))
                await self._sessions.send(recipient, message, self._return_path(envelope))
        except SlowDownError:
            self._slow_domains.note_refusal(domain(recipient), began, self._clock())
            raise
        self._slow_domains.note_success(domain(recipient), began)
        return message_id(envelope, self._settings)

    async def follow_up(self, envelope: Envelope, content: Content, act: FollowUp, external_id: str) -> None:
        """Raise PermanentDeliveryError: what is in a mailbox stays as it is."""
        raise PermanentDeliveryError("an e-mail cannot be changed")

    async def close(self) -> None:
        await self._sessions.close()

    def _return_path(self, envelope: Envelope) -> str:
        bounces = self._settings.bounces
        if bounces is None or self._signing is None:
            return self._settings.sender
        about = (envelope.notice_id, envelope.person_id, envelope.address)
        return return_path(bounces.address, self._signing, *about)

    def _unsubscribe_link(self, envelope: Envelope) -> str | None:
        # It ends reminders, so whatever else is sent must not promise that it is the last of its kind.
        if self._public_url is None or self._signing is None or envelope.purpose is not Purpose.REMINDER:
            return None
        return unsubscribing.link(self._public_url, self._signing, envelope.person_id, envelope.event_key)


def with_wire_addresses(settings: EmailSettings) -> EmailSettings:
    """Return *settings* with our own addresses as they go over the wire: a domain may have Latvian letters."""
    reply_to = settings.reply_to and mailbox(settings.reply_to)
    bounces = settings.bounces
    if bounces:
        bounces = bounces.model_copy(update={"address": mailbox(bounces.address)})
    return settings.model_copy(update={"sender": mailbox(settings.sender), "reply_to": reply_to, "bounces": bounces})
