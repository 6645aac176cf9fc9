"""`kopa rehearse`: the conference on local parts, in a browser or in the terminal."""

import asyncio
import os
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from bot.options import CONFIG, ConfigOption, console, fail, failing_in_one_line, settings_in
from conference.config import Settings

commands = typer.Typer()

FOLDER = Path("rehearsal-output")
STUDIO = "studio"
"""A folder of its own: a play in the terminal must not take the database of an open studio away."""
LOOPBACK = "127.0.0.1"
PORT = 8321
SECRETS = ("TELEGRAM_BOT_TOKEN", "SMTP_PASSWORD", "IMAP_PASSWORD", "PGPASSWORD")


@commands.command()
def rehearse(
    config: ConfigOption = CONFIG,
    folder: Annotated[Path, typer.Option(help="Where the rehearsal is kept.")] = FOLDER,
    play: Annotated[bool, typer.Option("--play", help="Play the conference in the terminal, to its end.")] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Chat as a new professional, in the terminal.")
    ] = False,
    host: Annotated[str, typer.Option(help="Another address to listen on; it needs a password.")] = LOOPBACK,
    port: Annotated[int, typer.Option(help="0: one that is free.", min=0, max=65535)] = PORT,
    password: Annotated[
        str | None, typer.Option(help="Who opens the studio is asked for it.", envvar="KOPA_STUDIO_PASSWORD")
    ] = None,
) -> None:
    """Rehearse the conference on this machine: a local Telegram, a local mailbox, a clock that is turned.

    Without --play and --interactive it opens in a browser. Nothing is sent outside, whatever the settings say.
    """
    settings = settings_in(config)
    if play or interactive:
        raise typer.Exit(_in_the_terminal(settings, folder, interactive=interactive))
    _without_secrets()
    raise typer.Exit(_in_a_browser(config, folder / STUDIO, host, port, password or None))


def _in_the_terminal(settings: Settings, folder: Path, *, interactive: bool) -> int:
    from rehearsal.desk import on_the_desk

    with failing_in_one_line():
        return on_the_desk(settings, folder, console, interactive=interactive)


def _in_a_browser(config: Path, folder: Path, host: str, port: int, password: str | None) -> int:
    try:
        from studio.guard import is_loopback
        from studio.serving import serve
    except ModuleNotFoundError as error:
        fail(f"the studio needs {error.name}: pip install '.[studio]'; `kopa rehearse --play` does without")
    from rehearsal.keeping import kept_log

    if password is None and not is_loopback(host):
        fail(f"--host {host} lets others in: give a password, --password or KOPA_STUDIO_PASSWORD")
    folder.mkdir(parents=True, exist_ok=True)
    text = config.read_text(encoding="utf-8")
    try:
        with failing_in_one_line(), kept_log(folder):
            asyncio.run(serve(text, folder, host=host, port=port, password=password, ready=_announce))
    except OSError as error:
        fail(f"cannot listen on {host}, port {port}: {error.strerror or error}; another one: --port")
    except KeyboardInterrupt:
        pass
    return 0


def _without_secrets() -> None:
    """Forget what opens anything outside, and say so."""
    found = [name for name in SECRETS if os.environ.pop(name, None)]
    if found:
        console.print(f"{', '.join(found)}: not used; a rehearsal sends nothing outside.", markup=False)


def _announce(address: str) -> None:
    console.print(f"The rehearsal studio is open at {address} (Ctrl+C ends it)", markup=False)
    if _has_display():
        # Some browsers only return when they are closed.
        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
