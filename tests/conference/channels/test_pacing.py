import asyncio
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from conference.channels.pacing import ANSWER_PATIENCE, Pacing, Rank
from tests.conference.channels.virtual_time import in_virtual_time


def moments(*expected):
    """A line of moments in seconds."""
    return pytest.approx(expected, abs=1e-6)


class Line:
    """Requests to Telegram through one pacing of ten a second: what was sent, and when."""

    def __init__(self):
        self.pacing = Pacing(10)
        self.sent = []
        self.times = []
        self.floods = {}
        """The pauses, in seconds, that Telegram asks of a request by that name, one after another."""

    async def request(self, name, rank=Rank.REMINDER, chat=None):
        """Send something to a chat of its own, or to *chat*."""
        data = {"chat_id": chat or name}
        return await self.pacing.process_request(self._call, (name,), {}, "sendMessage", data, rank)

    def start(self, *names, rank=Rank.REMINDER, chat=None):
        return [asyncio.create_task(self.request(name, rank, chat)) for name in names]

    async def _call(self, name):
        self.sent.append(name)
        self.times.append(asyncio.get_running_loop().time())
        if pauses := self.floods.get(name):
            raise RetryAfter(timedelta(seconds=pauses.pop(0)))
        return {"name": name}


@in_virtual_time
async def test_requests_are_evenly_spaced():
    line = Line()
    assert await asyncio.gather(*line.start(*"abcd")) == [{"name": name} for name in "abcd"]
    assert (line.sent, line.times) == (list("abcd"), moments(0, 0.1, 0.2, 0.3))


@in_virtual_time
async def test_a_rest_saves_up_nothing():
    line = Line()
    await line.request("a")
    await asyncio.sleep(60)
    await asyncio.gather(*line.start(*"bcd"))
    assert line.times == moments(0, 60, 60.1, 60.2)


@in_virtual_time
async def test_requests_that_come_slowly_wait_for_nothing():
    line = Line()
    for name in "abc":
        await line.request(name)
        await asyncio.sleep(0.15)
    assert line.times == moments(0, 0.15, 0.3)


@pytest.mark.parametrize("rank", [Rank.ANSWER, None])
@in_virtual_time
async def test_answers_overtake_notices(rank):
    line = Line()
    notices = line.start(*"abc")
    await asyncio.sleep(0.05)
    answers = line.start("A", "B", rank=rank)
    await asyncio.gather(*notices, *answers)
    assert (line.sent, line.times) == (["a", "A", "B", "b", "c"], moments(0, 0.1, 0.2, 0.3, 0.4))


@in_virtual_time
async def test_a_chat_gets_one_notice_a_second_and_keeps_nobody_else_waiting():
    line = Line()
    same = line.start("a1", "a2", "a3", chat="a")
    await asyncio.gather(*same, *line.start("b", "c"))
    assert dict(zip(line.sent, line.times, strict=True)) == pytest.approx(
        {"a1": 0, "b": 0.1, "c": 0.2, "a2": 1, "a3": 2}
    )
    assert line.sent == ["a1", "b", "c", "a2", "a3"]


@in_virtual_time
async def test_answers_to_one_chat_may_come_in_a_burst():
    line = Line()
    await asyncio.gather(*line.start("a1", "a2", "a3", rank=Rank.ANSWER, chat="a"))
    assert line.times == moments(0, 0.1, 0.2)


@in_virtual_time
async def test_when_telegram_asks_for_a_pause_a_notice_gives_up_and_everybody_is_silent():
    line = Line()
    line.floods = {"a": [5]}
    outcomes = await asyncio.gather(*line.start("a", "b", "c"), return_exceptions=True)
    assert (type(outcomes[0]), outcomes[1:]) == (RetryAfter, [{"name": "b"}, {"name": "c"}])
    assert line.times == moments(0, 5, 5.1)


@in_virtual_time
async def test_a_pause_is_never_shortened():
    line = Line()
    floods = {"a": 10, "b": 1}

    async def answer_late(name):
        # Both are under way before either is answered.
        await asyncio.sleep(0.5 if name == "a" else 0.6)
        raise RetryAfter(timedelta(seconds=floods[name]))

    late = [
        asyncio.create_task(line.pacing.process_request(answer_late, name, {}, "", {"chat_id": name}, Rank.REMINDER))
        for name in floods
    ]
    await asyncio.gather(*late, return_exceptions=True)
    await line.request("c")
    assert line.times == moments(10.5)


@in_virtual_time
async def test_what_succeeds_late_does_not_lift_a_pause():
    line = Line()
    line.floods = {"b": [10]}

    async def succeed_late():
        await asyncio.sleep(3)
        return True

    slow = asyncio.create_task(line.pacing.process_request(succeed_late, (), {}, "", {"chat_id": "a"}, Rank.REMINDER))
    await asyncio.gather(slow, *line.start("b"), return_exceptions=True)
    await line.request("c")
    assert (line.sent, line.times) == (["b", "c"], moments(0.1, 10.1))


@in_virtual_time
async def test_an_answer_waits_out_some_pauses():
    line = Line()
    line.floods = {"a": [2] * ANSWER_PATIENCE}
    assert await line.request("a", Rank.ANSWER) == {"name": "a"}
    assert line.times == moments(0, 2, 4, 6)


@in_virtual_time
async def test_the_patience_of_an_answer_has_an_end():
    line = Line()
    line.floods = {"a": [2] * (ANSWER_PATIENCE + 1)}
    with pytest.raises(RetryAfter):
        await line.request("a", Rank.ANSWER)
    assert (line.times, line.floods) == (moments(0, 2, 4, 6), {"a": []})


@in_virtual_time
async def test_what_goes_to_no_chat_passes_at_once():
    line = Line()
    line.floods = {"a": [60]}
    await asyncio.gather(*line.start("a", "b", "c")[:1], return_exceptions=True)
    for name in ("getUpdates", "answerCallbackQuery"):
        await line.pacing.process_request(line._call, (name,), {}, name, {"offset": 1}, None)
    assert (line.sent, line.times) == (["a", "getUpdates", "answerCallbackQuery"], moments(0, 0, 0))


@in_virtual_time
async def test_whoever_stops_waiting_leaves_the_turn_to_the_next():
    line = Line()
    first, second, third = line.start(*"abc")
    await asyncio.sleep(0.05)
    second.cancel()
    assert await asyncio.gather(first, third) == [{"name": "a"}, {"name": "c"}]
    assert (line.sent, line.times) == (["a", "c"], moments(0, 0.1))


@in_virtual_time
async def test_nobody_waits_for_a_pacing_that_was_shut_down():
    line = Line()
    line.floods = {"a": [3600]}
    await asyncio.gather(*line.start("a"), return_exceptions=True)
    waiting = line.start("b", "c") + line.start("d", rank=Rank.ANSWER)
    await asyncio.sleep(1)
    await line.pacing.shutdown()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 3
    assert (line.sent, asyncio.get_running_loop().time()) == (["a"], pytest.approx(1))


@in_virtual_time
async def test_ten_thousand_chats_are_not_remembered_for_ever():
    line = Line()
    line.pacing = Pacing(100_000)
    for batch in range(3):
        await asyncio.gather(*line.start(*(f"{batch}/{number}" for number in range(6_000))))
        await asyncio.sleep(2)
    await line.request("last")
    assert len(line.pacing._chat_slots) < 10_000
