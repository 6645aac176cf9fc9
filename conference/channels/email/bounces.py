"""What a message that came back says (RFC 3464, RFC 3463). Pure; nothing of its words is kept but numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import default
from enum import Enum, auto

from conference.channels.email.return_path import Ticket, tickets_in

REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
BLANK_LINES = re.compile(rb"(?:\r?\n){2,}")
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
ARRIVED = frozenset({"delivered", "relayed", "expanded"})

Status = tuple[int, int, int]


class Verdict(Enum):
    """What became of the message."""

    BAD_MAILBOX = auto()
    """It was not delivered, and no other will be: the address leads nowhere."""
    REFUSED = auto()
    """It was not delivered because of us: our domain, our server or what we write is not trusted."""
    FAILED = auto()
    """It was not delivered; the next one may be: the mailbox is full, the server was away for days."""
    UNKNOWN = auto()
    """It is delayed, or has arrived after all, or nobody but a human could tell: an automatic answer."""


@dataclass(frozen=True, slots=True)
class Bounce:
    tickets: tuple[Ticket, ...]
    """None where it is no answer to a message of ours."""
    verdict: Verdict
    status: str | None = None
    """Such as "5.1.1"."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One group of a report: what became of the message for one recipient."""

    action: str
    status: Status | None


def read_bounce(octets: bytes) -> Bounce:
    """Return what the message *octets* says; it may be cut off at its end."""
    message = message_from_bytes(octets, policy=default)
    headers = re.split(rb"\r?\n\r?\n", octets, maxsplit=1)[0].decode("ascii", "ignore")
    tickets, recipients = tuple(tickets_in(headers)), list(recipients_of(message))
    failed = [one.status for one in recipients if one.action == "failed"]
    if not failed or any(one.action in ARRIVED for one in recipients):
        return Bounce(tickets, Verdict.UNKNOWN)
    return Bounce(tickets, verdict(failed[0]), failed[0] and ".".join(map(str, failed[0])))


def verdict(status: Status | None) -> Verdict:
    """Return what a failure of this status means for the next message to the same address (RFC 3463)."""
    match status:
        # Policy, and whatever is wrong with the sender: others will be refused as well.
        case (5, 7, _) | (5, 1, 7 | 8):
            return Verdict.REFUSED
        # No such mailbox or domain, a mailbox that was closed, a domain without a server (Exchange: 5.4.310).
        case (5, 1, _) | (5, 2, 1) | (5, 4, 4 | 310):
            return Verdict.BAD_MAILBOX
        case _:
            return Verdict.FAILED


def recipients_of(message: Message) -> Iterator[Recipient]:
    """Yield what the reports in *message* say of each recipient."""
    for part in message.walk():
        payload = part.get_payload() if part.get_content_type() in REPORTS else None
        # The library makes a message of each group, but of the newer kind of report (RFC 6533) only of the first.
        groups = payload if isinstance(payload, list) else []
        octets = b"\n\n".join(group.as_bytes() for group in groups if isinstance(group, Message))
        for group in BLANK_LINES.split(octets):
            fields = BytesHeaderParser(policy=default).parsebytes(group)
            if fields["Action"]:
                action = str(fields["Action"]).split()[0].lower()
                yield Recipient(action, status_of(str(fields["Status"]), str(fields["Diagnostic-Code"])))


def status_of(status: str, diagnostic: str) -> Status | None:
    """Return the status, more exact by what the refusing server said where the report itself has only X.0.0."""
    exact = [found for found in map(STATUS.search, (status, diagnostic)) if found and found[2] != "0"]
    found = exact[0] if exact else STATUS.search(status)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
