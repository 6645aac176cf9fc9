from benchmarks import crash
from conference.outbox import DeliveryStatus, NoticeKind

SENT, WAITING, UNCERTAIN = DeliveryStatus.SENT, DeliveryStatus.WAITING, DeliveryStatus.UNCERTAIN
REMINDER, ANNOUNCEMENT = NoticeKind.REMINDER, NoticeKind.ANNOUNCEMENT


async def test_three_kills_lose_nothing():
    verdict = await crash.crash(rounds=3, seed=1)
    assert verdict.is_right
    assert verdict.rounds == 3
    once = verdict.received - verdict.repeated + verdict.uncertain_missed
    assert once >= 4 * crash.crash_kopa.MORE  # of three kinds, and a confirmation has two parts
    assert once % crash.crash_kopa.MORE == 0
    assert crash.table(verdict).row_count == 11


def arrived(**times: int) -> crash.Arrived:
    return crash.Arrived({(int(chat[1:]), "sendMessage"): count for chat, count in times.items()})


def test_what_was_under_way_at_a_kill_may_come_once_more():
    verdict = crash.compare([(1, REMINDER, SENT), (2, REMINDER, SENT)], arrived(_1=2, _2=1), [[1, 2], []])
    assert verdict == crash.Verdict(rounds=2, hits=1, most_under_way=2, under_way=2, received=3, repeated=1)
    assert verdict.is_right


def test_what_was_not_under_way_may_not_come_once_more():
    verdict = crash.compare([(1, REMINDER, SENT)], arrived(_1=3), [[1]])
    assert verdict.unexplained == [1]
    assert not verdict.is_right


def test_an_announcement_may_be_uncertain_but_not_come_twice():
    rows = [(chat, ANNOUNCEMENT, UNCERTAIN) for chat in (1, 2, 3)]
    verdict = crash.compare(rows, arrived(_1=1, _3=2), [[1, 2, 3]])
    assert (verdict.uncertain_received, verdict.uncertain_missed) == (2, 1)
    assert verdict.repeated_announcements == [3]
    assert not verdict.is_right


def test_what_waits_for_ever_or_was_sent_and_never_came_or_is_not_in_the_ledger_is_lost():
    rows = [(1, REMINDER, WAITING), (2, REMINDER, SENT), (3, None, None), (4, REMINDER, SENT)]
    verdict = crash.compare(rows, arrived(_4=1), [])
    assert verdict.lost == [1, 2, 3]
    assert not verdict.is_right
