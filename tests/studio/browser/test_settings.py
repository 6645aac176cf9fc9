from pathlib import Path

from playwright.async_api import expect
from typer.testing import CliRunner

from bot.cli import app
from rehearsal.cast import ANNA
from tests.studio.browser.rehearser import Rehearser

VENUE = 'name.lv = "Cēsu koncertzāle"'


def checked(text: str, folder: Path) -> list[str]:
    """Return the mistakes that `kopa check` names."""
    config = folder / "config.toml"
    config.write_text(text, encoding="utf-8")
    said = CliRunner().invoke(app, ["check", "--config", str(config)]).stderr.splitlines()
    return [line.replace(str(config), "config.toml") for line in said]


async def test_mistakes_are_named_and_what_is_right_is_gone_on_with(rehearser: Rehearser, tmp_path: Path):
    anna = rehearser.phone(ANNA.name)
    await anna.registers(ANNA)
    await rehearser.turns_to("settings")
    text = rehearser.page.get_by_label("config.toml")
    right = await text.input_value()
    assert VENUE in right

    wrong = right.replace("capacity = 800", "capacity = -1").replace("date = 2024-06-14", 'date = "soon"')
    await text.fill(wrong)
    await rehearser.button("settings-apply").click()
    mistakes = checked(wrong, tmp_path)
    assert len(mistakes) == 2
    await expect(rehearser.panel.get_by_role("alert").locator("p")).to_have_text(mistakes)
    await expect(text).to_have_value(wrong)

    await text.fill(right.replace(VENUE, 'name.lv = "Cēsu bibliotēka"'))
    await rehearser.button("settings-apply").click()
    await expect(rehearser.panel.get_by_role("status")).to_have_text(rehearser.t("settings-saved"))
    await expect(rehearser.panel.get_by_role("alert")).to_have_count(0)
    await anna.writes("/start")
    await anna.hears("Cēsu bibliotēka")


async def test_a_file_is_opened_and_checked(rehearser: Rehearser, tmp_path: Path):
    await rehearser.turns_to("settings")
    file = {"name": "config.toml", "mimeType": "text/plain", "buffer": b"[service]\n"}
    await rehearser.picks(rehearser.t("settings-open"), file)
    await rehearser.button("settings-check").click()
    await expect(rehearser.panel.get_by_role("alert").locator("p")).to_have_text(checked("[service]\n", tmp_path))
