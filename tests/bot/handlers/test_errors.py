"""A defect of ours: the person is told in their language, the log gets the place, and nothing is half done."""

import logging

import pytest
from sqlalchemy.exc import OperationalError

from bot.handlers import dialogue, finding
from conference import people, registration
from conference.texts import Voice
from tests.bot.handlers.test_dialogue import at_question, at_summary

QUOTING = ValueError("could not parse 'Anna Kalniņa'")


@pytest.fixture
def defect(monkeypatch):
    """Let a function fail, with what somebody typed in the message, as exceptions have it."""

    def defect(module, name, error=QUOTING):
        async def fail(*_args, **_names):
            raise error

        monkeypatch.setattr(module, name, fail)

    return defect


def failures(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_the_person_is_told_and_the_log_names_the_place_without_their_words(anna, voice, defect, caplog):
    await anna.begins()
    before = await anna.draft()
    defect(finding, "show_position")
    defect(dialogue, "show_position")
    assert await anna.says("Anna Kalniņa") == [(voice("defect"), ())]
    [line] = failures(caplog)
    assert line.startswith("update 100")
    assert "failed: ValueError in " in line
    assert " > dialogue._go:" in line
    assert "Kalniņa" not in caplog.text
    assert "Traceback" not in caplog.text
    assert await anna.draft() == before


async def test_nothing_of_a_failed_update_is_kept(anna, defect, monkeypatch, voice):
    await at_summary(anna)
    before = await anna.draft()
    with monkeypatch.context() as broken:
        broken.setattr(registration, "_announce", None)
        assert await anna.presses(voice("button-confirm")) == [(voice("defect"), ())]
    assert (await anna.draft(), await anna.registration(), anna.phone.unanswered_presses) == (before, None, 0)
    await anna.presses(voice("button-confirm"))
    assert (await anna.registration())["status"] == "registered"


async def test_the_apology_is_in_the_chosen_language(anna, defect):
    await anna.says("/language")
    await anna.presses("Русский")
    defect(dialogue, "_written_to")
    assert await anna.says("Labdien") == [(Voice("ru")("defect"), ())]


async def test_where_the_database_fails_the_apology_is_in_telegrams_language(anna, defect, voice):
    await at_question("field")(anna)
    defect(people, "find", OperationalError("SELECT", {"chat_id": 11}, Exception("disk I/O error")))
    assert await anna.says("Izglītība") == [(voice("defect"), ())]


async def test_an_apology_that_does_not_get_through_is_one_line(anna, defect, caplog):
    defect(dialogue, "_written_to")
    anna.stage.telegram.fail_next("sendMessage", 500, "Internal Server Error")
    assert await anna.says("Labdien") == []
    assert [line.partition(": ")[2] for line in failures(caplog)][1:] == [
        "the apology did not get through: NetworkError"
    ]
