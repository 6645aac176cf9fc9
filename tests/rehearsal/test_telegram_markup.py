import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.telegram import Entity
from rehearsal.telegram.errors import BotApiError
from rehearsal.telegram.markup import Formatted, formatted, utf16_length


def html(source):
    return formatted(source, "HTML")


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("Labdien", "Labdien", []),
        ("<b>Cēsis</b>", "Cēsis", [Entity("bold", 0, 5)]),
        ("<strong>1</strong><i>2</i><em>3</em>", "123",
         [Entity("bold", 0, 1), Entity("italic", 1, 1), Entity("italic", 2, 1)]),
        ("<u>1</u><ins>2</ins><s>3</s><strike>4</strike><del>5</del>", "12345",
         [Entity("underline", 0, 1), Entity("underline", 1, 1), Entity("strikethrough", 2, 1),
          Entity("strikethrough", 3, 1), Entity("strikethrough", 4, 1)]),
        ("<tg-spoiler>1</tg-spoiler><span class='tg-spoiler'>2</span>", "12",
         [Entity("spoiler", 0, 1), Entity("spoiler", 1, 1)]),
        ("<blockquote>1</blockquote><blockquote expandable>2</blockquote>", "12",
         [Entity("blockquote", 0, 1), Entity("expandable_blockquote", 1, 1)]),
        ("<code>a</code> <pre>b</pre>", "a b", [Entity("code", 0, 1), Entity("pre", 2, 1)]),
        ('<pre><code class="language-toml">a</code></pre>', "a", [Entity("pre", 0, 1, language="toml")]),
        ('<a href="https://example.lv/?a=1&amp;b=2">šeit</a>', "šeit",
         [Entity("text_link", 0, 4, url="https://example.lv/?a=1&b=2")]),
        ("😀 <b>😀<i>x</i></b>", "😀 😀x", [Entity("bold", 3, 3), Entity("italic", 5, 1)]),
        ('<a href="tg://user?id=7">Anna</a>', "Anna", [Entity("text_mention", 0, 4, user_id=7)]),
        ("<a>https://example.lv</a>", "https://example.lv",
         [Entity("text_link", 0, 18, url="https://example.lv")]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍",
         [Entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")]),
        ('<tg-time unix="1647531900" format="wDT">rīt</tg-time>', "rīt",
         [Entity("date_time", 0, 3, unix_time=1647531900, date_time_format="wDT")]),
        ("<pre><code>a</code></pre>", "a", [Entity("pre", 0, 1)]),
        ("<b><code>a</code> <i>b</i></b>", "a b",
         [Entity("bold", 0, 3), Entity("code", 0, 1), Entity("italic", 2, 1)]),
        ("<code>a <b>b</b></code>", "a b", [Entity("code", 0, 3)]),
        ("<blockquote><code>a</code></blockquote>", "a", [Entity("blockquote", 0, 1), Entity("code", 0, 1)]),
        ("<B>1</B>", "1", [Entity("bold", 0, 1)]),
        ("<b></b>1", "1", []),
        ("  <b> 1 </b>\n", "1", [Entity("bold", 0, 1)]),
        ("&lt;b&gt; &amp;amp; &quot;&#34;&#x201E;", '<b> &amp; ""„', []),
        ("&nbsp;&copy; a & b &ltd", "&nbsp;&copy; a & b &ltd", []),
        ("a > b", "a > b", []),
        ("<a href='mailto:a@example.lv'>1</a><a>2</a>", "12", []),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(source, text, entities):
    assert html(source) == Formatted(text, tuple(entities), source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("ā<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<p>1</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<span>1</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x>1</a>', "Unclosed start tag at byte offset 0"),
        ("<b>1", 'Can\'t find end tag corresponding to start tag "b"'),
        ("1</b>", "Unexpected end tag at byte offset 1"),
        ('<tg-emoji emoji-id="0">1</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("<tg-emoji>1</tg-emoji>", "Invalid custom emoji identifier specified"),
        ('<tg-time unix="rīt">1</tg-time>', "Invalid Unix time specified"),
        ("<b><i>1</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ],
)
def test_broken_html_is_refused(source, reason):
    with pytest.raises(BotApiError, match=re.escape(f"Bad Request: can't parse entities: {reason}")):
        html(source)


def test_a_mode_that_the_rehearsal_does_not_know_is_refused():
    with pytest.raises(BotApiError, match="unsupported parse_mode"):
        formatted("*1*", "MarkdownV2")


def test_without_a_mode_the_text_is_taken_as_it_is_with_the_given_entities():
    given_entities = [{"type": "bold", "offset": 0, "length": 3}]
    assert formatted("<b>", None, given_entities) == Formatted("<b>", (Entity("bold", 0, 3),), "&lt;b&gt;")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"type": "text_link"}, 'Can\'t find field "url"'),
        ({"type": "custom_emoji"}, 'Can\'t find field "custom_emoji_id"'),
        ({"type": "text_mention"}, 'Can\'t find field "user"'),
        ({"type": "blinking"}, ""),
    ],
)
def test_an_entity_that_telegram_refuses_is_refused(fields, reason):
    with pytest.raises(BotApiError, match=f"can't parse MessageEntity.*{reason}"):
        formatted("1", None, [fields | {"offset": 0, "length": 1}])


def test_of_more_than_a_hundred_entities_a_hundred_are_shown():
    assert len(html("<b>1</b><i>2</i>" * 51).entities) == 100


@given(st.text())
def test_escaped_text_comes_out_as_it_went_in(text):
    source = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert html(source).text == text.strip()


@given(st.text(alphabet="<>/abi &;\"'=ā😀"))
def test_any_source_is_either_parsed_or_refused(source):
    with suppress(BotApiError):
        parsed = html(source)
        assert all(entity.offset + entity.length <= utf16_length(parsed.text) for entity in parsed.entities)


@given(st.text())
def test_lengths_are_counted_in_utf16_code_units(text):
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
