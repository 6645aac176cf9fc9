"""
What a channel is, and what can go wrong when something is sent:

* DeliveryError
  + TemporaryDeliveryError         this delivery, later
  + PermanentDeliveryError         this delivery, never
    - RecipientUnreachableError    nothing more to this person on this channel
  + OutcomeUnknownError            it may or may not have arrived
  + ChannelUnavailableError        nobody, until an operator acts; costs no attempt

Their texts are for the operator: what the other side answered, without addresses or names.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from conference.content import Content


class ChannelName(StrEnum):
    TELEGRAM = "telegram"
    EMAIL = "email"


class DeliveryError(Exception):
    """Something was not sent as it should have been."""


class TemporaryDeliveryError(DeliveryError):
    """This delivery can be tried again, no sooner than after `retry_after` where the other side named a pause."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class PermanentDeliveryError(DeliveryError):
    """This delivery will never succeed."""


class RecipientUnreachableError(PermanentDeliveryError):
    """The person cannot be reached on this channel at all: a blocked bot, a mailbox that does not exist."""


class OutcomeUnknownError(DeliveryError):
    """The connection broke after everything was handed over: it may or may not have arrived."""


class ChannelUnavailableError(DeliveryError):
    """Nobody can be reached on this channel now: wrong token, refused login, server down."""


class Purpose(StrEnum):
    """Why something is sent. Reminders and confirmations may be repeated after a crash, announcements must not."""

    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    ANNOUNCEMENT = "announcement"


class FollowUp(StrEnum):
    """What can be done to a message where it has arrived."""

    EDIT = "edit"
    DELETE = "delete"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom a content goes, and what identifies it."""

    notice_id: int
    person_id: int
    address: str
    """A chat id for Telegram, an address for e-mail."""
    language: str
    purpose: Purpose
    event_key: str
    event_title: str
    in_reply_to: str | None = None
    """The external id of the confirmation that this follows, where there was one on the same channel."""


class Channel(Protocol):
    """A way to reach people; it owns everything of its own and raises nothing but `DeliveryError`s."""

    @property
    def name(self) -> ChannelName: ...

    @property
    def concurrency(self) -> int:
        """How many deliveries it makes sense to have under way at once."""
        ...

    @property
    def careful_concurrency(self) -> int:
        """The same for what must not be repeated: after a crash all of these are uncertain."""
        ...

    def parts(self, content: Content) -> int:
        """Return how many messages *content* takes. A retry continues with the first part that was not sent."""
        ...

    async def send(self, envelope: Envelope, content: Content, part: int) -> str:
        """Send one part (counted from 0) and return what the other side will know it by."""
        ...

    async def follow_up(self, envelope: Envelope, content: Content, act: FollowUp, external_id: str) -> None:
        """Do something to the message that is known by *external_id*. What is done already counts as done.

        Raise PermanentDeliveryError where that is not possible on this channel, or not any more.
        """
        ...

    async def close(self) -> None: ...
