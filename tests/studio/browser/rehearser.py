"""Whoever rehearses, in front of the page: clicks, types and looks. What is looked for by its words is in the texts."""

from pathlib import Path
from re import Pattern

from playwright.async_api import Locator, Page, expect

from conference.config import load_settings
from conference.question import Question
from conference.texts import Texts, Voice
from rehearsal.cast import Chosen, Person, Skipped, Typed, an_answer
from studio.page.painter import TEXTS
from tests.studio.browser.studio_process import SHIPPED

EVENT = load_settings(SHIPPED).events[0]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 375, "height": 740}

PATIENCE = 120_000
"""Milliseconds. Nothing is measured: a machine with much else to do is slow."""

expect.set_options(timeout=PATIENCE)


class Rehearser:
    """Sits in front of *page*, which speaks *language*."""

    def __init__(self, page: Page, url: str, language: str = "lv") -> None:
        self.page = page
        self.url = url
        self.t = TEXTS.voice(language)

    async def comes(self) -> None:
        """Open the studio, and wait until it can be used."""
        await self.page.goto(self.url)
        await expect(self.page.get_by_role("list").get_by_role("button").first).to_be_visible()

    def button(self, key: str, **variables: str | int) -> Locator:
        return self.page.get_by_role("button", name=self.t(key, **variables), exact=True)

    def tab(self, name: str) -> Locator:
        return self.page.get_by_role("tab", name=self.t(f"tab-{name}"))

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("tabpanel")

    @property
    def letters(self) -> Locator:
        """The letters of the list, the newest first."""
        return self.panel.get_by_role("listitem")

    @property
    def people(self) -> Locator:
        return self.page.get_by_role("region", name=self.t("people"))

    @property
    def head(self) -> Locator:
        return self.page.get_by_role("banner")

    @property
    def toast(self) -> Locator:
        """What is said for some seconds."""
        return self.page.locator("#toast")

    async def turns_to(self, tab: str) -> None:
        await self.tab(tab).click()
        await expect(self.tab(tab)).to_have_attribute("aria-selected", "true")

    async def sits_by(self, name: str) -> "PhoneOnPage":
        """Open somebody's phone."""
        await self.people.get_by_role("button", name=name).click()
        phone = self.phone(name)
        await expect(phone.itself).to_be_visible()
        return phone

    def phone(self, name: str, language: str = "lv") -> "PhoneOnPage":
        """Return the open phone of somebody whom the bot speaks *language* with."""
        itself = self.page.get_by_role("article", name=self.t("phone-of", name=name))
        return PhoneOnPage(itself, self.t, Texts(("lv", "en", "ru")).voice(language))

    async def adds(self, name: str, role: str = "professional") -> "PhoneOnPage":
        await self.people.locator("summary").click()
        await self.page.get_by_label(self.t("person-name")).fill(name)
        await self.page.get_by_label(self.t("person-role")).select_option(role)
        await self.button("add").click()
        phone = self.phone(name)
        await expect(phone.itself).to_be_visible()
        return phone

    async def turns_clock(self, local: str) -> None:
        """Turn the clock to a moment of the conference's time, such as 2024-06-14T09:00."""
        await self.button("choose-moment").click()
        await self.page.get_by_label(self.t("moment-at")).fill(local)
        await self.button("turn").click()
        await self.sees_it_turned()

    async def presses_next(self) -> None:
        await self.button("next-notice").click()
        await self.sees_it_turned()

    async def sees_it_turned(self) -> None:
        """Wait until the clock stands where it was turned to, and all has come."""
        await expect(self.toast).to_contain_text(self.t("turned", moment="|", count=0).partition("|")[0])
        await expect(self.button("one-hour")).not_to_have_attribute("aria-disabled", "true")
        # What it says next time is another time's.
        await self.toast.evaluate("toast => toast.textContent = ''")

    async def breaks(self, what: str, how: str) -> None:
        """Set a switch of the faults, which is one of `fine` and others."""
        await self.turns_to("faults")
        switches = self.panel.get_by_role("group", name=self.t(f"fault-{what}"))
        switch = switches.get_by_label(self.t(f"fault-{what}-{how}"))
        await switch.check()
        # The page shows what the desk has.
        await expect(switch).to_have_attribute("checked", "")

    async def picks(self, label: str, file: Path | dict[str, object]) -> None:
        await self.page.get_by_label(label).set_input_files(file)  # type: ignore[arg-type]  a TypedDict of playwright


class PhoneOnPage:
    """Somebody's phone. *voice* is the bot's."""

    def __init__(self, itself: Locator, t: Voice, voice: Voice) -> None:
        self.itself = itself
        self.t = t
        self.voice = voice

    @property
    def said(self) -> Locator:
        """What the bot has said, the oldest first."""
        return self.itself.locator(".theirs div.words")

    @property
    def composer(self) -> Locator:
        return self.itself.get_by_role("textbox", name=self.t("message"))

    async def hears(self, words: str | Pattern[str]) -> None:
        """Wait until the newest message of the bot says *words*."""
        await expect(self.said.last).to_contain_text(words)

    async def starts(self) -> None:
        await self.itself.get_by_role("button", name=self.t("start"), exact=True).click()

    async def presses(self, key: str, **variables: str | int) -> None:
        """Press the newest button of that text of the bot's."""
        await self.presses_label(self.voice(key, **variables))

    async def presses_label(self, label: str) -> None:
        await self.itself.locator(".inline-keys").get_by_role("button", name=label, exact=True).last.click()

    async def writes(self, words: str) -> None:
        await self.composer.fill(words)
        await self.itself.get_by_role("button", name=self.t("send"), exact=True).click()

    async def begins(self) -> None:
        """Go to the first question."""
        await self.starts()
        await self.presses("button-register")
        await self.presses("button-agree")

    async def answers(self, question: Question, person: Person) -> None:
        await self.hears(" ".join(self.voice.of(question.text).split()))
        match an_answer(question, person):
            case Typed(text):
                await self.writes(text)
            case Chosen((key,)):
                await self.presses_label(self.voice.of(next(one.text for one in question.choices if one.key == key)))
            case Skipped():
                await self.itself.get_by_role("button", name=self.voice("button-skip"), exact=True).last.click()

    async def registers(self, person: Person) -> None:
        """Register, from the first word to the confirmation."""
        await self.begins()
        for question in EVENT.questions:
            await self.answers(question, person)
        await self.presses("button-confirm")
        await self.hears(self.voice("registered-title"))
