"""The studio's server: the page, what is downloaded and uploaded there, and who may come in.

It listens on loopback. A page of a stranger that is open in the same browser must not reach it: the names by which it
is called and where a request comes from are looked at.
"""

import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from nicegui import ui
from nicegui.client import Client
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from studio.desk import open_desk
from studio.files import routes
from studio.guard import Guard, is_loopback
from studio.page.cast import take_seats
from studio.page.looking import Studio
from studio.page.page import Page
from studio.page.painter import LANGUAGES, painter

LANGUAGE = "kopa-language"
STATIC = Path(__file__).parent / "page" / "static"
LAST_RESPONSES_SECONDS = 1
RECONNECT_SECONDS = 8.0


async def serve(
    settings: str, folder: Path, *, host: str, port: int, password: str | None, ready: Callable[[str], None]
) -> None:
    """Rehearse by *settings*, the text of a config.toml, until SIGINT or SIGTERM. *ready* is told the address.

    With port 0 it is one that is free. Raise OSError where it cannot listen, and what `open_desk` raises.
    """
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    with listener:
        async with open_desk(settings, folder) as desk:
            await take_seats(desk)
            server = Server(application(Studio(desk), password=password, only_local=is_loopback(host)))
            shown = f"[{host}]" if ":" in host else host
            ready(f"http://{shown}:{listener.getsockname()[1]}/")
            await server.serve(sockets=[listener])


def application(studio: Studio, *, password: str | None = None, only_local: bool = True) -> Guard:
    """Return the studio as a web application. There can be one in a process, as NiceGUI has it."""
    app = FastAPI(routes=[*routes(studio)], openapi_url=None)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_route("/", _in_ones_language)
    for language in LANGUAGES:
        _add_page(studio, language)
    ui.run_with(
        app,
        dark=None,
        tailwind=False,
        show_welcome_message=False,
        binding_refresh_interval=None,
        reconnect_timeout=RECONNECT_SECONDS,
        favicon=str(STATIC / "icon.svg"),
    )
    return Guard(app, password=password, only_local=only_local)


def _add_page(studio: Studio, language: str) -> None:
    async def show(client: Client) -> None:
        speak = painter(language, studio.desk.event.time_zone)
        client.title = speak.t("page-title", event=studio.desk.event.title.in_language(language))
        # As plain strings: NiceGUI puts them together with others, which Markup would escape.
        ui.add_head_html(str(speak("parts-of-head", version=_version())))
        ui.add_body_html(str(speak("parts-of-body")))
        await Page(studio, language, client).paint()

    ui.page(f"/{language}", language="en-US" if language == "en" else language)(show)  # type: ignore[arg-type]


async def _in_ones_language(request: Request) -> Response:
    chosen = request.cookies.get(LANGUAGE, LANGUAGES[0])
    return RedirectResponse(f"/{chosen if chosen in LANGUAGES else LANGUAGES[0]}")


def _version() -> int:
    """Return a number that changes with the looks, so that no browser keeps old ones."""
    return max(int(file.stat().st_mtime) for file in STATIC.iterdir())


class Server(uvicorn.Server):
    """uvicorn that ends at once."""

    def __init__(self, app: Guard) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="on",
                server_header=False,
                timeout_graceful_shutdown=LAST_RESPONSES_SECONDS,
            )
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End soon. The signal is dealt with: uvicorn would raise it again after all is over."""
        self.should_exit = True
