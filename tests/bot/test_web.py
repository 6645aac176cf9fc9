"""The service's own web server."""

import asyncio

import aiohttp
import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web import HEALTH, WebServer


async def test_a_proxy_can_ask_whether_the_service_answers():
    async with (
        WebServer([HEALTH]) as server,
        aiohttp.ClientSession() as client,
        client.get(f"http://{server.host}:{server.port}/health") as response,
    ):
        assert (response.status, await response.text()) == (200, "ok\n")


async def test_what_is_being_answered_at_the_end_is_answered():
    asked, ends = asyncio.Event(), asyncio.Event()

    async def slow(_request):
        asked.set()
        await ends.wait()
        return PlainTextResponse("done")

    async with aiohttp.ClientSession() as client:
        async with WebServer([Route("/", slow)]) as server:
            response = asyncio.create_task(client.get(f"http://127.0.0.1:{server.port}/"))
            await asked.wait()
            ends.set()
        assert await (await response).text() == "done"
        with pytest.raises(aiohttp.ClientConnectorError):
            await client.get(f"http://127.0.0.1:{server.port}/")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_a_port_that_is_taken_is_an_ordinary_error(host):
    async with WebServer([HEALTH], host) as server:
        with pytest.raises(OSError, match="in use"):
            await WebServer([HEALTH], host, server.port).__aenter__()
