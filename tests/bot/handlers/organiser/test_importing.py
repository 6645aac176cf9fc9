"""An organiser imports a list in the chat: a file, what is wrong with it, a button."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from telegram.error import NetworkError

from bot.handlers.organiser import importing
from bot.screens.organiser_import import FORMATS
from conference import audit, organisers
from conference.organisers import Role
from conference.tables import organisers as organisers_table
from conference.tables import people, registrations
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.handlers.organiser.test_access import EVENT, appointed
from tests.bot.visitor import Visitor
from tests.conference.importing.files import a_csv, a_workbook

HEADER = ("Name", "Field", "Email", "Parking")
ANNA = ("Anna Kalniņa", "Veselība", "anna@inbox.lv", "Jā")
ZANE = ("Zane Šķēle", "Izglītība", "zane@inbox.lv", "Nē")
SOURCE = "tīmekļa veidlapa 2024-05"


@pytest.fixture
async def ilze(stage) -> Visitor:
    """An organiser who has opened the import."""
    ilze = await appointed(stage, 7, name="Ilze")
    await ilze.forges(f"import:{EVENT}::")
    return ilze


async def sends(visitor, body, caption="", name="list.csv"):
    await visitor.phone.send_document(name, body, "text/csv", caption=caption)
    return await visitor.sees()


async def imported(stage):
    async with stage.running.service.database.snapshot() as connection:
        mine = select(people.c.email, registrations.c.source).join_from(
            registrations, people, registrations.c.person_id == people.c.id
        )
        return [tuple(row) for row in await connection.execute(mine.order_by(people.c.id))]


async def test_the_import_asks_for_a_file_and_says_what_it_must_have(stage, voice):
    ilze = await appointed(stage, 7)
    [(text, rows)] = await ilze.forges(f"import:{EVENT}::")
    assert voice("import-ask", formats=FORMATS) in text
    assert voice("import-ask-columns", columns="Name, Field, Email, Parking") in text
    assert rows == ((voice("button-import-stop"),),)


async def test_a_file_is_checked_and_a_button_imports_it(ilze, stage, voice):
    [_, (text, rows)] = await sends(ilze, a_csv(HEADER, ANNA, ZANE, encoding="windows-1257"), SOURCE)
    assert voice("import-ready", count=2) in text
    assert voice("import-confirm", source=SOURCE) in text
    assert rows == (
        (voice("button-import-letters"),),
        (voice("button-import-quietly"),),
        (voice("button-import-stop"),),
    )
    assert await imported(stage) == []

    [(settled, no_rows), (done, _)] = await ilze.presses(voice("button-import-letters"))
    assert (settled, no_rows) == (voice("import-reading"), ())
    assert voice("import-done", count=2) in done
    assert await imported(stage) == [("anna@inbox.lv", SOURCE), ("zane@inbox.lv", SOURCE)]
    await stage.settled()
    assert sorted(letter.recipients for letter in stage.mailbox.letters) == [("anna@inbox.lv",), ("zane@inbox.lv",)]


async def test_without_letters_nobody_is_written_to(ilze, stage, voice):
    await sends(ilze, a_workbook(HEADER, ANNA), SOURCE, "list.xlsx")
    await ilze.presses(voice("button-import-quietly"))
    await stage.settled()
    assert (await imported(stage), stage.mailbox.letters) == ([("anna@inbox.lv", SOURCE)], [])


async def test_every_problem_is_said_by_row_and_column(ilze, voice):
    [_, (text, _)] = await sends(ilze, a_csv(HEADER, (*ANNA[:2], "anna", "Jā"), ZANE), SOURCE)
    problem = voice("answer-email-wrong")
    assert voice("import-cell", number=2, column="Email", problem=problem) in text.splitlines()
    assert voice("import-left-out", count=1) in text


async def test_many_problems_come_as_a_file(ilze, voice):
    rows = [(f"Anna {number}", "Sports", "", "") for number in range(20)]
    [_, (text, buttons), (_, _)] = await sends(ilze, a_csv(HEADER, *rows), SOURCE)
    assert (voice("import-all-problems") in text, buttons) == (True, ())
    [document] = [message.document for message in ilze.phone.messages if message.from_bot and message.document]
    lines = document.content.decode("utf-8-sig").splitlines()
    assert (document.file_name, len(lines)) == ("import.txt", 60)
    assert lines[-1] == voice("import-cell", number=21, column="Parking", problem=voice("import-missing"))


async def test_without_a_source_it_is_asked_for(ilze, stage, voice):
    [_, (text, rows)] = await sends(ilze, a_csv(HEADER, ANNA))
    assert (voice("import-source-question") in text, rows) == (True, ())
    assert await ilze.says("x" * 55) == [(voice("import-source-too-long", limit=54), ())]
    [(text, _)] = await ilze.says(SOURCE)
    assert voice("import-confirm", source=SOURCE) in text
    await ilze.presses(voice("button-import-quietly"))
    assert await imported(stage) == [("anna@inbox.lv", SOURCE)]


async def test_a_corrected_file_may_be_sent_at_once(ilze, stage, voice):
    await sends(ilze, a_csv(("Name",), ("Anna",)), SOURCE)
    await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    await ilze.presses(voice("button-import-quietly"))
    assert await imported(stage) == [("anna@inbox.lv", SOURCE)]


@pytest.mark.parametrize(
    ("body", "key", "variables"),
    [
        (b"PK\x03\x04", "import-damaged", {}),
        (b"x" * (5 * 1024 * 1024 + 1), "import-too-large", {"limit": 5}),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_in_words(ilze, voice, body, key, variables):
    assert (await sends(ilze, body, SOURCE))[-1] == (voice(key, **variables), ())


async def test_what_is_no_file_asks_for_one(ilze, voice):
    [(text, _)] = await ilze.says("Anna Kalniņa")
    await ilze.phone.send_sticker()
    assert [(text, _)] == await ilze.sees() == [(voice("import-needs-file", formats=FORMATS), ((_stop(voice),),))]


def _stop(voice):
    return voice("button-import-stop")


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(ilze, voice, monkeypatch):
    async def fails(*_args, **_kwargs):
        raise NetworkError("broken")

    with monkeypatch.context() as broken:
        broken.setattr("telegram.ext.ExtBot.get_file", fails)
        assert (await sends(ilze, a_csv(HEADER, ANNA), SOURCE))[-1] == (voice("import-not-fetched"), ())
    [_, (text, _)] = await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    assert voice("import-ready", count=1) in text


async def test_stopped_it_imports_nothing_any_more(ilze, stage, voice):
    await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    assert await ilze.presses(voice("button-import-stop")) == [(voice("import-nothing-imported"), ())]
    assert await ilze.forges(f"import2:{EVENT}::letters") == [(voice("import-expired"), ())]
    assert await imported(stage) == []


async def test_pressed_twice_it_imports_once(ilze, stage, voice):
    await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    message = ilze.phone.messages[-1]
    for _ in range(2):
        await ilze.phone.press(voice("button-import-quietly"), message)
    await ilze.sees()
    assert await imported(stage) == [("anna@inbox.lv", SOURCE)]


async def test_after_an_hour_the_file_is_sent_anew(ilze, stage, voice):
    await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    stage.clock.set(stage.clock() + timedelta(hours=1))
    assert await ilze.presses(voice("button-import-letters")) == [(voice("import-expired"), ())]
    assert await imported(stage) == []


async def test_more_people_than_places_are_named_and_the_places_can_be_filled(open_stage, voice):
    async with open_stage(an_event_of_every_kind(capacity=1)) as stage:
        ilze = await appointed(stage, 7)
        await ilze.forges(f"import:{EVENT}::")
        [_, (text, rows)] = await sends(ilze, a_csv(HEADER, ANNA, ZANE), SOURCE)
        assert voice("import-exceeds", total=2, limit=1, number=3) in text
        assert rows[0] == (voice("button-import-fill-letters"),)
        await ilze.forges(f"import2:{EVENT}::letters")
        assert await imported(stage) == []
        await ilze.forges(f"import:{EVENT}::")
        await sends(ilze, a_csv(HEADER, ANNA, ZANE), SOURCE)
        await ilze.presses(voice("button-import-fill-quietly"))
        assert await imported(stage) == [("anna@inbox.lv", SOURCE)]


async def test_others_get_no_more_than_a_stale_button(stage, voice):
    anna = Visitor(stage, stage.telegram.phone(11))
    door = await appointed(stage, 8, Role.DOOR)
    for visitor in (anna, door):
        for act in ("import", "import2", "import0"):
            await visitor.says("/help")
            visitor.hears()
            assert await visitor.forges(f"{act}:{EVENT}::letters") == []
            assert visitor.hears() == [voice("stale-button")]


async def test_whoever_was_dismissed_while_the_file_was_fetched_imports_nothing(ilze, stage, voice, monkeypatch):
    await appointed(stage, 8)
    await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    fetching = importing._fetching

    def dismissing(turn, *arguments):
        work = fetching(turn, *arguments)

        async def slow(bot):
            async with stage.running.service.database.transaction() as connection:
                await organisers.dismiss(connection, turn.person.id, EVENT)
            return await work(bot)

        return slow

    monkeypatch.setattr(importing, "_fetching", dismissing)
    await ilze.presses(voice("button-import-letters"))
    assert await imported(stage) == []


async def test_it_is_in_the_audit_log_with_whoever_did_it(ilze, stage, voice):
    await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    await ilze.presses(voice("button-import-quietly"))
    async with stage.running.service.database.snapshot() as connection:
        entry = (await audit.entries(connection, limit=1))[0]
        organiser = (await connection.execute(select(organisers_table.c.person_id))).scalar_one()
    assert (entry.person_id, entry.action, entry.details) == (organiser, "imported", {"imported": 1, "left_out": 0})


async def test_nothing_that_was_imported_is_kept_as_what_is_expected(ilze, stage, voice):
    await sends(ilze, a_csv(HEADER, ANNA), SOURCE)
    await ilze.presses(voice("button-import-quietly"))
    async with stage.running.service.database.snapshot() as connection:
        assert set((await connection.execute(select(people.c.expects))).scalars()) == {None}
