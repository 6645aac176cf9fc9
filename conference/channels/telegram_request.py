"""
How requests reach the Bot API: python-telegram-bot's seam for HTTP clients, filled with aiohttp.

Its errors are those of HTTPXRequest, and say besides whether Telegram may have acted on the request:

* NetworkError
  + NotSentError              nothing of it has left us
    - NotSentTimeoutError     the same, and a TimedOut
  + AnswerLostError           the connection broke after it had left, or what came is no answer: outcome unknown
  + TimedOut                  it was sent, in part at least, and time was up: the outcome is unknown

aiohttp's own errors are neither cause nor context of these: they quote the URL, which contains the bot's token.
"""

import asyncio
import io
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from typing import IO, Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

Timeout = Any
"""Seconds, None for "as long as it takes", or BaseRequest.DEFAULT_NONE for what the request object was made with."""

CHUNK = 64 * 1024

AT_ONCE = 0.001
"""Zero seconds: for aiohttp itself, 0 means "no timeout"."""

# As browsers write names into multipart headers: in UTF-8, without what would end the name or the line.
# https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
_IN_QUOTES = {ord('"'): "%22", ord("\\"): "\\\\"} | {code: f"%{code:02X}" for code in range(0x20)}


class NotSentError(NetworkError):
    """Nothing of the request has left us."""


class NotSentTimeoutError(NotSentError, TimedOut):
    """No connection in time: nothing of the request has left us."""


class AnswerLostError(NetworkError):
    """The connection broke, or said what is no answer of Telegram's, with the request under way."""


class AiohttpRequest(BaseRequest):
    """Requests over kept-alive connections, at most *connection_pool_size* at a time.

    Timeouts are in seconds, None means none; each call may replace them. *read_timeout* and *write_timeout* limit
    the silence between two pieces, *media_write_timeout* stands for the latter when files are uploaded;
    *connect_timeout* covers name lookup, connection, proxy and TLS together; *pool_timeout* the wait for one of the
    connections. *keep_alive* is how long an idle one is kept. *proxy* is an http:// or https:// URL, with its user
    and password if need be; without it, and with *trust_env*, HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY count.

    Raises ValueError for a proxy of another kind, such as SOCKS.
    """

    def __init__(
        self,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        *,
        media_write_timeout: float | None = 20.0,
        keep_alive: float | None = 15.0,
        proxy: str | None = None,
        trust_env: bool = True,
    ) -> None:
        self._pool_size = connection_pool_size
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._keep_alive = keep_alive
        self._proxy = _http_proxy(proxy) if proxy else None
        self._proxies = _environment_proxies() if trust_env and not proxy else {}
        self._free = asyncio.Semaphore(connection_pool_size)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        """Make ready for requests in the running event loop; again after a shutdown, if wanted."""
        if self._session is None:
            self._free = asyncio.Semaphore(self._pool_size)
            self._session = aiohttp.ClientSession(
                # Not the connector's own limit: its wait for a connection and for connecting are one timeout.
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=self._keep_alive),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections; requests under way fail."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return the status and the body of the answer, whatever the status. Raises NetworkError."""
        if self._session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        session, free = self._session, self._free
        timeout = aiohttp.ClientTimeout(
            connect=_limit(connect_timeout, self._connect_timeout), sock_read=_limit(read_timeout, self._read_timeout)
        )
        usual = self._media_write_timeout if request_data and request_data.contains_files else self._write_timeout
        body = Body(request_data, _limit(write_timeout, usual)) if request_data else None
        await self._take(free, pool_timeout)
        try:
            # A server's goodbye on an idle connection is heard in the first turn of the event loop; the connection
            # is gone by the second. Otherwise we would write to it, and could not tell what became of that.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            async with session.request(
                method, url, data=body, timeout=timeout, proxy=self._proxy_for(url), allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except Exception as error:
            failure = _failure(error, has_left=body is None or body.has_left)
        finally:
            free.release()
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer of the Bot API. Raises AnswerLostError where it is none.

        The library would log what came, which may be half an answer with what people wrote.
        """
        try:
            answer = json.loads(payload)
        except ValueError:
            raise AnswerLostError("what came is no JSON") from None
        if not isinstance(answer, dict) or "ok" not in answer:
            raise AnswerLostError("what came is no answer of Telegram's")
        return answer

    async def _take(self, free: asyncio.Semaphore, pool_timeout: Timeout) -> None:
        try:
            async with asyncio.timeout(_limit(pool_timeout, self._pool_timeout)):
                await free.acquire()
        except TimeoutError:
            raise NotSentTimeoutError(
                f"Pool timeout: all {self._pool_size} connections are busy, the request was *not* sent to Telegram."
            ) from None

    def _proxy_for(self, url: str) -> str | None:
        if self._proxies:
            target = URL(url)
            return None if proxy_bypass(target.host or "") else self._proxies.get(target.scheme)
        return self._proxy


class Body(aiohttp.Payload):
    """What a request carries, written in pieces, each within *timeout*; it knows whether any of it has left."""

    def __init__(self, data: RequestData, timeout: float | None) -> None:
        if data.contains_files:
            boundary = secrets.token_hex(16)
            self._pieces, kind = multipart(data, boundary), f"multipart/form-data; boundary={boundary}"
        else:
            self._pieces, kind = [data.url_encoded_parameters().encode()], "application/x-www-form-urlencoded"
        super().__init__(self._pieces, content_type=kind)
        self._timeout = timeout
        self.has_left = False

    @property
    def size(self) -> int | None:
        sizes = [_size(piece) for piece in self._pieces]
        return None if None in sizes else sum(size for size in sizes if size)

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise TypeError("a request's body is not read back")

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write everything. Raises TimeoutError when a piece does not leave in time."""
        for chunk in _chunks(self._pieces):
            # The first piece takes the headers with it; on a connection that is closing, neither leaves.
            self.has_left |= writer.transport is not None and not writer.transport.is_closing()
            async with asyncio.timeout(self._timeout):
                await writer.write(chunk)
                await writer.drain()


def multipart(data: RequestData, boundary: str) -> list[bytes | IO[bytes]]:
    """Return the pieces of a form with files: RFC 7578, names in UTF-8."""
    pieces: list[bytes | IO[bytes]] = []
    for name, value in data.json_parameters.items():
        pieces.append(f"--{boundary}\r\n{_disposition(name)}\r\n\r\n{value}\r\n".encode())
    for name, (file_name, content, kind) in data.multipart_data.items():
        head = f"--{boundary}\r\n{_disposition(name, file_name)}\r\nContent-Type: {kind}\r\n\r\n"
        pieces += [head.encode(), content, b"\r\n"]
    return [*pieces, f"--{boundary}--\r\n".encode()]


def _disposition(name: str, file_name: str | None = None) -> str:
    file = "" if file_name is None else f'; filename="{file_name.translate(_IN_QUOTES)}"'
    return f'Content-Disposition: form-data; name="{name.translate(_IN_QUOTES)}"{file}'


def _size(piece: bytes | IO[bytes]) -> int | None:
    if isinstance(piece, bytes):
        return len(piece)
    return piece.seek(0, io.SEEK_END) if piece.seekable() else None


def _chunks(pieces: Sequence[bytes | IO[bytes]]) -> Iterator[bytes]:
    for piece in pieces:
        if isinstance(piece, bytes):
            yield from (piece[start : start + CHUNK] for start in range(0, len(piece) or 1, CHUNK))
        else:
            if piece.seekable():
                piece.seek(0)
            yield from iter(lambda: piece.read(CHUNK), b"")  # noqa: B023  exhausted before the next piece


def _limit(timeout: Timeout, usual: float | None) -> float | None:
    seconds: float | None = usual if timeout is BaseRequest.DEFAULT_NONE else timeout
    return None if seconds is None else max(seconds, AT_ONCE)


def _http_proxy(url: str) -> str:
    with_scheme = url if "://" in url else f"http://{url}"
    scheme = with_scheme.partition("://")[0].lower()
    if scheme not in ("http", "https"):
        raise ValueError(f"Proxies are reached by http:// or https://, not {scheme}://")
    return with_scheme


def _environment_proxies() -> dict[str, str]:
    """Return the proxy for each scheme (https://docs.python.org/3/library/urllib.request.html)."""
    found = getproxies()
    proxies = {scheme: found.get(scheme) or found.get("all") for scheme in ("http", "https")}
    return {scheme: _http_proxy(proxy) for scheme, proxy in proxies.items() if proxy}


def _failure(error: Exception, *, has_left: bool) -> NetworkError:
    if isinstance(error, TimeoutError):
        return TimedOut() if has_left else NotSentTimeoutError()
    library = type(error).__module__.partition(".")[0]
    reason = f"{library}.{type(error).__name__}: {_harmless(error)}".removesuffix(": ")
    return AnswerLostError(reason) if has_left else NotSentError(reason)


def _harmless(error: Exception) -> str:
    """Return what an error says, if that can contain no URL."""
    match error:
        case aiohttp.ClientConnectorError():
            return str(error)  # host and port
        case aiohttp.ClientHttpProxyError():
            return f"{error.status} {error.message}"
        case OSError(errno=int() as number):
            return os.strerror(number)
    return ""
