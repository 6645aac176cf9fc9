"""An ASGI application on loopback, inside the running event loop."""

import asyncio
import socket
from typing import Self

import uvicorn
from starlette.types import ASGIApp

# Longer than any long poll: a keep-alive connection closed under a client's hands looks like a network error.
_KEEP_ALIVE_SECONDS = 75
_LAST_RESPONSES_SECONDS = 0.5


class HttpServer:
    """uvicorn without its main loop: no signal handlers, no logs, and it stops within a turn of the event loop."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        self.port = port
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
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
        listener = socket.create_server(("127.0.0.1", self.port))
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
