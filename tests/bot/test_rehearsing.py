import os
import socket
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import rehearsing
from bot.cli import app

SHIPPED = Path(__file__).parents[2] / "config.toml"


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch):
    for name in (*rehearsing.SECRETS, "KOPA_STUDIO_PASSWORD", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """How the studio was opened; it is over at once."""
    from studio import serving

    calls: list[dict[str, object]] = []

    async def serve(settings: str, folder: Path, **options: object) -> None:
        calls.append({"settings": settings, "folder": folder} | options)
        options["ready"]("http://127.0.0.1:8321/")

    monkeypatch.setattr(serving, "serve", serve)
    return calls


def rehearse(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["rehearse", "--config", str(SHIPPED), "--folder", str(folder), *arguments])


def test_without_more_the_studio_opens_on_loopback_and_says_where(tmp_path: Path, served: list[dict[str, object]]):
    result = rehearse(tmp_path)
    assert (result.exit_code, result.stdout) == (
        0,
        "The rehearsal studio is open at http://127.0.0.1:8321/ (Ctrl+C ends it)\n",
    )
    [options] = served
    del options["ready"]
    assert options == {
        "settings": SHIPPED.read_text(),
        "folder": tmp_path / "studio",
        "host": "127.0.0.1",
        "port": rehearsing.PORT,
        "password": None,
    }


@pytest.mark.parametrize("given", [(), ("--password", "")])
def test_another_address_needs_a_password(tmp_path: Path, served: list[dict[str, object]], given: tuple[str, ...]):
    result = rehearse(tmp_path, "--host", "192.0.2.1", *given)
    assert (result.exit_code, result.stderr) == (
        2,
        "--host 192.0.2.1 lets others in: give a password, --password or KOPA_STUDIO_PASSWORD\n",
    )
    assert rehearse(tmp_path, "--host", "192.0.2.1", "--password", "x").exit_code == 0
    assert [options["password"] for options in served] == ["x"]


def test_what_opens_anything_outside_is_forgotten(
    tmp_path: Path, served: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
):
    for name in rehearsing.SECRETS:
        monkeypatch.setenv(name, "12345:secret")
    result = rehearse(tmp_path)
    assert (
        result.stdout.splitlines()[0]
        == f"{', '.join(rehearsing.SECRETS)}: not used; a rehearsal sends nothing outside."
    )
    assert "secret" not in result.output
    assert not os.environ.keys() & set(rehearsing.SECRETS)


def test_a_port_that_is_taken_is_one_line(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = rehearse(tmp_path, "--port", str(port))
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith(f"cannot listen on 127.0.0.1, port {port}: ")
    assert line.endswith("; another one: --port")


def test_without_its_library_the_studio_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(sys.modules, "studio.serving", raising=False)
    monkeypatch.setitem(sys.modules, "nicegui", None)
    result = rehearse(tmp_path)
    assert (result.exit_code, result.stderr) == (
        2,
        "the studio needs nicegui: pip install '.[studio]'; `kopa rehearse --play` does without\n",
    )


def test_mistakes_in_the_settings_are_named_before_anything_opens(tmp_path: Path, served: list[dict[str, object]]):
    config = tmp_path / "config.toml"
    config.write_text(SHIPPED.read_text().replace("capacity = 800", "capacity = 0"))
    result = CliRunner().invoke(app, ["rehearse", "--config", str(config), "--folder", str(tmp_path)])
    assert (result.exit_code, served) == (2, [])
    assert result.stderr.startswith("events[0] (cesis-2024).capacity: expected")
