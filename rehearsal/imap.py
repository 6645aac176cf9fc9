"""A mailbox on the desk: as much of an IMAP server (RFC 3501) as reading bounces takes, over real sockets."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

UID_COMMAND = re.compile(r"(SEARCH|FETCH|STORE) ?(.*)", re.IGNORECASE)
PARTIAL = re.compile(r"<0\.(\d+)>")


@dataclass
class Stored:
    """A message in the folder."""

    uid: int
    octets: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """`async with ImapServer() as server`: one user with one folder. Unknown commands are answered with BAD."""

    def __init__(self, password: str = "hush") -> None:  # noqa: S107  opens nothing but this
        self.port = 0
        self.password = password
        self.epoch = 1
        """UIDVALIDITY."""
        self.messages: list[Stored] = []
        self.commands: list[str] = []
        """What clients have said, without its tag; of a login no more than that there was one."""
        self.refused: set[str] = set()
        """Commands that are answered with NO."""
        self._last_uid = 0
        self._conversations: set[asyncio.Task[None]] = set()

    def put(self, octets: bytes) -> Stored:
        """Let a message arrive."""
        self._last_uid += 1
        self.messages.append(Stored(self._last_uid, octets))
        return self.messages[-1]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._server.close()
        for conversation in self._conversations:
            conversation.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = asyncio.create_task(self._converse(reader, writer))
        self._conversations.add(conversation)
        try:
            await asyncio.wait([conversation])
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        # Latin-1, for whoever begins with TLS says anything.
        while line := (await reader.readline()).decode("latin-1").rstrip("\r\n"):
            tag, _, command = line.partition(" ")
            name, _, arguments = command.partition(" ")
            self.commands.append("LOGIN" if name == "LOGIN" else command)
            writer.write(self._reply(name.upper(), arguments))
            writer.write(f"{tag} {self._status(name.upper(), arguments)}\r\n".encode("latin-1"))
            await writer.drain()
            if name.upper() == "LOGOUT":
                break

    def _status(self, name: str, arguments: str) -> str:
        verb = arguments.partition(" ")[0].upper() if name == "UID" else name
        if verb in self.refused or (name == "LOGIN" and not arguments.endswith(f'"{self.password}"')):
            return "NO refused"
        return "OK done" if name == "UID" or name in self._commands else "BAD unknown"

    def _reply(self, name: str, arguments: str) -> bytes:
        if self._status(name, arguments) != "OK done":
            return b""
        if name == "UID" and (found := UID_COMMAND.fullmatch(arguments)):
            return {"SEARCH": self._search, "FETCH": self._fetch, "STORE": self._store}[found[1].upper()](found[2])
        return self._commands[name]()

    @property
    def _commands(self) -> dict[str, Callable[[], bytes]]:
        return {
            "CAPABILITY": lambda: b"* CAPABILITY IMAP4rev1\r\n",
            "LOGIN": lambda: b"",
            "SELECT": self._select,
            "EXPUNGE": self._expunge,
            "LOGOUT": lambda: b"* BYE\r\n",
        }

    def _select(self) -> bytes:
        return f"* {len(self.messages)} EXISTS\r\n* OK [UIDVALIDITY {self.epoch}] valid\r\n".encode()

    def _search(self, criteria: str) -> bytes:
        unseen = [str(message.uid) for message in self.messages if r"\Seen" not in message.flags]
        return f"* SEARCH {' '.join(unseen)}\r\n".encode()

    def _fetch(self, arguments: str) -> bytes:
        uid, _, item = arguments.partition(" ")
        limit = PARTIAL.search(item)
        if "BODY[" in item:  # and not BODY.PEEK[
            self._store(rf"{uid} +FLAGS (\Seen)")
        return b"".join(
            self._fetched(number, message, int(limit[1]) if limit else None)
            for number, message in enumerate(self.messages, 1)
            if str(message.uid) == uid
        )

    def _fetched(self, number: int, message: Stored, limit: int | None) -> bytes:
        octets = message.octets[:limit]
        head = f"* {number} FETCH (UID {message.uid} BODY[]<0> {{{len(octets)}}}\r\n"
        return head.encode() + octets + b")\r\n"

    def _store(self, arguments: str) -> bytes:
        uids, _, change = arguments.partition(" ")
        flags = change[change.index("(") + 1 : -1].split()
        for message in self.messages:
            if str(message.uid) in uids.split(","):
                message.flags |= set(flags)
        return b""

    def _expunge(self) -> bytes:
        gone = [number for number, message in enumerate(self.messages, 1) if r"\Deleted" in message.flags]
        self.messages = [message for message in self.messages if r"\Deleted" not in message.flags]
        # From the end, for each one that goes renumbers those after it.
        return b"".join(f"* {number} EXPUNGE\r\n".encode() for number in reversed(gone))
