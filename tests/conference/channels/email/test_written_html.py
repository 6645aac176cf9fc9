import pytest

from conference.channels.email.style import LINK, LISTING, MONOSPACE, OPTIONS, PARAGRAPH, QUOTE
from conference.channels.email.written_html import written_html
from conference.content import Poll, Spot, Written
from tests.conference.channels.email.test_html import Document


def html(source="", **parts):
    """Return the HTML without its styles, which say the same everywhere."""
    shown = "\n".join(written_html(Written(source, **parts)))
    for style in (QUOTE, OPTIONS, PARAGRAPH, LISTING, LINK, MONOSPACE):
        shown = shown.replace(f' style="{style}"', "")
    return shown.replace(' class="ink" dir="auto"', "").replace(' class="link"', "")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>a</b><strong>b</strong>", "<strong>a</strong><strong>b</strong>"),
        ("<i>a</i><em>b</em>", "<em>a</em><em>b</em>"),
        ("<u>a</u><ins>b</ins>", "<u>a</u><u>b</u>"),
        ("<s>a</s><strike>b</strike><del>c</del>", "<s>a</s><s>b</s><s>c</s>"),
        ("<code>a &lt; b</code>", "<code>a &lt; b</code>"),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab"),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍"),
        ('<tg-time unix="1">rīt</tg-time>', "rīt"),
        ("<b>a <i>b</i> c</b> d", "<strong>a <em>b</em> c</strong> d"),
    ],
)
def test_formats_are_those_that_mail_clients_know(source, shown):
    assert html(source) == f"<p>{shown}</p>"


def test_paragraphs_and_lines_are_the_writers_own():
    assert html("<b>Viens\n</b>divi\n\ntrīs") == "<p><strong>Viens<br>\n</strong>divi</p>\n<p>trīs</p>"


def test_formats_go_on_from_block_to_block():
    assert html("<b>a\n\nb <blockquote expandable>c\n\nd</blockquote></b>") == (
        "<p><strong>a</strong></p>\n<p><strong>b</strong></p>\n"
        '<blockquote class="ink quote" dir="auto"><strong>c<br>\n<br>\nd</strong></blockquote>'
    )


def test_a_listing_keeps_its_lines():
    assert html('<pre><code class="language-py">if a &lt; b:\n\n    https://a.example/</code></pre>') == (
        "<pre><code>if a &lt; b:\n\n    https://a.example/</code></pre>"
    )


@pytest.mark.parametrize(
    "address", ["https://a.example/?a=1&b=2", "HTTP://a.example", "mailto:a@b.example", "tg://user?id=7"]
)
def test_links_are_followed(address):
    (found,) = Document(html(f'<a href="{address}">šeit</a>')).attribute("a", "href")
    assert found == address


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//a.example", "/x", "", " javascript:x", "file:///x"]
)
def test_what_leads_nowhere_safe_is_no_link(address):
    assert html(f'<a href="{address}">šeit</a>') == "<p>šeit</p>"


@pytest.mark.parametrize(
    ("source", "address", "around"),
    [
        ("Skat. https://a.example/x.", "https://a.example/x", ["Skat.", "https://a.example/x", "."]),
        ("(https://a.example/?a=1&amp;b=2)", "https://a.example/?a=1&b=2", ["(", "https://a.example/?a=1&b=2", ")"]),
        ("„http://a.example/”", "http://a.example/", ["„", "http://a.example/", "”"]),
        ("<b>https://a.example</b>", "https://a.example", ["https://a.example"]),
    ],
)
def test_an_address_among_the_words_is_a_link(source, address, around):
    page = Document(html(source))
    assert (page.attribute("a", "href"), page.words) == ([address], around)


@pytest.mark.parametrize(
    "source", ['<a href="https://a.example/">https://b.example/</a>', "<code>https://a.example/</code>"]
)
def test_a_link_or_a_code_has_no_other_link_within(source):
    assert len(Document(html(source)).attribute("a", "href")) == ("href" in source)


NASTY = "</p><script>alert(1)</script>\"'&"


def test_nothing_but_known_tags_gets_through():
    for source in (
        f"<p>{NASTY}",
        f'<b onclick="x">{NASTY}</b>',
        f'<a href="{NASTY}">x</a>',
        '<img src="x"><style>p{}</style>',
    ):
        page = Document(html(source))
        assert {tag for tag, _ in page.elements} <= {"p", "strong"}
        assert all(not attributes for _, attributes in page.elements)


def test_a_poll_is_its_question_and_its_options():
    poll = Poll("Kuru <darbnīcu>?", ("Pirmo & otro", "Trešo"))
    assert html(poll=poll) == (
        "<p><strong>Kuru &lt;darbnīcu&gt;?</strong></p>\n"
        '<ul class="ink">\n<li dir="auto">Pirmo &amp; otro</li>\n<li dir="auto">Trešo</li>\n</ul>'
    )


def test_a_point_is_a_link_to_a_map():
    page = Document(html(spot=Spot(57.3135, -0.25)))
    assert page.words == ["57.3135, -0.25"]
    assert page.attribute("a", "href") == [
        "https://www.openstreetmap.org/?mlat=57.3135&mlon=-0.25#map=17/57.3135/-0.25"
    ]
