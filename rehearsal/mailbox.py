"""A mail server on the desk: real SMTP on loopback, every letter kept in memory, refusals on demand."""

import asyncio
import logging
import math
import re
import ssl
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from conference.clock import Clock, wall_clock
from rehearsal.telegram.signals import Signal

Stage = Literal["MAIL", "RCPT", "DATA"]


@dataclass(frozen=True)
class Letter:
    """One accepted message, as it came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    received_at: datetime

    @cached_property
    def message(self) -> EmailMessage:
        """The parsed message."""
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @cached_property
    def text(self) -> str | None:
        """The plain text body with bare newlines, or None."""
        return self._body("plain")

    @property
    def html(self) -> str | None:
        """The HTML body with bare newlines, or None."""
        return self._body("html")

    @property
    def calendar(self) -> bytes | None:
        """The first text/calendar part, or None."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                return cast("bytes", part.get_payload(decode=True))
        return None

    def _body(self, kind: Literal["plain", "html"]) -> str | None:
        body = self.message.get_body((kind,))
        return None if body is None else str(body.get_content()).replace("\r\n", "\n")


class Mailbox:
    """An SMTP server in the running loop: `async with Mailbox() as mailbox`, then `mailbox.host`, `mailbox.port`.

    With *user* and *password* nobody may send without AUTH. With *tls* (a server context) STARTTLS is offered.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        *,
        port: int = 0,
        user: str | None = None,
        password: str = "",
        tls: ssl.SSLContext | None = None,
        clock: Clock = wall_clock,
    ) -> None:
        self.port = port
        self.letters: list[Letter] = []
        self._login = None if user is None else (user.encode(), password.encode())
        self._tls = tls
        self._clock = clock
        self._arrival = asyncio.Condition()
        self.changed = Signal()
        """Fires at every letter."""
        self._sessions: set[_TrackedSMTP] = set()
        self._replies = _Replies()

    async def __aenter__(self) -> Self:
        # At INFO, aiosmtpd logs every address and, at DEBUG, every line of every letter.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        await self._listen()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._hang_up()

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """Let nobody listen while the block lasts."""
        await self._hang_up()
        try:
            yield
        finally:
            await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(self._session, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        self._server.close()
        for session in self._sessions:
            if session.transport is not None:
                session.transport.close()
        await self._server.wait_closed()
        await asyncio.sleep(0)  # connection_lost() of the transports closed above comes with the loop's next turn

    def refuse(self, recipient: str, code: int, text: str, times: int | None = None) -> None:
        """Answer RCPT for *recipient* with *code* and *text*, the next *times* times; None: always."""
        self._replies.refuse(recipient, f"{code} {text}", times)

    def fail_next(self, stage: Stage, reply: str) -> None:
        """Answer the next command of *stage* with *reply*, such as "451 4.3.0 Try again later"."""
        self._replies.fail_next(stage, reply)

    @contextmanager
    def greylisting(self) -> Iterator[None]:
        """Refuse each address once while the block lasts, and take the next letter to it (RFC 6647)."""
        self._replies.greeted = set()
        try:
            yield
        finally:
            self._replies.greeted = None

    def hush_next(self, times: int = 1) -> None:
        """Take the next *times* letters, and say nothing to them."""
        self._replies.hushed += times

    async def wait_for(
        self,
        *,
        recipient: str | None = None,
        subject_contains: str = "",
        count: int = 1,
        timeout: float = 5,  # noqa: ASYNC109  a test says how patient it is
    ) -> list[Letter]:
        """Wait until *count* letters fit and return all that do, oldest first. *timeout* is in seconds.

        Raises AssertionError, naming the subjects that did come, when they don't arrive in time.
        """

        def found() -> list[Letter]:
            return [
                letter
                for letter in self.letters
                if (recipient is None or recipient in letter.recipients) and subject_contains in letter.subject
            ]

        try:
            async with asyncio.timeout(timeout), self._arrival:
                await self._arrival.wait_for(lambda: len(found()) >= count)
        except TimeoutError:
            came = [(letter.recipients, letter.subject) for letter in self.letters]
            raise AssertionError(
                f"waited {timeout} s for {count} letters to {recipient!r} about {subject_contains!r}; came: {came}"
            ) from None
        return found()

    def save(self, folder: Path) -> None:
        """Write each letter into *folder* as .eml, with its HTML and its calendar beside it."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, letter in enumerate(self.letters, start=1):
            name = _file_name(f"{number:04d} {letter.recipients[0]} {letter.subject}")
            (folder / f"{name}.eml").write_bytes(letter.raw)
            if letter.html is not None:
                (folder / f"{name}.html").write_text(letter.html, encoding="utf-8")
            if letter.calendar is not None:
                (folder / f"{name}.ics").write_bytes(letter.calendar)

    def _session(self) -> asyncio.Protocol:
        return _TrackedSMTP(
            self._sessions,
            _Handler(self._replies, self._keep, needs_login=self._login is not None),
            hostname="localhost",
            enable_SMTPUTF8=True,
            tls_context=self._tls,
            auth_require_tls=self._tls is not None,
            auth_exclude_mechanism=[] if self._login else ["LOGIN", "PLAIN"],
            authenticator=self._authenticate,
            loop=asyncio.get_running_loop(),
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, given: Any
    ) -> AuthResult:
        success = isinstance(given, LoginPassword) and (given.login, given.password) == self._login
        return AuthResult(success=success, handled=False)

    async def _keep(self, envelope: Envelope) -> None:
        sender, raw = envelope.mail_from or "", envelope.original_content or b""
        self.letters.append(Letter(sender, tuple(envelope.rcpt_tos), raw, self._clock()))
        self.changed.fire()
        async with self._arrival:
            self._arrival.notify_all()


class _Replies:
    """The replies that a test has ordered."""

    def __init__(self) -> None:
        self._refusals: dict[str, tuple[str, float]] = {}
        self._failures: dict[Stage, deque[str]] = defaultdict(deque)
        self.hushed = 0
        self.greeted: set[str] | None = None
        """Who was refused once; None: nobody has to be."""

    def refuse(self, recipient: str, reply: str, times: int | None) -> None:
        self._refusals[recipient.lower()] = (reply, math.inf if times is None else times)

    def fail_next(self, stage: Stage, reply: str) -> None:
        self._failures[stage].append(reply)

    def failure(self, stage: Stage) -> str | None:
        return self._failures[stage].popleft() if self._failures[stage] else None

    def greylisted(self, recipient: str) -> str | None:
        if self.greeted is None or recipient.lower() in self.greeted:
            return None
        self.greeted.add(recipient.lower())
        return "451 4.7.1 Greylisted, try again later"

    def refusal(self, recipient: str) -> str | None:
        reply, times = self._refusals.get(recipient.lower(), (None, 0))
        if reply is None or times <= 0:
            return None
        self._refusals[recipient.lower()] = (reply, times - 1)
        return reply


class _TrackedSMTP(SMTP):
    """A connection that can be closed with the mailbox."""

    def __init__(self, sessions: "set[_TrackedSMTP]", *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sessions = sessions

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sessions.discard(self)
        super().connection_lost(error)


class _Handler:
    """aiosmtpd's hooks: each returns the reply to one command, and does the work of an accepted one."""

    def __init__(self, replies: _Replies, keep: Callable[[Envelope], Awaitable[None]], *, needs_login: bool) -> None:
        self._replies = replies
        self._keep = keep
        self._needs_login = needs_login

    async def handle_MAIL(  # noqa: N802  the names are aiosmtpd's
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if failure := self._replies.failure("MAIL"):
            return failure
        if self._needs_login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        replies = self._replies
        if refusal := replies.failure("RCPT") or replies.refusal(address) or replies.greylisted(address):
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if failure := self._replies.failure("DATA"):
            return failure
        await self._keep(envelope)
        if self._replies.hushed:
            self._replies.hushed -= 1
            await asyncio.Event().wait()  # until the client hangs up
        return "250 2.0.0 OK"


def _file_name(words: str) -> str:
    """Keep letters of any language, digits and a few signs: no separators, no leading dots, at most 100 characters."""
    return re.sub(r"[^\w@.+-]+", "-", words)[:100].strip("-.")
