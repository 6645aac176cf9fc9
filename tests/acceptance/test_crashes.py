"""The process dies at the worst moment, as in a power cut, and is started again."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from conference.button import Act
from conference.clock import wall_clock
from rehearsal.mailbox import Letter, Mailbox
from rehearsal.telegram import LocalTelegram, Phone, ShownMessage
from tests.acceptance.attendee import (
    CONFIRMED,
    Attendee,
    asks_whether_you_come,
    buttons_of,
    registrant_of_the_shipped_event,
)
from tests.acceptance.process import started
from tests.acceptance.settings import Rule, SettingsFile, local_settings, tomorrow
from tests.acceptance.stored import being_sent, deliveries, last_sent, lease_end, stored_answers
from tests.acceptance.wire import Wire

DUE = Rule("just-due", hours=-24)


@pytest.fixture
def settings(telegram_wire: Wire, mail_wire: Wire) -> SettingsFile:
    """Settings of an event in a day, without reminders; all that is sent goes over the wires."""
    url = f"http://127.0.0.1:{telegram_wire.port}/bot"
    return local_settings(url, mail_wire.port).starting_at(tomorrow(wall_clock())).reminding()


def people(telegram: LocalTelegram, count: int) -> list[Attendee]:
    return [
        registrant_of_the_shipped_event(telegram.phone(chat_id), f"Anna {chat_id}. Bērziņa")
        for chat_id in range(11, 11 + count)
    ]


def is_confirmation(message: ShownMessage) -> bool:
    return Act.SHOW in {button.act for button in buttons_of(message)}


def how_many(phone: Phone, fits: Callable[[ShownMessage], bool]) -> int:
    return sum(1 for message in phone.messages if fits(message))


async def everything_has_come(anna: Attendee, mailbox: Mailbox) -> None:
    """Wait for the confirmation and the reminder on both channels, however often they come."""
    await anna.phone.wait_for(lambda message: message.kind == "document", timeout=60)
    await anna.phone.wait_for(asks_whether_you_come, timeout=60)
    for subject in ("Pieteikums saņemts", "Kopā bērnu drošībai"):
        await mailbox.wait_for(recipient=anna.email, subject_contains=subject, timeout=60)


def reminders(letters: Iterable[Letter]) -> list[Letter]:
    return [letter for letter in letters if "List-Id" in letter.message]


async def test_an_unfinished_dialogue_goes_on_where_it_was(
    settings: SettingsFile, telegram: LocalTelegram, tmp_path: Path
) -> None:
    config = settings.write(tmp_path)
    (anna,) = people(telegram, 1)
    async with started(config) as process:
        await anna.phone.open_link()
        await anna.go_on(until=3)
        await process.kill()
    async with started(config):
        await anna.go_on(until=CONFIRMED)
    assert stored_answers(tmp_path, "cesis-2024") == {11: anna.answers}


@pytest.mark.parametrize(("hold", "times_asked"), [(Wire.hold_before, 1), (Wire.hold_after, 2)])
async def test_an_answer_that_was_stored_but_not_reacted_to_counts_once(
    hold: Callable[[Wire, bytes], None],
    times_asked: int,
    settings: SettingsFile,
    telegram: LocalTelegram,
    telegram_wire: Wire,
    tmp_path: Path,
) -> None:
    config = settings.write(tmp_path)
    (anna,) = people(telegram, 1)
    async with started(config) as process:
        await anna.phone.open_link()
        await anna.go_on(until=2)
        hold(telegram_wire, b"/sendMessage")
        going_on = asyncio.create_task(anna.go_on(until=CONFIRMED, timeout=30))
        await telegram_wire.holds()
        await process.kill()
    telegram_wire.let_through()
    async with started(config):
        await going_on
    position = "Kāds ir Jūsu amats?"
    assert how_many(anna.phone, lambda message: position in message.words) == times_asked
    assert stored_answers(tmp_path, "cesis-2024") == {11: anna.answers}


async def test_a_registration_that_was_stored_but_not_reacted_to_is_confirmed_once(
    settings: SettingsFile, telegram: LocalTelegram, telegram_wire: Wire, mailbox: Mailbox, tmp_path: Path
) -> None:
    config = settings.write(tmp_path)
    (anna,) = people(telegram, 1)
    async with started(config) as process:
        await anna.phone.open_link()
        await anna.go_on(until=8)
        telegram_wire.hold_before(b"/answerCallbackQuery")
        registering = asyncio.create_task(anna.go_on(until=CONFIRMED, timeout=30))
        await telegram_wire.holds()
        await process.kill()
    telegram_wire.let_through()
    async with started(config) as process:
        await registering
        await anna.phone.wait_for(lambda message: message.kind == "document", timeout=60)
        await mailbox.wait_for(recipient=anna.email, timeout=60)
        await process.terminate()
    assert stored_answers(tmp_path, "cesis-2024") == {11: anna.answers}
    assert how_many(anna.phone, is_confirmation) == 1
    assert len(mailbox.letters) == 1
    assert deliveries(tmp_path) == {("registered", "telegram", "sent"): 1, ("registered", "email", "sent"): 1}


@pytest.mark.parametrize(("hold", "repeats"), [(Wire.hold_before, False), (Wire.hold_after, True)])
async def test_a_reminder_comes_once_if_it_was_not_on_its_way_and_at_most_twice_if_it_was(
    hold: Callable[[Wire, bytes], None],
    repeats: bool,
    settings: SettingsFile,
    telegram: LocalTelegram,
    telegram_wire: Wire,
    mailbox: Mailbox,
    mail_wire: Wire,
    tmp_path: Path,
) -> None:
    attendees = people(telegram, 7)
    async with started(settings.write(tmp_path)) as process:
        await asyncio.gather(*(anna.register() for anna in attendees))
        await mailbox.wait_for(count=7, timeout=60)
        await asyncio.gather(
            *(anna.phone.wait_for(lambda message: message.kind == "document", timeout=60) for anna in attendees)
        )
        assert await process.terminate() == 0

    config = settings.reminding(DUE).write(tmp_path)
    hold(telegram_wire, b"/sendMessage")
    hold(mail_wire, b"\r\n.\r\n" if repeats else b"DATA\r\n")
    async with started(config) as process:
        await telegram_wire.holds()
        await mail_wire.holds()
        await process.kill()
    in_flight = being_sent(tmp_path)
    leased_until = lease_end(tmp_path)
    arrived = Counter(telegram=sum(how_many(anna.phone, asks_whether_you_come) for anna in attendees))
    arrived["email"] = len(reminders(mailbox.letters))

    telegram_wire.let_through()
    mail_wire.let_through()
    async with started(config) as process:
        again = [anna for anna in attendees if how_many(anna.phone, asks_whether_you_come)]
        await asyncio.gather(*(anna.phone.wait_for(asks_whether_you_come, timeout=60) for anna in attendees))
        await asyncio.gather(*(anna.phone.wait_for(asks_whether_you_come, timeout=60) for anna in again))
        await mailbox.wait_for(count=14 + arrived["email"], timeout=60)
        assert await process.terminate() == 0

    assert deliveries(tmp_path)["reminder", "telegram", "sent"] == 7
    assert deliveries(tmp_path)["reminder", "email", "sent"] == 7
    assert last_sent(tmp_path) < leased_until  # the leases of the dead were not waited for
    assert in_flight.keys() == {"telegram", "email"}
    for channel in ("telegram", "email"):
        assert (1 if repeats else 0) <= arrived[channel] <= (in_flight[channel] if repeats else 0)
    assert sum(how_many(anna.phone, asks_whether_you_come) for anna in attendees) == 7 + arrived["telegram"]
    assert len(reminders(mailbox.letters)) == 7 + arrived["email"]


async def test_fifteen_kills_while_thirty_people_register_lose_nothing_and_repeat_no_more_than_was_in_flight(
    settings: SettingsFile, telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path
) -> None:
    chance = random.Random(2024)  # noqa: S311  repeatable, not secret
    config = settings.reminding(DUE).write(tmp_path)
    attendees = people(telegram, 30)
    in_flight: Counter[str] = Counter()
    registering = [asyncio.create_task(anna.register(timeout=300)) for anna in attendees]

    for _ in range(15):
        async with started(config) as process:
            await asyncio.sleep(chance.uniform(0, 0.8))  # not to synchronise: the moment is meant to be any
            await process.kill()
        in_flight += being_sent(tmp_path)
    async with started(config) as process:
        await asyncio.gather(*registering)
        assert await process.terminate() == 0
    async with started(config) as process:
        await asyncio.gather(*(everything_has_come(anna, mailbox) for anna in attendees))
        assert await process.terminate() == 0

    assert stored_answers(tmp_path, "cesis-2024") == {anna.phone.user_id: anna.answers for anna in attendees}
    assert deliveries(tmp_path) == {
        (kind, channel, "sent"): 30 for kind in ("registered", "reminder") for channel in ("telegram", "email")
    }
    shown = [
        how_many(anna.phone, fits)
        for anna in attendees
        for fits in (is_confirmation, asks_whether_you_come, lambda message: message.kind == "document")
    ]
    assert min(shown) == 1
    assert sum(shown) - 90 <= in_flight["telegram"]
    assert len({letter.message["Message-ID"] for letter in mailbox.letters}) == 60
    assert len(mailbox.letters) - 60 <= in_flight["email"]
