"""The link by which somebody leaves without opening a chat (RFC 8058): signed, so that nobody can use another's."""

import re

from conference.signing import Signing

PURPOSE = "unsubscribe"
PATH = "/unsubscribe"
TOKEN = re.compile(r"(\d{1,10})\.([a-z0-9-]{1,24})\.([a-z2-7]{16})", re.ASCII)


def link(public_url: str, signing: Signing, person_id: int, event: str) -> str:
    """Return the link of a person, in messages about an event, below the service's own address."""
    return f"{public_url}{PATH}/{person_id}.{event}.{signing.sign(PURPOSE, person_id, event)}"


def read(token: str, signing: Signing) -> tuple[int, str] | None:
    """Return the person and the event that *token* names; None where it is not ours."""
    found = TOKEN.fullmatch(token)
    if found is None or not signing.is_genuine(found[3], PURPOSE, int(found[1]), found[2]):
        return None
    return int(found[1]), found[2]
