"""What comes of rendering: a letter, or why there is none."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from conference.channels.channel import ChannelName, Envelope, FollowUp
from conference.content import Content
from conference.facts import Arrived
from conference.outbox import Delivery, DeliveryStatus, NoticeKind

PATIENCE = timedelta(seconds=5)
"""Before it is looked again whether what is followed up has arrived."""

ACTS = {
    NoticeKind.CORRECTION: FollowUp.EDIT,
    NoticeKind.RETRACTION: FollowUp.DELETE,
    NoticeKind.PINNING: FollowUp.PIN,
    NoticeKind.ANSWERED: FollowUp.EDIT,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to be sent; or, with an *act*, ready to be done to a message that is there already."""

    envelope: Envelope
    content: Content
    act: FollowUp | None = None
    external_id: str = ""
    """What the channel knows that message by."""


@dataclass(frozen=True, slots=True)
class NotToBeSent:
    """There is no point in sending it any more."""

    status: DeliveryStatus
    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """The event has moved, and the reminder with it."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Behind:
    """What it follows up is still under way."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Halted:
    """An organiser has paused, stopped or taken back what it belongs to."""


Rendered = Letter | NotToBeSent | NotYet | Behind | Halted


def following(letter: Letter, delivery: Delivery, original: Arrived) -> Letter:
    """Return a letter that changes what has arrived; an e-mail can only reply to it."""
    if delivery.channel is ChannelName.EMAIL:
        return replace(letter, envelope=replace(letter.envelope, in_reply_to=original.external_id))
    return replace(letter, act=ACTS[delivery.kind], external_id=original.external_id or "")
