"""No serious obstacle for anybody, by axe-core: on every tab, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from rehearsal.cast import ANNA
from tests.studio.browser.conftest import Coming
from tests.studio.browser.rehearser import NARROW, WIDE, Rehearser

SERIOUS = ("serious", "critical")
TABS = ("mailbox", "ledger", "crowd", "faults", "settings")


async def obstacles(rehearser: Rehearser, where: str) -> list[str]:
    found = (await Axe().run(rehearser.page)).response["violations"]
    return [
        f"{where}: {one['id']}: {one['help']}: {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_nothing_shuts_anybody_out(coming: Coming, colours: str):
    rehearser = await coming(color_scheme=colours)
    await rehearser.phone(ANNA.name).registers(ANNA)
    await rehearser.turns_to("crowd")
    await rehearser.button("crowd-add", count=20).click()
    await expect(rehearser.panel).to_contain_text(rehearser.t("crowd-progress", done="20", total="20"))
    await rehearser.turns_to("settings")
    await rehearser.page.get_by_label("config.toml").fill("[service]")
    await rehearser.button("settings-check").click()
    await expect(rehearser.panel.get_by_role("alert")).to_be_visible()
    found = []
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        await rehearser.page.set_viewport_size(size)
        for tab in TABS:
            await looks_at(rehearser, "more")
            await rehearser.turns_to(tab)
            found += await obstacles(rehearser, f"{width} {tab}")
        for pane in ("people", "phones"):
            await looks_at(rehearser, pane)
            found += await obstacles(rehearser, f"{width} {pane}")
    assert found == []


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_nor_does_what_is_opened(coming: Coming, colours: str):
    rehearser = await coming(color_scheme=colours, tour=True)
    page, found = rehearser.page, []
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await obstacles(rehearser, "tour")
    await page.keyboard.press("Escape")
    await rehearser.phone(ANNA.name).registers(ANNA)
    await rehearser.letters.first.get_by_role("button").click()
    await rehearser.people.locator("summary").click()
    found += await obstacles(rehearser, "a letter, and adding somebody")
    await rehearser.button("letter-headers").click()
    await rehearser.head.locator("summary").click()
    found += await obstacles(rehearser, "headers, and the menu")
    await rehearser.button("choose-moment").click()
    found += await obstacles(rehearser, "moments")
    assert found == []


async def looks_at(rehearser: Rehearser, pane: str) -> None:
    """Show a part of the page where it is narrow."""
    await rehearser.page.locator("body").evaluate("(body, pane) => body.dataset.pane = pane", pane)
