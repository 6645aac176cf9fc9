"""What the mail server's answers mean: the one place that knows the library's errors and the server's codes."""

import re

from aiosmtplib import SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPResponseException, SMTPSenderRefused

from conference.channels.channel import (
    ChannelUnavailableError,
    DeliveryError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)

STATUS = re.compile(r"([45])\.(\d{1,3})\.(\d{1,3})\b")
LOGIN_REQUIRED = frozenset({530, 534, 535, 538})
BAD_MAILBOX = frozenset({550, 551, 553})
MAX_REASON = 300


class SlowDownError(TemporaryDeliveryError):
    """The recipient's mail server wants less from us for a while, whoever the recipient is."""


def answered(error: SMTPException) -> bool:
    """Return whether the server refused in so many words; if not, the conversation broke off."""
    return isinstance(error, SMTPResponseException) and 400 <= error.code < 600


def delivery_error(error: SMTPException) -> DeliveryError:
    """Return what an error before or at the end of a message means for its delivery (RFC 5321, 4.2; RFC 3463).

    The enhanced status decides where there is one: it says why, and whether it is the person's fault or ours.
    """
    reason = reason_of(error)
    if not isinstance(error, SMTPResponseException) or not 500 <= error.code < 600:
        return SlowDownError(reason) if wants_less(error) else TemporaryDeliveryError(reason)
    match enhanced_status(error):
        case _ if error.code in LOGIN_REQUIRED:
            return ChannelUnavailableError(reason)
        # Policy, and whatever is wrong with the sender: the next person would be refused as well.
        case (7, _) | (1, 7 | 8):
            return ChannelUnavailableError(reason)
        case None if isinstance(error, SMTPSenderRefused) and error.code in BAD_MAILBOX:
            return ChannelUnavailableError(reason)
        case (1, _) | (2, 1):
            return RecipientUnreachableError(reason)
        case None if isinstance(error, SMTPRecipientRefused) and error.code in BAD_MAILBOX:
            return RecipientUnreachableError(reason)
        case _:
            return PermanentDeliveryError(reason)


def wants_less(error: SMTPException) -> bool:
    """Return whether a temporary refusal is about the recipient's whole domain (RFC 3463).

    That is policy (X.7), a host that accepts nothing now (X.3.2) or is congested (X.4.5), not a mailbox; and not an
    answer to MAIL, where no recipient was named yet. Words are not looked at: each server has its own.
    """
    if not isinstance(error, SMTPRecipientRefused | SMTPDataError) or not 400 <= error.code < 500:
        return False
    match enhanced_status(error):
        case (7, _) | (3, 2) | (4, 5):
            return True
        case _:
            return False


def enhanced_status(error: SMTPResponseException) -> tuple[int, int] | None:
    """Return subject and detail of the enhanced status (RFC 3463); None if it gave none that fits, or X.0.x."""
    found = STATUS.match(error.message)
    if found is None or found[1] != str(error.code)[0] or found[2] == "0":
        return None
    return int(found[2]), int(found[3])


def reason_of(error: Exception) -> str:
    """Return what happened in the server's words and codes, without those that may name a person."""
    words = error.message if isinstance(error, SMTPException) else str(error)
    code = [str(error.code)] if isinstance(error, SMTPResponseException) else []
    kept = [word for word in words.split() if "@" not in word and not names_recipient(word, error)]
    return " ".join(code + kept).encode("ascii", "replace").decode()[:MAX_REASON]


def names_recipient(word: str, error: Exception) -> bool:
    """Return whether *word* holds the local part of the refused address: "User ilze.kalnina unknown"."""
    recipient = error.recipient if isinstance(error, SMTPRecipientRefused) else ""
    local_part = recipient.rpartition("@")[0].lower()
    return bool(local_part) and local_part in word.lower()
