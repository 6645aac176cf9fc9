import pytest

from conference.signing import Signing
from conference.unsubscribing import link, read

OURS = Signing("a secret")
LINK = link("https://kopa.example.org", OURS, 17, "cesis-2024")
TOKEN = LINK.rpartition("/")[2]


def test_a_link_names_the_person_and_the_event():
    assert LINK.startswith("https://kopa.example.org/unsubscribe/17.cesis-2024.")
    assert read(TOKEN, OURS) == (17, "cesis-2024")


@pytest.mark.parametrize(
    "token",
    ["", TOKEN.replace("17", "18", 1), TOKEN.replace("2024", "2025"), TOKEN[:-1], f"{TOKEN}a", TOKEN.replace(".", "")],
)
def test_a_forged_or_damaged_one_names_nobody(token):
    assert read(token, OURS) is None


def test_one_of_another_service_names_nobody():
    assert read(TOKEN, Signing("another secret")) is None
