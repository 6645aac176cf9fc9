from dataclasses import replace

import pytest

from conference.channels.email.return_path import return_path, tickets_in
from conference.signing import Signing

OURS = Signing("a secret")
ILZE = "ilze.kalnina@skola.example"


def a_ticket():
    (ticket,) = tickets_in(return_path("konference@cesis.example", OURS, 31, 17, ILZE))
    return ticket


def test_it_leads_to_the_mailbox_and_is_short_enough_for_the_longest_numbers():
    path = return_path("k" * 20 + "@cesis.example", OURS, 10**10 - 1, 10**10 - 1, ILZE)
    name, _, domain = path.partition("@")
    assert (path.partition("+")[0], domain) == ("k" * 20, "cesis.example")
    assert len(name) <= 64, "RFC 5321, 4.5.3.1.1"


def test_what_comes_back_names_the_notice_and_the_person():
    ticket = a_ticket()
    assert (ticket.notice_id, ticket.person_id, ticket.is_genuine(OURS, ILZE)) == (31, 17, True)


@pytest.mark.parametrize("change", [{"notice_id": 32}, {"person_id": 18}, {"signature": "a" * 16}])
def test_a_forged_one_is_not_genuine(change):
    assert not replace(a_ticket(), **change).is_genuine(OURS, ILZE)


def test_nor_is_one_of_an_earlier_address():
    assert not a_ticket().is_genuine(OURS, "ilze@skola.example")


def test_it_is_found_in_any_header_once_and_in_capitals_too():
    path = return_path("konference@cesis.example", OURS, 31, 17, ILZE)
    headers = f"Delivered-To: {path}\r\nTo: <{path.upper()}>\r\nX-Original-To: {path}\r\n"
    assert set(tickets_in(headers)) == {a_ticket()}
    assert list(tickets_in("To: konference+kopa-31-17@cesis.example")) == []
