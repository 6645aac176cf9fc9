import asyncio
import math
from contextlib import suppress
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from conference.channels.pacing import ANSWER_PATIENCE, Pacing, Rank
from conference.channels.telegram import TelegramChannel
from rehearsal.telegram import FloodControl
from rehearsal.telegram.errors import BotApiError, too_many_requests
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

    async def request(self, name, rank=Rank.REMINDER, chat=None, paid=None):
        """Send something to a chat of its own, or to *chat*."""
        data = {"chat_id": chat or name} | ({"allow_paid_broadcast": True} if paid else {})
        return await self.pacing.process_request(self._call, (name,), {}, "sendMessage", data, rank)

    def start(self, *names, rank=Rank.REMINDER, chat=None, paid=None):
        return [asyncio.create_task(self.request(name, rank, chat, paid)) for name in names]

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
    line.floods = {"a": [60]}
    await asyncio.gather(*line.start("a"), return_exceptions=True)
    waiting = line.start("b", "c") + line.start("d", rank=Rank.ANSWER)
    await asyncio.sleep(1)
    await line.pacing.shutdown()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 3
    assert (line.sent, asyncio.get_running_loop().time()) == (["a"], pytest.approx(1))


@in_virtual_time
async def test_a_resting_chat_is_passed_over_by_whoever_comes_meanwhile():
    line = Line()
    same = line.start(*(f"a{number}" for number in range(4)), chat="a")
    await asyncio.sleep(0.55)
    others = line.start(*"bcdefgh", rank=Rank.ANNOUNCEMENT)
    await asyncio.gather(*same, *others)
    assert line.sent == ["a0", *"bcdef", "a1", *"gh", "a2", "a3"]
    assert line.times == moments(0, 0.55, 0.65, 0.75, 0.85, 0.95, 1.05, 1.15, 1.25, 2.05, 3.05)


@pytest.mark.parametrize("group", [-100123, "-100123", "@conference"])
@pytest.mark.parametrize("rank", [Rank.ANSWER, Rank.REMINDER])
@in_virtual_time
async def test_a_group_gets_twenty_messages_a_minute_whatever_they_are(group, rank):
    line = Line()
    await asyncio.gather(*line.start(*(str(number) for number in range(21)), rank=rank, chat=group))
    assert line.times == moments(*range(0, 61, 3))


@in_virtual_time
async def test_only_paid_broadcasts_go_faster_than_the_others_and_a_halt_is_for_all():
    line = Line()
    paid = line.start(*(f"paid{number}" for number in range(100)), rank=Rank.ANNOUNCEMENT, paid=True)
    await asyncio.gather(*paid, *line.start("a", "b"))
    assert dict(zip(line.sent, line.times, strict=True)) == pytest.approx(
        {f"paid{number}": number / 1000 for number in range(100)} | {"a": 0, "b": 0.1}
    )
    line.floods = {"flood": [7]}
    await asyncio.gather(line.request("flood", paid=True), return_exceptions=True)
    halted_at = line.times[-1]
    await asyncio.gather(line.request("c"), line.request("d", paid=True))
    assert line.times[-2:] == moments(halted_at + 7, halted_at + 7)


@in_virtual_time
async def test_the_pace_can_be_changed_while_people_wait():
    line = Line()
    waiting = line.start(*"abcdef")
    await asyncio.sleep(0.25)
    line.pacing.messages_per_second = 2
    await asyncio.gather(*waiting)
    assert (line.pacing.messages_per_second, line.times) == (2, moments(0, 0.1, 0.2, 0.3, 0.8, 1.3))


@pytest.mark.parametrize("rank", [Rank.ANSWER, Rank.REMINDER])
@in_virtual_time
async def test_nobody_waits_out_a_halt_of_an_hour(rank):
    line = Line()
    line.floods = {"a": [3600]}
    at_once = line.start("a", "b", rank=rank)
    outcomes = await asyncio.gather(*at_once, line.request("c", rank, chat="b"), return_exceptions=True)
    await asyncio.sleep(3000)
    with pytest.raises(RetryAfter) as refusal:
        await line.request("d", rank)
    assert [(type(outcome), outcome.retry_after) for outcome in outcomes] == [(RetryAfter, timedelta(hours=1))] * 3
    assert refusal.value.retry_after == timedelta(minutes=10)
    await asyncio.sleep(540)
    assert await line.request("e", rank) == {"name": "e"}
    assert (line.sent, line.times) == (["a", "e"], moments(0, 3600))


@in_virtual_time
async def test_a_request_whose_turn_came_in_the_moment_of_a_halt_does_not_leave():
    line = Line()
    waiting = line.start(*"ab")
    await waiting[0]
    asyncio.get_running_loop().call_at(0.1, line.pacing._free.halt, 5.1)
    await waiting[1]
    assert line.times == moments(0, 5.1)


@in_virtual_time
async def test_thousands_of_chats_are_not_remembered_longer_than_they_rest():
    line = Line()
    line.pacing = Pacing(100_000)
    for batch in range(3):
        await asyncio.gather(*line.start(*(f"{batch}/{number}" for number in range(6_000))))
        await asyncio.sleep(2)
    await line.request("last")
    queue = line.pacing._free._queue
    assert (set(queue._aside), len(queue._rests)) == ({"last"}, 1)


class Telegram:
    """Admits what flood control admits, a moment after it was sent; everything is refused during *flood*."""

    def __init__(self, pacing, per_second=30.0, flood=(0.0, 0.0)):
        self.now = asyncio.get_running_loop().time
        self.pacing = pacing
        self.control = FloodControl(overall=per_second, clock=self.now)
        self.flood = flood
        self.sent = []
        self.refused = []

    async def send(self, chat, rank=Rank.ANNOUNCEMENT):
        """Send again until it is admitted, as the ledger does."""
        with suppress(RetryAfter):
            return await self.pacing.process_request(self._call, (chat,), {}, "sendMessage", {"chat_id": chat}, rank)
        return await self.send(chat, rank)

    async def _call(self, chat):
        await asyncio.sleep(0.02)
        started, ends = self.flood
        try:
            if started <= self.now() < ends:
                raise too_many_requests(math.ceil(ends - self.now()))
            self.control.admit(chat)
        except BotApiError as refusal:
            await asyncio.sleep(0.02)
            self.refused.append(self.now())
            raise RetryAfter(refusal.retry_after) from None
        await asyncio.sleep(0.02)
        self.sent.append(self.now())
        return True


@in_virtual_time
async def test_a_flood_wait_costs_ten_thousand_messages_no_more_than_itself():
    telegram = Telegram(Pacing(30), flood=(100.0, 110.0))
    await asyncio.gather(*(telegram.send(chat) for chat in range(10_000)))
    assert len(telegram.sent) == 10_000
    # Two may be on their way when the first of them is refused.
    assert len(telegram.refused) <= 2
    assert telegram.now() < 1.01 * (10_000 / 30 + 10)


@in_virtual_time
async def test_where_telegram_grants_less_than_we_assume_the_pace_finds_it():
    telegram = Telegram(Pacing(30), per_second=20.0)
    await asyncio.gather(*(telegram.send(chat) for chat in range(10_000)))
    assert telegram.now() < 1.1 * 10_000 / 20
    assert len(telegram.refused) < 20


@in_virtual_time
async def test_confirmations_of_three_parts_keep_the_full_pace():
    telegram = Telegram(Pacing(30))
    slots = asyncio.Semaphore(TelegramChannel(None, 30).concurrency)

    async def confirm(chat):
        async with slots:
            for _ in range(3):
                await telegram.send(chat, Rank.CONFIRMATION)

    await asyncio.gather(*(confirm(chat) for chat in range(300)))
    assert (len(telegram.sent), telegram.refused) == (900, [])
    # The last one's parts are a second apart, with nobody left in between.
    assert telegram.now() < 900 / 30 + 3
