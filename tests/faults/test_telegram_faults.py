"""Telegram down, slow, talking nonsense: nothing is lost, and nothing repeated but what it took in silence."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial

import pytest
from telegram.error import InvalidToken

from bot import running
from conference.channels.telegram_request import AiohttpRequest
from tests.faults.bench import CONFIRMATION, DAY_BEFORE, MINUTE, REMINDER, Bench, times

Fault = Callable[[Bench], AbstractAsyncContextManager[None]]

NO_UPDATES = "no updates from Telegram, trying again until they come: "
UNAVAILABLE = "telegram is unavailable, trying again every minute: "


def answering(status: int, body: bytes, *methods: str) -> Fault:
    @asynccontextmanager
    async def fault(bench: Bench):
        with bench.telegram.faults.answering(status, body, *methods):
            yield

    return fault


def refusal(code: int, description: str, **parameters: int) -> bytes:
    return json.dumps(
        {"ok": False, "error_code": code, "description": description}
        | ({"parameters": parameters} if parameters else {})
    ).encode()


HTML = b"<html><body>Bad Gateway: Anna</body></html>"
DOWN = pytest.param(lambda bench: bench.telegram.down(), "Cannot connect to host", id="refused")
BAD_GATEWAY = pytest.param(answering(502, refusal(502, "Bad Gateway")), "Bad Gateway", id="502")
PROXY = pytest.param(answering(502, HTML), "NetworkError, but not by Telegram", id="502 of a proxy")


@pytest.mark.parametrize(("fault", "reason"), [DOWN, BAD_GATEWAY, PROXY])
async def test_an_hour_without_telegram_delays_and_costs_no_attempt(bench: Bench, fault: Fault, reason: str) -> None:
    async with bench.service() as stage:
        anna, berta = await bench.registrant(11), await bench.newcomer(12)
        await stage.settled()
        await stage.turn_clock(DAY_BEFORE - MINUTE)
        async with fault(bench):
            await berta.open_link()
            await bench.log.says(NO_UPDATES)
            await bench.ticks(61)
            assert bench.letters(REMINDER) == {"anna11@inbox.lv": 1}
        await stage.turn_clock(bench.clock() + 2 * MINUTE)
        assert times(anna, REMINDER) == 1
        assert times(berta, "Paraugs") == 1
        assert await bench.ledger("reminder", "channel", "status", "attempts") == [
            ("telegram", "sent", 1),
            ("email", "sent", 1),
        ]
    updates, sending = bench.log.lines
    assert updates.startswith(NO_UPDATES)
    assert sending.startswith(UNAVAILABLE)
    assert reason in sending
    assert "Anna" not in updates + sending


@pytest.mark.parametrize(
    ("status", "body", "attempts"),
    [
        (500, refusal(500, "Internal Server Error"), 2),  # it may be about this message alone
        (200, b"<html>Anna", 2),
        (200, b'{"ok":true,"result":{"text":"Anna', 2),
    ],
    ids=["500", "garbage", "half a JSON"],
)
async def test_a_message_that_is_answered_with_nonsense_is_sent_again_after_a_pause(
    bench: Bench, status: int, body: bytes, attempts: int
) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        with bench.telegram.faults.answering(status, body, "sendMessage"):
            await stage.turn_clock(DAY_BEFORE)
        assert times(anna, REMINDER) == 0
        await stage.turn_clock(DAY_BEFORE + MINUTE)
        assert times(anna, REMINDER) == 1
        assert ("telegram", "sent", attempts) in await bench.ledger("reminder", "channel", "status", "attempts")
    assert bench.log.lines == []


async def test_a_message_whose_answer_breaks_off_comes_at_most_once_more(bench: Bench) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        with bench.telegram.faults.cutting("sendMessage"):
            await stage.turn_clock(DAY_BEFORE)
        await stage.turn_clock(DAY_BEFORE + MINUTE)
        await stage.turn_clock(DAY_BEFORE + 60 * MINUTE)
        assert times(anna, REMINDER) == 2
    assert bench.log.lines == []


async def test_updates_that_break_off_or_make_no_sense_are_handled_once_and_not_logged(bench: Bench) -> None:
    async with bench.service() as stage:
        anna = await bench.newcomer(11)
        for fault in (
            bench.telegram.faults.cutting("getUpdates"),
            bench.telegram.faults.answering(200, b'{"ok":true,"result":[{"text":"Anna', "getUpdates"),
            bench.telegram.faults.answering(500, b"<html>Anna", "getUpdates"),
        ):
            with fault:
                await anna.open_link()
                await bench.log.says(NO_UPDATES)
            await stage.answered()
            assert len(bench.log.lines) == 1
            assert "Anna" not in bench.log.lines.pop()
        assert times(anna, "Paraugs") == 3
    assert bench.log.lines == []


async def test_in_a_storm_of_flood_control_everybody_gets_everything_once(bench: Bench) -> None:
    async with bench.service() as stage:
        crowd = [await bench.registrant(chat_id) for chat_id in range(11, 31)]
        await stage.settled()
        bench.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, times=15)
        await stage.turn_clock(DAY_BEFORE)
        assert sum(times(phone, REMINDER) for phone in crowd) < 20
        await bench.ticks(6)
        assert [times(phone, REMINDER) for phone in crowd] == [1] * 20
        assert set(await bench.ledger("reminder", "status", "attempts")) == {("sent", 1)}
    assert bench.log.lines == []


async def test_an_hour_of_flood_control_stops_the_channel_and_no_other(bench: Bench) -> None:
    async with bench.service() as stage:
        crowd = [await bench.registrant(chat_id) for chat_id in range(11, 31)]
        await stage.settled()
        before = len(bench.telegram.requests)
        bench.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 3600", retry_after=3600)
        await stage.turn_clock(DAY_BEFORE)
        await bench.ticks(30)
        tried = [request for request in bench.telegram.requests[before:] if request.method == "sendMessage"]
        assert len(tried) <= 20
        assert bench.letters(REMINDER).total() == 20
        assert sum(times(phone, REMINDER) for phone in crowd) < 20
        assert {attempts for (attempts,) in await bench.ledger("reminder", "attempts")} <= {0, 1}
    (line,) = bench.log.lines
    assert line.startswith(UNAVAILABLE + "Flood control exceeded")


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that waits a fraction of a second where it usually waits five."""
    monkeypatch.setattr(running, "AiohttpRequest", partial(AiohttpRequest, read_timeout=0.3))


@pytest.mark.usefixtures("_hurried")
async def test_an_answer_that_takes_too_long_repeats_its_message_once_and_holds_up_no_mail(bench: Bench) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        async with bench.telegram.faults.holding("sendMessage"):
            await stage.turn_clock(DAY_BEFORE)
            assert bench.letters(REMINDER) == {"anna11@inbox.lv": 1}
        await bench.ticks(60)
        assert times(anna, REMINDER) == 2
        assert ("telegram", "sent", 2) in await bench.ledger("reminder", "channel", "status", "attempts")
    assert bench.log.lines == []


@pytest.mark.parametrize("reason", ["Forbidden: bot was blocked by the user", "Bad Request: chat not found"])
async def test_who_cannot_be_reached_any_more_gets_it_by_mail_and_is_left_in_peace(bench: Bench, reason: str) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        before = times(anna, "")
        bench.telegram.fail_next("sendMessage", 403 if "Forbidden" in reason else 400, reason)
        await stage.turn_clock(DAY_BEFORE)
        await bench.ticks(60)
        assert (times(anna, ""), bench.letters(REMINDER)) == (before, {"anna11@inbox.lv": 1})
        assert ("telegram", "dead") in await bench.ledger("reminder", "channel", "status")
        await anna.open_link()
        await stage.answered()
        assert times(anna, "") > before
    assert bench.log.lines == []


async def test_a_chat_that_became_another_one_is_given_up_and_says_so(bench: Bench) -> None:
    async with bench.service() as stage:
        anna, berta = await bench.registrant(11), await bench.registrant(12)
        await stage.settled()
        migrated = refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-10011)
        with bench.telegram.faults.answering(400, migrated, "sendMessage"):
            await stage.turn_clock(DAY_BEFORE)
        await bench.ticks(60)
        assert [times(anna, REMINDER), times(berta, REMINDER)] == [0, 0]
        assert bench.letters(REMINDER) == {"anna11@inbox.lv": 1, "anna12@inbox.lv": 1}
        dead = [id_ for status, id_ in await bench.ledger("reminder", "status", "id") if status == "dead"]
    assert bench.log.lines == [f"delivery {id_} is dead, see `kopa deliveries`" for id_ in dead]


async def test_a_revoked_token_ends_the_service_and_the_next_start_with_a_valid_one_makes_up_for_it(
    bench: Bench,
) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        await bench.ticks(1)
    bench.clock.set(DAY_BEFORE)
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(bench.service())
        await stage.answered()
        bench.telegram.token, valid = "1:another", bench.telegram.token
        await anna.open_link()
        await asyncio.wait([stage.running.work], timeout=20)
        with pytest.RaisesGroup(InvalidToken, flatten_subgroups=True):
            await stage.running.work
    bench.telegram.token = valid
    async with bench.service() as stage:
        await bench.ticks(2)
        await stage.settled()
        assert times(anna, REMINDER) == 1
        assert bench.letters(REMINDER) == {"anna11@inbox.lv": 1}
        assert times(anna, CONFIRMATION) == 1
        assert times(anna, "Paraugs") > 2
