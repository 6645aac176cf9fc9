import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram import Message, MessageEntity

from conference.rich_text import FORMATS, Block, Format, blocks, is_valid, length, plain
from rehearsal.telegram.errors import BotApiError
from rehearsal.telegram.markup import formatted

ATTRIBUTES = {"span": ' class="tg-spoiler"', "tg-emoji": ' emoji-id="5368324170671202286"', "tg-time": ' unix="1"'}


def seen(html):
    """Return each block's format and its runs, with the formats and the link of each."""
    return [(block.format, [shown(run) for run in block.runs]) for block in blocks(html)]


def shown(run):
    return run.text, *(mark.link or mark.format.value for mark in run.marks)


@pytest.mark.parametrize("tag", FORMATS)
def test_every_tag_of_telegram_is_read_and_leaves_its_words(tag):
    html = f"a <{tag}{ATTRIBUTES.get(tag, '')}>b & c</{tag}> d"
    assert is_valid(html)
    assert plain(html) == "a b & c d"


@pytest.mark.parametrize(
    ("html", "said", "units"),
    [
        ("", "", 0),
        ("Labdien, <b>Anna</b>!", "Labdien, Anna!", 14),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27;", "a <b> & \"c\" 'd'", 15),
        ("👍 ā", "👍 ā", 4),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", 2),
        ('<pre><code class="language-python">a = 1</code></pre>', "a = 1", 5),
        ("<blockquote expandable>a</blockquote>", "a", 1),
    ],
)
def test_what_it_says_and_how_long_that_is(html, said, units):
    assert (plain(html), length(html), is_valid(html)) == (said, units, True)


def test_only_what_telegram_knows_is_a_reference():
    assert plain("&copy; &nbsp &ltx &amp;lt; & &lt") == "&copy; &nbsp &ltx &lt; & <"
    assert seen('<a href="https://a.example/?a=1&copy=2&amp;b=3">x</a>') == [
        (None, [("x", "https://a.example/?a=1&copy=2&b=3")])
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "<p>a</p>",
        "<b/>",
        "a < b",
        "a <b",
        "<!-- a -->",
        "<script>a</script>",
        "<span>a</span>",
        '<span class="red">a</span>',
        "<tg-emoji>👍</tg-emoji>",
        "<tg-emoji emoji-id='x'>👍</tg-emoji>",
        "<tg-time>rīt</tg-time>",
    ],
)
def test_what_telegram_would_refuse_is_not_valid(html):
    assert not is_valid(html)


@pytest.mark.parametrize(
    ("html", "said"),
    [("<b>a", "a"), ("a</b> c", "a c"), ("<b><i>a</b> c</i>", "a c"), ("<p>a</p>", "a"), ("a < b", "a < b")],
)
def test_what_is_broken_is_read_all_the_same(html, said):
    assert plain(html) == said


def test_blank_lines_part_paragraphs_and_formats_go_on_behind_them():
    assert seen(" <b>Viens\n \n\n divi</b> <i>trīs</i>\ncetri\n") == [
        (None, [("Viens", "bold")]),
        (None, [("divi", "bold"), (" ",), ("trīs", "italic"), ("\ncetri",)]),
    ]


def test_quotations_and_listings_are_whole_and_by_themselves():
    html = "<b>Sākums <blockquote>viens\n\n<i>divi</i>\n</blockquote>\nbeigas</b><pre>a\n\n  b</pre><pre> </pre>"
    assert seen(html) == [
        (None, [("Sākums", "bold")]),
        (Format.QUOTE, [("viens\n\n", "bold", "quote"), ("divi", "bold", "quote", "italic")]),
        (None, [("beigas", "bold")]),
        (Format.LISTING, [("a\n\n  b", "listing")]),
    ]


def test_a_quotation_after_another_is_another():
    assert len(blocks("<blockquote>a</blockquote><blockquote>b</blockquote>")) == 2


def test_what_is_bold_twice_is_bold():
    assert seen("<b>a<strong>b</strong></b>") == [(None, [("a", "bold"), ("b", "bold")])]


def test_without_words_there_is_nothing():
    assert blocks(" \n <b> </b>\n<blockquote>\n</blockquote>") == []


pieces = st.sampled_from(
    [f"<{tag}{ATTRIBUTES.get(tag, '')}>" for tag in FORMATS]
    + [f"</{tag}>" for tag in FORMATS]
    + [
        "a",
        " ",
        "\n",
        "👍",
        "&amp;",
        "&lt",
        "&copy=2",
        "&",
        "<",
        ">",
        "&#65;",
        "<p>",
        "</>",
        "<!--",
        '<a href="tg://a">',
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(pieces, max_size=12).map("".join))
@example("<b>a</b>")
def test_what_is_valid_is_what_telegram_takes_and_it_is_read_alike(html):
    try:
        expected = formatted(html, "HTML").text
    except BotApiError:
        expected = None
    # `</>` closes anything in Telegram; nobody writes that.
    if "</>" not in html:
        assert is_valid(html) == (expected is not None)
    if is_valid(html):
        assert plain(html).strip() == expected


@settings(deadline=None)
@given(st.lists(pieces, max_size=12).map("".join))
def test_no_word_is_lost_between_the_blocks(html):
    words = "".join(run.text for block in blocks(html) for run in block.runs)
    assert "".join(words.split()) == "".join(plain(html).split())
    assert all(isinstance(block, Block) and block.runs for block in blocks(html))


TEXT = "Labdien, <Anna> & Jūs"
NESTING = ["bold", "italic", "underline", "strikethrough", "spoiler", "text_link", "blockquote"]


@pytest.mark.parametrize("outer", NESTING)
@pytest.mark.parametrize("inner", [*NESTING, "code", "pre", "custom_emoji", "url"])
def test_what_the_library_makes_of_a_message_is_read_as_it_was_written(outer, inner):
    details = {"url": "https://a.example/?a=1&copy=2", "custom_emoji_id": "5", "language": "py"}
    both = [MessageEntity(outer, 0, len(TEXT), **details), MessageEntity(inner, 9, 6, **details)]
    html = Message(1, None, None, text=TEXT, entities=both).text_html
    assert is_valid(html)
    assert plain(html) == TEXT
