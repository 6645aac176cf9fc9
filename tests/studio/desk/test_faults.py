import asyncio

import pytest

from conference.outbox import DeliveryStatus
from studio.desk import Mail, Telegram
from tests.studio.desk.small_conference import DAY_BEFORE, HOUR, MINUTE, OPEN, heard


def reminders(seat) -> int:
    return sum(at >= DAY_BEFORE for at, _ in heard(seat))


@pytest.mark.parametrize("how", [Telegram.DOWN, Telegram.FLOOD])
async def test_without_telegram_emails_go_out_and_what_waits_comes_later(desk, registered, how):
    letters = desk.letters_version
    await desk.faults.set_telegram(how)
    await desk.turn_to(DAY_BEFORE)
    assert (desk.letters_version - letters, reminders(registered)) == (1, 0)
    await desk.faults.set_telegram(Telegram.FINE)
    await desk.turn_to(DAY_BEFORE + HOUR)
    assert (desk.letters_version - letters, reminders(registered)) == (1, 1)


async def test_a_month_without_telegram_is_soon_over(desk, registered):
    await desk.faults.set_telegram(Telegram.DOWN)
    await registered.write("/start")
    async with asyncio.timeout(20):
        stops = await desk.turn_to(desk.event.ends_at)
    assert [stop.is_settled for stop in stops] == [False] * len(stops)


async def test_a_slow_telegram_answers_after_all(desk, anna, monkeypatch):
    monkeypatch.setattr("studio.desk.faults.SLOW_ANSWER", 0.2)
    await desk.faults.set_telegram(Telegram.SLOW)
    await anna.open_link()
    assert await desk.settle()
    assert "Drošībā Madonā" in anna.last.words


async def test_without_a_mail_server_telegram_goes_on_and_letters_come_later(desk, registered):
    letters = desk.letters_version
    await desk.faults.set_mail(Mail.DOWN)
    await desk.turn_to(DAY_BEFORE)
    assert (desk.letters_version - letters, reminders(registered)) == (0, 1)
    await desk.faults.set_mail(Mail.FINE)
    await desk.turn_to(DAY_BEFORE + HOUR)
    assert (desk.letters_version - letters, reminders(registered)) == (1, 1)


async def test_a_greylisted_letter_comes_with_the_next_attempt(desk, registered):
    letters = desk.letters_version
    await desk.faults.set_mail(Mail.GREYLISTING)
    await desk.turn_to(DAY_BEFORE)
    assert desk.letters_version == letters
    stops = await desk.turn_to(DAY_BEFORE + HOUR)
    assert [len(stop.letters) for stop in stops] == [1]
    assert DAY_BEFORE < stops[0].at <= DAY_BEFORE + 2 * MINUTE


async def test_a_killed_service_says_nothing_until_it_is_back(desk, anna):
    await desk.faults.kill()
    assert not desk.is_running
    await anna.open_link()
    assert not await desk.settle()
    assert heard(anna) == []
    await desk.faults.restart()
    assert desk.is_running
    assert await desk.settle()
    assert "Drošībā Madonā" in anna.last.words


async def test_a_crash_in_the_middle_of_sending_loses_nothing(desk, registered):
    async with desk.house.telegram.faults.holding("sendMessage") as held:
        turning = asyncio.create_task(desk.turn_to(DAY_BEFORE))
        await held.wait()
        await desk.faults.kill()
        await turning
    rows = [row for row in await desk.ledger() if row.key == "day-before" and row.channel == "telegram"]
    assert [row.status for row in rows] == [DeliveryStatus.SENDING]
    await desk.faults.restart()
    await desk.settle()
    # What had arrived was not written down, so a reminder comes again: better twice than never.
    assert reminders(registered) == 2
    assert {row.status for row in await desk.ledger()} == {DeliveryStatus.SENT}


async def test_a_crash_in_the_middle_of_an_answer_repeats_no_registration(desk, anna):
    await anna.open_link()
    async with desk.house.telegram.faults.holding("sendMessage") as held:
        await held.wait()
        await desk.faults.kill()
    await desk.faults.restart()
    assert await desk.settle()
    assert desk.house.telegram.unconfirmed == 0


async def test_killing_and_restarting_again_and_again_is_harmless(desk, registered):
    for _ in range(3):
        await desk.faults.kill()
        await desk.faults.kill()
        await desk.faults.restart()
        await desk.faults.restart()
    await desk.turn_to(DAY_BEFORE)
    assert reminders(registered) == 1


async def test_a_kill_while_telegram_is_down_is_harmless(desk, anna):
    await desk.faults.set_telegram(Telegram.DOWN)
    await desk.faults.kill()
    await desk.faults.restart()
    await desk.faults.set_telegram(Telegram.FINE)
    await anna.open_link()
    assert await desk.settle()
    assert desk.now - OPEN < MINUTE


async def test_two_who_restart_it_at_once_do_not_stand_in_each_others_way(desk, anna):
    await asyncio.gather(desk.faults.restart(), desk.faults.kill(), desk.faults.restart(), desk.start())
    await anna.open_link()
    assert await desk.settle()
    assert desk.is_running
