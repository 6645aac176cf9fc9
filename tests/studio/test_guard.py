import base64

import pytest
from starlette.types import Message, Receive, Scope, Send

from studio.guard import COOKIE, Guard, is_loopback

PASSWORD = "vārds:ar kolu"
HERE = "127.0.0.1:8321"
HOSTS = [("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("::1", True), ("192.0.2.1", False)]


async def application(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answers whoever gets to it."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"welcome"})
    else:
        await send({"type": "websocket.accept"})


def guard(*, password: str | None = None, only_local: bool = True) -> Guard:
    return Guard(application, password=password, only_local=only_local)


async def answer(guarded: Guard, kind: str = "http", *, host: str = HERE, **headers: str) -> tuple[int | str, dict]:
    """Return the status, or what becomes of a socket, and the headers of the answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    given = [(name.encode(), value.encode()) for name, value in ({"host": host} | headers).items()]
    await guarded({"type": kind, "method": "POST", "path": "/", "headers": given}, receive, send)
    answered = {name.decode(): value.decode() for name, value in sent[0].get("headers", ())}
    return sent[0].get("status", sent[0]["type"]), answered


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anybody:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("host", "status"),
    [(HERE, 200), ("localhost:8321", 200), ("[::1]:8321", 200), ("evil.example:8321", 400), ("[", 400), ("", 400)],
)
async def test_only_this_machines_names_lead_to_the_studio(host: str, status: int):
    assert (await answer(guard(), host=host))[0] == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [(f"http://{HERE}", 200), ("http://evil.example", 403), ("http://127.0.0.1:9999", 403), ("null", 403)],
)
async def test_nothing_is_done_for_another_page(origin: str, status: int):
    assert (await answer(guard(), origin=origin))[0] == status


async def test_another_page_gets_no_socket():
    assert (await answer(guard(), "websocket", origin=f"http://{HERE}"))[0] == "websocket.accept"
    assert (await answer(guard(), "websocket", origin="http://evil.example"))[0] == "websocket.close"


async def test_a_password_is_asked_for():
    status, headers = await answer(guard(password=PASSWORD))
    assert (status, headers["www-authenticate"].split()[0]) == (401, "Basic")


@pytest.mark.parametrize(
    ("given", "status"),
    [(basic(PASSWORD), 200), (basic(""), 401), (basic("vārds"), 401), ("Basic", 401), ("Basic ?", 401), ("", 401)],
)
async def test_only_the_password_lets_in(given: str, status: int):
    assert (await answer(guard(password=PASSWORD), authorization=given))[0] == status


async def test_whoever_was_let_in_gets_a_socket_too_where_the_browser_sends_no_password_along():
    guarded = guard(password=PASSWORD, only_local=False)
    assert (await answer(guarded, "websocket", host="studio.example"))[0] == "websocket.close"
    _, headers = await answer(guarded, host="studio.example", authorization=basic(PASSWORD))
    cookie = headers["set-cookie"].partition(";")[0]
    assert (await answer(guarded, "websocket", host="studio.example", cookie=cookie))[0] == "websocket.accept"
    assert (await answer(guarded, "websocket", host="studio.example", cookie=f"{COOKIE}=x"))[0] == "websocket.close"


async def test_nothing_is_fetched_from_elsewhere():
    _, headers = await answer(guard())
    assert headers["content-security-policy"].startswith("default-src 'self'")


@pytest.mark.parametrize(("host", "loopback"), HOSTS)
def test_what_is_loopback(host: str, loopback: bool):
    assert is_loopback(host) is loopback
