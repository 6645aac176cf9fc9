import pytest

from conference.channels.email.written_text import written_text
from conference.content import Media, MediaKind, Poll, Spot, Written

PHOTO = Media(MediaKind.PHOTO, "file-1", "karte.jpg", "image/jpeg", 1000)


def text(html="", **parts):
    return list(written_text(Written(html, **parts)))


def test_formats_leave_their_words():
    assert text("<b>Labdien</b>, <i>Anna</i> &amp; <tg-spoiler>Jānis</tg-spoiler>!") == ["Labdien, Anna & Jānis!"]


def test_paragraphs_are_wrapped_and_keep_their_own_lines():
    assert text("Viens\ndivi\n\n" + "vārds " * 20) == ["Viens\ndivi", f"{'vārds ' * 11}vārds\n{'vārds ' * 7}vārds"]


def test_a_quotation_is_marked_at_every_line():
    assert text(f"<blockquote>Viens\n\n{'vārds ' * 15}</blockquote>") == [
        f"> Viens\n>\n> {'vārds ' * 11}vārds\n> vārds vārds vārds"
    ]


def test_a_listing_stays_as_it_is():
    listing = "a  =  1\n\n    " + "x " * 60 + "x"
    assert text(f"<pre>{listing}</pre>") == [listing]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="https://a.example/x">Programma</a>.', "Programma <https://a.example/x>."),
        ('<a href="https://a.example/x">Programma </a>un', "Programma <https://a.example/x> un"),
        ('<a href="https://a.example/x">Pro<b>gramma</b></a>', "Programma <https://a.example/x>"),
        ('<a href="https://a.example/">www.a.example</a>', "www.a.example <https://a.example/>"),
        ('<a href="http://www.a.example/">www.a.example</a>', "www.a.example"),
        ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
        ('<a href="mailto:a@b.example">rakstiet</a>', "rakstiet <a@b.example>"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<a href="tg://user?id=7">Anna</a>', "Anna"),
        ('<a href="javascript:alert(1)">Anna</a>', "Anna"),
    ],
)
def test_the_address_of_a_link_follows_its_words_unless_they_name_it(html, said):
    assert text(html) == [said]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<s>Zāle 1</s> Zāle 2", "~Zāle 1~ Zāle 2"),
        ("<s>Zāle <b>1</b> </s><b>Zāle 2</b>", "~Zāle 1~ Zāle 2"),
        ('<s><a href="https://a.example/x">Karte</a></s>', "~Karte <https://a.example/x>~"),
    ],
)
def test_what_is_struck_out_does_not_read_as_if_it_still_held(html, said):
    assert text(html) == [said]


def test_an_address_is_written_out_once():
    link = '<a href="https://a.example/x">{}</a>'
    assert text(f"{link.format('Programma')}\n\n{link.format('šeit')} un {link.format('te')}") == [
        "Programma <https://a.example/x>",
        "šeit un te",
    ]


def test_a_poll_is_its_question_and_its_options():
    poll = Poll("Kuru darbnīcu izvēlaties?", ("Pirmo", "vārds " * 15))
    assert text(poll=poll) == [f"Kuru darbnīcu izvēlaties?\n\n- Pirmo\n- {'vārds ' * 11}vārds\n  vārds vārds vārds"]


def test_a_point_is_a_link_to_a_map():
    assert text(spot=Spot(57.3135, -0.25)) == [
        "https://www.openstreetmap.org/?mlat=57.3135&mlon=-0.25#map=17/57.3135/-0.25"
    ]


def test_a_file_is_its_caption():
    assert text("Karte", media=PHOTO) == ["Karte"]
    assert text(media=PHOTO) == []
