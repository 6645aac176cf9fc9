import asyncio
import io
import os

import pytest
from rich.console import Console

from rehearsal.interactive import interactive, read_from_terminal
from tests.rehearsal.another_conference import a_question, another_conference

QUESTIONS = [a_question("who", "text", use="name"), a_question("mobile", "phone", required=False)]
EMAIL = {"host": "smtp.example.org", "sender": "kopa@example.org", "sender_name": "Madona"}


@pytest.fixture
def chat(tmp_path):
    """Type lines; return what is shown after each of them, the first time before any."""

    async def chat(*lines, questions=QUESTIONS, email=None):
        out, shown, left = io.StringIO(), [], list(lines)

        async def read_line(prompt):
            shown.append(out.getvalue() + prompt)
            out.seek(0)
            out.truncate()
            return left.pop(0) if left else None

        settings = another_conference(questions=questions, email=email)
        await interactive(settings, tmp_path, Console(file=out, width=80), read_line)
        shown.append(out.getvalue())
        return shown

    return chat


async def test_one_registers_by_typing_and_pressing_numbers(chat, tmp_path):
    _, _, asked, phone, summary, done, _ = await chat("#1", "#1", "Anna Bērziņa", "#1", "#1")
    assert "Lūdzu, atbildiet: who?" in asked
    assert "[ #1 Sūtīt manu tālruņa numuru ]" in phone.replace("\N{NO-BREAK SPACE}", " ")
    assert "Mobile: +371 20 000 001" in summary
    assert "Pieteikums saņemts" in done
    assert "File: madona-2031.ics" in done
    assert "Anna Bērziņa" in (tmp_path / "chats" / "You.txt").read_text(encoding="utf-8")


async def test_a_typed_number_is_an_answer_and_no_press(chat):
    *_, after, _ = await chat("#1", "#1", "1")
    assert "Lūdzu, uzrakstiet vārdu un uzvārdu ar burtiem." in after


async def test_a_key_with_the_label_of_an_older_button_writes_its_word(chat):
    questions = [a_question("years", "text", required=False), *QUESTIONS]
    *_, summary, _ = await chat("#1", "#1", "#2", "Anna Bērziņa", "#3", questions=questions)
    assert "Mobile: nav atbildes" in summary


async def test_the_clock_goes_to_the_next_reminder_and_to_any_moment(chat):
    shown = await chat(":clock", ":next", ":clock 2031-03-28 15:01", ":clock 2031-04-01 12:00", ":next")
    assert "It is 20 March 2031, Thu 10:00." in shown[1]
    assert "It is 20 March 2031, Thu 20:01." in shown[2]
    assert "Konferencei var pieteikties līdz" in shown[2]
    assert "2031-03-28 15:01 > " in shown[3]
    assert "Nothing more is to come." in shown[5]


async def test_the_mailbox_is_opened(chat):
    questions = [a_question("mail", "email", use="email")]
    lines = (":mail", "#1", "#1", "anna@example.org", "#1", ":mail")
    _, empty, *_, done, opened, _ = await chat(*lines, questions=questions, email=EMAIL)
    assert "No e-mail has arrived." in empty
    assert "E-mail: Pieteikums saņemts" in done
    assert "To:      anna@example.org" in opened
    assert "Subject: Pieteikums saņemts" in opened


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":fly", "There is no :fly; :help shows what there is."),
        ("#0", "There is no button #0: they go from #1 to #7."),
        ("#99", "There is no button #99: they go from #1 to #7."),
        ("#x", "There is no button #x: they go from #1 to #7."),
        (":clock tomorrow", "Write the moment as :clock 2024-06-13 10:01"),
        (":help", "end the rehearsal"),
        (":sticker", "Palīdzība"),
        ("   ", ""),
    ],
)
async def test_a_line_that_leads_nowhere_is_explained(chat, line, said):
    _, after, _ = await chat(line)
    assert said in " ".join(after.split())


async def test_quit_ends_it_and_says_what_is_kept(chat, tmp_path):
    *_, last = await chat(":quit", "never read")
    assert "The chat and the e-mails are kept in" in last
    assert (tmp_path / "service.log").exists()


@pytest.fixture
def keyboard(monkeypatch):
    """The writing end of what is read as the terminal."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as terminal, os.fdopen(writing, "wb", buffering=0) as keyboard:
        monkeypatch.setattr("sys.stdin", terminal)
        yield keyboard


async def test_lines_are_read_one_by_one_to_their_end(keyboard):
    keyboard.write("Anna Bērziņa\r\n#1\n".encode())
    assert [await read_from_terminal("> "), await read_from_terminal("> ")] == ["Anna Bērziņa", "#1"]
    keyboard.write(b":quit")
    keyboard.close()
    assert [await read_from_terminal("> "), await read_from_terminal("> ")] == [":quit", None]


async def test_waiting_for_a_line_can_be_stopped(keyboard):
    reading = asyncio.create_task(read_from_terminal("> "))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_a_file_can_be_read_instead(monkeypatch, tmp_path):
    (tmp_path / "lines").write_text("/start\n", encoding="utf-8")
    with (tmp_path / "lines").open() as lines:
        monkeypatch.setattr("sys.stdin", lines)
        assert [await read_from_terminal("> "), await read_from_terminal("> ")] == ["/start", None]
