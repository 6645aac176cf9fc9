import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from rehearsal import terminal
from rehearsal.mailbox import Letter
from rehearsal.telegram import Button, Document, Entity, Location, Poll, ShownMessage

NOW = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)


def lines(renderable):
    console = Console(file=io.StringIO(), width=80, soft_wrap=True)
    terminal.say(console, renderable)
    return [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in console.file.getvalue().splitlines()]


def a_message(**looks):
    return ShownMessage(1, **({"from_bot": True, "kind": "text", "at": NOW, "text": "Rīt"} | looks))


def test_entities_count_utf_16_code_units():
    shown = terminal.formatted("👪 Rīt [b]", (Entity("bold", 3, 3), Entity("text_link", 7, 3, "https://example.org")))
    assert shown.plain == "👪 Rīt [b]"
    styles = [(shown.plain[span.start : span.end], str(span.style)) for span in shown.spans]
    assert styles == [("Rīt", "bold"), ("[b]", "underline link https://example.org")]


def test_buttons_stand_in_rows_and_can_be_numbered():
    rows = ((Button("Jā", "callback_data", "1"), Button("Karte", "url", "https://example.org")),)
    message = a_message(inline_keyboard=rows)
    assert lines(terminal.bubble(message))[3].strip("│ ") == "[ Jā ]  [ Karte ↗ ]"
    assert lines(terminal.bubble(message, 4))[3].strip("│ ") == "[ #4 Jā ]  [ #5 Karte ↗ ]"


def test_a_persons_own_message_stands_at_the_right_in_a_box_of_its_size():
    assert lines(terminal.bubble(a_message(from_bot=False)))[1] == "│ Rīt │".rjust(80)


def test_a_letter_is_shown_with_the_words_of_its_headers():
    head = "From: =?utf-8?b?S29wxIEg?=\r\n =?utf-8?b?UsSrdA==?= <kopa@example.org>\r\nTo: anna@example.org"
    raw = f"{head}\r\nSubject: =?utf-8?b?UsSrdA==?=\r\n\r\nLabdien".encode()
    shown = lines(terminal.letter_card(Letter("kopa@example.org", ("anna@example.org",), raw, NOW)))
    assert [line.strip("│ ") for line in shown[1:6]] == [
        "From:    Kopā Rīt <kopa@example.org>",
        "To:      anna@example.org",
        "Subject: Rīt",
        "",
        "Labdien",
    ]


def test_a_chat_is_kept_as_plain_text():
    messages = [a_message(text="Rīt\n\nPlkst. 10.00"), a_message(from_bot=False, kind="sticker", text="")]
    assert terminal.transcript(messages, ZoneInfo("Europe/Riga")) == (
        "13 June 2024, Thu 10:01 · Bot\n    Rīt\n\n    Plkst. 10.00\n\n13 June 2024, Thu 10:01 · Person (sticker)\n"
    )


def inside(renderable):
    """Return the lines between the edges of a bubble."""
    return [line.strip("│ ") for line in lines(renderable)[1:-1]]


def test_the_bot_sends_pictures_and_their_captions():
    picture = Document("file-1", "cesis-2024.png", "image/png", bytes(93_000), kind="photo")
    message = a_message(kind="photo", text="", caption="Pārskats", document=picture)
    assert inside(terminal.bubble(message)) == ["Picture: cesis-2024.png (93 kB)", "Pārskats"]


def test_the_bot_sends_places_and_polls():
    place = a_message(kind="location", text="", location=Location(57.3135, 25.2696))
    assert inside(terminal.bubble(place)) == ["Map: 57.3135, 25.2696"]
    poll = a_message(kind="poll", text="", poll=Poll("1", "Vai būsiet?", ("Jā", "Nē")))
    assert inside(terminal.bubble(poll)) == ["Poll: Vai būsiet?", "○ Jā", "○ Nē"]


def test_quotes_have_a_bar_and_spoilers_can_be_told_apart():
    message = a_message(text="Rīt:\nViens\nDivi\nTrīs.", entities=(Entity("blockquote", 5, 10),))
    assert inside(terminal.bubble(message)) == ["Rīt:", "▎ Viens", "▎ Divi", "Trīs."]
    shown = terminal.formatted("Rīt un parīt", (Entity("spoiler", 7, 5),))
    assert [(shown.plain[span.start : span.end], str(span.style)) for span in shown.spans] == [("parīt", "reverse")]


def test_a_note_stands_at_the_edge_of_a_bubble():
    assert lines(terminal.bubble(a_message(), note="edited"))[-1].endswith(" edited ─╯")


def test_a_place_is_in_the_transcript_too():
    place = a_message(kind="location", text="", location=Location(57.3135, 25.2696))
    assert "    Map: 57.3135, 25.2696" in terminal.transcript([place], ZoneInfo("Europe/Riga"))
