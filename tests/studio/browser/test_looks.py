from playwright.async_api import Locator, expect

from rehearsal.cast import ANNA
from tests.studio.browser.conftest import Coming
from tests.studio.browser.rehearser import NARROW, Rehearser

LANGUAGES = {"lv": "Mēģinājumu studija", "en": "Rehearsal studio", "ru": "Студия репетиций"}


async def test_the_tour_is_shown_once(coming: Coming):
    rehearser = await coming(tour=True)
    tour = rehearser.page.get_by_role("dialog")
    for number in range(1, 6):
        await expect(tour.get_by_role("heading")).to_have_text(rehearser.t(f"tour-title-{number}"))
        await tour.locator("section:not([hidden]) .primary").click()
    await expect(tour).to_be_hidden()
    await rehearser.comes()
    await rehearser.phone(ANNA.name).starts()
    await rehearser.phone(ANNA.name).hears("Kopā bērnu drošībai")
    await expect(tour).to_be_hidden()
    await rehearser.head.locator("summary").click()
    await rehearser.button("tour").click()
    await expect(tour).to_be_visible()
    await rehearser.page.keyboard.press("Escape")
    await expect(tour).to_be_hidden()


async def test_the_page_is_in_three_languages_and_remembers_which(rehearser: Rehearser):
    page = rehearser.page
    for language, name in LANGUAGES.items():
        await rehearser.head.get_by_role("link", name=language.upper()).click()
        await expect(rehearser.head).to_contain_text(name)
        await expect(page.locator("html")).to_have_attribute("lang", "en-US" if language == "en" else language)
    await page.goto(rehearser.url.removesuffix("lv"))
    await expect(rehearser.head).to_contain_text(LANGUAGES["ru"])


async def test_it_is_dark_where_that_is_wished_and_a_switch_turns_it(coming: Coming):
    rehearser = await coming(color_scheme="dark")
    body = rehearser.page.locator("body")
    dark = await _background(body)
    assert sum(dark) < 128 * 3
    await rehearser.button("theme").click()
    light = await _background(body)
    assert sum(light) > 128 * 3
    await rehearser.comes()
    assert await _background(body) == light


async def test_the_keyboard_is_enough(rehearser: Rehearser):
    page = rehearser.page
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text(rehearser.t("skip"))
    await _tabs_to(rehearser, rehearser.people.get_by_role("button", name="Zane Krūmiņa"))
    await page.keyboard.press("Enter")
    zane = rehearser.phone("Zane Krūmiņa")
    await expect(zane.itself).to_be_visible()
    await _tabs_to(rehearser, zane.composer)
    await page.keyboard.type("/start")
    await page.keyboard.press("Enter")
    await zane.hears("Kopā bērnu drošībai")
    await expect(zane.composer).to_be_focused()
    register = zane.itself.get_by_role("button", name=zane.voice("button-register"), exact=True)
    await _tabs_to(rehearser, register, "Shift+Tab")
    await page.keyboard.press("Space")
    await expect(zane.itself.get_by_role("button", name=zane.voice("button-agree"), exact=True)).to_be_visible()
    await _tabs_to(rehearser, rehearser.tab("mailbox"))
    await page.keyboard.press("ArrowRight")
    await expect(rehearser.tab("ledger")).to_have_attribute("aria-selected", "true")
    await expect(rehearser.tab("ledger")).to_be_focused()


async def test_all_parts_are_reached_on_a_telephone(coming: Coming):
    rehearser = await coming(viewport=NARROW, has_touch=True, is_mobile=True)
    pane = rehearser.page.get_by_role("navigation", name=rehearser.t("studio")).get_by_role("button")
    await pane.filter(has_text=rehearser.t("people")).tap()
    await rehearser.people.get_by_role("button", name=ANNA.name).tap()
    anna = rehearser.phone(ANNA.name)
    await anna.starts()
    await anna.presses("button-register")
    await pane.filter(has_text=rehearser.t("tab-mailbox")).tap()
    await expect(rehearser.panel).to_contain_text(rehearser.t("no-mail"))
    await pane.filter(has_text=rehearser.t("more")).tap()
    for tab in ("ledger", "crowd", "faults", "settings"):
        await rehearser.turns_to(tab)
        await expect(rehearser.panel).to_be_in_viewport()
    await rehearser.presses_next()
    assert await rehearser.page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


async def _background(body: Locator) -> list[int]:
    """Return red, green and blue."""
    colour: list[int] = await body.evaluate("node => getComputedStyle(node).backgroundColor.match(/\\d+/g).map(Number)")
    return colour[:3]


async def _tabs_to(rehearser: Rehearser, wanted: Locator, key: str = "Tab") -> None:
    """Press *key* until the focus is where it is wanted, and is to be seen there."""
    for _ in range(80):
        await rehearser.page.keyboard.press(key)
        if await wanted.evaluate("node => node === document.activeElement"):
            assert await wanted.evaluate("node => node.matches(':focus-visible')")
            return
    raise AssertionError(f"{wanted} is not reached by {key}")
