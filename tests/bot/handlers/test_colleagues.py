"""Somebody registers a colleague, who hears of it by e-mail and may go on in the chat."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from conference import drafts
from conference.tables import registrations
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.handlers.test_taking_over import follows, payloads
from tests.bot.visitor import ANSWERS, STORED, Visitor

EVENT = "example-2024"
ILZE = ANSWERS | {"name": "Ilze Ozola", "email": "ilze@inbox.lv"}


async def registers(visitor: Visitor, **answers: str):
    """Register a colleague, from the button to the confirmation; return what is new."""
    voice = visitor.voice
    await visitor.presses(voice("button-colleague-agrees"))
    await visitor.says(*(ILZE | answers).values())
    await visitor.phone.press(voice("button-confirm"))
    await visitor.stage.settled()
    return await visitor.sees()


async def begins(visitor: Visitor):
    await visitor.says("/start")
    return await visitor.presses(visitor.voice("button-register-colleague"))


async def stored(stage):
    async with stage.running.service.database.snapshot() as connection:
        columns = (registrations.c.registered_by, registrations.c.status)
        chosen = select(*columns, registrations.c.answers).order_by(registrations.c.id)
        return [tuple(row) for row in await connection.execute(chosen)]


@pytest.fixture
async def secretary(anna) -> Visitor:
    """Anna, who is not registered herself, and has registered Ilze."""
    await begins(anna)
    await registers(anna)
    return anna


async def test_the_consent_is_the_colleagues(anna, voice):
    [(text, rows)] = await begins(anna)
    assert text.startswith(voice("colleague-consent-title"))
    assert voice("colleague-consent-question") in text
    assert rows[0] == (voice("button-colleague-agrees"),)
    [(given, _), (question, _)] = await anna.presses(voice("button-colleague-agrees"))
    assert given == voice("colleague-consent-given", version="1")
    assert question.startswith(voice("colleague-progress", number=1, total=7))
    assert voice("colleague-question") in question


async def test_the_colleague_is_registered_and_told_by_e_mail(anna, stage, voice):
    await begins(anna)
    seen = await registers(anna)
    assert seen == [
        (
            voice("colleague-registering"),
            ((voice("button-register-another"),), (voice("button-my-colleagues"),)),
        )
    ]
    answers = STORED | {"name": "Ilze Ozola", "email": "ilze@inbox.lv"}
    assert await stored(stage) == [(1, "registered", answers)]
    [letter] = stage.mailbox.letters
    assert letter.recipients == ("ilze@inbox.lv",)
    assert voice("registered-in-your-name", event="Paraugs") in " ".join(letter.text.split())


async def test_the_colleague_goes_on_in_the_chat_and_the_secretary_sees_that(secretary, stage, voice):
    ilze = Visitor(stage, stage.telegram.phone(12, "Ilze"))
    [payload] = set(payloads(stage.mailbox.letters[0]))
    [(said, _), (mine, _)] = await follows(ilze, payload)
    assert said == voice("taken-over")
    assert "Name: Ilze Ozola" in mine
    [(text, rows)] = await begins(secretary)
    assert f"Ilze Ozola: {voice('colleague-on-own')}" in text
    assert rows == ((voice("button-register-another"),),)


async def test_a_colleagues_link_is_not_for_the_secretary(secretary, stage, voice):
    [payload] = set(payloads(stage.mailbox.letters[0]))
    assert (await follows(secretary, payload))[0] == (voice("taken-over-for-colleague"), ())
    assert await secretary.registration() is None


async def test_a_registered_secretary_stays_registered_as_they_are(registered, stage, voice):
    await begins(registered)
    await registers(registered)
    assert [row[:2] for row in await stored(stage)] == [(None, "registered"), (1, "registered")]
    assert (await stored(stage))[0][2] == STORED


async def test_both_drafts_go_on_side_by_side_each_with_its_own_buttons(anna, stage, voice):
    await anna.begins()
    await anna.says("Anna Kalniņa")
    own = anna.phone.messages[-1]
    await anna.forges(f"for:{EVENT}::")
    await anna.presses(voice("button-colleague-agrees"))
    await anna.says("Ilze Ozola")
    colleagues = anna.phone.messages[-1]
    await anna.phone.press("Izglītība", own)
    await anna.phone.press("Veselība", colleagues)
    await anna.sees()
    async with stage.running.service.database.snapshot() as connection:
        mine = await drafts.load(connection, 1, EVENT)
        other = await drafts.of_colleague(connection, 1, EVENT)
    assert mine is not None
    assert other is not None
    assert (mine.answers, other.answers) == (
        {"name": "Anna Kalniņa", "field": "education"},
        {"name": "Ilze Ozola", "field": "health"},
    )


async def test_the_secretarys_own_number_is_not_offered_for_a_colleague(anna, voice):
    await begins(anna)
    await anna.presses(voice("button-colleague-agrees"))
    await anna.says(*list(ILZE.values())[:4])
    assert anna.phone.keyboard is None
    [(question, _)] = await anna.says(ILZE["phone"])
    assert question.startswith(voice("colleague-progress", number=6, total=7))


async def test_after_start_what_is_typed_is_no_answer_of_the_colleague_any_more(anna, stage, voice):
    await begins(anna)
    await anna.presses(voice("button-colleague-agrees"))
    await anna.says("/start", "Ilze Ozola")
    [(question, _)] = await begins(anna)
    assert question.startswith(voice("colleague-progress", number=1, total=7))


async def test_stopped_the_colleague_is_forgotten(anna, stage, voice):
    await begins(anna)
    await anna.presses(voice("button-colleague-agrees"))
    await anna.says("Ilze Ozola")
    await anna.presses(voice("button-stop"))
    assert await anna.presses(voice("button-stop-surely")) == [(voice("stopped"), ())]
    [(text, _)] = await begins(anna)
    assert text.startswith(voice("colleague-consent-title"))


async def test_the_secretary_sees_whom_they_registered_and_cancels_them(secretary, stage, voice):
    [(text, rows)] = await begins(secretary)
    assert text == f"{voice('colleague-list-title', event='Paraugs')}\n\nIlze Ozola: {voice('colleague-by-email')}"
    assert rows == ((voice("button-register-another"),), (voice("button-cancel-colleague", name="Ilze Ozola"),))
    [(question, choice)] = await secretary.presses(voice("button-cancel-colleague", name="Ilze Ozola"))
    assert question == voice("colleague-cancel-question", name="Ilze Ozola", event="Paraugs")
    assert choice == ((voice("button-keep"),), (voice("button-cancel-surely"),))
    assert await secretary.presses(voice("button-cancel-surely")) == [(voice("colleague-cancelling"), ())]
    await stage.settled()
    assert [letter.subject for letter in stage.mailbox.letters] == [
        voice("registered-title"),
        voice("cancelled-title"),
    ]


async def test_another_colleague_can_follow(secretary, stage, voice):
    await begins(secretary)
    await secretary.presses(voice("button-register-another"))
    await registers(secretary, name="Zane Liepa", email="zane@inbox.lv")
    [(_, rows)] = await begins(secretary)
    assert len(rows) == 3
    assert [answers["name"] for _, _, answers in await stored(stage)] == ["Ilze Ozola", "Zane Liepa"]


async def test_others_can_neither_see_nor_cancel_them(secretary, stage, voice):
    stranger = Visitor(stage, stage.telegram.phone(13))
    await stranger.says("/start")
    for act in ("forx", "forx2"):
        for argument in ("1", "x", "", "9" * 20):
            assert await stranger.forges(f"{act}:{EVENT}::{argument}") == []
    assert set(stranger.hears()) == {voice("stale-button")}
    [(text, _)] = await begins(stranger)
    assert text.startswith(voice("colleague-consent-title"))
    assert [row[1] for row in await stored(stage)] == ["registered"]


async def test_in_a_full_hall_nobody_can_be_registered(open_stage, voice):
    async with open_stage(an_event_of_every_kind(capacity=1)) as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        await anna.registers()
        [(text, _)] = await begins(anna)
        assert text.startswith(voice("obstacle-full", contact="").strip()[:30])


async def test_after_the_event_nothing_is_begun(anna, stage, voice):
    await anna.says("/start")
    stage.clock.set(datetime(2024, 6, 15, tzinfo=UTC))
    assert await anna.forges(f"for:{EVENT}::") == [(voice("event-over", event="Paraugs"), ())]


async def test_my_data_says_that_there_are_colleagues_but_not_who(secretary, voice):
    [(text, _)] = await secretary.says("/mydata")
    assert f"{voice('my-data-colleagues')}: 1" in text
    assert "Ilze" not in text
