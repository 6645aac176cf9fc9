"""The numbers of an event, and a picture of them."""

import asyncio

import pytest

from bot.screens.organiser_screens import MENU
from conference import chart, wording
from conference.button import Act
from conference.organisers import Role
from tests.bot.conftest import NOW, an_event_of_every_kind
from tests.bot.organising import a_colleague
from tests.bot.visitor import Visitor
from tests.conference.example_registrants import registered as register

OVERVIEW = "overview:example-2024::"


def seen_by_organisers(registered=0, unfinished=0, health=0, reached=0):
    voice, event = Visitor.voice.fget(None), an_event_of_every_kind()
    last_day, day_before = (wording.moment(voice, event, rule.due_at(event)) for rule in event.reminders)
    skipped = f"\nnav atbildes: {registered}" if registered else ""
    text = f"""Paraugs

Pieteikušies: {registered}
Nepabeigti pieteikumi: {unfinished}
Atcelti pieteikumi: 0
Apstiprinājuši, ka piedalīsies: 0
Par dalību vēl nav atbildējuši: {registered}

Field
Izglītība: {registered - health}
Veselība: {health}

Topics
Izglītība: 0
Veselība: 0{skipped}

Tuvākie atgādinājumi
{last_day}: Šodien ir pēdējā diena, kad var pieteikties (0 adresātu)
{day_before}: „Paraugs” – 2024. gada 14. jūnijā ({reached} adresātu)"""
    return text, ((voice(MENU[Act.REGISTRANTS]),), (voice("button-organising"),))


async def fields(stage, *given):
    service = stage.running.service
    await register(
        service.database, service.settings.events[0], ({"field": field} for field in given), registered_at=NOW
    )


async def test_while_nobody_has_registered_there_are_only_numbers(stage):
    ilze = await a_colleague(stage)
    assert await ilze.forges(OVERVIEW) == [seen_by_organisers()]


async def test_the_numbers_are_followed_by_a_picture(stage):
    await fields(stage, "health", "education", "health")
    ilze = await a_colleague(stage)
    numbers, picture = await ilze.forges(OVERVIEW)
    assert (numbers, picture) == (seen_by_organisers(registered=3, health=2), ("example-2024.png", ()))
    shown = ilze.phone.messages[-1]
    assert (shown.kind, shown.document.content[:8]) == ("photo", b"\x89PNG\r\n\x1a\n")


async def test_the_bot_stays_responsive_while_the_picture_is_drawn(stage, monkeypatch):
    await fields(stage, "health")
    ilze = await a_colleague(stage)
    loop = asyncio.get_running_loop()

    def picture(_):
        """Wait for something that the bot has to do meanwhile."""
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(timeout=10)
        return b"a picture"

    monkeypatch.setattr(chart, "picture", picture)
    await ilze.forges(OVERVIEW)
    assert ilze.phone.messages[-1].document.content == b"a picture"


async def test_without_matplotlib_the_numbers_come_alone(stage, monkeypatch):
    await fields(stage, "health")
    ilze = await a_colleague(stage)
    monkeypatch.setattr(chart, "picture", lambda _: None)
    assert await ilze.forges(OVERVIEW) == [seen_by_organisers(registered=1, health=1)]


@pytest.mark.parametrize("role", [Role.DOOR, None])
async def test_to_everybody_else_it_is_a_button_that_does_nothing(stage, role, voice):
    visitor = Visitor(stage, stage.telegram.phone(77)) if role is None else await a_colleague(stage, role)
    await visitor.says("/start")
    assert (await visitor.forges(OVERVIEW), visitor.hears()) == ([], [voice("stale-button")])
