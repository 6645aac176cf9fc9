"""Who may come in: no page of a stranger, open in the same browser; from elsewhere nobody without a password."""

import base64
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
COOKIE = "kopa-studio"

# Whatever stands in an e-mail or a chat, nothing of it is fetched from anywhere else.
POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'; form-action 'self'"
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches a server at *host*."""
    return host in LOOPBACK or host.startswith("127.")


class Guard:
    """Around an application. With a *password* it asks for it (HTTP Basic, any name).

    With *only_local* it answers to this machine's own names only: a name of somebody else's that leads to 127.0.0.1
    would make their page one of ours (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, *, password: str | None = None, only_local: bool = True) -> None:
        self._app = app
        self._password = password
        self._only_local = only_local
        # Not every browser sends the password along with a WebSocket.
        self._token = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif refusal := self._refusal(scope["type"], Headers(scope=scope)):
            await _refuse(refusal, scope, receive, send)
        else:
            await self._app(scope, receive, self._with_headers(send))

    def _refusal(self, kind: str, headers: Headers) -> PlainTextResponse | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if self._only_local and _name(host) not in LOOPBACK:
            return PlainTextResponse("The studio is at http://localhost only.", 400)
        if origin is not None and origin.partition("://")[2] != host:
            return PlainTextResponse("Not from another page.", 403)
        if self._password is None or self._knows_it(headers):
            return None
        ask = {"www-authenticate": 'Basic realm="Kopa studio", charset="UTF-8"'}
        return PlainTextResponse("A password is needed.", 401, ask)

    def _knows_it(self, headers: Headers) -> bool:
        return secrets.compare_digest(_cookie(headers).encode(), self._token.encode()) or secrets.compare_digest(
            _password(headers), (self._password or "").encode()
        )

    def _with_headers(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if self._password is not None:
                    headers.append("set-cookie", f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict")
            await send(message)

        return sent


def _name(host: str) -> str | None:
    """Return the name in a Host header, without the port; None where there is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


async def _refuse(refusal: PlainTextResponse, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await refusal(scope, receive, send)


def _cookie(headers: Headers) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


def _password(headers: Headers) -> bytes:
    """Return the password of an Authorization header (RFC 7617), b"" where there is none."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    try:
        _, _, password = base64.b64decode(given, validate=True).partition(b":")
    except ValueError:
        return b""
    return password if scheme.lower() == "basic" else b""
