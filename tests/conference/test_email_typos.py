import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.email_typos import GENUINE, WELL_KNOWN, is_one_slip, likely_domain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmail.lv", "gmail.com"),
        ("gmail.com.lv", "gmail.com"),
        ("gmail.сom", "gmail.com"),
        ("inbx.lv", "inbox.lv"),
        ("inbox.lb", "inbox.lv"),
        ("ibnox.lv", "inbox.lv"),
        ("outlok.com", "outlook.com"),
        ("hotmial.com", "hotmail.com"),
        ("yahooo.com", "yahoo.com"),
        ("iclod.com", "icloud.com"),
        ("apolo.lv", "apollo.lv"),
        ("eapollo.lv", "e-apollo.lv"),
        ("tvnett.lv", "tvnet.lv"),
        ("cēsis.lv", "cesis.lv"),
        ("cesunovad.lv", "cesunovads.lv"),
        ("vp.gv.lv", "vp.gov.lv"),
        ("maill.ru", "mail.ru"),
        ("yandx.ru", "yandex.ru"),
    ],
)
def test_a_slip_of_a_well_known_domain(typed, meant):
    assert likely_domain(typed) == meant


@pytest.mark.parametrize("domain", [*WELL_KNOWN, *sorted(GENUINE)])
def test_genuine_domains_are_not_doubted(domain):
    assert likely_domain(domain) is None


@pytest.mark.parametrize(
    "domain",
    [
        "vm.gov.lv", "zm.gov.lv", "cvg.edu.lv", "edi.lv", "one.lv", "lu.lv", "rsu.lv", "gmx.lv", "me.com", "msn.com",
        "hotmail.lv", "outlook.lv", "yahoo.de", "hotmail.co.uk", "example.org", "kopa.test", "e-gmail.com", "почта.рф",
    ],
)  # fmt: skip
def test_other_domains_are_not_doubted(domain):
    assert likely_domain(domain) is None


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("inbox", "inbox", False),
        ("inbx", "inbox", True),
        ("inboxx", "inbox", True),
        ("imbox", "inbox", True),
        ("ibnox", "inbox", True),
        ("xnboi", "inbox", False),
        ("inb", "inbox", False),
        ("ibn", "inbox", False),
        ("", "i", True),
        ("", "", False),
    ],
)
def test_is_one_slip(typed, meant, slip):
    assert is_one_slip(typed, meant) == slip


def edited_once(text: str) -> set[str]:
    """Every text that one slip makes of *text*, spelt out."""
    cuts = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    missing = {head + tail[1:] for head, tail in cuts}
    added = {head + letter + tail for head, tail in cuts for letter in "abc"}
    wrong = {head + letter + tail[1:] for head, tail in cuts if tail for letter in "abc"}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    return (missing | added | wrong | swapped) - {text}


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_slip_is_what_one_edit_makes(typed, meant):
    assert is_one_slip(typed, meant) == (typed in edited_once(meant))


@given(st.text(max_size=6).map(lambda text: text + ".lv") | st.sampled_from(WELL_KNOWN).map(lambda known: known[1:]))
def test_a_suggestion_is_well_known_and_stands(domain):
    suggestion = likely_domain(domain)
    assert suggestion is None or (suggestion in WELL_KNOWN and likely_domain(suggestion) is None)
