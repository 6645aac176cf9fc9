"""One studio and one browser for all tests here; each begins a rehearsal of its own."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.studio.browser.rehearser import PATIENCE, WIDE, Rehearser
from tests.studio.browser.studio_process import Studio, open_studio

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MISSING = "the studio is tested in Chromium, which is missing; on Debian: apt-get install chromium"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
TOUR_SEEN = {"name": "kopa-tour-seen", "value": "yes"}
A_REFUSAL = "status of 400"
"""A file that is none: the page says so."""

Coming = Callable[..., Awaitable[Rehearser]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let them share a loop, as they share a browser; and as they take long together, begin with them."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    items.sort(key=lambda item: item not in here)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one, tests are skipped; in CI they fail."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(MISSING, pytrace=False)
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def studio(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Studio]:
    async with open_studio(tmp_path_factory.mktemp("studio")) as studio:
        yield studio


@pytest.fixture(scope="session")
def beginning(studio: Studio) -> bytes:
    """A rehearsal at its beginning, saved."""
    return studio.saved()


@pytest_asyncio.fixture(loop_scope="session")
async def coming(browser: Browser, studio: Studio, beginning: bytes) -> AsyncIterator[Coming]:
    """Let somebody come to a new rehearsal, in a browser as new: `coming(viewport=…)`.

    At the end: nothing has been asked for elsewhere, no script has failed, and nothing that was done has.
    """
    async with AsyncExitStack() as open_contexts:
        watch = Watch(studio)

        async def come(*, tour: bool = False, **looks: Any) -> Rehearser:
            seen = {"origins": [{"origin": studio.url.rstrip("/"), "localStorage": [] if tour else [TOUR_SEEN]}]}
            context = await browser.new_context(
                **{"viewport": WIDE, "reduced_motion": "reduce", "storage_state": seen} | looks
            )
            context.set_default_timeout(PATIENCE)
            open_contexts.push_async_callback(context.close)
            watch.over(context)
            await _put_on_the_desk(context, studio, beginning)
            rehearser = Rehearser(await context.new_page(), f"{studio.url}lv", "lv")
            await rehearser.comes()
            return rehearser

        yield come
        for page in watch.pages:
            print(await page.locator("body").inner_text())  # shown where a test fails
    watch.saw_nothing()


@pytest_asyncio.fixture(loop_scope="session")
async def rehearser(coming: Coming) -> Rehearser:
    return await coming()


class Watch:
    """Sees what pages ask for, and what goes wrong on them and in the studio."""

    def __init__(self, studio: Studio) -> None:
        self.pages: list[Any] = []
        self._studio = studio
        self._log_before = len(studio.log)
        self._wrong: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("page", self._page)
        context.on("request", lambda request: self._address(request.url))
        context.on("console", lambda message: self._says(message.type, message.text))
        context.on("weberror", lambda failure: self._says("error", str(failure.error)))

    def saw_nothing(self) -> None:
        log = self._studio.log[self._log_before :]
        assert self._wrong == []
        assert [line for line in log.splitlines() if " ERROR " in line or "Traceback" in line] == []
        assert self._studio.outside.visits == 0

    def _page(self, page: Any) -> None:
        self.pages.append(page)
        page.on("websocket", lambda socket: self._address(socket.url))

    def _address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != urlsplit(self._studio.url).netloc:
            self._wrong.append(f"asked for {url}")

    def _says(self, kind: str, words: str) -> None:
        if kind == "error" and A_REFUSAL not in words:
            self._wrong.append(words)


async def _put_on_the_desk(context: BrowserContext, studio: Studio, rehearsal: bytes) -> None:
    file = {"name": "rehearsal.zip", "mimeType": "application/zip", "buffer": rehearsal}
    answer = await context.request.post(f"{studio.url}rehearsal", multipart={"file": file})
    assert answer.ok, await answer.text()
