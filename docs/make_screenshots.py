"""Draw docs/studio-*.png, the pictures of the rehearsal studio: at two widths, light and dark.

Anna has registered; it is the morning of the conference. Run from the project's folder, where Chromium is installed:
.venv/bin/python docs/make_screenshots.py
"""

import asyncio
import socket
import tempfile
from datetime import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from rehearsal.performer import Performer
from studio.desk import Desk, open_desk
from studio.page.cast import take_seats
from studio.page.looking import Studio
from studio.serving import Server, application

CHROMIUM = "/usr/bin/chromium"
FOLDER = Path("docs")
WIDE, NARROW = (1440, 900), (375, 760)
THEMES = ("light", "dark")
MORNING = time(9)
COLOURS = 256
"""Enough for a page with one accent colour, at half the size."""


def main() -> None:
    """Rehearse the shipped conference, and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_rehearsed(Path("config.toml").read_text(encoding="utf-8"), Path(folder)))


async def _rehearsed(settings: str, folder: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    async with open_desk(settings, folder) as desk:
        await take_seats(desk)
        studio = Studio(desk)
        await _play(desk)
        server = Server(application(studio))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await asyncio.to_thread(_draw, f"http://127.0.0.1:{listener.getsockname()[1]}/en")
        server.should_exit = True
        await serving


async def _play(desk: Desk) -> None:
    """Let some register and others not, and turn the clock to the morning of the conference."""
    for person, stop_before in ((101, None), (102, 3), (104, None), (105, None)):
        performer = Performer(desk.house.stage, desk.event, desk.seats[person].person, show=lambda _: None)
        await performer.begin()
        await performer.answer_all(stop_before=stop_before)
        if stop_before is None:
            await performer.confirm()
    await desk.turn_to(desk.event.at(desk.event.date, MORNING))


def _draw(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for theme in THEMES:
            _wide(_page(browser, address, WIDE, theme), theme)
            _narrow(_page(browser, address, NARROW, theme), theme)
        browser.close()


def _page(browser: Browser, address: str, size: tuple[int, int], theme: str) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)  # type: ignore[arg-type]
    page.add_init_script("localStorage.setItem('kopa-tour-seen', 'yes')")
    page.goto(address)
    page.get_by_role("log").first.wait_for()
    return page


def _wide(page: Page, theme: str) -> None:
    page.locator(".letters button").last.click()
    page.locator("iframe").wait_for()
    _keep(page, f"studio-{theme}")
    page.close()


def _narrow(page: Page, theme: str) -> None:
    _keep(page, f"studio-{theme}-phone")
    page.get_by_role("button", name="Mailbox").click()
    page.locator(".letters button").first.wait_for()
    _keep(page, f"studio-{theme}-mailbox")
    page.close()


def _keep(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)  # colours fade
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
