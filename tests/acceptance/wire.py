"""A wire between the service and a local part, that holds things up: what is under way when a process dies."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self


class Wire:
    """`async with Wire(port) as wire` listens on `wire.port` and passes everything on to *port*, until told to hold.

    A connection that is held stays open and silent.
    """

    host = "127.0.0.1"

    def __init__(self, to_port: int) -> None:
        self.port = 0
        self._held = asyncio.Event()
        self._to_port = to_port
        self._hold_before: bytes | None = None
        self._hold_after: bytes | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, self.host, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def hold_before(self, words: bytes) -> None:
        """Do not let a request with *words* through: it was sent, and never arrives."""
        self.let_through()
        self._hold_before = words

    def hold_after(self, words: bytes) -> None:
        """Let a request with *words* through, but not its answer: what was asked for happens, and nobody is told."""
        self.let_through()
        self._hold_after = words

    def let_through(self) -> None:
        """Hold up nothing new. What is held stays so: its process is dead."""
        self._hold_before = self._hold_after = None
        self._held.clear()

    async def holds(self, timeout: float = 30) -> None:  # noqa: ASYNC109  a test says how patient it is
        """Wait until something is being held."""
        async with asyncio.timeout(timeout):
            await self._held.wait()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            there_reader, there_writer = await asyncio.open_connection(self.host, self._to_port)
            try:
                await self._pass_on(reader, writer, there_reader, there_writer)
            finally:
                there_writer.close()
        except (ConnectionError, asyncio.CancelledError):
            pass  # nobody listens there, so nobody seems to listen here either; or the wire is rolled up
        finally:
            writer.close()
            self._connections.discard(task)

    async def _pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there_reader: asyncio.StreamReader,
        there_writer: asyncio.StreamWriter,
    ) -> None:
        answers_held = False

        async def ask(chunk: bytes) -> None:
            nonlocal answers_held
            if self._hold_before and self._hold_before in chunk:
                self._held.set()
                await asyncio.Event().wait()
            answers_held |= bool(self._hold_after and self._hold_after in chunk)
            there_writer.write(chunk)

        async def answer(chunk: bytes) -> None:
            if answers_held:
                self._held.set()
                await asyncio.Event().wait()
            writer.write(chunk)

        async with asyncio.TaskGroup() as group:
            group.create_task(_pump(reader, ask, there_writer))
            group.create_task(_pump(there_reader, answer, writer))


async def _pump(
    reader: asyncio.StreamReader, pass_on: Callable[[bytes], Awaitable[None]], there: asyncio.StreamWriter
) -> None:
    with suppress(ConnectionError):
        while chunk := await reader.read(65_536):
            await pass_on(chunk)
    there.close()
