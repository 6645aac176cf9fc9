"""The service's own web server: on loopback, behind a proxy that has the certificate."""

import asyncio
import socket
from collections.abc import Sequence
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route

# Longer than any long poll or proxy keeps one: a connection closed under a client's hands looks like a network error.
_KEEP_ALIVE_SECONDS = 75
_LAST_RESPONSES_SECONDS = 0.5


class WebServer:
    """uvicorn without its main loop: no signal handlers, no logs, and it stops within a turn of the event loop.

    `async with WebServer(routes, host, port)`; with port 0, one that is free. Raise OSError where it cannot listen.
    """

    def __init__(self, routes: Sequence[BaseRoute], host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self._server = uvicorn.Server(
            uvicorn.Config(
                Starlette(routes=routes),
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            )
        )

    async def __aenter__(self) -> Self:
        # A socket of our own: on a taken port, uvicorn would end the process instead of raising.
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        listener = socket.create_server((self.host, self.port), family=family)
        # asyncio sets it only on sockets that name their protocol; without it each response waits 40 ms for an ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.setblocking(False)
        self.port = listener.getsockname()[1]
        self._server.config.load()
        self._server.lifespan = self._server.config.lifespan_class(self._server.config)
        await self._server.startup(sockets=[listener])
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for server in self._server.servers:
            server.close()
        state = self._server.server_state
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            await asyncio.wait(state.tasks, timeout=_LAST_RESPONSES_SECONDS)
        for connection in list(state.connections):
            connection.transport.close()
        await asyncio.sleep(0)  # connection_lost() of the transports closed above comes with the loop's next turn


async def _healthy(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok\n")


HEALTH = Route("/health", _healthy)
"""For the proxy: whether the service answers."""
