import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.channels.telegram_html import MAX_LENGTH, as_messages, length
from conference.content import Content, Fact
from rehearsal.telegram.markup import formatted


def shown(message):
    """Return what people read, as Telegram parses it."""
    return formatted(message, "HTML").text


def letters(text):
    return re.sub(r"\s", "", text)


def test_a_content_reads_from_title_to_closing():
    content = Content(
        title="Konference",
        paragraphs=("Labdien!", "Gaidām Jūs."),
        facts=(Fact("Datums", "14.06.2024."), Fact("Norises vieta", "Koncertzāle", "https://karte.example/?a=1&b=2")),
        closing=("Uz tikšanos!",),
        footer=("Only e-mail shows this.",),
    )
    (message,) = as_messages(content)
    assert message == (
        "<b>Konference</b>\n\nLabdien!\n\nGaidām Jūs.\n\n"
        "<b>Datums:</b> 14.06.2024.\n"
        '<b>Norises vieta:</b> <a href="https://karte.example/?a=1&amp;b=2">Koncertzāle</a>\n\n'
        "Uz tikšanos!"
    )


def test_without_a_title_the_first_paragraph_stands_first():
    assert as_messages(Content(title="", paragraphs=("Labdien!",))) == ["Labdien!"]


@pytest.mark.parametrize(
    "text",
    [
        "<b>",
        "</b>",
        "a & b &amp; c",
        "\"quoted\" 'twice'",
        "שלום (1) abc",
        "<a href='https://evil.example'>",
        "👨‍👩‍👧 ķ̧",
    ],
)
def test_what_people_write_is_never_markup(text):
    content = Content(
        title=text, paragraphs=(text,), facts=(Fact(text, text, "https://a.example/?a=1&b='2'"),), closing=(text,)
    )
    (message,) = as_messages(content)
    assert shown(message) == f"{text}\n\n{text}\n\n{text}: {text}\n\n{text}"
    assert [entity.type for entity in formatted(message, "HTML").entities] == ["bold", "bold", "text_link"]


def test_lengths_are_counted_in_utf_16():
    assert [length(text) for text in ("", "ā", "👍", "👨‍👩‍👧", "e\u0301")] == [0, 1, 2, 8, 2]


def test_a_long_content_is_cut_between_its_paragraphs():
    paragraphs = tuple(letter * 1500 for letter in "abcde")
    assert as_messages(Content(title="Title", paragraphs=paragraphs)) == [
        "<b>Title</b>\n\n" + "\n\n".join(paragraphs[:2]),
        "\n\n".join(paragraphs[2:4]),
        paragraphs[4],
    ]


@pytest.mark.parametrize(("room", "messages"), [(0, 1), (1, 2)])
def test_a_message_is_filled_to_the_last_unit(room, messages):
    content = Content(title="", paragraphs=("👍" * 1000, "x" * 1000, "y" * (MAX_LENGTH - 3004 + room)))
    assert len(as_messages(content)) == messages


def test_markup_does_not_count():
    content = Content(title="", paragraphs=("&" * MAX_LENGTH,))
    assert as_messages(content) == ["&amp;" * MAX_LENGTH]


@pytest.mark.parametrize(
    ("paragraph", "pieces"),
    [
        ("x" * 4097, ["x" * 4096, "x"]),
        ("👍" * 4096, ["👍" * 2048, "👍" * 2048]),
        ("x" + "👍" * 2048, ["x" + "👍" * 2047, "👍"]),
        ("word " * 1000, [("word " * 819).strip(), "word " * 181]),
        ("a " + "x" * 5000, ["a " + "x" * 4094, "x" * 906]),
        ("x" * 4096 + "   ", ["x" * 4096]),
    ],
)
def test_what_is_longer_than_a_message_is_cut_at_a_space_or_between_characters(paragraph, pieces):
    assert as_messages(Content(title="", paragraphs=(paragraph,))) == pieces


def test_facts_longer_than_a_message_are_paragraphs():
    facts = tuple(Fact(f"Fact {number}", "y" * 1500) for number in range(3))
    first, second = as_messages(Content(title="Title", facts=facts))
    assert shown(first) == "Title\n\n" + "\n\n".join(f"Fact {number}: " + "y" * 1500 for number in (0, 1))
    assert shown(second) == "Fact 2: " + "y" * 1500


texts = st.builds(lambda unit, times: unit * times, st.text(min_size=1, max_size=8), st.integers(1, 1200))
facts = st.builds(Fact, texts, texts, st.none() | st.just("https://karte.example/?a=1&b='2'"))


@given(
    st.builds(
        Content,
        title=st.text(min_size=1, max_size=255),
        paragraphs=st.lists(texts, max_size=4).map(tuple),
        facts=st.lists(facts, max_size=4).map(tuple),
        closing=st.lists(texts, max_size=2).map(tuple),
    )
)
def test_whatever_is_said_fits_telegram_and_nothing_is_lost(content):
    messages = [shown(message) for message in as_messages(content)]
    assert all(length(message) <= MAX_LENGTH for message in messages)
    said = (
        content.title,
        *content.paragraphs,
        *(f"{fact.label}: {fact.value}" for fact in content.facts),
        *content.closing,
    )
    assert letters("".join(messages)) == letters("".join(said))
