import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.telegram import Entity
from studio.page.formatting import formatted, link

KINDS = ("bold", "italic", "code", "pre", "blockquote", "spoiler", "text_link", "url", "bot_command", "mention")


def seen(html: str) -> str:
    """What is read on the page."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("a & b < c", [], "a &amp; b &lt; c"),
        ("Sveiki", [Entity("bold", 0, 6)], "<strong>Sveiki</strong>"),
        ("😀 Sveiki", [Entity("italic", 3, 6)], "😀 <em>Sveiki</em>"),
        ("ab cd", [Entity("bold", 0, 5), Entity("italic", 3, 2)], "<strong>ab <em>cd</em></strong>"),
        ("abcd", [Entity("bold", 0, 3), Entity("italic", 2, 2)], "<strong>ab<em>c</em></strong>d"),
        ("citāts\ntālāk", [Entity("blockquote", 0, 6)], "<blockquote>citāts</blockquote>tālāk"),
        ("a\n\nb", [Entity("pre", 0, 1)], "<pre>a</pre>\nb"),
        ("/help", [Entity("code", 0, 5)], "<code>/help</code>"),
        ("x", [Entity("custom_emoji", 0, 1)], "x"),
    ],
)
def test_entities_become_tags_and_everything_else_is_escaped(text: str, entities: list[Entity], html: str):
    assert formatted(text, entities) == html


def test_a_link_opens_beside_the_studio():
    shown = formatted("Karte", [Entity("text_link", 0, 5, url="https://example.org/?a=1&b=2")])
    assert shown == (
        '<a href="https://example.org/?a=1&amp;b=2" class="" target="_blank" rel="noopener noreferrer">Karte</a>'
    )


def test_a_link_to_telegram_is_followed_within_the_studio():
    assert 'data-act="link" data-to="https://t.me/rehearsal_bot?start=x"' in formatted(
        "https://t.me/rehearsal_bot?start=x"
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "tg://user?id=1", "", "//x", "https://["]
)
def test_an_address_that_no_page_may_open_stays_words(address: str):
    assert link(address, "vārdi") == "vārdi"


def test_commands_and_addresses_can_be_pressed_as_on_a_phone():
    shown = formatted("Rakstiet /mydata vai uz a@b.lv, zvaniet +371 20000001; sk. https://example.org/x.")
    assert seen(shown) == "Rakstiet /mydata vai uz a@b.lv, zvaniet +371 20000001; sk. https://example.org/x."
    assert 'data-words="/mydata"' in shown
    assert [unescape(address) for address in re.findall(r'href="([^"]*)"', shown)] == [
        "mailto:a@b.lv",
        "tel:+37120000001",
        "https://example.org/x",
    ]


def test_parts_of_paths_and_fractions_are_no_commands():
    assert "<" not in formatted("1/2, un/vai, mape/fails/")


@given(
    st.text(max_size=40).filter(lambda text: "\n" not in text),
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 40), st.integers(1, 40)), max_size=6),
)
def test_whatever_is_marked_all_words_are_shown_once(text: str, marks: list[tuple[str, int, int]]):
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    entities = [
        Entity(kind, start, min(size, length - start), url="https://example.org")
        for kind, start, size in marks
        if start < length
    ]
    whole = [one for one in entities if not _cuts_a_character(text, one)]
    assert seen(formatted(text, whole)) == text


def _cuts_a_character(text: str, entity: Entity) -> bool:
    units = text.encode("utf-16-le", "surrogatepass")
    pieces = (units[: 2 * entity.offset], units[: 2 * (entity.offset + entity.length)])
    return any("�" in piece.decode("utf-16-le", "replace") for piece in pieces)
