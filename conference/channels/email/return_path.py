"""The address that a message comes back to where it cannot be delivered: each delivery has one of its own (VERP).

    conference+kopa-31-17-mfrggzdfmztwq2lk@example.org

It names the notice and the person, and is signed together with the person's address. So nobody can make the service
believe that somebody is unreachable but whoever got a message; and what is told of an address that was corrected
meanwhile is no longer believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conference.signing import Signing

PURPOSE = "bounce"
RETURNED = re.compile(r"\+kopa-(\d{1,10})-(\d{1,10})-([a-z2-7]{16})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose message came back, as its address says."""

    notice_id: int
    person_id: int
    signature: str

    def is_genuine(self, signing: Signing, address: str) -> bool:
        """Return whether we wrote it, on a message to *address*."""
        return signing.is_genuine(self.signature, PURPOSE, self.notice_id, self.person_id, address)


def return_path(mailbox: str, signing: Signing, notice_id: int, person_id: int, address: str) -> str:
    """Return the envelope sender of a message to *address*; it leads to *mailbox* (RFC 5233)."""
    name, _, domain = mailbox.rpartition("@")
    signature = signing.sign(PURPOSE, notice_id, person_id, address)
    return f"{name}+kopa-{notice_id}-{person_id}-{signature}@{domain}"


def tickets_in(headers: str) -> Iterator[Ticket]:
    """Yield each ticket that *headers* show, once."""
    for notice_id, person_id, signature in dict.fromkeys(RETURNED.findall(headers)):
        yield Ticket(int(notice_id), int(person_id), signature.lower())
