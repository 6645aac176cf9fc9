"""The pure part of pacing: when the next turn is, and whose it is."""

import pytest

from conference.channels.pace import LEAST, Pace, Queue


def flooded(*moments, wait=5.0):
    """A pace whose requests at these moments were refused at once, each with a halt of *wait* seconds."""
    pace = Pace(30)
    for now in moments:
        pace.flood(now, sent_at=now, until=now + wait)
    return pace


def test_turns_are_measured_from_when_they_were_due():
    pace = Pace(10)
    for due in (7.0, 7.1, 9.0):
        pace.take_turn(due)
    assert pace.next_turn == pytest.approx(9.1)


def test_a_halt_is_never_shortened():
    pace = Pace(10)
    pace.halt(until=60)
    pace.halt(until=30)
    assert (pace.next_turn, pace.halt_left(40)) == (60, 20)


def test_one_flood_wait_leaves_the_pace_as_it_is():
    assert flooded(100).granted(105) == 1


def test_another_one_soon_after_lowers_the_pace_by_a_third():
    assert flooded(100, 105 + 59).granted(164) == pytest.approx(2 / 3)


def test_another_one_after_a_calm_minute_does_not():
    assert flooded(100, 105 + 60).granted(165) == 1


@pytest.mark.parametrize(("calm", "granted"), [(0, 2 / 3), (10, 0.7), (20, 0.735), (80, 0.985), (90, 1), (1e9, 1)])
def test_a_lowered_pace_grows_back_by_a_twentieth_every_ten_seconds(calm, granted):
    pace = flooded(100, 110)
    assert pace.granted(115 + calm) == pytest.approx(granted, abs=0.001)


def test_what_was_under_way_when_a_refusal_came_does_not_count_again():
    pace = flooded(100, 110)
    for sent_at in (109.9, 109.95):
        pace.flood(110.1, sent_at, until=130)
    assert (pace.granted(130), pace.next_turn) == (pytest.approx(2 / 3), 130)


def test_the_pace_never_falls_to_nothing_and_comes_back_from_there():
    pace = flooded(*range(0, 600, 10))
    assert (pace.granted(595), pace.granted(1600)) == (LEAST, 1)


def test_a_lowered_pace_is_a_part_of_what_it_is_set_to():
    pace = flooded(100, 110)
    pace.per_second = 3
    pace.take_turn(115)
    assert pace.next_turn == pytest.approx(115.5)


def names(queue, now):
    taken = []
    while first := queue.pop(now):
        taken.append(first.who)
    return taken


def test_lower_ranks_go_first_then_those_who_came_first():
    queue = Queue()
    for who, rank in (("c", 3), ("a", 0), ("d", 3), ("b", 0)):
        queue.put(who, rank, chat=who, rest=1)
    assert (len(queue), names(queue, 0), len(queue)) == (4, ["a", "b", "c", "d"], 0)


def test_whoever_writes_to_a_resting_chat_waits_aside_until_its_rest_ends():
    queue = Queue()
    queue.let_rest(7, until=10)
    queue.put("a", 1, chat=7, rest=1)
    queue.put("b", 2, chat=8, rest=1)
    queue.put("answer", 3, chat=7, rest=0)
    assert (queue.ready_at(9), names(queue, 9)) == (9, ["b", "answer"])
    assert (queue.ready_at(9), len(queue), names(queue, 10)) == (10, 1, ["a"])


def test_everybody_can_be_taken_out_and_chats_go_on_resting():
    queue = Queue()
    queue.let_rest(7, until=10)
    queue.put("a", 1, chat=7, rest=1)
    assert queue.pop(9) is None
    queue.put("b", 1, chat=8, rest=1)
    assert (sorted(queue.clear()), len(queue)) == (["a", "b"], 0)
    queue.put("c", 1, chat=7, rest=1)
    assert (names(queue, 9), names(queue, 10)) == ([], ["c"])
