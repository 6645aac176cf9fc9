"""The service as a process of its own, as people run it: `python -m bot run`."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

TOKEN = "1:rehearsal-rehearsal-rehearsal-rehearsal"
STARTED = "running as @"
ROOT = Path(__file__).parents[2]


class Process:
    """A started process. Everything it says is kept in `lines`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.lines: list[str] = []
        self._process = process
        self._said = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    async def says(self, words: str, timeout: float = 60) -> None:  # noqa: ASYNC109  a test says how patient it is
        """Wait until a line has *words* in it."""
        try:
            async with asyncio.timeout(timeout), self._said:
                await self._said.wait_for(lambda: self._listening.done() or any(words in line for line in self.lines))
        except TimeoutError:
            pass
        if not any(words in line for line in self.lines):
            raise AssertionError(f"the service did not say {words!r}, but:\n{self.output}")

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        await self.ended()

    async def terminate(self) -> int:
        """End it as `systemctl stop` does; return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self, timeout: float = 60) -> int:  # noqa: ASYNC109
        """Wait until it ends by itself; return its exit code."""
        async with asyncio.timeout(timeout):
            await self._listening
            return await self._process.wait()

    async def put_away(self) -> None:
        if self._process.returncode is None:
            await self.kill()

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.lines.append(line.decode().rstrip())
            await self._tell()
        await self._tell()

    async def _tell(self) -> None:
        async with self._said:
            self._said.notify_all()


@asynccontextmanager
async def starting(config: Path, token: str | None = TOKEN) -> AsyncIterator[Process]:
    """Start the service on *config*, without waiting; whatever is left of it at the end of the block is killed."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        "--config",
        str(config),
        cwd=config.parent,
        env=_environment(token),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    process = Process(started)
    try:
        yield process
    finally:
        await process.put_away()
        print(process.output)  # shown where a test fails


@asynccontextmanager
async def started(config: Path) -> AsyncIterator[Process]:
    """Start the service on *config* and wait until it takes updates."""
    async with starting(config) as process:
        await process.says(STARTED)
        yield process


async def kopa(config: Path, *arguments: str, answering: str = "") -> str:
    """Run a command beside the service, as people type it; return what it prints."""
    command = (sys.executable, "-m", "bot", *arguments, "--config", str(config))
    pipe, environment = asyncio.subprocess.PIPE, _environment(TOKEN) | {"COLUMNS": "120"}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=config.parent, env=environment, stdin=pipe, stdout=pipe, stderr=pipe
    )
    said, complaint = await process.communicate(answering.encode())
    assert process.returncode == 0, complaint.decode()
    return said.decode()


def _environment(token: str | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("TELEGRAM_BOT_TOKEN", "KOPA_CONFIG")}
    return kept | {"PYTHONPATH": str(ROOT)} | ({"TELEGRAM_BOT_TOKEN": token} if token else {})
