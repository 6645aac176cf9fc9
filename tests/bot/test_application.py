"""The bot as a whole: a crowd at once, and a silent log."""

import asyncio
import logging

from sqlalchemy import select

from bot.application import COMMANDS, PRESSES
from bot.screens.organiser_screens import MENU
from conference.button import Act
from conference.tables import registrations
from tests.bot.visitor import ANSWERS, STORED, Visitor

PEOPLE = 100


async def test_a_crowd_registers_at_once_and_nobody_is_mixed_up(stage, voice):
    phones = [stage.telegram.phone(1000 + number) for number in range(PEOPLE)]
    words = ("/start", voice("button-register"), voice("button-agree"))

    async def register(number, phone):
        answers = ANSWERS | {"name": f"Anna Kalniņa {number}", "email": f"anna{number}@inbox.lv"}
        for text in (*words, *answers.values(), voice("button-confirm")):
            await phone.send(text)
            await asyncio.sleep(0)

    await asyncio.gather(*(register(number, phone) for number, phone in enumerate(phones)))
    await stage.telegram.idle(timeout=60)
    async with stage.running.service.database.snapshot() as connection:
        kept = list((await connection.execute(select(registrations.c.answers).order_by("person_id"))).scalars())
    expected = [
        STORED | {"name": f"Anna Kalniņa {number}", "email": f"anna{number}@inbox.lv"} for number in range(PEOPLE)
    ]
    assert sorted(kept, key=lambda answers: answers["name"]) == sorted(expected, key=lambda answers: answers["name"])
    asked = [voice("question-progress", number=number, total=7) for number in range(1, 8)]
    for phone in phones:
        titles = [message.text.split("\n")[0] for message in phone.messages if message.from_bot]
        assert [title for title in titles if title in asked] == asked


async def test_no_log_line_names_anybody(stage, anna, caplog, voice):
    caplog.set_level(logging.INFO)
    await anna.begins()
    await anna.says("Kalniņa!\u0000", *ANSWERS.values())
    await anna.presses(voice("button-correct", label="Email"))
    await anna.says("anna@gmial.com", "nē")
    await anna.presses(voice("button-confirm"))
    await anna.says("Es baidos", "/mydata")
    await anna.presses(voice("button-my-data-file"))
    await anna.forges("confirm:Kalniņa:1:2")
    await stage.settled()
    await anna.phone.block_bot()
    await stage.settled()
    secrets = ["Kalniņa", "gmial", "inbox.lv", "26 123 456", "26123456", "Ratiņkrēsls", "baidos"]
    lines = [line for line in caplog.text.splitlines() if any(secret in line for secret in secrets)]
    assert lines == []


def test_every_act_of_a_button_has_its_function_but_the_choice_of_events():
    assert set(Act) - set(PRESSES) - set(MENU) == {Act.EVENTS}
    assert set(COMMANDS) == {"start", "ask", "help", "language", "mydata", "organise"}


async def test_two_people_do_not_wait_for_each_other(stage):
    anna, liga = (Visitor(stage, stage.telegram.phone(number)) for number in (11, 12))
    await anna.begins()
    await liga.begins()
    await anna.phone.send("Anna Kalniņa")
    await liga.phone.send("Līga Ozola")
    await anna.sees()
    assert [(await visitor.draft())["answers"] for visitor in (anna, liga)] == [
        {"name": "Anna Kalniņa"},
        {"name": "Līga Ozola"},
    ]
