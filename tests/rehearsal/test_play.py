import asyncio
import io
import logging
import re
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import true

from conference.announcements import selection
from conference.config import load_settings
from rehearsal.mailbox import Mailbox
from rehearsal.performer import PlayError
from rehearsal.play import play
from tests.rehearsal.another_conference import a_question, another_conference

SHIPPED = Path(__file__).parents[2] / "config.toml"
EMAIL = {"host": "smtp.example.org", "sender": "kopa@example.org", "sender_name": "Madona"}


def a_console():
    return Console(file=io.StringIO(), width=80, soft_wrap=True, force_terminal=False)


async def played(settings, folder, more=5):
    console = a_console()
    await play(settings, folder, console, more)
    return console.file.getvalue()


def rows(text):
    """Return the table of notices: what the ledger sent and what arrived, by channel."""
    table = text.partition(" Notice ")[2].partition("All ")[0].splitlines()[2:]
    return {name: channels for name, *channels in (re.split(r"\s{2,}", line.strip()) for line in table) if channels}


def people(text):
    """Return the line that counts people."""
    return next(line for line in text.splitlines() if " people: " in line).strip()


async def test_the_shipped_conference_is_played_to_its_end(tmp_path):
    text = await played(load_settings(SHIPPED), tmp_path)
    assert rows(text) == {
        "registered": ["11 sent, 11 arrived", "11 sent, 11 arrived"],
        "announcement": ["4 sent, 4 arrived", "4 sent, 4 arrived"],
        "correction": ["4 sent, 4 arrived", "4 sent, 4 arrived"],
        "deadline-in-3-days": ["4 sent, 4 arrived", "–"],
        "last-day": ["1 sent, 1 arrived", "–"],
        "day-before": ["10 sent, 10 arrived", "11 sent, 11 arrived"],
        "cancelled": ["1 sent, 1 arrived", "1 sent, 1 arrived"],
        "on-the-day": ["9 sent, 9 arrived", "10 sent, 10 arrived"],
    }
    assert people(text) == "14 people: 10 registered, 1 cancelled, 1 unfinished, 2 only looked"
    seen = (
        "29 May 2024, Wed 10:00 · Anna Bērziņa's phone",
        "13 June 2024, Thu 10:01 · ",
        "Jā,\N{NO-BREAK SPACE}anna.berzina@gmail.com",
        "14 June 2024, Fri 07:31 · Tatjana Ivanova's mailbox",
        "Subject: Сегодня: «Вместе ради безопасности детей»",
        "By the evening, 5 more professionals have registered.",
        "to “Education” only.",
        "1080 × 1350 pixels",
        "it takes 2 messages, 2 have to wait",
        "Sūtīt\N{NO-BREAK SPACE}pārējiem\N{NO-BREAK SPACE}(2)",
        " edited ─╯",
        "E-mail: Labojums: ",
        "All 4 have it now, each once.",
        "It stores nobody but its\norganiser now.",
        "nobody got a",
    )
    assert [words for words in seen if words not in re.sub(" +\n", "\n", text)] == []
    assert max(map(len, text.splitlines())) <= 80
    mail = {file.suffix for file in (tmp_path / "mail").iterdir()}
    assert mail == {".eml", ".html", ".ics"}
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 41
    assert "Anna Bērziņa" in (tmp_path / "chats" / "Anna Bērziņa.txt").read_text(encoding="utf-8")
    assert len(list((tmp_path / "chats").glob("*.txt"))) == 15
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == ["Agnese Siliņa cesis-2024.png"]
    assert "running as @rehearsal_bot" in (tmp_path / "service.log").read_text(encoding="utf-8")


async def test_another_conference_is_played_as_well(tmp_path):
    text = await played(another_conference(), tmp_path)
    assert rows(text) == {
        "registered": ["11 sent, 11 arrived", "–"],
        "announcement": ["3 sent, 3 arrived", "–"],
        "correction": ["3 sent, 3 arrived", "–"],
        "open-now": ["2 sent, 2 arrived", "–"],
        "nearly-over": ["2 sent, 2 arrived", "–"],
        "in-two-hours": ["11 sent, 11 arrived", "–"],
        "cancelled": ["1 sent, 1 arrived", "–"],
        "thanks": ["10 sent, 10 arrived", "–"],
    }
    assert people(text) == "14 people: 10 registered, 1 cancelled, 1 unfinished, 2 only looked"
    assert [words for words in ("Map: Kultūras nams", "Uz drīzu tikšanos.") if words not in text] == []


async def test_whoever_comes_to_a_full_hall_is_turned_away(tmp_path):
    text = await played(another_conference(capacity=2, reminders=[]), tmp_path)
    assert people(text) == "14 people: 2 registered, 0 cancelled, 0 unfinished, 12 only looked"
    turned_away = ("Tatjana Ivanova cannot register.", "visas vietas jau ir aizņemtas", "0 more", "5 cannot.")
    assert [words for words in turned_away if words not in text] == []


async def test_where_nothing_can_be_chosen_it_is_announced_to_all(tmp_path):
    questions = [a_question("who", "text", use="name")]
    text = await played(another_conference(reminders=[], questions=questions), tmp_path, more=0)
    assert "to all who are registered." in text
    assert rows(text)["announcement"] == ["5 sent, 5 arrived", "–"]


async def test_an_announcement_that_goes_to_others_too_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(selection, "_answered", lambda *_: true())
    with pytest.raises(PlayError) as error:
        await play(another_conference(reminders=[]), tmp_path, a_console(), more=0)
    faults = str(error.value)
    assert "the bot counts another audience" in faults
    assert "the announcement came to 3 chats where it should not, or twice" in faults
    assert "announcement is meant for others by telegram" in faults
    assert "correction is meant for others by telegram" in faults


async def test_a_letter_that_arrives_twice_is_a_fault(tmp_path, monkeypatch):
    async def keep_twice(mailbox, envelope, keep=Mailbox._keep):
        await keep(mailbox, envelope)
        if len(mailbox.letters) == 1:
            await keep(mailbox, envelope)

    monkeypatch.setattr(Mailbox, "_keep", keep_twice)
    with pytest.raises(PlayError, match="registered arrived 2 times by email"):
        await play(another_conference(email=EMAIL, reminders=[]), tmp_path, a_console(), more=0)


async def test_an_earlier_rehearsal_makes_room_and_other_files_stay(tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "0001-old.eml").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "rehearsal.db").write_text("no database")
    with pytest.raises(asyncio.CancelledError):
        await stopped_at_once(tmp_path)
    assert not (tmp_path / "mail" / "0001-old.eml").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


async def test_stopping_it_keeps_what_there_is_and_gives_the_log_back(tmp_path):
    handlers = logging.getLogger().handlers[:]
    with pytest.raises(asyncio.CancelledError):
        await stopped_at_once(tmp_path)
    assert logging.getLogger().handlers == handlers
    assert (tmp_path / "chats" / "Anna Bērziņa.txt").exists()


async def stopped_at_once(folder):
    """Stop a play as Ctrl+C does, as soon as somebody registers."""
    console, begun = a_console(), asyncio.Event()

    class Watched(io.StringIO):
        def write(self, text):
            if "registers" in text:
                begun.set()
            return super().write(text)

    console.file = Watched()
    playing = asyncio.create_task(play(another_conference(), folder, console))
    await begun.wait()
    playing.cancel()
    await playing
