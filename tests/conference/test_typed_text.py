import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.typed_text import (
    folded,
    has_control_characters,
    has_letters,
    is_visible,
    one_line,
    several_lines,
    without_marks,
)

ANY_TEXT = st.text(st.characters() | st.sampled_from(" \t\r\n\u00a0\u00ad\u200b\u200d\u202e\u2800\u3164\u0301a"))


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  Anna\t Bērziņa \n", "Anna Bērziņa"),
        ("Anna\r\nBērziņa", "Anna Bērziņa"),
        ("Be\u0304rzin\u0327a", "Bērziņa"),
        ("Anna\u00a0\u2003\u3000Ozola", "Anna Ozola"),
        ("\ufeffAn\u200bna\u2060 Kal\u00adniņa", "Anna Kalniņa"),
        ("\u202eannA\u202c \u2066Ozola\u2069", "annA Ozola"),
        ("\u2800\u3164Anna\uffa0", "Anna"),
        ("e\u200b\u0304", "ē"),
        ("", ""),
    ],
)
def test_one_line(typed, tidy):
    assert one_line(typed) == tidy


@pytest.mark.parametrize(
    "text",
    [
        "Ģirts <b>Ķēniņš</b> & “Co”",
        "Анна Йорданова",
        "שרה \u200eLevi\u200f",
        "می\u200cخواهم",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "❤️",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_what_people_really_write_passes_unharmed(text):
    assert (one_line(text), several_lines(text), has_control_characters(text)) == (text, text, False)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("\n\n Sveiki,\r\n  lūdzu  zāli\r1. stāvā \n", "Sveiki,\nlūdzu zāli\n1. stāvā"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("a\n\n \n\t\n\nb", "a\n\n\nb"),
        ("a\u2028b\u2029c", "a\nb\nc"),
    ],
)
def test_several_lines(typed, tidy):
    assert several_lines(typed) == tidy


@given(ANY_TEXT)
def test_tidying_twice_changes_nothing_more(typed):
    assert one_line(one_line(typed)) == one_line(typed)
    assert several_lines(several_lines(typed)) == several_lines(typed)


@given(ANY_TEXT)
def test_tidying_never_makes_a_visible_text_invisible(typed):
    assert is_visible(one_line(typed)) == is_visible(several_lines(typed)) == is_visible(typed)


@given(st.characters(categories=["Cc", "Cs"], exclude_characters="\t\n\r"))
def test_controls_and_lone_surrogates_are_found(character):
    assert has_control_characters(f"An{character}na")


@pytest.mark.parametrize("character", ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"])
def test_noncharacters_are_found(character):
    assert has_control_characters(character)


@pytest.mark.parametrize("character", ["\t", "\n", "\r", "\ufdcf", "\ufdf0", "\ufffd", "\U0001fffd"])
def test_their_neighbours_are_no_controls(character):
    assert not has_control_characters(character)


@pytest.mark.parametrize(
    "text",
    ["", " \t\n", "\u200b\u200d\ufeff", "\u2800", "\u3164\u115f\u1160\uffa0", "\ufe0f", "\u0301", "\u202e"],
)
def test_nothing_to_see(text):
    assert not is_visible(text)


@pytest.mark.parametrize("text", ["a", "-", "\u200b.", "❤️", "\U0001fae8", "א"])
def test_something_to_see(text):
    assert is_visible(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("a", True), ("1 ņ", True), ("ש", True), ("1-3!", False), ("\u3164\u115f", False), ("", False)],
)
def test_has_letters(text, found):
    assert has_letters(text) == found


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Sociālais darbs", "socialais darbs"),
        (" SOCIALAIS  DARBS. ", "socialais darbs"),
        ("2)", "2"),
        ("2\ufe0f\u20e3", "2"),
        ("\uff12", "2"),
        ("Медицинский", "медицинскии"),
        ("Straße", "strasse"),
    ],
)
def test_folded(text, same):
    assert folded(text) == same


def test_without_marks():
    assert without_marks("Ķēniņš Žanis") == "Kenins Zanis"


@given(ANY_TEXT)
def test_a_tidy_line_is_composed_and_single_spaced(typed):
    tidy = one_line(typed)
    assert tidy == unicodedata.normalize("NFC", tidy) == " ".join(tidy.split())
