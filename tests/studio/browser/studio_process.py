"""The studio as a process of its own, as people start it: `kopa rehearse`, with a real start's secrets around.

Where the settings lead outside there is somebody who counts who comes: nobody may.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.acceptance.process import Process

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "config.toml"
SECRETS = {"TELEGRAM_BOT_TOKEN": "1:a-real-one-a-real-one-a-real-one-a-real", "SMTP_PASSWORD": "secret"}
OPEN = "The rehearsal studio is open at "


@dataclass
class Outside:
    """What the settings name as Telegram and as the mail server."""

    port: int
    visits: int = 0


@dataclass
class Studio:
    url: str
    process: Process
    outside: Outside
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def saved(self) -> bytes:
        """Return the rehearsal as it is now."""
        with urlopen(f"{self.url}rehearsal.zip") as answer:  # noqa: S310  the studio's own
            content: bytes = answer.read()
            return content


@asynccontextmanager
async def open_studio(folder: Path, *options: str) -> AsyncIterator[Studio]:
    """Open it on the shipped settings, on a free port, with everything that it keeps in *folder*."""
    async with _outside() as outside:
        config = folder / "config.toml"
        config.write_text(leading_to(outside.port), encoding="utf-8")
        process = Process(await _started(config, folder, options))
        try:
            await process.says(OPEN)
            url = next(line for line in process.lines if OPEN in line).removeprefix(OPEN).split()[0]
            yield Studio(url, process, outside, folder / "kept" / "studio" / "service.log")
            await process.terminate()
        finally:
            await process.put_away()
            print(process.output)  # shown where a test fails


def leading_to(port: int) -> str:
    """Return the shipped settings with Telegram and the mail server at *port* of this machine."""
    changes = {
        'base_url = "https://api.telegram.org/bot"': f'base_url = "http://127.0.0.1:{port}/bot"',
        'host = "smtp.example.org"\n': 'host = "127.0.0.1"\n',
        "port = 587\n": f"port = {port}\n",
    }
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@asynccontextmanager
async def _outside() -> AsyncIterator[Outside]:
    def came(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        outside.visits += 1
        writer.close()

    async with await asyncio.start_server(came, "127.0.0.1", 0) as server:
        outside = Outside(server.sockets[0].getsockname()[1])
        yield outside


async def _started(config: Path, folder: Path, options: tuple[str, ...]) -> asyncio.subprocess.Process:
    around = {name: value for name, value in os.environ.items() if name != "DISPLAY"}  # no browser of its own
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "rehearse", "--config", config, "--folder", folder / "kept", "--port", "0"),
        *options,
        cwd=folder,
        env=around | {"PYTHONPATH": str(ROOT)} | SECRETS,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
