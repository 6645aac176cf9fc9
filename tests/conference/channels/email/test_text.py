from conference.channels.email.text import as_text
from conference.content import Content, Fact, Written
from tests.conference.channels.email.examples import a_content

REMINDER = """\
Kopā bērnu drošībai

Konference „Kopā bērnu drošībai” notiks rīt
===========================================

Labdien, Ilze Kalniņa!

Atgādinām, ka rīt, 2024. gada 14. jūnijā, notiks konference.

Datums: 14.06.2024.
Norises vieta: Cēsu koncertzāle
  Raunas iela 12, Cēsis
  https://karte.example/?lat=57&lon=25

Ja nevarēsiet piedalīties, lūdzam par to paziņot.

Mans pieteikums:
https://t.example/kopa?start=1&lang=lv

Nevarēšu piedalīties:
https://t.example/kopa?start=2

--\x20
Šo vēstuli Jums nosūtīja Cēsu novada pašvaldība.
"""


def test_a_whole_reminder():
    assert as_text(a_content(), "Kopā bērnu drošībai") == REMINDER


def test_what_is_not_there_leaves_no_gap():
    assert as_text(Content("Labdien"), "Kopā bērnu drošībai") == "Kopā bērnu drošībai\n\nLabdien\n=======\n"


def test_long_lines_are_wrapped_between_words_and_links_are_left_whole():
    link = "https://karte.example/" + "x-y" * 40
    content = Content(
        "Nosaukums " * 20, ("vārds " * 50, f"Skat. {link}"), (Fact("Norises vieta", "vārds " * 50, link),)
    )
    lines = as_text(content, "Kopā bērnu drošībai").splitlines()
    assert [line for line in lines if "x-y" in line] == [link, f"  {link}"]
    assert max(len(line) for line in lines if link not in line) <= 76
    assert [line for line in lines if set(line) == {"="}] == ["=" * 69]


def test_the_writers_own_lines_stay():
    text = as_text(Content("T", ("Pirmā rinda\nOtrā rinda",)), "Kopā bērnu drošībai")
    assert text.endswith("\n\nPirmā rinda\nOtrā rinda\n")


def test_what_an_organiser_wrote_stands_after_the_paragraphs():
    content = Content("T", ("Pirms",), closing=("Pēc",), written=Written("Pa <b>vidu</b>"))
    assert as_text(content, "E") == "E\n\nT\n=\n\nPirms\n\nPa vidu\n\nPēc\n"
