from playwright.async_api import expect

from rehearsal.cast import ANNA
from tests.studio.browser.rehearser import Rehearser


async def test_anna_registers_and_is_told_so_in_her_chat_and_by_e_mail(rehearser: Rehearser):
    anna = rehearser.phone(ANNA.name)
    await anna.registers(ANNA)
    await expect(rehearser.letters).to_have_count(1)
    letter = rehearser.letters.first
    await expect(letter).to_contain_text(ANNA.email)
    await expect(rehearser.tab("mailbox")).to_contain_text(rehearser.t("unread"))
    await letter.get_by_role("button").click()
    await expect(rehearser.tab("mailbox")).to_have_text(rehearser.t("tab-mailbox"))
    page = rehearser.panel.frame_locator("iframe")
    await expect(page.locator("body")).to_contain_text(anna.voice("registered", event="Kopā bērnu drošībai"))


async def test_a_link_in_an_e_mail_opens_its_receivers_chat(rehearser: Rehearser):
    anna = rehearser.phone(ANNA.name)
    await anna.registers(ANNA)
    await rehearser.letters.first.get_by_role("button").click()
    await anna.itself.locator("summary").first.click()
    await anna.itself.get_by_role("button", name=rehearser.t("close-phone")).click()
    await expect(anna.itself).to_have_count(0)
    links = rehearser.panel.frame_locator("iframe").locator("a[href*='t.me/']")
    await links.first.click()
    await expect(anna.itself).to_be_visible()
    await expect(anna.itself.locator(".own .words").last).to_contain_text("/start")
