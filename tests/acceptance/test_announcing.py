"""An organiser announces, with nothing but a phone, and the process dies: nobody is missed, and nobody is asked twice.

Telegram is slow, so that there is a middle to die in.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from conference.button import Act
from conference.clock import wall_clock
from conference.outbox import DeliveryStatus
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram, ShownMessage
from tests.acceptance import stored
from tests.acceptance.announcer import CORRECTED, VOICE, WORDS, Organiser
from tests.acceptance.hall import EVENT, MEANT, QUEUED, Hall
from tests.acceptance.process import Process, kopa, started
from tests.acceptance.settings import SettingsFile, local_settings, tomorrow

FEW = 6
"""So many have it when something happens."""

PER_SECOND = 10


@pytest.fixture
def settings(telegram: LocalTelegram, mailbox: Mailbox) -> SettingsFile:
    local = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock())).reminding()
    return local.set({"messages_per_second": PER_SECOND, "messages_per_minute": 60 * PER_SECOND})


@pytest.fixture
def config(settings: SettingsFile, tmp_path: Path) -> Path:
    return settings.write(tmp_path)


@pytest.fixture
def organiser(telegram: LocalTelegram) -> Organiser:
    return Organiser(telegram.phone(77, "Ilze"))


@pytest.fixture
def hall(telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path) -> Hall:
    return Hall(telegram, mailbox, lambda statement: [[*map(str, row)] for row in stored.query(tmp_path, statement)])


async def written(config: Path, hall: Hall, organiser: Organiser) -> ShownMessage:
    """Let an organiser join and announce; return the message that shows how far it is. Nothing has left yet."""
    hall.fill()
    await organiser.joins(config)
    await organiser.writes()
    return await organiser.confirms()


async def half_sent(config: Path, hall: Hall, organiser: Organiser) -> ShownMessage:
    progress = await written(config, hall, organiser)
    hall.holds_back_no_more()
    await hall.some_have_it(WORDS, FEW)
    await organiser.presses(Act.TOLD, shows=Act.PAUSE)
    return progress


async def killed_while_sending(process: Process, hall: Hall) -> None:
    """Kill the process when Telegram has shown a message, and has not said so yet."""
    async with hall.telegram.faults.holding("sendMessage") as held:
        await held.wait()
        await process.kill()


async def test_killed_in_the_middle_it_goes_on_by_itself_and_what_is_uncertain_waits_for_a_word(
    config: Path, hall: Hall, organiser: Organiser, tmp_path: Path
) -> None:
    async with started(config) as process:
        progress = await half_sent(config, hall, organiser)
        await killed_while_sending(process, hall)
    in_flight = stored.being_sent(tmp_path)
    async with started(config) as process:
        uncertain = sum(in_flight.values())
        done, unknown = VOICE("told-title-done"), f"{VOICE('told-fact-uncertain')}: {uncertain}"
        await organiser.sees(progress, done, "100 %", unknown)
        assert hall.has_ended()
        chats, addresses = hall.with_status(DeliveryStatus.UNCERTAIN)
        assert (len(chats), len(addresses)) == (in_flight["telegram"], in_flight["email"])
        assert chats
        hall.nobody_has_it_twice(WORDS)

        listed = await organiser.presses(Act.FAILURES, shows=Act.FAILURES_FILE)
        assert {int(chat) for chat in re.findall(r"Anna (\d+)\. Bērziņa – Telegram", listed.words)} == chats
        await organiser.presses(Act.TOLD, shows=Act.RETRY)
        await organiser.presses(Act.RETRY, "uncertain", shows=Act.RETRY_SURELY)
        phones, letters = hall.chats_with(WORDS), hall.letters_with(WORDS)
        await organiser.presses(Act.RETRY_SURELY, shows=Act.TOLD)
        await hall.reach(lambda states: states == {DeliveryStatus.SENT: 2 * MEANT})
        assert await process.terminate() == 0
    assert hall.chats_with(WORDS) == phones + Counter(chats)
    assert hall.letters_with(WORDS) == letters + Counter(addresses)


async def test_stopped_in_order_in_the_middle_it_goes_on_and_everybody_has_it_once(
    config: Path, hall: Hall, organiser: Organiser, tmp_path: Path
) -> None:
    async with started(config) as process:
        progress = await half_sent(config, hall, organiser)
        assert await process.terminate() == 0
    assert not stored.being_sent(tmp_path)
    assert hall.states()[DeliveryStatus.WAITING] > 0
    async with started(config) as process:
        await organiser.sees(progress, VOICE("told-title-done"), "100 %")
        assert await process.terminate() == 0
    everybody_has_it_once(hall)


async def test_what_was_paused_before_a_kill_stays_paused_until_it_is_resumed(
    config: Path, hall: Hall, organiser: Organiser
) -> None:
    async with started(config) as process:
        await half_sent(config, hall, organiser)
        await organiser.presses(Act.PAUSE, shows=Act.RESUME)
        await process.kill()
    async with started(config) as process:
        await hall.reach(lambda states: not states.keys() & QUEUED)
        states = hall.states()
        assert states[DeliveryStatus.HELD] > 0
        assert states.keys() <= {DeliveryStatus.HELD, DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN}
        await organiser.presses(Act.TOLD, shows=Act.RESUME)
        await process.terminate()
    async with started(config) as process:
        assert hall.states() == states
        await organiser.presses(Act.RESUME, shows=Act.HALT)
        await hall.reach(lambda _: hall.has_ended())
        assert await process.terminate() == 0
    assert hall.states()[DeliveryStatus.UNCERTAIN] == states[DeliveryStatus.UNCERTAIN]
    hall.nobody_has_it_twice(WORDS)


async def test_what_was_stopped_goes_to_the_rest_after_a_kill_when_the_organiser_says_so(
    config: Path, hall: Hall, organiser: Organiser
) -> None:
    async with started(config) as process:
        await half_sent(config, hall, organiser)
        await organiser.presses(Act.HALT, shows=Act.GO_ON)
        await hall.reach(lambda states: not states.keys() & (QUEUED | {DeliveryStatus.SENDING}))
        await process.kill()
    stopped = hall.states()
    assert stopped[DeliveryStatus.WITHDRAWN] > 0
    async with started(config) as process:
        assert hall.states() == stopped
        progress = await organiser.presses(Act.GO_ON, shows=Act.HALT)
        await organiser.sees(progress, VOICE("told-title-done"), "100 %")
        assert await process.terminate() == 0
    everybody_has_it_once(hall)


async def test_a_correction_reaches_exactly_those_who_have_it_also_after_a_kill(
    config: Path, hall: Hall, organiser: Organiser
) -> None:
    async with started(config) as process:
        await half_sent(config, hall, organiser)
        await organiser.presses(Act.HALT, shows=Act.GO_ON)
        await hall.reach(lambda states: not states.keys() & (QUEUED | {DeliveryStatus.SENDING}))
        chats, addresses = hall.with_status(DeliveryStatus.SENT)
        await organiser.corrects()
        await process.kill()
    async with started(config) as process:
        progress = await organiser.presses(Act.TOLD, shows=Act.GO_ON)
        every_one = VOICE("told-follow-up", done=str(len(chats) + len(addresses)), total=len(chats) + len(addresses))
        await organiser.sees(progress, f"{VOICE('told-fact-correction')}: {every_one}")
        assert hall.chats_with(CORRECTED) == Counter(chats)
        assert hall.letters_with(CORRECTED) == Counter(addresses)
        assert not hall.chats_with(WORDS)
        await organiser.presses(Act.GO_ON, shows=Act.HALT)
        await organiser.sees(progress, VOICE("told-title-done"), "100 %")
        assert await process.terminate() == 0
    assert hall.chats_with(CORRECTED) == Counter(hall.meant.keys())
    assert hall.letters_with(CORRECTED) == Counter(hall.meant.values())
    assert hall.letters_with(WORDS) == Counter(addresses)
    corrections = [letter for letter in hall.letters(CORRECTED) if letter.message["In-Reply-To"]]
    first = {letter.message["Message-ID"] for letter in hall.letters(WORDS)}
    assert {letter.message["In-Reply-To"] for letter in corrections} == first


async def test_what_was_planned_for_a_moment_without_a_process_is_sent_at_the_next_start(
    config: Path, hall: Hall, organiser: Organiser
) -> None:
    async with started(config) as process:
        hall.fill()
        await organiser.joins(config)
        await organiser.writes()
        await organiser.presses(Act.WHEN, shows=Act.DESK)
        await organiser.does(organiser.phone.send("rīt 10.00"), shows=Act.SEND)
        progress = await organiser.confirms()
        assert await process.terminate() == 0
    assert hall.query("SELECT state FROM notices") == [["planned"]]
    hall.holds_back_no_more()
    async with started(config) as process:
        await organiser.sees(progress, VOICE("told-title-done"), "100 %")
        assert await process.terminate() == 0
    everybody_has_it_once(hall)


async def test_within_the_half_minute_it_can_be_undone_after_a_kill_too(
    config: Path, hall: Hall, organiser: Organiser
) -> None:
    async with started(config) as process:
        await written(config, hall, organiser)
        hall.holds_back_longer()
        await process.kill()
    async with started(config) as process:
        desk = await organiser.presses(Act.UNDO, shows=Act.SEND)
        assert WORDS in desk.words
        assert await process.terminate() == 0
    assert hall.query("SELECT state, starts_at FROM notices") == [["composing", "None"]]
    assert not hall.chats_with(WORDS)


def everybody_has_it_once(hall: Hall) -> None:
    assert hall.states() == {DeliveryStatus.SENT: 2 * MEANT}
    assert hall.chats_with(WORDS) == Counter(hall.meant.keys())
    assert hall.letters_with(WORDS) == Counter(hall.meant.values())


async def test_whoever_runs_the_service_sees_the_same_numbers_beside_it(
    config: Path, hall: Hall, organiser: Organiser
) -> None:
    async with started(config) as process:
        await half_sent(config, hall, organiser)
        await organiser.presses(Act.PAUSE, shows=Act.RESUME)
        await hall.reach(lambda states: not states.keys() & (QUEUED | {DeliveryStatus.SENDING}))
        sent, held = (by_channel(hall, status) for status in (DeliveryStatus.SENT, DeliveryStatus.HELD))
        shown = await kopa(config, "status")
        assert [line(shown, status) for status in ("waiting", "held", "sent")] == [["0", "0"], held, sent]
        assert line(shown, EVENT)[0] == "60"
        assert (await listed(config, "held")).count(f"{EVENT}: announcement 1") == sum(map(int, held))
        await organiser.presses(Act.RESUME, shows=Act.HALT)
        await hall.reach(lambda _: hall.has_ended())
        assert line(await kopa(config, "status"), "sent") == by_channel(hall, DeliveryStatus.SENT)
        assert (await listed(config, "sent")).count(f"{EVENT}: announcement 1") == 2 * MEANT
        audited = await kopa(config, "audit")
        assert [one.split()[5] for one in audited.splitlines()[1:]] == [
            "resumed",
            "paused",
            "announced",
            "joined",
            "invited",
        ]
        assert await process.terminate() == 0


async def listed(config: Path, status: str) -> str:
    return await kopa(config, "deliveries", "--status", status, "--event", EVENT, "--limit", "100")


def by_channel(hall: Hall, status: DeliveryStatus) -> list[str]:
    """Return how many are in this state, in Telegram and by e-mail, as the command line shows it."""
    chats, addresses = hall.with_status(status)
    return [str(len(chats)), str(len(addresses))]


def line(shown: str, label: str) -> list[str]:
    """Return the numbers of the line of this label."""
    [numbers] = re.findall(rf"^{label} {{2,}}(.*)$", shown, re.MULTILINE)
    return str(numbers).split()
