import random

import pytest

from conference.channels.email.bounces import Bounce, Verdict, read_bounce
from conference.channels.email.return_path import return_path, tickets_in
from conference.signing import Signing
from tests.conference.channels.email.reports import HUMAN, PLAIN, POSTFIX, STYLES, VACATION, a_report

TO = return_path("konference@cesis.example", Signing("a secret"), 31, 17, "ilze.kalnina@skola.example")
OURS = tuple(tickets_in(TO))


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_mailbox_that_does_not_exist_is_bad_whoever_says_so(style):
    assert read_bounce(a_report(TO, style=style)) == Bounce(OURS, Verdict.BAD_MAILBOX, "5.1.1")


@pytest.mark.parametrize(
    ("status", "diagnostic", "expected", "exact"),
    [
        ("5.1.1", "550 5.1.1 User unknown", Verdict.BAD_MAILBOX, "5.1.1"),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Verdict.BAD_MAILBOX, "5.1.10"),
        ("5.1.2", "", Verdict.BAD_MAILBOX, "5.1.2"),
        ("5.2.1", "550 5.2.1 Disabled", Verdict.BAD_MAILBOX, "5.2.1"),
        ("5.4.4", "", Verdict.BAD_MAILBOX, "5.4.4"),
        ("5.4.310", "550 5.4.310 DNS domain does not exist", Verdict.BAD_MAILBOX, "5.4.310"),
        ("5.0.0 (undefined status)", "550-5.1.1 The account does not exist", Verdict.BAD_MAILBOX, "5.1.1"),
        ("5.2.2", "552 5.2.2 Over quota", Verdict.FAILED, "5.2.2"),
        ("4.4.7", "450 4.4.1 Timed out", Verdict.FAILED, "4.4.7"),
        ("4.4.1", "connect to mx.skola.example: Connection timed out", Verdict.FAILED, "4.4.1"),
        ("5.0.0", "554 Transaction failed", Verdict.FAILED, "5.0.0"),
        ("5.3.4", "552 5.3.4 Too big", Verdict.FAILED, "5.3.4"),
        ("5.7.1", "550 5.7.1 Not authorised", Verdict.REFUSED, "5.7.1"),
        ("5.7.26", "550-5.7.26 Unauthenticated mail is prohibited", Verdict.REFUSED, "5.7.26"),
        ("5.0.0", "550 5.7.26 Unauthenticated mail is prohibited", Verdict.REFUSED, "5.7.26"),
        ("5.1.8", "550 5.1.8 Sender address rejected", Verdict.REFUSED, "5.1.8"),
        ("nonsense", "nonsense", Verdict.FAILED, None),
    ],
)
def test_the_status_says_whose_fault_it_is(status, diagnostic, expected, exact):
    assert read_bounce(a_report(TO, status, diagnostic)) == Bounce(OURS, expected, exact)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "Delayed (will retry)"])
def test_what_is_delayed_or_has_arrived_is_no_failure(action):
    assert read_bounce(a_report(TO, "4.4.1", action=action)) == Bounce(OURS, Verdict.UNKNOWN)


def test_what_has_arrived_at_one_of_several_mailboxes_has_arrived():
    both = POSTFIX.replace("Remote-MTA", "\nFinal-Recipient: rfc822; i@skola.example\nAction: relayed\nRemote-MTA")
    assert read_bounce(a_report(TO, style=both)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("style", [PLAIN, VACATION])
def test_what_only_a_human_could_tell_is_unknown(style):
    assert read_bounce(a_report(TO, style=style)) == Bounce(OURS, Verdict.UNKNOWN)


def test_a_letter_to_the_organisers_is_none_of_ours():
    assert read_bounce(HUMAN.encode()) == Bounce((), Verdict.UNKNOWN)


def test_the_ticket_counts_only_where_the_message_was_delivered_to_not_in_what_it_quotes():
    assert read_bounce(a_report("konference@cesis.example") + TO.encode()).tickets == ()


def test_a_message_that_was_cut_off_after_its_report_is_understood():
    report = a_report(TO)
    assert read_bounce(report[: report.index(b"Undelivered Message Headers")]) == Bounce(
        OURS, Verdict.BAD_MAILBOX, "5.1.1"
    )


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_damaged_messages_are_read_all_the_same(style):
    damage = random.Random(1)  # noqa: S311  the same damage each time
    whole = a_report(TO, style=style)
    for _ in range(300):
        octets = bytearray(whole)
        for _ in range(damage.randrange(1, 30)):
            octets[damage.randrange(len(octets))] = damage.randrange(256)
        assert isinstance(read_bounce(bytes(octets[: damage.randrange(len(octets))])), Bounce)
