from pathlib import Path

from playwright.async_api import Browser

from rehearsal.cast import ANNA
from tests.studio.browser.conftest import Coming
from tests.studio.browser.rehearser import Rehearser
from tests.studio.browser.studio_process import SECRETS, Studio, open_studio

EVERYWHERE = "0.0.0.0"  # noqa: S104  what is tested is who may come in then
PASSWORD = "vārds:ar kolu"


async def test_secrets_of_a_real_start_are_not_used_and_it_says_so(coming: Coming, studio: Studio):
    await (await coming()).phone(ANNA.name).registers(ANNA)
    assert studio.process.lines[0] == f"{', '.join(SECRETS)}: not used; a rehearsal sends nothing outside."
    assert studio.outside.visits == 0
    assert not any(secret in studio.log + studio.process.output for secret in SECRETS.values())


async def test_from_elsewhere_one_comes_in_with_the_password_only(browser: Browser, tmp_path: Path):
    async with open_studio(tmp_path, "--host", EVERYWHERE, "--password", PASSWORD) as studio:
        url = f"{studio.url.replace(EVERYWHERE, '127.0.0.1')}lv"
        async with await browser.new_context() as stranger:
            answer = await stranger.request.get(url)
            assert (answer.status, await answer.text()) == (401, "A password is needed.")
        async with await browser.new_context(http_credentials={"username": "x", "password": PASSWORD}) as context:
            rehearser = Rehearser(await context.new_page(), url)
            await rehearser.comes()
            await rehearser.button("tour-skip").click()
            await rehearser.phone(ANNA.name).starts()
            await rehearser.phone(ANNA.name).hears("Kopā bērnu drošībai")
