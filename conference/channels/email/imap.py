"""The mailbox that undeliverable messages come back to, over IMAP (RFC 3501). Blocks: call it in a thread."""

import imaplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from conference.config import BounceSettings

MOST_OCTETS = 262_144
"""Of one message: a report comes before the message that it is about."""
MOST_MESSAGES = 50
"""At once."""
KEEP, DELETE = r"(\Seen)", r"(\Seen \Deleted)"


class MailboxError(Exception):
    """The mailbox cannot be read now. The text names the step, and nothing that the server said."""


@dataclass(frozen=True, slots=True)
class Mail:
    uid: str
    epoch: str
    """The folder's UIDVALIDITY: in another one, the same number names another message."""
    octets: bytes


class BounceMailbox:
    """Gives what is unread. What `read` has given and nobody called `done` is given again by the next service only."""

    def __init__(self, settings: BounceSettings, password: str) -> None:
        self._settings = settings
        self._password = password
        self._passed_over: set[tuple[str, str]] = set()

    def read(self) -> list[Mail]:
        """Return unread messages, cut off where they are very long; they stay unread. Raise MailboxError."""
        with self._folder() as (imap, epoch):
            uids = _answer(imap.uid("SEARCH", "UNSEEN"), "SEARCH")[0] or b""
            unknown = [uid for uid in uids.decode().split() if (epoch, uid) not in self._passed_over]
            return [Mail(uid, epoch, _fetched(imap, uid)) for uid in unknown[:MOST_MESSAGES]]

    def done(self, mails: Iterable[Mail]) -> None:
        """Flag messages as read, or delete them, as the settings say. Raise MailboxError."""
        with self._folder() as (imap, epoch):
            uids = ",".join(mail.uid for mail in mails if mail.epoch == epoch)
            if not uids:
                return
            flags = DELETE if self._settings.delete else KEEP
            _answer(imap.uid("STORE", uids, "+FLAGS.SILENT", flags), "STORE")
            if self._settings.delete:
                _answer(imap.expunge(), "EXPUNGE")

    def pass_over(self, mails: Iterable[Mail]) -> None:
        """Leave messages to whoever else reads the mailbox, and do not give them again."""
        self._passed_over |= {(mail.epoch, mail.uid) for mail in mails}

    @contextmanager
    def _folder(self) -> Iterator[tuple[imaplib.IMAP4, str]]:
        try:
            imap = self._connected()
            try:
                _answer(imap.login(self._settings.username, self._password), "LOGIN")
                _answer(imap.select(f'"{self._settings.folder}"'), "SELECT")
                epoch = _answer(imap.response("UIDVALIDITY"), "UIDVALIDITY")[0] or b""
                yield imap, epoch.decode()
            finally:
                with suppress(imaplib.IMAP4.error, OSError):
                    imap.logout()
        except imaplib.IMAP4.abort:
            raise MailboxError("the IMAP server broke off") from None
        except imaplib.IMAP4.error:
            raise MailboxError("the IMAP server refused the login") from None
        except OSError as error:
            raise MailboxError(f"the IMAP server does not answer: {type(error).__name__}") from None

    def _connected(self) -> imaplib.IMAP4:
        host, port, timeout = self._settings.host, self._settings.port, self._settings.timeout_seconds
        if self._settings.security == "tls":
            return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=timeout)
        imap = imaplib.IMAP4(host, port, timeout=timeout)
        if self._settings.security == "starttls":
            try:
                imap.starttls(ssl.create_default_context())
            except BaseException:
                imap.shutdown()
                raise
        return imap


def _fetched(imap: imaplib.IMAP4, uid: str) -> bytes:
    # PEEK, so that a crash before it is understood leaves it unread.
    parts = _answer(imap.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_OCTETS}>)"), "FETCH")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _answer(reply: tuple[str, list[Any]], command: str) -> list[Any]:
    """Return the data of a reply. Raise MailboxError where the server said no."""
    status, data = reply
    if status not in ("OK", "UIDVALIDITY"):
        raise MailboxError(f"the IMAP server refused {command}")
    return data
