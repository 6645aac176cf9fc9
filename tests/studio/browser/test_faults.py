from playwright.async_api import expect

from rehearsal.cast import ANNA, PETERIS
from tests.studio.browser.rehearser import Rehearser


async def test_what_a_dead_mail_server_holds_up_arrives_when_it_is_back(rehearser: Rehearser):
    anna = rehearser.phone(ANNA.name)
    await rehearser.breaks("mail", "down")
    await anna.registers(ANNA)
    await rehearser.turns_to("mailbox")
    await expect(rehearser.panel).to_contain_text(rehearser.t("no-mail"))
    await rehearser.breaks("mail", "fine")
    await rehearser.button("one-hour").click()
    await rehearser.sees_it_turned()
    await rehearser.turns_to("mailbox")
    await expect(rehearser.letters).to_have_count(1)
    await expect(rehearser.letters).to_contain_text([ANNA.email])


async def test_a_bot_that_was_killed_goes_on_where_it_was(rehearser: Rehearser):
    anna, peteris = rehearser.phone(ANNA.name), rehearser.phone(PETERIS.name)
    await anna.registers(ANNA)
    await peteris.begins()
    await peteris.hears("Kāds ir Jūsu vārds un uzvārds?")
    await rehearser.turns_to("faults")
    await rehearser.button("fault-kill").click()
    await expect(rehearser.panel).to_contain_text(rehearser.t("fault-dead"))
    await peteris.writes(PETERIS.name)
    await rehearser.button("fault-restart").click()
    await expect(rehearser.panel).to_contain_text(rehearser.t("fault-runs"))
    await peteris.hears("Kurā iestādē vai organizācijā Jūs strādājat?")
    await anna.writes("/my")
    await anna.hears(anna.voice("my-registration-title", event="Kopā bērnu drošībai"))
    await rehearser.turns_to("mailbox")
    await expect(rehearser.letters).to_have_count(1)
