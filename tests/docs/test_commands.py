"""The commands that the pages name: they and their options are there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md")]
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`[^`]+`")
CALL = re.compile(r"(?:^|[`\s/])kopa ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?([^#\n]*)", re.MULTILINE)
OPTION = re.compile(r"--[a-z][a-z-]*")

COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group is one


def calls(page: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each call of `kopa` on a page: its command, what comes after that, and its options."""
    text = page.read_text(encoding="utf-8")
    spans = (span.replace("\n", " ") for span in SPAN.findall(BLOCK.sub("", text)))
    for code in (*BLOCK.findall(text), *spans):
        yield from ((name, more, OPTION.findall(rest)) for name, more, rest in CALL.findall(code))


def is_known(name: str, more: str, options: list[str]) -> bool:
    command = COMMANDS.get(name)
    command = getattr(command, "commands", {}).get(more, command)
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} if command else set()
    return command is not None and set(options) <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_is_there_with_its_options(page: Path) -> None:
    assert [call for call in calls(page) if not is_known(*call)] == []


def test_the_readme_names_every_command() -> None:
    assert set(COMMANDS) - {name for name, _, _ in calls(ROOT / "README.md")} == set()
