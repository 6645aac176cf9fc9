"""SIGTERM, as on every update of the machine: what is in hand is finished, and nothing else is begun."""

import asyncio
from pathlib import Path

from telegram import Update
from telegram.ext import ExtBot

from bot.polling import Poller
from conference.channels.pacing import Pacing
from conference.clock import wall_clock
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram
from tests.acceptance.attendee import question_number, registrant_of_the_shipped_event
from tests.acceptance.process import TOKEN, started
from tests.acceptance.settings import Rule, local_settings, tomorrow
from tests.acceptance.stored import being_sent, deliveries, stored_answers


async def test_a_stop_in_full_swing_leaves_nothing_in_the_middle_and_repeats_nothing(
    telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path
) -> None:
    settings = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock()))
    config = settings.reminding(Rule("just-due", hours=-24)).write(tmp_path)
    attendees = [registrant_of_the_shipped_event(telegram.phone(11 + number)) for number in range(20)]
    registering = [asyncio.create_task(anna.register(timeout=60)) for anna in attendees]

    for busy in (attendees[3].email, attendees[11].email):
        async with started(config) as process:
            await mailbox.wait_for(recipient=busy, timeout=60)
            assert await process.terminate() == 0
            assert "Traceback" not in process.output
        assert not being_sent(tmp_path)
    async with started(config):
        await asyncio.gather(*registering)
    async with started(config) as process:
        await mailbox.wait_for(count=40, timeout=60)
        await asyncio.gather(
            *(anna.phone.wait_for(lambda message: message.kind == "document", timeout=60) for anna in attendees)
        )
        assert await process.terminate() == 0

    assert stored_answers(tmp_path, "cesis-2024") == {anna.phone.user_id: anna.answers for anna in attendees}
    assert len(mailbox.letters) == 40
    for anna in attendees:
        asked = [number for message in anna.phone.messages if (number := question_number(message))]
        assert len(asked) == len(set(asked)), anna.phone.transcript()
    assert set(deliveries(tmp_path)) >= {("registered", "telegram", "sent"), ("registered", "email", "sent")}


async def test_an_idle_service_stops_at_once(telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path) -> None:
    config = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock())).write(tmp_path)
    async with started(config) as process:
        async with asyncio.timeout(9):  # less than its patience with what hangs
            assert await process.terminate() == 0


async def test_what_was_handled_is_confirmed_before_the_end(telegram: LocalTelegram) -> None:
    async def handle(_update: Update) -> None:
        poller.stop()

    await telegram.phone(11).send("skolotāja")
    async with ExtBot(TOKEN, base_url=telegram.base_url, rate_limiter=Pacing(1000)) as bot:
        poller = Poller(bot, handle, ["message"])
        await poller.run()
    await telegram.idle(timeout=0)
