from pathlib import Path

from playwright.async_api import expect

from rehearsal.cast import ANNA
from tests.studio.browser.rehearser import Rehearser


async def chooses(rehearser: Rehearser, key: str) -> None:
    await rehearser.head.locator("summary").click()
    await rehearser.head.get_by_text(rehearser.t(key), exact=True).first.click()


async def test_a_rehearsal_is_saved_begun_anew_and_opened_again(rehearser: Rehearser, tmp_path: Path):
    anna = rehearser.phone(ANNA.name)
    await anna.registers(ANNA)
    await rehearser.turns_clock("2024-06-05T12:00")
    async with rehearser.page.expect_download() as download:
        await chooses(rehearser, "save")
    saved = tmp_path / "saved.zip"
    await (await download.value).save_as(saved)

    await chooses(rehearser, "reset")
    await rehearser.page.get_by_role("dialog").get_by_role("button", name=rehearser.t("reset-yes")).click()
    await expect(anna.itself).to_contain_text(rehearser.t("chat-empty", name="Anna"))
    await expect(rehearser.panel).to_contain_text(rehearser.t("no-mail"))
    await expect(rehearser.head).to_contain_text("29. maijs")

    await rehearser.head.locator("summary").click()
    async with rehearser.page.expect_navigation():
        await rehearser.picks(rehearser.t("load"), saved)
    await anna.hears(anna.voice("registered-title"))
    await expect(rehearser.letters).to_have_count(1)
    await expect(rehearser.head).to_contain_text("5. jūnijs")


async def test_what_is_no_rehearsal_is_refused_in_words(rehearser: Rehearser):
    await rehearser.head.locator("summary").click()
    file = {"name": "holiday.zip", "mimeType": "application/zip", "buffer": b"PK"}
    await rehearser.picks(rehearser.t("load"), file)
    await expect(rehearser.toast).to_have_text(rehearser.t("not-a-rehearsal"))
