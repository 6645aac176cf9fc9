"""One open SMTP session (RFC 5321): a message at a time, in as few round trips as the server allows.

aiosmtplib opens sessions: it connects, greets, encrypts and logs in. Then this takes the transport over, for a library
that waits for each reply before the next command loses those to commands written ahead (RFC 2920).
"""

import asyncio
import re
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple, Self

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPReadTimeoutError,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from conference.channels.channel import OutcomeUnknownError
from conference.channels.email.refusal import answered, reason_of

OK, WILL_FORWARD, GO_ON = 250, 251, 354
MALFORMED = -1
REPLY_LINE = re.compile(rb"(\d{3})(?:([ -])(.*?))?\s*", re.DOTALL)
PIECE = 65_536
"""Octets of a message that are written at once; most messages are one."""
MAX_OCTETS = 32_768
"""In one reply; far more than the RFC allows (4.5.3.1), and an end to whoever never ends one."""


class Reply(NamedTuple):
    code: int
    words: str


class Session(asyncio.Protocol):
    """Takes `begin` and `finish` for each message, and `take_back` after a refusal.

    Where these raise anything but a refusal, the conversation is out of step: the session must be dropped.
    """

    def __init__(self, transport: asyncio.Transport, extensions: Iterable[str], timeout_seconds: float) -> None:
        self.extensions = frozenset(extensions)
        self.messages = 0
        """How many have begun."""
        self._transport = transport
        self._timeout_seconds = timeout_seconds
        self._unsent: deque[bytes] = deque()
        self._unanswered = 0
        self._replies: deque[Reply] = deque()
        self._full = False
        self._unread = b""
        self._words: list[bytes] = []
        self._broken: SMTPException | None = None
        self._news: asyncio.Future[None] | None = None

    @classmethod
    def taken_over(cls, smtp: SMTP, timeout_seconds: float) -> Self:
        """Go on where *smtp* has opened a session; it must not be used any more."""
        assert isinstance(smtp.transport, asyncio.Transport)
        session = cls(smtp.transport, smtp.esmtp_extensions, timeout_seconds)
        smtp.transport.set_protocol(session)
        return session

    @property
    def is_open(self) -> bool:
        return self._broken is None and not self._transport.is_closing()

    async def begin(self, sender: str, recipient: str, options: Iterable[str]) -> None:
        """Name *sender*. Where the server reads ahead, the commands up to the message go out together.

        Raises SMTPException; nothing is accepted as long as the message itself has not been sent.
        """
        self.messages += 1
        commands = (" ".join((f"MAIL FROM:<{sender}>", *options)), f"RCPT TO:<{recipient}>", "DATA")
        self._unsent.extend(map(one_command, commands))
        if "pipelining" in self.extensions:
            self._say(b"".join(self._unsent), replies=len(self._unsent))
            self._unsent.clear()
        reply = await self._next_answer()
        if reply.code != OK:
            raise SMTPSenderRefused(*reply, sender)

    async def finish(self, recipient: str, message: bytes) -> None:
        """Name *recipient* and send *message*, which has CRLF line ends, also at its end.

        Raises SMTPException as long as it is sure that nothing was accepted, then OutcomeUnknownError.
        """
        reply = await self._next_answer()
        if reply.code not in (OK, WILL_FORWARD):
            raise SMTPRecipientRefused(*reply, recipient)
        reply = await self._next_answer()
        if reply.code != GO_ON:
            raise SMTPDataError(*reply)
        await self._hand_over(message)
        try:
            await self._hear_outcome()
        except SMTPException as error:
            if answered(error):
                raise
            # Not chained: the library's errors carry addresses into tracebacks.
            raise OutcomeUnknownError(f"no answer to the message: {reason_of(error)}") from None

    async def take_back(self) -> bool:
        """Take back a message that was refused, and return whether the session can be used again."""
        self._unsent.clear()
        with suppress(SMTPException):
            while self._unanswered or self._replies:
                if (await self._next_answer()).code == GO_ON:
                    # DATA went out before its recipient was refused, and the server took it all the same: a lone dot
                    # ends a message to nobody, whatever is said to that (RFC 2920, 3.1).
                    self._say(b".\r\n")
            self._say(b"RSET\r\n")
            return (await self._next_answer()).code == OK
        return False

    async def quit(self) -> None:
        """Say goodbye, which also ends the session of a server that does not answer it."""
        try:
            self._say(b"QUIT\r\n")
            await self._next_answer()
        except SMTPException:
            self.drop()
        finally:
            self._transport.close()

    def drop(self) -> None:
        """End the session without a word."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            self._hear(line)
        if len(self._unread) + sum(map(len, self._words)) > MAX_OCTETS:
            self._break_off(SMTPResponseException(MALFORMED, "a reply without an end"))

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._break_off(SMTPServerDisconnected("Connection lost"))

    async def _hand_over(self, message: bytes) -> None:
        """Write *message* no faster than it leaves: a slow line gets the whole time for each piece of a file."""
        stuffed = message.replace(b"\r\n.", b"\r\n..") + b".\r\n"  # no message begins with a dot, but with a header
        for start in range(0, len(stuffed), PIECE):
            while self._full and self.is_open:
                await self._something_new()
            self._say(stuffed[start : start + PIECE], replies=int(start == 0))

    async def _hear_outcome(self) -> None:
        reply = await self._next_answer()
        if reply.code != OK:
            raise SMTPDataError(*reply)

    def _say(self, octets: bytes, replies: int = 1) -> None:
        if not self.is_open:
            raise self._broken or SMTPServerDisconnected("Connection lost")
        self._unanswered += replies
        self._transport.write(octets)

    async def _next_answer(self) -> Reply:
        """Return the answer to the next command, which goes out only now where the server does not read ahead."""
        if self._unsent:
            self._say(self._unsent.popleft())
        while not self._replies:
            if self._broken:
                raise self._broken
            await self._something_new()
        return self._replies.popleft()

    async def _something_new(self) -> None:
        loop = asyncio.get_running_loop()
        self._news = loop.create_future()
        # Twice for every message, so no more than a timer: asyncio.timeout() would take four times as long.
        too_late = SMTPReadTimeoutError("Timed out waiting for an answer")
        patience = loop.call_later(self._timeout_seconds, self._break_off, too_late)
        try:
            await self._news
        finally:
            patience.cancel()

    def _hear(self, line: bytes) -> None:
        found = REPLY_LINE.fullmatch(line)
        if found is None:
            self._break_off(SMTPResponseException(MALFORMED, "an answer that is none"))
            return
        self._words.append(found[3] or b"")
        if found[2] == b"-":
            return
        words = b"\n".join(self._words).decode("utf-8", "surrogateescape")
        self._words.clear()
        self._take_in(Reply(int(found[1]), words))

    def _take_in(self, reply: Reply) -> None:
        if self._unanswered == 0:
            # Kept, it would be taken for the answer to the next command.
            self._break_off(SMTPServerDisconnected("an answer to nothing"))
            return
        self._unanswered -= 1
        self._replies.append(reply)
        self._wake()

    def _break_off(self, error: SMTPException) -> None:
        self._broken = self._broken or error
        self._transport.abort()
        self._wake()

    def _wake(self) -> None:
        if self._news and not self._news.done():
            self._news.set_result(None)


def one_command(words: str) -> bytes:
    """Return *words* as a command. Raises ValueError, naming nobody, for what would be more than one."""
    if not words.isprintable():
        raise ValueError("an SMTP command is one line of letters")
    return f"{words}\r\n".encode()
