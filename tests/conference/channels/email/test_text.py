import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from conference.channels.email.text import as_text, wrapped
from conference.content import Content, Fact
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


@settings(deadline=None)
@given(st.text(st.sampled_from(" \t\u00a0-xā"), max_size=100), st.sampled_from(["", "  "]))
def test_a_line_that_fits_is_what_the_wrapper_would_make_of_it(line, hanging):
    wrapper = textwrap.TextWrapper(76, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    assert wrapped(line, hanging) == wrapper.fill(line)
