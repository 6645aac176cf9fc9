"""An update's effects happen once, whatever crashes; groups and channels are left alone."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot import replies, running
from conference.tables import drafts, metadata, people
from rehearsal.stage import Stage
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.handlers.test_dialogue import at_question, at_summary, changing_one_answer, correcting
from tests.bot.visitor import STORED, Visitor


@pytest.fixture
def before_a_crash(open_stage, monkeypatch):
    """Let somebody do something whose effects are stored, and the bot die before it says so."""

    async def before_a_crash(walk, act) -> None:
        async with open_stage() as stage:
            anna = Visitor(stage, stage.telegram.phone(11))
            await walk(anna)
            speechless = asyncio.Event()

            async def say_nothing(*_args):
                speechless.set()
                await asyncio.Event().wait()

            with monkeypatch.context() as dying:
                dying.setattr(replies, "send", say_nothing)
                dying.setattr(running, "PATIENCE_AT_THE_END", 0.01)
                await act(anna)
                await speechless.wait()
                stage.running.work.cancel()

    return before_a_crash


def back_on_stage(stage: Stage) -> Visitor:
    anna = Visitor(stage, stage.telegram.phone(11))
    anna._seen = {message.id: message for message in anna.phone.messages}
    return anna


async def test_a_restart_resumes_in_the_middle(open_stage):
    async with open_stage() as stage:
        await at_question("email")(Visitor(stage, stage.telegram.phone(11)))
    async with open_stage() as stage:
        anna = back_on_stage(stage)
        assert await anna.sees() == []
        await anna.answers(["email", "phone", "parking", "needs"])
        assert (await anna.draft())["answers"] == STORED


async def test_what_was_sent_while_the_bot_was_down_is_answered_in_order(open_stage):
    async with open_stage() as stage:
        await at_question("email")(Visitor(stage, stage.telegram.phone(11)))
    phone = stage.telegram.phone(11)
    for text in ("anna@inbox.lv", "26123456"):
        await phone.send(text)
    async with open_stage() as stage:
        anna = Visitor(stage, phone)
        await anna.sees()
        draft = await anna.draft()
        assert (draft["position"], draft["answers"]["phone"]) == ("parking", "+37126123456")


async def test_a_text_answer_is_not_taken_twice(open_stage, before_a_crash, voice):
    await before_a_crash(at_question("name"), lambda anna: anna.phone.send("Anna Kalniņa"))
    async with open_stage() as stage:
        anna = back_on_stage(stage)
        [(text, _)] = await anna.sees()
        assert text == f"{voice('question-progress', number=2, total=7)}\n\nWhat about your field?"
        assert (await anna.draft())["answers"] == {"name": "Anna Kalniņa"}


async def test_a_confirmation_is_not_taken_twice(open_stage, before_a_crash, voice):
    await before_a_crash(at_summary, lambda anna: anna.phone.press(voice("button-confirm")))
    async with open_stage() as stage:
        anna = back_on_stage(stage)
        await stage.settled()
        shown = [text for text, _ in await anna.sees()]
        assert len([text for text in shown if text.startswith(voice("my-registration-title", event="Paraugs"))]) == 1
        assert [letter.subject for letter in stage.mailbox.letters] == [voice("registered-title")]


async def test_whoever_was_erased_before_the_crash_stays_erased(open_stage, before_a_crash, voice):
    async def asked_to_erase(anna):
        await at_summary(anna)
        await anna.says("/mydata")
        await anna.presses(voice("button-erase"))

    await before_a_crash(asked_to_erase, lambda anna: anna.phone.press(voice("button-erase-surely")))
    async with open_stage() as stage:
        anna = back_on_stage(stage)
        assert await anna.sees() == [(voice("erased"), ())]
        async with stage.running.service.database.snapshot() as connection:
            known = select(func.count()).where(people.c.chat_id.is_not(None))
            assert (await connection.execute(known)).scalar_one() == 0
            assert (await connection.execute(select(func.count()).select_from(drafts))).scalar_one() == 0


async def test_a_command_whose_answer_was_lost_is_answered(open_stage, before_a_crash, voice):
    await before_a_crash(at_question("name"), lambda anna: anna.phone.send("/language"))
    async with open_stage() as stage:
        [(text, _)] = await back_on_stage(stage).sees()
        assert text == voice("language-question")


async def test_after_a_clean_stop_nothing_is_said_again(open_stage):
    async with open_stage() as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        await anna.phone.send("/start")
        await anna.phone.wait_for("Paraugs")
    async with open_stage() as stage:
        assert await back_on_stage(stage).sees() == []


async def test_a_question_that_the_settings_lost_is_not_answered_for_another(open_stage, voice):
    async with open_stage() as stage:
        await at_question("name")(Visitor(stage, stage.telegram.phone(11)))
    fewer = an_event_of_every_kind(questions=an_event_of_every_kind().questions[3:])
    async with open_stage(fewer) as stage:
        anna = back_on_stage(stage)
        [(text, _)] = await anna.says("Anna Kalniņa")
        assert "What about your email?" in text
        await anna.says("anna@inbox.lv")
        assert (await anna.draft())["answers"] == {"email": "anna@inbox.lv"}


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_groups_and_channels_are_left_alone(stage, anna, kind):
    chat = {"id": -100, "type": kind, "title": "Kolēģi"}
    user = {"id": 12, "is_bot": False, "first_name": "Līga"}
    bot = {"id": 1, "is_bot": True, "first_name": "bot", "username": "rehearsal_bot"}
    message = {"message_id": 1, "date": 0, "chat": chat, "from": user}
    command = {"text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
    member = {"user": bot, "status": "member"}
    updates = stage.telegram._state.updates
    for content in ({"text": "Labdien"}, command, {"new_chat_members": [bot]}):
        updates.add("message", message | content)
    updates.add("edited_message", message | {"text": "Labdien", "edit_date": 1})
    updates.add("channel_post", message | {"text": "Labdien"})
    updates.add("callback_query", {"id": "1", "from": user, "chat_instance": "1", "message": message, "data": "::::"})
    updates.add(
        "my_chat_member",
        {
            "chat": chat,
            "from": user,
            "date": 0,
            "old_chat_member": member | {"status": "left"},
            "new_chat_member": member,
        },
    )
    await stage.answered()
    methods = {request.method for request in stage.telegram.requests}
    assert methods == {"getMe", "deleteWebhook", "setMyCommands", "getUpdates"}
    async with stage.running.service.database.snapshot() as connection:
        rows = [table.name for table in metadata.sorted_tables if (await connection.execute(select(table))).first()]
    assert sorted(rows) == ["event_facts", "service_state"], "about the service, not about people"


@pytest.mark.parametrize("walk", [correcting, changing_one_answer])
async def test_a_change_goes_on_after_a_restart(open_stage, walk):
    async with open_stage() as stage:
        await walk(Visitor(stage, stage.telegram.phone(11)))
    async with open_stage() as stage:
        anna = back_on_stage(stage)
        before = await anna.draft()
        await anna.says("liga@inbox.lv" if before["position"] == "email" else "Līga Ozola")
        assert (await anna.draft())["position"] == ":summary"
