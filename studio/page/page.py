"""The page of one browser tab: its regions, what is shown in them, and who is told of what people do there."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import suppress
from datetime import timedelta

from markupsafe import Markup
from nicegui import background_tasks
from nicegui.client import Client
from nicegui.element import Element

from studio.desk import Moment, Seat
from studio.page import clock, crowd, faults, mailbox, people, phones, settings
from studio.page.cast import SHOWN, take_seats
from studio.page.ledger import ledger
from studio.page.looking import STARTING, Act, Handler, Looker, Studio
from studio.page.region import Region

logger = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds between two looks at the desk: no more than five a second, whatever happens there."""
TABS = ("mailbox", "ledger", "crowd", "faults", "settings")
SLOW = {"next": "turning", "on": "turning", "turn": "turning", "reset": STARTING, "settings": STARTING}
"""What is not begun while another of them is under way, and what is said meanwhile."""


async def reset(looker: Looker, _: Act) -> None:
    await looker.desk.reset()
    await take_seats(looker.desk)
    looker.open, looker.letter, looker.mail_of = list(SHOWN), None, None


async def choose_tab(looker: Looker, act: Act) -> None:
    looker.tab = act["tab"]
    looker.settings_taken = False


ACTS: dict[str, Handler] = (
    {"reset": reset, "tab": choose_tab}
    | people.ACTS
    | phones.ACTS
    | mailbox.ACTS
    | crowd.ACTS
    | faults.ACTS
    | settings.ACTS
    | clock.ACTS
)


class Page:
    """Built inside a NiceGUI page; lives until its tab is closed."""

    def __init__(self, studio: Studio, language: str, client: Client) -> None:
        self._studio = studio
        self._client = client
        self._looker = Looker(studio, language, say=self._say, open=list(SHOWN))
        self._changed = asyncio.Event()
        self._moments: Sequence[Moment] = ()
        self._phones: dict[int, Phone] = {}
        with client.layout:
            self._build()
        leave = studio.desk.changed.subscribe(self._changed.set)
        looking = background_tasks.create(self._look_on(), name="a page looks at the desk")
        client.on_delete(leave)
        client.on_delete(looking.cancel)

    async def paint(self) -> None:
        """Show everything as it is now. What is as it was is not sent again."""
        looker = self._looker
        if self._studio.working == STARTING:  # there is nothing to be read from at this moment
            self._head.show(clock.head(looker, self._moments))
            return
        self._studio.keep_up()
        self._moments = await looker.desk.timeline()
        self._paint_phones()
        self._head.show(clock.head(looker, self._moments))
        self._line.show(clock.timeline(looker, self._moments, self._studio.began))
        self._people.show(people.people(looker))
        panel = await self._panel_of(looker.tab)  # a letter that is opened here is read
        unread = sum(seat.unread for seat in looker.desk.seats if not seat.of_crowd)
        letters = mailbox.unread(looker)
        self._panes.show(looker.painter("panes", unread=unread, new_letters=letters))
        faulty = not (looker.desk.faults.are_none and looker.desk.is_running)
        self._tabs.show(looker.painter("tabs", tabs=TABS, tab=looker.tab, new_letters=letters, faulty=faulty))
        self._panel.props["aria-labelledby"] = f"tab-{looker.tab}"
        self._panel.show(panel)

    def _build(self) -> None:
        t = self._looker.t
        self._head = Region("header", self._act).classes("head")
        self._line = Region("nav", self._act, aria_label=t("timeline")).classes("timeline")
        with Element("main").classes("studio"):
            self._people = Region("section", self._act, aria_label=t("people")).classes("people")
            self._room = Element("section").classes("phones").props(f'id="phones" aria-label="{t("phones")}"')
            with Element("section").classes("side").props(f'aria-label="{t("more")}"'):
                self._tabs = Region("div", self._act, role="tablist", aria_label=t("more")).classes("tabs")
                self._panel = Region("div", self._act, role="tabpanel", id="panel", tabindex="0").classes("panel")
        self._panes = Region("nav", self._act, aria_label=t("studio")).classes("panes")
        with self._room:
            self._empty = Region("div", self._act).classes("empty")

    async def _panel_of(self, tab: str) -> Markup:
        match tab:
            case "ledger":
                return await ledger(self._looker)
            case "crowd":
                return crowd.crowd(self._looker)
            case "faults":
                return faults.faults(self._looker)
            case "settings":
                return settings.settings(self._looker)
            case _:
                return await mailbox.mailbox(self._looker)

    def _paint_phones(self) -> None:
        seats = {seat.id: seat for seat in self._looker.phones}
        for person in self._phones.keys() - seats.keys():
            self._phones.pop(person).region.delete()
        for place, (person, seat) in enumerate(seats.items()):
            if person not in self._phones:
                with self._room:
                    self._phones[person] = Phone(self._looker, seat, self._act)
            self._phones[person].paint(seat, place)
        self._empty.show(Markup() if seats else self._looker.painter("phones-empty"))

    async def _look_on(self) -> None:
        """Look at the desk whenever something has changed there, and at the clock each minute."""
        while True:
            now = self._looker.desk.now
            minute = timedelta(minutes=1) - timedelta(seconds=now.second, microseconds=now.microsecond)
            with suppress(TimeoutError):
                async with asyncio.timeout(minute.total_seconds()):
                    await self._changed.wait()
            self._changed.clear()
            try:
                await self.paint()
            except Exception:
                # The next change shows the page again. What was being read goes when another rehearsal comes.
                if self._studio.working != STARTING:
                    logger.exception("the page could not be shown")
            await asyncio.sleep(PAUSE)

    async def _act(self, act: Act) -> None:
        """Let happen what somebody did, and show it at once."""
        name = act["act"]
        if name in SLOW and self._studio.working:
            return
        try:
            with self._studio.working_on(SLOW.get(name, "")):
                await ACTS[name](self._looker, act)
        except Exception:
            logger.exception("%s failed", name)
            self._say(self._looker.t("failed"))
        self._changed.set()

    def _say(self, words: str) -> None:
        self._client.run_javascript(f"studio.say({json.dumps(words)})")


class Phone:
    """A person's phone on the page: shown anew only where something on it has changed."""

    def __init__(self, looker: Looker, seat: Seat, on_act: Callable[[Act], Awaitable[None]]) -> None:
        self._looker = looker
        self._looks: Hashable = None
        label = looker.t("phone-of", name=seat.name)
        theirs = {"person": str(seat.id)}
        self.region = Region("article", lambda act: on_act({**act, **theirs}), aria_label=label)

    def paint(self, seat: Seat, place: int) -> None:
        """Show the phone at its place, from the left."""
        # Not another order of the elements: what is moved in a browser loses where it was scrolled to.
        self.region.classes(replace=f"phone place{place}")
        looks = phones.looks(self._looker, seat)
        if looks != self._looks:
            self._looks = looks
            self.region.show(phones.phone(self._looker, seat))
        seat.mark_read()
