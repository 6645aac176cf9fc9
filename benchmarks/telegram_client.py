"""How many messages a second leave through PTB's own HTTP client, and through ours.

Run `python -m benchmarks.telegram_client`. The server is a process of its own that reads a request and answers with
the same canned message every time, so what is measured is the client. Rounds alternate between the two clients: the
ratio holds on a busy machine too, the numbers do not.
"""

import asyncio
import json
import multiprocessing
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from rich.console import Console
from rich.table import Table
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from conference.channels.telegram_request import AiohttpRequest

POOL = 64
MESSAGES = 2_000
ROUNDS = 5
TEXT = "<b>Konference</b> sākas rīt plkst. 10.00, reģistrācija no 9.15."

CLIENTS: dict[str, Callable[[], BaseRequest]] = {
    "HTTPXRequest": lambda: HTTPXRequest(connection_pool_size=POOL, pool_timeout=None),
    "AiohttpRequest": lambda: AiohttpRequest(connection_pool_size=POOL, pool_timeout=None),
}

MESSAGE = {
    "message_id": 1,
    "date": 1_716_195_600,
    "chat": {"id": 7, "type": "private", "first_name": "Anna"},
    "from": {"id": 1, "is_bot": True, "first_name": "Kopā", "username": "kopa_bot"},
    "text": TEXT,
}


class CannedServer(asyncio.Protocol):
    """HTTP enough for a client that sends one request after another on a connection."""

    def __init__(self) -> None:
        body = json.dumps({"ok": True, "result": MESSAGE}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._answer = head.encode() + body
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, body = self._read.partition(b"\r\n\r\n")
        if end and len(body) >= int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]):
            self._read = b""
            self._transport.write(self._answer)


def serve(port: Connection) -> None:
    """Answer until the process is ended; tell the port first."""

    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(CannedServer, "127.0.0.1", 0, backlog=POOL)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


async def messages_per_second(request: BaseRequest, base_url: str) -> float:
    """Send MESSAGES, as many at a time as there are connections."""
    bot = ExtBot("1:benchmark", base_url=base_url, request=request)
    left = iter(range(MESSAGES))

    async def send() -> None:
        for _ in left:
            await bot.send_message(7, TEXT, parse_mode="HTML")

    async with request:
        await asyncio.gather(*(bot.send_message(7, TEXT) for _ in range(POOL)))  # opens the connections
        started = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(POOL)))
        return MESSAGES / (time.perf_counter() - started)


def measure(base_url: str) -> dict[str, list[float]]:
    """Return the rates of every round, by client."""
    rates: dict[str, list[float]] = {name: [] for name in CLIENTS}
    for _ in range(ROUNDS):
        for name, client in CLIENTS.items():
            rates[name].append(asyncio.run(messages_per_second(client(), base_url)))
    return rates


def table(rates: dict[str, list[float]]) -> Table:
    """Return the rates, and what each is compared with the first."""
    result = Table("client", "messages/s (median)", "slowest–fastest round", "ratio")
    first = statistics.median(next(iter(rates.values())))
    for name, rounds in rates.items():
        median = statistics.median(rounds)
        result.add_row(name, f"{median:,.0f}", f"{min(rounds):,.0f}–{max(rounds):,.0f}", f"{median / first:.1f}")
    return result


def main() -> None:
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        Console().print(table(measure(f"http://127.0.0.1:{ours.recv()}/bot")))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
