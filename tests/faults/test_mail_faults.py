"""A mail server that is down, busy, full, silent: nothing is lost, and only what it took in silence comes twice."""

from collections import Counter

import pytest

from rehearsal.mailbox import Stage as Command
from tests.faults.bench import DAY_BEFORE, MINUTE, REMINDER, Bench, times

ANNA = "anna11@inbox.lv"
WRONG_ADDRESS = "Uz Jūsu e-pasta adresi ziņas nevar nosūtīt"


async def test_an_hour_without_a_mail_server_delays_mail_alone_and_costs_no_attempt(bench: Bench) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        async with bench.mailbox.down():
            await stage.turn_clock(DAY_BEFORE)
            await bench.ticks(60)
            assert times(anna, REMINDER) == 1
            assert bench.letters(REMINDER) == {}
        await stage.turn_clock(bench.clock() + 2 * MINUTE)
        assert bench.letters(REMINDER) == {ANNA: 1}
        assert ("email", "sent", 1) in await bench.ledger("reminder", "channel", "status", "attempts")
    (line,) = bench.log.lines
    assert line.startswith("email is unavailable, trying again every minute: cannot open an SMTP session: ")


async def test_a_greylisted_letter_comes_with_the_next_attempt(bench: Bench) -> None:
    async with bench.service() as stage:
        await bench.registrant(11)
        await bench.registrant(12)
        await stage.settled()
        bench.mailbox.refuse(ANNA, 451, "4.7.1 Greylisted, please try again in 300 seconds", times=3)
        await stage.turn_clock(DAY_BEFORE)
        await bench.ticks(30)
        assert bench.letters(REMINDER) == {ANNA: 1, "anna12@inbox.lv": 1}
        statuses = Counter(await bench.ledger("reminder", "channel", "status"))
        assert statuses == {("email", "sent"): 2, ("telegram", "sent"): 2}
    assert bench.log.lines == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
async def test_a_goodbye_in_the_middle_of_a_stream_loses_and_repeats_nothing(bench: Bench, command: Command) -> None:
    async with bench.service() as stage:
        for chat_id in range(11, 31):
            await bench.registrant(chat_id)
        await stage.settled()
        for _ in range(3):
            bench.mailbox.fail_next(command, "421 4.3.2 Service shutting down")
        await stage.turn_clock(DAY_BEFORE)
        await bench.ticks(5)
        assert sorted(bench.letters(REMINDER).values()) == [1] * 20
    assert bench.log.lines == []


async def test_an_address_that_does_not_exist_is_left_in_peace_and_asked_for_in_telegram(bench: Bench) -> None:
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        bench.mailbox.refuse(ANNA, 550, "5.1.1 User unknown")
        await stage.turn_clock(DAY_BEFORE)
        await bench.ticks(60)
        assert bench.letters(REMINDER) == {}
        assert times(anna, REMINDER) == 1
        assert times(anna, WRONG_ADDRESS) == 1
        assert sorted(await bench.ledger("reminder", "channel", "status")) == [("email", "dead"), ("telegram", "sent")]
    assert bench.log.lines == []


@pytest.mark.parametrize("reply", ["552 5.2.2 Mailbox full", "552 5.3.4 Message too big", "554 5.6.0 Not wanted"])
async def test_a_letter_that_is_refused_for_good_says_so_once_and_holds_up_nobody(bench: Bench, reply: str) -> None:
    async with bench.service() as stage:
        anna, _ = await bench.registrant(11), await bench.registrant(12)
        await stage.settled()
        bench.mailbox.fail_next("DATA", reply)
        await stage.turn_clock(DAY_BEFORE)
        await bench.ticks(60)
        assert (bench.letters(REMINDER).total(), times(anna, REMINDER)) == (1, 1)
        dead = [id_ for id_, status in await bench.ledger("reminder", "id", "status") if status == "dead"]
    assert bench.log.lines == [f"delivery {id_} is dead, see `kopa deliveries`" for id_ in dead]
    assert len(dead) == 1


async def test_silence_after_the_final_dot_repeats_a_letter_once_under_the_same_name(bench: Bench) -> None:
    bench.smtp_timeout = 0.3
    async with bench.service() as stage:
        anna = await bench.registrant(11)
        await stage.settled()
        bench.mailbox.hush_next()
        await stage.turn_clock(DAY_BEFORE)
        assert times(anna, REMINDER) == 1
        await bench.ticks(60)
        assert bench.letters(REMINDER) == {ANNA: 2}
        names = {letter.message["Message-ID"] for letter in bench.mailbox.letters if REMINDER in (letter.text or "")}
        assert len(names) == 1
    assert bench.log.lines == []
