"""Draw docs/rehearsal.svg, the picture of the play: a registration confirmed, and the reminder before the event.

Run from the project's folder: .venv/bin/python docs/make_picture.py
"""

import asyncio
import io
import re
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from conference.config import load_settings
from rehearsal.play import play

WIDTH = 80
PICTURE = Path("docs/rehearsal.svg")
# The fonts that rich names are fetched from elsewhere; a picture in a README fetches nothing.
SVG = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace("Fira Code", "ui-monospace")


def main() -> None:
    """Play the shipped conference, and draw the two scenes."""
    lines = asyncio.run(_played()).splitlines()
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in (*_scene(lines, "10:03 · Anna Bērziņa's phone"), "", *_scene(lines, "13 June 2024, Thu 10:01")):
        console.print(Text.from_ansi(line), soft_wrap=True)
    PICTURE.write_text(console.export_svg(title="kopa rehearse --play", code_format=SVG), encoding="utf-8")


async def _played() -> str:
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    with tempfile.TemporaryDirectory() as folder:
        await play(load_settings(Path("config.toml")), Path(folder), console)
    return console.export_text(styles=True)


def _scene(lines: list[str], heading: str) -> list[str]:
    """Return what is shown under a heading, to the end of the first bubble."""
    start = next(number for number, line in enumerate(lines) if heading in line)
    end = next(number for number in range(start, len(lines)) if "╰" in lines[number])
    return lines[start : end + 1]


if __name__ == "__main__":
    main()
