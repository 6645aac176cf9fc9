"""A light stand-in for Telegram's servers, in a process of its own: it counts at the receiver what a broadcast claims.

It answers every method, and takes note of each message that was to be sent: when it came, to which chat, and what
was answered. What it refuses, it refuses by rules that are the same for everybody (`Weather`). It reads no more of a
request than it needs, so that on a small machine most of the processor is left to whoever is measured.
"""

import asyncio
import json
import math
import multiprocessing
import re
import time
from array import array
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

JITTER = 0.1
"""Seconds by which a busy machine may bring two requests closer together than they were sent."""

OVERSHOT = 1
"""Seconds to wait after too many messages: the least that Telegram's `retry_after` can say."""

CHAT_ID = re.compile(rb'chat_id"?(?:[=:]\s*"?|\r\n\r\n)(\d+)')
"""In a URL-encoded form, in JSON, and in multipart."""
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)

SENT, SERVER_ERROR, FORBIDDEN, TOO_MANY = 200, 500, 403, 429

BOT = {"id": 1, "is_bot": True, "first_name": "Kopā", "username": "kopa_bot"}
MESSAGE = '{"ok":true,"result":{"message_id":%d,"date":1716195600,"chat":{"id":%d,"type":"private","first_name":"A"}}}'


@dataclass(frozen=True, slots=True)
class Weather:
    """What the receiver does to whoever sends. Seconds, and chats by number."""

    latency: float = 0.0
    """From a request to its answer."""
    per_second: int | None = None
    """The messages that are taken within any second; None: any number, and any number to one chat, too."""
    dead_percent: int = 0
    """Of every hundred chats, so many have blocked the bot."""
    failing_until: int = 0
    """Of the chats before this number, every twentieth meets a server error once."""
    flood_at: float = math.inf
    """Seconds after the first message, when a flood wait begins."""
    flood_wait: float = 0.0

    def is_dead(self, chat: int) -> bool:
        return chat * 37 % 100 < self.dead_percent  # here and there, not side by side

    def fails_once(self, chat: int) -> bool:
        return chat < self.failing_until and chat % 20 == 19


@dataclass(slots=True)
class Log:
    """What came, in order: moments (seconds of the monotonic clock, one for all processes), chats and answers."""

    moments: "array[float]" = field(default_factory=lambda: array("d"))
    chats: "array[int]" = field(default_factory=lambda: array("q"))
    answers: "array[int]" = field(default_factory=lambda: array("h"))
    waits: "array[int]" = field(default_factory=lambda: array("h"))
    """How many seconds a 429 asked for; else 0."""

    def __len__(self) -> int:
        return len(self.moments)

    def add(self, moment: float, chat: int, answer: int, wait: int) -> None:
        self.moments.append(moment)
        self.chats.append(chat)
        self.answers.append(answer)
        self.waits.append(wait)


class Judge:
    """Says what becomes of each message, by the rules of the weather."""

    def __init__(self, weather: Weather) -> None:
        self._weather = weather
        self._limit = weather.per_second
        self._taken: deque[float] = deque(maxlen=weather.per_second)
        self._last: dict[int, float] = {}
        self._failed: set[int] = set()
        self._flood_from = math.inf

    def judge(self, chat: int, now: float) -> tuple[int, int]:
        """Return the status of the answer, and for 429 the seconds to wait."""
        if self._limit is not None and (wait := self._wait(chat, now)):
            return TOO_MANY, wait
        if self._weather.is_dead(chat):
            return FORBIDDEN, 0
        if self._weather.fails_once(chat) and chat not in self._failed:
            self._failed.add(chat)
            return SERVER_ERROR, 0
        return SENT, 0

    def _wait(self, chat: int, now: float) -> int:
        if self._flood_from == math.inf:
            self._flood_from = now + self._weather.flood_at
        flooded = self._flood_from + self._weather.flood_wait - now
        if now >= self._flood_from and flooded > 0:
            return math.ceil(flooded)
        crowded = len(self._taken) == self._limit and now - self._taken[0] < 1 - JITTER
        if crowded or now - self._last.get(chat, -math.inf) < 1 - JITTER:
            return OVERSHOT
        self._taken.append(now)
        self._last[chat] = now
        return 0


class Receiver(asyncio.Protocol):
    """HTTP enough for a client that sends one request after another on a connection."""

    def __init__(self, judge: Judge, log: Log, latency: float) -> None:
        self._judge = judge
        self._log = log
        self._latency = latency
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read = self._read + data if self._read else data
        end = self._read.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(self._read, 0, end)
        if len(self._read) < end + 4 + (int(length[1]) if length else 0):
            return
        answer = self._answer(self._read, end)
        self._read = b""
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._write, answer)
        else:
            self._transport.write(answer)

    def _write(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)

    def _answer(self, request: bytes, end: int) -> bytes:
        found = CHAT_ID.search(request, end)
        if found is None:
            return response(200, json.dumps({"ok": True, "result": BOT}))
        now, chat = time.monotonic(), int(found[1])
        status, wait = self._judge.judge(chat, now)
        self._log.add(now, chat, status, wait)
        if status == SENT:
            return response(SENT, MESSAGE % (len(self._log), chat))
        return response(status, refusal(status, wait))


def response(status: int, body: str) -> bytes:
    content = body.encode()
    head = b"HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(content))
    return head + content


def refusal(status: int, wait: int) -> str:
    """Return the body of a refusal in the words of the Bot API."""
    words = {
        FORBIDDEN: "Forbidden: bot was blocked by the user",
        SERVER_ERROR: "Internal Server Error",
        TOO_MANY: f"Too Many Requests: retry after {wait}",
    }
    body: dict[str, object] = {"ok": False, "error_code": status, "description": words[status]}
    return json.dumps(body | ({"parameters": {"retry_after": wait}} if status == TOO_MANY else {}))


class TelegramDouble:
    """The process, seen from here."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.base_url = f"http://127.0.0.1:{pipe.recv()}/bot"

    def log(self) -> Log:
        """Return what has come until now."""
        self._pipe.send(None)
        log: Log = self._pipe.recv()
        return log


@contextmanager
def telegram_double(weather: Weather) -> Iterator[TelegramDouble]:
    """Run a double while the block lasts."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, weather), daemon=True)
    process.start()
    try:
        yield TelegramDouble(ours)
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, weather: Weather) -> None:
    async def forever() -> None:
        loop, judge, log = asyncio.get_running_loop(), Judge(weather), Log()
        server = await loop.create_server(lambda: Receiver(judge, log, weather.latency), "127.0.0.1", 0, backlog=1024)

        def give_log() -> None:
            pipe.recv()
            pipe.send(log)

        loop.add_reader(pipe.fileno(), give_log)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())
