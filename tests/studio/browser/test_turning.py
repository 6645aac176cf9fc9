from playwright.async_api import expect

from rehearsal.cast import ANNA, PETERIS
from tests.studio.browser.rehearser import Rehearser


async def test_on_the_morning_of_the_conference_the_reminders_stand_in_their_order(rehearser: Rehearser):
    anna, peteris = rehearser.phone(ANNA.name), rehearser.phone(PETERIS.name)
    await anna.registers(ANNA)
    await peteris.begins()
    await rehearser.turns_clock("2024-06-14T09:00")
    await expect(anna.itself.locator(".day")).to_have_text(["29. maijs", "13. jūnijs", "14. jūnijs"])
    await expect(peteris.itself.locator(".day")).to_have_text(["29. maijs", "4. jūnijs", "7. jūnijs"])
    await expect(rehearser.letters).to_have_count(3)
    await expect(rehearser.letters).to_contain_text(["07:30", "10:00", "10:00"])
    await expect(rehearser.letters.last).to_contain_text(anna.voice("registered-title"))
    await expect(anna.said.last).to_contain_text("Šodien notiek konference")


async def test_next_notice_goes_from_one_reminder_to_the_next(rehearser: Rehearser):
    peteris = rehearser.phone(PETERIS.name)
    await peteris.starts()
    await peteris.presses("button-register")
    await rehearser.presses_next()
    await expect(peteris.itself.locator(".day")).to_have_text(["29. maijs", "4. jūnijs"])
    await expect(rehearser.head).to_contain_text("10:01")


async def test_a_moment_of_the_line_is_gone_to_by_a_press(rehearser: Rehearser):
    await rehearser.page.get_by_role("navigation", name=rehearser.t("timeline")).get_by_role("button").nth(1).click()
    await rehearser.sees_it_turned()
    await expect(rehearser.head).to_contain_text("7. jūnijs")


async def test_what_is_no_moment_to_come_is_not_gone_to(rehearser: Rehearser):
    await rehearser.button("choose-moment").click()
    for moment in ("2024-05-01T10:00", "9999-12-31T23:59"):
        await rehearser.page.get_by_label(rehearser.t("moment-at")).fill(moment)
        await rehearser.button("turn").click()
        await expect(rehearser.page.get_by_role("dialog")).to_be_visible()
    await rehearser.button("leave").click()
    await expect(rehearser.head).to_contain_text("29. maijs")
