from playwright.async_api import expect

from rehearsal.cast import ANNA
from tests.studio.browser.rehearser import Rehearser


async def test_a_crowd_is_listed_in_pages_and_the_page_still_answers(rehearser: Rehearser):
    await rehearser.turns_to("crowd")
    await rehearser.button("crowd-add", count=200).click()
    await expect(rehearser.panel.get_by_role("progressbar")).to_be_visible()
    # While they register:
    anna = rehearser.phone(ANNA.name)
    await anna.starts()
    await anna.presses("button-register")
    await expect(rehearser.panel).to_contain_text(rehearser.t("crowd-progress", done="200", total="200"))

    people = rehearser.people.get_by_role("listitem")
    await expect(people).to_have_count(50)
    first = await people.locator("strong").all_inner_texts()
    await rehearser.button("next-page").click()
    await expect(rehearser.people).to_contain_text("2 / 5")
    second = await people.locator("strong").all_inner_texts()
    assert len(second) == 50
    assert second != first
    await rehearser.people.get_by_role("searchbox").fill("anna berzi")
    await expect(people.first).to_contain_text("Anna Bērziņa")
    await rehearser.turns_to("ledger")
    await expect(rehearser.panel.get_by_role("table").last.get_by_role("row")).to_have_count(51)
