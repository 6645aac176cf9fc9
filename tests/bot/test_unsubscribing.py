"""The link in e-mails by which people leave, over real HTTP."""

import re
from collections.abc import AsyncIterator
from html import escape

import aiohttp
import pytest

from bot.service import Service
from bot.unsubscribing import unsubscribe_route
from bot.web import WebServer
from conference import people, personal_data, unsubscribing
from conference.database import Database
from conference.people import Person
from conference.rendering import Renderer
from conference.signing import Signing
from conference.texts import Texts
from tests.conference.conftest import database
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant
from tests.conference.example_settings import settings_of

__all__ = ["database"]

OURS = Signing("a secret")
EVENT = an_event(title="<Bērnu> drošībai")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def site(database: Database) -> AsyncIterator[str]:
    """The address of a service on this database."""
    settings, texts = settings_of(EVENT), Texts(["lv", "en", "ru"])
    service = Service(settings, texts, database, Renderer(settings, texts), lambda: MAY, lambda: None, OURS)
    async with WebServer([unsubscribe_route(service, OURS)]) as server:
        yield f"http://127.0.0.1:{server.port}"


async def visit(link: str, method: str = "GET", data: dict[str, str] | None = None) -> tuple[int, str]:
    """Return the status and the words of the page."""
    async with aiohttp.ClientSession() as client, client.request(method, link, data=data) as answer:
        page = await answer.text()
    words = re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", page, flags=re.DOTALL)
    return answer.status, " ".join(words.split())


async def opted_out(database: Database, person: Person) -> bool:
    async with database.snapshot() as connection:
        found = await people.get(connection, person.id)
    return found is not None and found.opted_out_at is not None


def link(site: str, person: Person, event: str = EVENT.key) -> str:
    return unsubscribing.link(site, OURS, person.id, event)


async def test_looking_asks_and_changes_nothing(database: Database, site: str):
    person = await a_registrant(database, EVENT, language="en")
    voice = Texts(["en"]).voice("en")
    question = escape(voice("unsubscribe-question", event="<Bērnu> drošībai"))
    assert await visit(link(site, person)) == (
        200,
        f"{voice('unsubscribe-title')} {question} {voice('button-opt-out')}",
    )
    assert not await opted_out(database, person)


@pytest.mark.parametrize("data", [ONE_CLICK, None], ids=["a mail program's click", "the button of the page"])
async def test_posting_ends_the_reminders(database: Database, site: str, data: dict[str, str] | None):
    person, other = [await a_registrant(database, EVENT) for _ in range(2)]
    voice = Texts(["lv"]).voice("lv")
    left = (200, f"{voice('unsubscribe-title')} {voice('opted-out')}")
    assert [await visit(link(site, person), "POST", data) for _ in range(2)] == [left, left]
    assert (await opted_out(database, person), await opted_out(database, other)) == (True, False)
    assert await visit(link(site, person)) == left


async def test_a_link_that_is_not_ours_is_not_found_and_changes_nothing(database: Database, site: str):
    person = await a_registrant(database, EVENT)
    voice = Texts(["lv"]).voice("lv")
    unknown = (404, f"{voice('unsubscribe-title')} {voice('unsubscribe-unknown')}")
    forged = unsubscribing.link(site, Signing("guessed"), person.id, EVENT.key)
    assert [await visit(forged, method) for method in ("GET", "POST")] == [unknown, unknown]
    assert not await opted_out(database, person)


async def test_nor_is_one_of_an_event_that_is_gone_or_of_somebody_who_was_erased(database: Database, site: str):
    person = await a_registrant(database, EVENT)
    assert (await visit(link(site, person, "gone-2023"), "POST"))[0] == 404
    async with database.transaction() as connection:
        await personal_data.erase(connection, person.id, MAY)
    assert (await visit(link(site, person), "POST"))[0] == 404
    assert not await opted_out(database, person)


async def test_the_page_loads_nothing_and_is_not_kept(database: Database, site: str):
    person = await a_registrant(database, EVENT)
    async with aiohttp.ClientSession() as client, client.get(link(site, person)) as answer:
        page = await answer.text()
    assert "src=" not in page
    assert "href=" not in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store, max-age=0"
    assert "Set-Cookie" not in answer.headers
