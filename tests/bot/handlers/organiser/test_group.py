"""A group of organisers: it gets the questions, and a reply by an organiser is the answer."""

import pytest
from sqlalchemy import select

from conference import status
from conference.channels import pacing
from conference.organisers import Role
from conference.tables import people, questions
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.organising import a_colleague
from tests.bot.visitor import Visitor

ROOM = -1001234567890
QUESTION = "Kur var novietot auto?"
CONTACT = {"name": "Rīkotāji", "telegram_group": ROOM}


@pytest.fixture
async def stage(open_stage, monkeypatch):
    monkeypatch.setattr(pacing, "GROUP_SPACING", 0.0)
    async with open_stage(an_event_of_every_kind(contact=CONTACT)) as stage:
        yield stage


@pytest.fixture
async def ilze(stage) -> Visitor:
    return await a_colleague(stage)


@pytest.fixture
def room(stage, ilze):
    """The group, with an organiser and somebody who is none."""
    return stage.telegram.group(ROOM, "Rīkotāji", ilze.phone, stage.telegram.phone(90, "Pēteris"))


async def ask(stage, visitor: Visitor) -> None:
    await visitor.says("/ask", QUESTION)
    await stage.settled()


def words(room) -> list[str]:
    return [message.words for message in room.messages if message.from_bot]


async def answers(stage) -> list[tuple[str, int]]:
    async with stage.running.service.database.snapshot() as connection:
        found = select(questions.c.body, questions.c.answered_by).where(questions.c.from_organiser)
        return [tuple(row) for row in await connection.execute(found)]


async def test_the_group_gets_the_question_with_less_about_who_asks(anna, ilze, room, stage, voice):
    await anna.registers()
    await ask(stage, anna)
    [told] = words(room)
    assert told.split("\n\n")[1] == QUESTION
    assert f"{voice('asked-who')}: Anna Kalniņa" in told
    assert "Field: Izglītība" in told
    assert "inbox" not in told
    assert room.messages[-1].labels == ()
    assert all(QUESTION not in message.words for message in ilze.phone.messages)


async def test_a_reply_by_an_organiser_is_the_answer_and_the_group_sees_it(anna, ilze, room, stage, voice):
    await ask(stage, anna)
    await anna.sees()
    await room.member(ilze.phone).send("Aiz zāles.", reply_to=room.messages[-1])
    await stage.settled()
    assert await answers(stage) == [("Aiz zāles.", 1)]
    assert "Aiz zāles." in (await anna.sees())[-1][0]
    told, confirmed = words(room)
    assert "Aiz zāles." in told
    assert (confirmed, room.messages[-1].reply_to) == (voice("answering-sent"), 2)


async def test_others_are_told_once_that_they_cannot_answer_and_stay_unknown(anna, ilze, room, stage, voice):
    await ask(stage, anna)
    peteris = room.member(stage.telegram.phone(90))
    for _ in range(2):
        await peteris.send("Aiz zāles.", reply_to=room.messages[0])
        await stage.settled()
    assert (words(room)[1:], await answers(stage)) == ([voice("answering-in-group")], [])
    async with stage.running.service.database.snapshot() as connection:
        assert (await connection.execute(select(people.c.chat_id).where(people.c.chat_id == 90))).all() == []


async def test_somebody_at_the_door_is_no_organiser(anna, ilze, room, stage, voice):
    door = await a_colleague(stage, Role.DOOR, user_id=79)
    room.seat(door.phone)
    await ask(stage, anna)
    await room.member(door.phone).send("Aiz zāles.", reply_to=room.messages[0])
    await stage.settled()
    assert (words(room)[1:], await answers(stage)) == ([voice("answering-in-group")], [])


async def test_whatever_else_is_said_in_a_group_is_none_of_the_bots_business(anna, ilze, room, stage):
    await ask(stage, anna)
    member = room.member(ilze.phone)
    note = await member.send("Kas atbildēs?")
    await member.send("Es", reply_to=note)
    await member.send("/start")
    await member.send("/ask@rehearsal_bot")
    elsewhere = stage.telegram.group(-77, "Citi", ilze.phone, bot_is_administrator=True)
    await elsewhere.member(ilze.phone).send("Aiz zāles.", reply_to=await elsewhere.member(ilze.phone).send("?"))
    await stage.settled()
    assert (len(words(room)), words(elsewhere), await answers(stage)) == (1, [], [])


async def test_what_is_no_text_is_not_sent(anna, ilze, room, stage, voice):
    await ask(stage, anna)
    await room.member(ilze.phone).send_photo(reply_to=room.messages[-1])
    await stage.settled()
    assert (words(room)[1:], await answers(stage)) == ([voice("answering-needs-text")], [])


async def test_a_group_without_the_bot_loses_no_question_and_gets_the_next_ones_when_it_is_back(
    anna, ilze, room, stage
):
    await ask(stage, anna)
    await room.remove_bot(by=ilze.phone)
    await ask(stage, anna)
    assert QUESTION in ilze.phone.messages[-1].words
    await room.add_bot(by=ilze.phone)
    await ask(stage, anna)
    assert len(words(room)) == 2


async def test_a_group_is_nobody_in_the_numbers(anna, ilze, room, stage):
    await ask(stage, anna)
    service = stage.running.service
    async with service.database.snapshot() as connection:
        taken = await status.take(connection, service.settings.events, stage.clock())
    assert (taken.events[0].registered, taken.events[0].unfinished) == (0, 0)
