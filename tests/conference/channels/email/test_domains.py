from datetime import UTC, datetime, timedelta

from conference.channels.email.domains import SlowDomains

START = datetime(2024, 6, 13, 7, tzinfo=UTC)
SCHOOL, OTHER = "skola.example", "cita.example"


def at(seconds):
    return START + timedelta(seconds=seconds)


def wait(domains, domain, seconds):
    return domains.wait(domain, at(seconds)).total_seconds()


def refused_after_each_rest(domains, times):
    """Refuse what is sent at the end of each rest; return how long each was, and when the last ends."""
    lengths, now = [], START
    for _ in range(times):
        domains.note_refusal(SCHOOL, now, now)
        rest = domains.wait(SCHOOL, now)
        lengths.append(rest.total_seconds())
        now += rest
    return lengths, now


def test_a_domain_that_refuses_rests_and_others_do_not():
    domains = SlowDomains()
    domains.note_refusal(SCHOOL, at(0), at(1))
    assert [wait(domains, SCHOOL, seconds) for seconds in (1, 2, 3, 60)] == [2, 1, 0, 0]
    assert wait(domains, OTHER, 1) == 0


def test_each_rest_is_twice_as_long_up_to_an_hour():
    lengths, _ = refused_after_each_rest(SlowDomains(), 14)
    assert lengths == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]


def test_what_was_sent_side_by_side_is_refused_once():
    domains = SlowDomains()
    for seconds in (1, 1, 2.5):
        domains.note_refusal(SCHOOL, at(0), at(seconds))
    assert wait(domains, SCHOOL, 1) == 2


def test_successes_shorten_the_next_rest():
    domains = SlowDomains()
    _, end = refused_after_each_rest(domains, 4)
    domains.note_success(SCHOOL, end)
    domains.note_refusal(SCHOOL, end, end)
    assert domains.wait(SCHOOL, end).total_seconds() == 16


def test_after_enough_of_them_nothing_is_held_against_it():
    domains = SlowDomains()
    _, end = refused_after_each_rest(domains, 4)
    for _ in range(4):
        domains.note_success(SCHOOL, end)
    domains.note_refusal(SCHOOL, end, end)
    assert domains.wait(SCHOOL, end).total_seconds() == 2


def test_a_success_from_before_the_rest_does_not_end_it():
    domains = SlowDomains()
    domains.note_refusal(SCHOOL, at(0), at(1))
    domains.note_success(SCHOOL, at(0))
    assert wait(domains, SCHOOL, 1) == 2


def test_a_success_of_a_domain_that_never_refused_is_not_remembered():
    domains = SlowDomains()
    domains.note_success(SCHOOL, at(0))
    assert wait(domains, SCHOOL, 0) == 0


def test_what_was_long_ago_is_forgotten():
    domains = SlowDomains()
    _, end = refused_after_each_rest(domains, 5)
    later = end + timedelta(hours=1)
    domains.note_refusal(OTHER, later, later)
    domains.note_refusal(SCHOOL, later, later)
    assert domains.wait(SCHOOL, later).total_seconds() == 2
