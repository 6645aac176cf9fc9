"""What goes wrong between the bot and Telegram, each for as long as a block lasts."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Answer = Callable[[], Awaitable[Response]]
"""Carries a request out, and says what is to be answered."""
Fault = Callable[[Answer], Awaitable[Response]]


class Faults:
    """Of several blocks around a request, the innermost one that names its method counts; without names, all do."""

    def __init__(self) -> None:
        self._faults: list[tuple[tuple[str, ...], Fault]] = []

    @contextmanager
    def answering(self, status: int, body: bytes, *methods: str) -> Iterator[None]:
        """Carry nothing out; answer this."""

        async def refuse(_answer: Answer) -> Response:
            return Response(body, status)

        with self._putting(refuse, methods):
            yield

    @contextmanager
    def cutting(self, *methods: str) -> Iterator[None]:
        """Carry requests out; break the connection after half the answer."""

        async def cut(answer: Answer) -> Response:
            return _Half((await answer()).body)

        with self._putting(cut, methods):
            yield

    @contextmanager
    def delaying(self, seconds: float, *methods: str) -> Iterator[None]:
        """Carry requests out; answer them some seconds later."""

        async def delay(answer: Answer) -> Response:
            response = await answer()
            await asyncio.sleep(seconds)
            return response

        with self._putting(delay, methods):
            yield

    @asynccontextmanager
    async def holding(self, *methods: str) -> AsyncIterator[asyncio.Event]:
        """Carry requests out; answer them only after the block. Give what is set when the first one is held."""
        held, over = asyncio.Event(), asyncio.Event()

        async def hold(answer: Answer) -> Response:
            response = await answer()
            held.set()
            await over.wait()
            return response

        with self._putting(hold, methods):
            try:
                yield held
            finally:
                over.set()

    @asynccontextmanager
    async def silence(self, *methods: str) -> AsyncIterator[None]:
        """Carry nothing out, and answer nothing while the block lasts; then say that it was not carried out."""
        over = asyncio.Event()

        async def swallow(_answer: Answer) -> Response:
            await over.wait()
            return Response(b"", 502)

        with self._putting(swallow, methods):
            try:
                yield
            finally:
                over.set()

    async def spoil(self, method: str, answer: Answer) -> Response:
        """Let happen to a request what is to happen to it."""
        if fault := self._fault_of(method):
            return await fault(answer)
        response = await answer()
        if fault := self._fault_of(method):  # it began while the request waited for its answer
            return await fault(partial(_ready, response))
        return response

    def _fault_of(self, method: str) -> Fault | None:
        fitting = (fault for methods, fault in reversed(self._faults) if not methods or method in methods)
        return next(fitting, None)

    @contextmanager
    def _putting(self, fault: Fault, methods: tuple[str, ...]) -> Iterator[None]:
        entry = (methods, fault)
        self._faults.append(entry)
        try:
            yield
        finally:
            self._faults.remove(entry)


async def _ready(response: Response) -> Response:
    return response


class _Half(Response):
    """Promises *content*, and ends in the middle of it, so that the server breaks the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytes(self.body)
        length = str(len(body)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
