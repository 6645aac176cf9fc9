"""An organiser chooses whom an announcement is for, and sees at once how many they are."""

import pytest
from sqlalchemy import update

from conference.tables import people, registrations
from tests.bot.handlers.organiser.announcing import a_hall


@pytest.fixture
async def hall(stage):
    """Four registrants: one in health care, one on the waiting list; the last one reads e-mail, too."""
    hall = await a_hall(stage, 4, emails=1)
    async with stage.running.service.database.transaction() as connection:
        first, second = (registrations.c.id == number for number in (1, 2))
        health = {"name": "Zane", "field": "health", "parking": True}
        await connection.execute(update(registrations).where(first).values(answers=health))
        await connection.execute(update(registrations).where(second).values(status="waiting"))
    await hall.writes()
    await hall.presses("button-announce-audience")
    return hall


def count(voice, people, telegram, email) -> str:
    counted = voice("announce-count", count=people, telegram=str(telegram), email=str(email))
    return f"{voice('announce-fact-count')}: {counted}"


async def test_groups_are_added_up_in_place_with_their_number(hall, voice):
    assert count(voice, 3, 3, 1) in hall.shows()
    [(both, rows)] = await hall.presses("announce-group-waiting")
    assert count(voice, 4, 4, 1) in both
    ticks = [label for row in rows for label in row if label.startswith("✓")]
    assert ticks == [
        voice("button-ticked", choice=voice(key)) for key in ("announce-group-registered", "announce-group-waiting")
    ]
    registered = voice("button-ticked", choice=voice("announce-group-registered"))
    [(waiting, _)] = await hall.ilze.presses(registered)
    assert count(voice, 1, 1, 0) in waiting


async def test_without_any_group_nobody_is_left_and_nothing_can_be_sent(hall, voice):
    await hall.ilze.presses(voice("button-ticked", choice=voice("announce-group-registered")))
    [(desk, rows)] = await hall.presses("button-announce-ready")
    assert voice("announce-blocked", problem=voice("announcing-nobody")) in desk
    assert voice("button-announce-send") not in [label for row in rows for label in row]


async def test_answers_narrow_the_circle_and_no_tick_means_everybody(hall, voice):
    await hall.ilze.presses("Field: visi")
    [(health, _)] = await hall.ilze.presses("Veselība")
    assert count(voice, 1, 1, 0) in health
    [(both, _)] = await hall.ilze.presses("Izglītība")
    assert count(voice, 3, 3, 1) in both
    await hall.ilze.presses("✓ Izglītība")
    [(everybody, _)] = await hall.ilze.presses("✓ Veselība")
    assert count(voice, 3, 3, 1) in everybody
    await hall.ilze.presses("Veselība")
    await hall.presses("button-back")
    [(desk, _)] = await hall.presses("button-announce-ready")
    assert "Adresāti: pieteikušies; Field: Veselība" in desk
    await hall.confirms()
    await hall.sent()
    assert hall.seen() == [["Zāle ir mainīta."], [], [], []]


async def test_a_yes_or_no_is_an_answer_too(hall, voice):
    await hall.ilze.presses("Parking: visi")
    [(yes, _)] = await hall.ilze.presses(voice("yes"))
    assert count(voice, 1, 1, 0) in yes


async def test_whoever_got_an_earlier_one_can_be_left_out(hall, voice):
    await hall.ilze.presses("Field: visi")
    await hall.ilze.presses("Veselība")
    await hall.presses("button-back")
    await hall.presses("button-announce-ready")
    await hall.confirms()
    await hall.sent()
    await hall.writes("Visiem pārējiem.")
    await hall.presses("button-announce-audience")
    [(offered, _)] = await hall.presses("button-announce-missed")
    assert count(voice, 3, 3, 1) in offered
    [(missed, _)] = await hall.ilze.presses("Zāle ir mainīta.")
    assert count(voice, 2, 2, 1) in missed
    await hall.presses("button-back")
    [(desk, _)] = await hall.presses("button-announce-ready")
    assert "nav saņēmuši: Zāle ir mainīta." in desk
    await hall.confirms()
    await hall.sent()
    assert hall.seen() == [["Zāle ir mainīta."], [], ["Visiem pārējiem."], ["Visiem pārējiem."]]


async def test_the_channels_can_be_chosen_for_all(hall, stage, voice):
    await hall.presses("button-announce-ready")
    await hall.presses("button-announce-channels")
    [(by_email, _)] = await hall.presses("announce-via-email")
    assert count(voice, 3, 0, 1) in by_email
    await hall.presses("button-announce-ready")
    await hall.confirms()
    await hall.sent()
    await stage.settled()
    assert (hall.seen(), [letter.recipients for letter in stage.mailbox.letters]) == (
        [[], [], [], []],
        [("anna1003@inbox.lv",)],
    )


async def test_who_cannot_be_reached_is_counted(hall, stage, voice):
    async with stage.running.service.database.transaction() as connection:
        await connection.execute(update(people).where(people.c.chat_id == 1000).values(chat_id=None))
    [(shown, _)] = await hall.presses("announce-group-waiting")
    assert voice("announce-count-neither", count=1) in shown
