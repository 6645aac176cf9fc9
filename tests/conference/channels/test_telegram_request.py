"""AiohttpRequest beside HTTPXRequest, PTB's own: the same answers, and errors of the same classes."""

import asyncio
import gc
import gzip
import io
import re
import socket
import struct
import threading
import traceback
import warnings
from contextlib import ExitStack, asynccontextmanager, closing
from functools import partial
from types import SimpleNamespace

import pytest
from telegram import Bot, InputFile, InputMediaDocument
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from conference.channels.channel import ChannelUnavailableError, OutcomeUnknownError
from conference.channels.telegram import delivery_error
from conference.channels.telegram_request import (
    AiohttpRequest,
    AnswerLostError,
    Body,
    NotSentError,
    NotSentTimeoutError,
)
from rehearsal.telegram import LocalTelegram

CLIENTS = (HTTPXRequest, AiohttpRequest)
TOKEN = "1:a-secret"
BIG = bytes(range(256)) * 4 * 4096 + b"the end"  # 4 MB
ANNA = 7
PATIENCE = 10
"""Seconds until a test that hangs is told so."""


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch):
    """Without it, the library warns of a change in its next version whenever it reads a retry_after."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture(params=CLIENTS, ids=lambda client: client.__name__)
def client(request):
    return request.param


def parameters(**values):
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


def answer(body=b'{"ok":true,"result":true}', status="200 OK", headers=()):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


async def silence(_writer):
    """Say nothing, and leave the connection open."""


async def hang_up(writer):
    writer.close()


def hanging_up_after(octets):
    async def say_and_hang_up(writer):
        writer.write(octets)
        writer.close()

    return say_and_hang_up


def resetting_after(octets):
    async def say_and_reset(writer):
        writer.write(octets)
        await writer.drain()
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    return say_and_reset


class ScriptedServer:
    """An HTTP server that answers each request as the script says: octets, or what to do with the connection."""

    def __init__(self, *script):
        self.script = list(script)
        self.requests = []
        self.arrived = asyncio.Event()
        self.connections = set()

    @asynccontextmanager
    async def running(self):
        server = await asyncio.start_server(self.converse, "127.0.0.1", 0, limit=2 * len(BIG))
        self.port = server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/bot{TOKEN}/sendMessage"
        try:
            yield self
        finally:
            server.close()
            for writer in self.connections:
                writer.transport.abort()
            await asyncio.sleep(0)

    async def converse(self, reader, writer):
        self.connections.add(writer)
        while request := await self.hear(reader):
            self.requests.append(request)
            self.arrived.set()
            reply = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            if isinstance(reply, bytes):
                writer.write(reply)
            else:
                await reply(writer)

    async def hear(self, reader):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        first, *lines = head.strip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        body = await self.hear_chunks(reader) if "transfer-encoding" in headers else b""
        return SimpleNamespace(
            first=first, headers=headers, body=body or await reader.readexactly(int(headers.get("content-length", 0)))
        )

    async def hear_chunks(self, reader):
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
        return body


async def outcome(client, url, data=None, **timeouts):
    """Return what PTB makes of an answer: the result, or the error."""
    async with client() as request:
        try:
            async with asyncio.timeout(PATIENCE):
                return await request.post(url, parameters(chat_id=ANNA) if data is None else data, **timeouts)
        except TelegramError as error:
            return error


async def outcomes(reply, **timeouts):
    """Return what each of the two clients makes of the same reply."""
    results = []
    for client in CLIENTS:
        async with ScriptedServer(reply).running() as server:
            results.append(await outcome(client, server.url, **timeouts))
    return results


def chunked(*pieces):
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (*pieces, b""))
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks


GZIPPED = gzip.compress('{"ok":true,"result":"Kopā"}'.encode())


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        (answer('{"ok":true,"result":"Kopā"}'.encode()), "Kopā"),
        (answer(GZIPPED, headers=["Content-Encoding: gzip"]), "Kopā"),
        (chunked(b'{"ok":t', b'rue,"result":[1]}'), [1]),
        (hanging_up_after(b'HTTP/1.1 200 OK\r\n\r\n{"ok":true,"result":2}'), 2),
        (hanging_up_after(answer(headers=["Connection: close"])), True),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + answer(), True),
        (answer(headers=["Set-Cookie: a=b; Path=/"]), True),
    ],
    ids=["unicode", "gzip", "chunked", "until the end", "closed", "continue", "cookie"],
)
async def test_answers_are_read_alike(reply, result):
    assert await outcomes(reply) == [result, result]


def refusal(status, **fields):
    body = str({"ok": False, "error_code": int(status[:3]), **fields}).replace("'", '"').replace("False", "false")
    return answer(body.encode(), status)


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (refusal("400 Bad Request", description="Bad Request: chat not found"), BadRequest, "Chat not found"),
        (refusal("401 Unauthorized", description="Unauthorized"), InvalidToken, "Unauthorized"),
        (refusal("403 Forbidden", description="Forbidden: blocked"), Forbidden, "Forbidden: blocked"),
        (refusal("404 Not Found", description="Not Found"), InvalidToken, "Not Found"),
        (refusal("409 Conflict", description="Conflict: two polls"), Conflict, "Conflict: two polls"),
        (refusal("429 Too Many Requests", parameters={"retry_after": 9}), RetryAfter, "Retry in 0:00:09"),
        (refusal("400 Bad Request", parameters={"migrate_to_chat_id": -9}), ChatMigrated, "New chat id: -9"),
        (refusal("500 Internal Server Error", description="Internal"), NetworkError, "Internal"),
        (answer(b"<h1>Bad</h1>", "502 Bad Gateway"), NetworkError, r"Bad Gateway \(502\)"),
        (answer(b"", "302 Found", ["Location: http://127.0.0.1:1/"]), NetworkError, r"Found \(302\)"),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
async def test_refusals_are_told_alike(reply, kind, words):
    theirs, ours = await outcomes(reply)
    assert (type(theirs), str(theirs)) == (type(ours), str(ours))
    assert type(ours) is kind
    assert re.search(words, str(ours))


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"ok":true,"result":[{"text":"Anna', b"[]", b'{"status":"fine"}'])
async def test_what_is_no_answer_of_telegrams_leaves_the_outcome_unknown_and_is_not_logged(body, caplog):
    async with ScriptedServer(answer(body)).running() as server:
        error = await outcome(AiohttpRequest, server.url)
    assert isinstance(error, AnswerLostError)
    assert isinstance(delivery_error(error), OutcomeUnknownError)
    assert caplog.messages == []


NO_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
HALF = b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"ok":tr'


@pytest.mark.parametrize(
    ("reply", "theirs", "ours", "words"),
    [
        (silence, TimedOut, TimedOut, "Timed out"),
        (HALF, TimedOut, TimedOut, "Timed out"),
        (hang_up, NetworkError, AnswerLostError, "aiohttp.ServerDisconnectedError"),
        (hanging_up_after(HALF), NetworkError, AnswerLostError, "aiohttp.ClientPayloadError"),
        (resetting_after(b""), NetworkError, AnswerLostError, "aiohttp.ClientOSError: Connection reset by peer"),
        (resetting_after(HALF), NetworkError, AnswerLostError, "aiohttp.Client"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", NetworkError, AnswerLostError, "aiohttp.ClientResponseError"),
        (NO_CHUNKS, NetworkError, AnswerLostError, "aiohttp."),
        (answer(b"no gzip", headers=["Content-Encoding: gzip"]), NetworkError, AnswerLostError, "aiohttp."),
    ],
    ids=["silence", "slow", "hang up", "half", "reset", "reset half-way", "no HTTP", "no chunks", "no gzip"],
)
async def test_a_request_that_left_and_was_not_answered_has_an_unknown_outcome(reply, theirs, ours, words):
    their_error, error = await outcomes(reply, read_timeout=0.3 if ours is TimedOut else None)
    assert (type(their_error), type(error)) == (theirs, ours)
    assert str(error).startswith(words)
    assert_silent_about_the_token(error)
    assert isinstance(delivery_error(error), OutcomeUnknownError)


def assert_silent_about_the_token(error):
    while error:
        assert "a-secret" not in "".join(traceback.format_exception(error))
        error = error.__context__


def assert_not_sent(theirs, ours, kind):
    assert (type(theirs), type(ours)) == (TimedOut if issubclass(kind, TimedOut) else NetworkError, kind)
    assert_silent_about_the_token(ours)
    assert isinstance(delivery_error(ours), ChannelUnavailableError)


async def test_a_refused_connection_is_not_sent():
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/bot{TOKEN}/getMe"
    theirs, ours = [await outcome(client, url) for client in CLIENTS]
    assert_not_sent(theirs, ours, NotSentError)
    assert "Cannot connect to host 127.0.0.1" in str(ours)


async def test_a_name_that_does_not_resolve_is_not_sent():
    theirs, ours = [await outcome(client, f"http://kopa.invalid/bot{TOKEN}/getMe") for client in CLIENTS]
    assert_not_sent(theirs, ours, NotSentError)


async def test_a_server_that_does_not_accept_is_not_sent():
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as listener, ExitStack() as waiting:
        for _ in range(3):  # fills the queue of the operating system
            knock = waiting.enter_context(closing(socket.socket()))
            knock.setblocking(False)
            knock.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/bot{TOKEN}/getMe"
        theirs, ours = [await outcome(client, url, connect_timeout=0.1) for client in CLIENTS]
    assert_not_sent(theirs, ours, NotSentTimeoutError)


async def test_a_full_pool_is_not_sent():
    errors = []
    for client in CLIENTS:
        async with ScriptedServer(silence).running() as server, client(1, pool_timeout=0.05) as request:
            first = asyncio.create_task(request.post(server.url, parameters(chat_id=ANNA)))
            await server.arrived.wait()
            with pytest.raises(TimedOut, match=r"^Pool timeout: .* \*not\* sent to Telegram") as second:
                await request.post(server.url, parameters(chat_id=ANNA))
            errors.append(second.value)
            first.cancel()
            await asyncio.wait([first])
            assert len(server.requests) == 1
    assert_not_sent(*errors, NotSentTimeoutError)


async def test_an_address_that_is_none_is_not_sent():
    theirs, ours = [await outcome(client, f"ftp://127.0.0.1/bot{TOKEN}/getMe") for client in CLIENTS]
    assert_not_sent(theirs, ours, NotSentError)


async def test_an_upload_that_is_not_read_times_out(client):
    async def deaf(reader, _writer):
        readers.append(reader)

    readers = []
    server = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    data = parameters(document=InputFile(BIG))
    by_default = await outcome(partial(client, media_write_timeout=0.1, write_timeout=None), url, data)
    by_call = await outcome(client, url, data, write_timeout=0.1)
    assert (type(by_default), type(by_call)) == (TimedOut, TimedOut)
    for reader in readers:
        reader._transport.abort()
    server.close()
    await asyncio.sleep(0)


async def test_a_call_may_have_timeouts_of_its_own(client):
    async with ScriptedServer(silence).running() as server, client(read_timeout=None) as request:
        for timeout in (0.05, 0):
            with pytest.raises(TimedOut):
                async with asyncio.timeout(PATIENCE):
                    await request.post(server.url, parameters(chat_id=ANNA), read_timeout=timeout)
        call = request.post(server.url, parameters(chat_id=ANNA), read_timeout=None, write_timeout=None)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(call, 0.2)


async def test_a_long_poll_may_last_longer_than_an_answer(client):
    async with LocalTelegram() as telegram, client(read_timeout=0.9) as request:
        bot = Bot(telegram.token, base_url=telegram.base_url, get_updates_request=request)
        assert await bot.get_updates(timeout=1) == ()


def as_sent(request):
    """Return what matters of a request, with the boundary between parts, a random word, written as BOUNDARY."""
    kind = request.headers["content-type"] if request.body else ""
    boundary = kind.partition("boundary=")[2].encode()
    body = request.body.replace(boundary, b"BOUNDARY") if boundary else request.body
    names = ("user-agent", "accept-encoding", "transfer-encoding")
    headers = {name: request.headers.get(name) for name in names}
    return request.first, headers, kind.partition("=")[0], body


class Pipe(io.RawIOBase):
    """A file that can't be rewound, as a pipe."""

    def __init__(self, octets):
        self.octets = [octets]

    def readable(self):
        return True

    def read(self, _size=-1):
        return self.octets.pop() if self.octets else b""

    seek = tell = fileno = None


SENT = {
    "text": lambda: {"text": "Ābece & žurka = 100 %\n", "entities": [{"type": "bold"}], "protect_content": True},
    "nothing": dict,
    "file": lambda: {"chat_id": ANNA, "caption": "Šodien", "document": InputFile(b"\0\r\n--", "Ielūgums „Kopā”.pdf")},
    "odd name": lambda: {"document": InputFile(b"1", 'a"b\\c\r\nd;e.txt')},
    "empty": lambda: {"document": InputFile(b"", "empty.txt")},
    "several": lambda: {
        "media": [InputMediaDocument(InputFile(BIG, f"{name}.bin", attach=True)) for name in "ab"],
        "thumbnail": InputFile(b"jpeg", "t.jpg", attach=True),
    },
    "handle": lambda: {"document": InputFile(io.BytesIO(BIG), "handle.bin", read_file_handle=False)},
}


@pytest.mark.parametrize("values", SENT.values(), ids=SENT.keys())
async def test_requests_are_sent_alike(values):
    data = parameters(**values())
    sent = []
    for client in CLIENTS:
        async with ScriptedServer(answer()).running() as server:
            assert await outcome(client, server.url, data) is True
            sent.append(as_sent(server.requests[0]))
    assert sent[0] == sent[1]


async def test_a_file_of_unknown_length_is_sent_in_chunks():
    async with ScriptedServer(answer()).running() as server:
        data = parameters(document=InputFile(Pipe(BIG), "pipe.bin", read_file_handle=False))
        assert await outcome(AiohttpRequest, server.url, data) is True
    assert server.requests[0].headers["transfer-encoding"] == "chunked"
    assert BIG in server.requests[0].body


async def test_a_bot_does_its_work(client):
    async with LocalTelegram() as telegram:
        await telegram.phone(ANNA).send("/start")
        async with Bot(telegram.token, telegram.base_url, telegram.base_file_url, client(), client(1)) as bot:
            await try_out(bot, telegram)


async def try_out(bot, telegram):
    assert [update.message.text for update in await bot.get_updates()] == ["/start"]
    sent = await bot.send_document(ANNA, InputFile(BIG, "Ielūgums „Kopā”.pdf"), caption="Līdz rītam!")
    assert (sent.document.file_name, sent.caption) == ("Ielūgums „Kopā”.pdf", "Līdz rītam!")
    assert await (await sent.document.get_file()).download_as_bytearray() == BIG
    telegram.fail_next("sendMessage", 429, "Too Many Requests", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(ANNA, "Sveiki")


async def test_two_hundred_calls_share_sixteen_connections(client):
    async def answer_ten_at_once(writer):
        await ten.wait()
        writer.write(answer())

    ten = asyncio.Barrier(10)
    async with ScriptedServer(answer_ten_at_once).running() as server, client(16, pool_timeout=None) as request:
        calls = [request.post(server.url, parameters(chat_id=number), read_timeout=None) for number in range(200)]
        async with asyncio.timeout(PATIENCE):
            assert await asyncio.gather(*calls) == [True] * 200
    assert {request.body for request in server.requests} == {b"chat_id=%d" % number for number in range(200)}
    assert len(server.connections) <= 16


async def test_cancelling_a_call_gives_its_connection_back(client):
    async with ScriptedServer(silence, answer()).running() as server, client(1) as request:
        call = asyncio.create_task(request.post(server.url, parameters(chat_id=ANNA)))
        await server.arrived.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await request.post(server.url, parameters(chat_id=ANNA)) is True


async def test_cancelling_a_call_that_waits_for_a_connection_loses_none(client):
    async with ScriptedServer(silence, answer()).running() as server, client(1, pool_timeout=60) as request:
        first, second = (asyncio.create_task(request.post(server.url, parameters(chat_id=ANNA))) for _ in range(2))
        await server.arrived.wait()
        second.cancel()
        first.cancel()
        await asyncio.wait([first, second])
        assert (first.cancelled(), second.cancelled()) == (True, True)
        assert await request.post(server.url, parameters(chat_id=ANNA)) is True


async def test_an_idle_connection_that_the_server_closed_is_replaced(client):
    """Even if the goodbye arrived while the event loop was busy, so that nobody has read it yet."""

    def answer_once_a_connection():
        for _ in range(2):
            connection, _address = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer())
                answered.set()
                may_close.wait()
            closed.set()

    answered, may_close, closed = threading.Event(), threading.Event(), threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/bot{TOKEN}/sendMessage"
        server = threading.Thread(target=answer_once_a_connection)
        server.start()
        async with client() as request:
            assert await request.post(url, parameters(chat_id=ANNA)) is True
            may_close.set()
            assert closed.wait(PATIENCE)
            assert await request.post(url, parameters(chat_id=ANNA)) is True
        server.join(PATIENCE)


async def test_a_connection_is_used_again(client):
    async with ScriptedServer(answer()).running() as server, client() as request:
        for _ in range(3):
            await request.post(server.url, parameters(chat_id=ANNA))
    assert len(server.connections) == 1


async def test_an_error_does_not_spoil_the_next_call(client):
    script = (refusal("400 Bad Request", description="no"), HALF, hang_up, answer())
    async with ScriptedServer(*script).running() as server, client(1) as request:
        for _ in range(3):
            with pytest.raises(NetworkError):
                await request.post(server.url, parameters(chat_id=ANNA), read_timeout=0.2)
        assert await request.post(server.url, parameters(chat_id=ANNA)) is True


async def test_addresses_of_files_are_asked_for_as_they_are_written(client):
    path = "/file/bot1:x/a%20b/%C4%81+(1).pdf"
    async with ScriptedServer(answer(b"\0\xff")).running() as server, client() as request:
        assert await request.retrieve(f"http://127.0.0.1:{server.port}{path}") == b"\0\xff"
    assert server.requests[0].first == f"GET {path} HTTP/1.1"


async def test_a_proxy_is_asked_for_the_whole_address(client):
    async with ScriptedServer(answer()).running() as proxy:
        with_proxy = partial(client, proxy=f"http://anna:vasara@127.0.0.1:{proxy.port}")
        assert await outcome(with_proxy, "http://api.invalid/bot1:x/getMe") is True
    asked = proxy.requests[0]
    assert asked.first == "POST http://api.invalid/bot1:x/getMe HTTP/1.1"
    assert (asked.headers["host"], asked.headers["proxy-authorization"]) == ("api.invalid", "basic yw5uytp2yxnhcme=")


async def test_a_proxy_that_refuses_a_tunnel_has_not_sent():
    errors = []
    for client in CLIENTS:
        async with ScriptedServer(answer(b"", "407 Proxy Authentication Required")).running() as proxy:
            with_proxy = partial(client, proxy=f"http://127.0.0.1:{proxy.port}")
            errors.append(await outcome(with_proxy, f"https://api.invalid/bot{TOKEN}/getMe"))
        assert proxy.requests[0].first == "CONNECT api.invalid:443 HTTP/1.1"
    assert_not_sent(*errors, NotSentError)
    assert str(errors[1]) == "aiohttp.ClientHttpProxyError: 407 Proxy Authentication Required"


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy"])
async def test_proxies_of_the_environment_count(client, monkeypatch, variable):
    async with ScriptedServer(answer()).running() as proxy, ScriptedServer(answer()).running() as server:
        monkeypatch.setenv(variable, f"127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert await outcome(client, "http://api.invalid/getMe") is True
        assert await outcome(client, server.url) is True
    assert (len(proxy.requests), len(server.requests)) == (1, 1)


async def test_proxies_of_the_environment_can_be_ignored(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    async with ScriptedServer(answer()).running() as server:
        assert await outcome(partial(AiohttpRequest, trust_env=False), server.url) is True


def test_proxies_of_other_kinds_are_refused():
    with pytest.raises(ValueError, match=r"not socks5://$"):
        AiohttpRequest(proxy="socks5://anna:vasara@127.0.0.1:1080")


async def test_a_request_object_lives_from_initialize_to_shutdown():
    request = AiohttpRequest(read_timeout=8)
    assert request.read_timeout == 8
    async with ScriptedServer(answer()).running() as server:
        for _ in range(2):
            with pytest.raises(NetworkError, match="not initialized"):
                await request.post(server.url, parameters())
            await request.initialize()
            await request.initialize()
            assert await request.post(server.url, parameters()) is True
            await request.shutdown()
            await request.shutdown()


async def test_calls_under_way_fail_at_a_shutdown():
    async with ScriptedServer(silence).running() as server, AiohttpRequest(1, pool_timeout=60) as request:
        calls = [asyncio.create_task(request.post(server.url, parameters(chat_id=ANNA))) for _ in range(2)]
        await server.arrived.wait()
        await request.shutdown()
        done = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), PATIENCE)
    assert [type(error) for error in done] == [AnswerLostError, NotSentError]


def test_an_unused_request_object_leaks_nothing():
    async def open_and_close():
        async with AiohttpRequest():
            pass

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        AiohttpRequest()
        asyncio.run(open_and_close())
        gc.collect()
    assert not [warning for warning in seen if re.search("client session|connector", str(warning.message))]


class Writer(SimpleNamespace):
    """The far end of a body, instead of a connection."""

    async def write(self, _chunk):
        if self.transport.is_closing():
            raise ConnectionResetError

    async def drain(self):
        await asyncio.Event().wait()


async def test_nothing_leaves_through_a_connection_that_is_closing():
    body = Body(parameters(chat_id=ANNA), timeout=PATIENCE)
    with pytest.raises(ConnectionResetError):
        await body.write(Writer(transport=SimpleNamespace(is_closing=lambda: True)))
    assert not body.has_left


async def test_the_last_piece_must_leave_in_time_too():
    body = Body(parameters(chat_id=ANNA), timeout=0.01)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(body.write(Writer(transport=SimpleNamespace(is_closing=lambda: False))), PATIENCE)
    assert body.has_left
