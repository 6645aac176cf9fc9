from collections import Counter

from playwright.async_api import expect

from rehearsal.cast import CAST
from tests.studio.browser.rehearser import PhoneOnPage, Rehearser

WORDS = "Konference sāksies Lielajā zālē."
NO_CROWD = {*(one.name for one in CAST), "Inga Zariņa", "Dace Ozola"}


async def begins_to_announce(rehearser: Rehearser) -> PhoneOnPage:
    """Let a new organiser write an announcement, up to the last question."""
    dace = await rehearser.adds("Dace Ozola", "organiser")
    await dace.presses("button-announce")
    await dace.hears(dace.voice("announce-ask"))
    await dace.writes(WORDS)
    await dace.presses("button-announce-send")
    return dace


async def test_an_announcement_is_stopped_half_way_and_goes_on_and_nobody_gets_it_twice(rehearser: Rehearser):
    await rehearser.turns_to("crowd")
    await rehearser.button("crowd-add", count=20).click()
    await expect(rehearser.panel).to_contain_text(rehearser.t("crowd-progress", done="20", total="20"))
    count = await number(rehearser, "crowd-registered")
    chats = count - await number(rehearser, "crowd-blocked")
    dace = await begins_to_announce(rehearser)

    # Half of it: Telegram brings it, slowly; the mail server does not.
    await rehearser.breaks("mail", "down")
    await rehearser.breaks("telegram", "slow")
    await dace.presses("button-announce-send-surely")
    await dace.hears(dace.voice("told-title-planned"))
    await rehearser.button("one-hour").click()
    await rehearser.sees_it_turned()
    await dace.hears(dace.voice("told-title-sending"))
    await dace.hears(f"Telegram: {dace.voice('told-of', sent=chats, total=chats)}")
    await dace.presses("button-told-halt")
    await dace.hears(dace.voice("told-title-stopped"))
    await dace.hears(f"E-pasts: {dace.voice('told-of', sent=0, total=count)}")

    await rehearser.breaks("mail", "fine")
    await rehearser.breaks("telegram", "fine")
    await dace.presses("button-told-go-on", count=count)
    await rehearser.button("one-hour").click()
    await rehearser.sees_it_turned()
    await dace.hears(dace.voice("told-title-done"))
    await dace.hears(f"E-pasts: {dace.voice('told-of', sent=count, total=count)}")
    await rehearser.turns_to("mailbox")
    # The confirmation, and this.
    await expect(rehearser.letters).to_have_count(2 * count)
    receivers = Counter(await rehearser.letters.locator("strong").all_inner_texts())
    assert list(receivers.values()) == [2] * count
    assert await times_it_was_said(rehearser) == Counter({1: chats, 0: 20 - chats})


async def number(rehearser: Rehearser, key: str) -> int:
    """Return what stands beside a name in the crowd's table."""
    row = rehearser.panel.get_by_role("row").filter(has_text=rehearser.t(key))
    return int(await row.get_by_role("cell").inner_text())


async def times_it_was_said(rehearser: Rehearser) -> Counter[int]:
    """Return how many of the crowd have how many of it in their chats."""
    times = Counter[int]()
    for name in await rehearser.people.get_by_role("listitem").locator("strong").all_inner_texts():
        if name not in NO_CROWD:
            phone = await rehearser.sits_by(name)
            await expect(phone.said.first).to_be_attached()
            times[await phone.said.filter(has_text=WORDS).count()] += 1
    return times
