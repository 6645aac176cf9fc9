from html.parser import HTMLParser

import pytest

from conference.channels.email.html import as_html
from conference.content import Action, Content, Fact, Written
from tests.conference.channels.email.examples import a_content

VOID = {"meta", "br"}


class Document(HTMLParser):
    """Reads a document strictly: every element is closed where it was opened."""

    def __init__(self, source):
        super().__init__()
        self.open, self.elements, self.words = [], [], []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip() and self.open[-1] != "style":
            self.words.append(data.strip())

    def attribute(self, tag, name):
        return [attributes[name] for element, attributes in self.elements if element == tag and name in attributes]


def html(content, event_title="Kopā bērnu drošībai", language="lv"):
    return as_html(content, event_title, language)


def document(content=None, **event):
    return Document(html(content or a_content(), **event))


def test_it_reads_in_order_without_styles():
    assert document().words == [
        "Konference „Kopā bērnu drošībai” notiks rīt",  # the title of the window
        "Kopā bērnu drošībai",
        "Konference „Kopā bērnu drošībai” notiks rīt",
        "Labdien, Ilze Kalniņa!",
        "Atgādinām, ka rīt, 2024. gada 14. jūnijā, notiks konference.",
        "Datums",
        "14.06.2024.",
        "Norises vieta",
        "Cēsu koncertzāle",
        "Raunas iela 12, Cēsis",
        "Ja nevarēsiet piedalīties, lūdzam par to paziņot.",
        "Mans pieteikums",
        "Nevarēšu piedalīties",
        "Šo vēstuli Jums nosūtīja Cēsu novada pašvaldība.",
    ]


def test_only_what_has_a_link_is_a_link():
    assert document().attribute("a", "href") == [
        "https://karte.example/?lat=57&lon=25",
        "https://t.example/kopa?start=1&lang=lv",
        "https://t.example/kopa?start=2",
    ]


def test_nothing_is_loaded_from_anywhere():
    tags = {tag for tag, _ in document().elements}
    assert not tags & {"img", "link", "script", "iframe", "object", "form", "base"}
    assert "url(" not in html(a_content())
    assert "@import" not in html(a_content())


def test_it_is_labelled_for_readers_and_screen_readers():
    page = document(language="ru")
    assert page.attribute("html", "lang") == ["ru"]
    assert page.attribute("th", "scope") == ["row", "row"]
    assert {"td", "p", "h1"} <= {tag for tag, attributes in page.elements if attributes.get("dir") == "auto"}


NASTY = """<b>"O'Neil" & $body</b><script>alert(1)</script> שלום"""


@pytest.mark.parametrize(
    "content",
    [
        Content(NASTY),
        Content("T", (NASTY,)),
        Content("T", closing=(NASTY,)),
        Content("T", facts=(Fact(NASTY, NASTY, NASTY),)),
        Content("T", actions=(Action(NASTY, link=NASTY), Action(NASTY, link=NASTY))),
        Content("T", footer=(NASTY,)),
    ],
)
def test_every_string_is_only_ever_text(content):
    page = document(content)
    assert NASTY in page.words
    assert set(page.attribute("a", "href")) <= {NASTY}
    assert not {"b", "script"} & {tag for tag, _ in page.elements}


def test_so_are_the_event_and_the_language():
    page = document(event_title=NASTY, language='lv"><script>')
    assert NASTY in page.words
    assert page.attribute("html", "lang") == ['lv"><script>']


def test_what_is_not_there_leaves_no_trace():
    page = document(Content("Labdien"))
    assert page.words == ["Labdien", "Kopā bērnu drošībai", "Labdien"]
    assert {tag for tag, _ in page.elements} & {"th", "a"} == set()


def test_the_writers_own_lines_stay():
    assert "Pirmā rinda<br>\nOtrā rinda" in html(Content("T", ("Pirmā rinda\nOtrā rinda",)))


def test_what_an_organiser_wrote_stands_after_the_paragraphs():
    page = document(Content("T", ("Pirms",), closing=("Pēc",), written=Written("Pa <b>vidu</b>")))
    assert page.words[-4:] == ["Pirms", "Pa", "vidu", "Pēc"]
