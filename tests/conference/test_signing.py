import re

import pytest

from conference.signing import Signing

OURS = Signing("a secret")


def test_a_signature_is_short_and_survives_being_written_in_capitals():
    signature = OURS.sign("bounce", 31, 17)
    assert re.fullmatch("[a-z2-7]{16}", signature)
    assert OURS.is_genuine(signature.upper(), "bounce", 31, 17)


@pytest.mark.parametrize(
    ("signing", "purpose", "parts"),
    [
        (Signing("another secret"), "bounce", (31, 17)),
        (OURS, "unsubscribe", (31, 17)),
        (OURS, "bounce", (31, 18)),
        (OURS, "bounce", (3, 117)),
        (OURS, "bounce", (31, 17, "")),
    ],
    ids=["secret", "purpose", "value", "where one part ends", "number of parts"],
)
def test_it_is_worth_nothing_for_anything_else(signing, purpose, parts):
    assert not signing.is_genuine(OURS.sign("bounce", 31, 17), purpose, *parts)


def test_what_is_no_signature_is_not_genuine():
    assert not OURS.is_genuine("ā", "bounce", 31, 17)


def test_where_guessing_must_be_hopeless_it_is_longer():
    signature = OURS.sign("take over", 31, octets=16)
    assert re.fullmatch("[a-z2-7]{26}", signature)
    assert OURS.is_genuine(signature, "take over", 31, octets=16)
    assert not OURS.is_genuine(signature[:16], "take over", 31, octets=16)
