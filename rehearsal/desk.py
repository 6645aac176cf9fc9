"""The rehearsal as the command line starts it."""

import asyncio
from pathlib import Path

from rich.console import Console

from conference.config import Settings
from rehearsal.performer import PlayError
from rehearsal.play import play


def on_the_desk(settings: Settings, folder: Path, console: Console, *, interactive: bool) -> int:
    """Play the conference, or let somebody chat. Return the exit status: 1 where something went wrong."""
    try:
        asyncio.run(_chat(settings, folder, console) if interactive else play(settings, folder, console))
    except PlayError as error:
        console.print(f"The rehearsal found a fault: {error}", markup=False)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


async def _chat(settings: Settings, folder: Path, console: Console) -> None:
    from rehearsal.interactive import interactive, read_from_terminal

    await interactive(settings, folder, console, read_from_terminal)
