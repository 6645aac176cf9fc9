"""Two processes on one PostgreSQL: what one SQLite process promises, and that one may die while people register.

A take-over waits for the dead process's lease, 10 seconds on the database's clock, and what it was sending for
another 20: so these tests take their time.
"""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from conference.button import Act
from conference.clock import wall_clock
from conference.texts import Voice
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram, ShownMessage
from tests.acceptance.announcer import WORDS, Organiser
from tests.acceptance.attendee import Attendee, asks_whether_you_come, buttons_of, registrant_of_the_shipped_event
from tests.acceptance.hall import Hall
from tests.acceptance.process import STARTED, started, starting
from tests.acceptance.settings import Rule, SettingsFile, local_settings, tomorrow
from tests.postgresql import Server

LEADING = "leading: this process asks for updates"
CONFLICT = "another process polls with this token"

IN_FLIGHT = "SELECT channel, count(*) FROM deliveries WHERE status = 'sending' AND owner = '{}' GROUP BY 1"
KINDS = """
SELECT kind, channel, status, count(*) FROM deliveries JOIN notices ON notices.id = notice_id GROUP BY 1, 2, 3
"""

Query = Callable[[str], list[str]]


@pytest.fixture
def settings(telegram: LocalTelegram, mailbox: Mailbox, new_postgresql_url: str) -> SettingsFile:
    local = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock()))
    return local.set({"database_url": f'"{new_postgresql_url}"'}).reminding()


@pytest.fixture
def query(postgresql: Server, new_postgresql_url: str) -> Query:
    """Ask the database from outside."""
    name = make_url(new_postgresql_url).database
    return lambda statement: postgresql.run(statement, database=str(name)).splitlines()


def people(telegram: LocalTelegram, count: int) -> list[Attendee]:
    return [registrant_of_the_shipped_event(telegram.phone(11 + number)) for number in range(count)]


def is_confirmation(message: ShownMessage) -> bool:
    return Act.SHOW in {button.act for button in buttons_of(message)}


def is_calendar(message: ShownMessage) -> bool:
    return message.kind == "document"


def counted(rows: list[str]) -> Counter[str]:
    return Counter({kind: int(count) for kind, count in (row.rsplit("|", 1) for row in rows)})


async def nothing_is_queued(query: Query) -> None:
    unfinished = "SELECT count(*) FROM deliveries WHERE status IN ('waiting', 'scheduled', 'sending')"
    async with asyncio.timeout(100):
        while query(unfinished) != ["0"]:  # noqa: ASYNC110  nothing tells the outside of a process's last mark
            await asyncio.sleep(0.5)


async def test_when_the_leader_is_killed_the_other_one_takes_over_and_nobody_is_missed(
    settings: SettingsFile, telegram: LocalTelegram, mailbox: Mailbox, query: Query, tmp_path: Path
) -> None:
    attendees = people(telegram, 60)
    config = settings.reminding(Rule("just-due", hours=-24)).write(tmp_path)
    async with started(config) as leader, started(config) as other:
        await leader.says(LEADING)
        (owner,) = query("SELECT owner FROM leases WHERE name = 'lead'")
        registering = [asyncio.create_task(anna.register(timeout=60)) for anna in attendees]
        await mailbox.wait_for(count=20, timeout=60)
        await leader.kill()
        died_at = asyncio.get_running_loop().time()
        in_flight = counted(query(IN_FLIGHT.format(owner)))
        await other.says(LEADING)
        print(f"taken over after {asyncio.get_running_loop().time() - died_at:.1f} s; in flight: {dict(in_flight)}")

        await asyncio.gather(*registering)
        for anna in attendees:
            await anna.phone.wait_for(asks_whether_you_come, timeout=100)
            await mailbox.wait_for(recipient=anna.email, count=2, timeout=100)
        await nothing_is_queued(query)
        assert await other.terminate() == 0
        assert CONFLICT not in leader.output + other.output

    assert counted(query(KINDS)) == {
        f"{kind}|{channel}|sent": 60 for kind in ("registered", "reminder") for channel in ("telegram", "email")
    }
    assert query("SELECT count(*) FROM registrations") == ["60"]
    shown = [
        sum(1 for message in anna.phone.messages if fits(message))
        for anna in attendees
        for fits in (asks_whether_you_come, is_calendar)
    ]
    assert min(shown) == 1
    assert sum(shown) - 120 <= in_flight["telegram"]
    assert len({letter.message["Message-ID"] for letter in mailbox.letters}) == 120
    assert len(mailbox.letters) - 120 <= in_flight["email"]


async def test_who_registers_in_one_process_is_written_to_by_both(
    settings: SettingsFile, telegram: LocalTelegram, mailbox: Mailbox, query: Query, tmp_path: Path
) -> None:
    attendees = people(telegram, 20)
    slow = settings.set({"messages_per_minute": 60}).write(tmp_path)  # one process alone has five letters in hand
    async with started(slow) as leader, started(slow) as other:
        await leader.says(LEADING)
        await asyncio.gather(*(anna.register(timeout=60) for anna in attendees))
        await nothing_is_queued(query)
        assert [await process.terminate() for process in (other, leader)] == [0, 0]
        assert LEADING not in other.output
    assert len(query("SELECT owner FROM deliveries WHERE channel = 'email' GROUP BY 1")) == 2
    assert query("SELECT status, count(*) FROM deliveries GROUP BY 1") == ["sent|40"]
    assert len(mailbox.letters) == 20
    assert all(sum(map(is_calendar, anna.phone.messages)) == 1 for anna in attendees)


async def test_a_leader_that_is_stopped_in_order_hands_over_at_once(
    settings: SettingsFile, telegram: LocalTelegram, query: Query, tmp_path: Path
) -> None:
    config = settings.write(tmp_path)
    async with started(config) as leader, started(config) as other:
        await leader.says(LEADING)
        assert await leader.terminate() == 0
        assert query("SELECT count(*) FROM leases WHERE name = 'lead' AND until < now()") == ["0"]
        await other.says(LEADING, timeout=8)  # less than a lease: nothing had to end by itself
        (anna,) = people(telegram, 1)
        await anna.register()
        assert CONFLICT not in leader.output + other.output


async def test_a_leader_that_stood_still_does_not_ask_beside_the_one_that_took_over(
    settings: SettingsFile, telegram: LocalTelegram, mailbox: Mailbox, query: Query, tmp_path: Path
) -> None:
    config = settings.write(tmp_path)
    async with started(config) as leader, started(config) as other:
        await leader.says(LEADING)
        os.kill(leader.pid, signal.SIGSTOP)
        attendees = people(telegram, 5)
        registering = [asyncio.create_task(anna.register(timeout=60)) for anna in attendees]
        await other.says(LEADING)
        os.kill(leader.pid, signal.SIGCONT)
        await leader.says("leading no more")
        await asyncio.gather(*registering)
        await nothing_is_queued(query)
        assert CONFLICT not in other.output
        assert leader.output.count(CONFLICT) <= 1  # the answer to what it had asked before it stood still
        assert [await process.terminate() for process in (other, leader)] == [0, 0]
    assert query("SELECT status, count(*) FROM deliveries GROUP BY 1") == ["sent|10"]
    assert all(sum(map(is_calendar, anna.phone.messages)) == 1 for anna in attendees)


async def test_an_announcement_is_begun_once_and_goes_on_in_the_other_one_when_the_leader_is_killed(
    settings: SettingsFile, telegram: LocalTelegram, mailbox: Mailbox, query: Query, tmp_path: Path
) -> None:
    config = settings.set({"messages_per_second": 10, "messages_per_minute": 600}).write(tmp_path)
    hall = Hall(telegram, mailbox, lambda statement: [row.split("|") for row in query(statement)])
    organiser = Organiser(telegram.phone(77, "Ilze"))
    async with started(config) as leader, started(config) as other:
        await leader.says(LEADING)
        hall.fill()
        await organiser.joins(config)
        await organiser.writes()
        progress = await organiser.confirms()
        hall.holds_back_no_more()
        await hall.some_have_it(WORDS, 6)
        await leader.kill()
        await other.says(LEADING)
        await hall.reach(lambda _: hall.has_ended())
        await organiser.sees(progress, Voice("lv")("told-title-done"), "100 %")
        assert await other.terminate() == 0
    assert [output.count("1 begun") for output in (leader.output, other.output)] == [1, 0]
    hall.nobody_has_it_twice(WORDS)


async def test_two_that_start_together_on_a_new_database_make_its_tables_once(
    settings: SettingsFile, telegram: LocalTelegram, postgresql: Server, tmp_path: Path
) -> None:
    postgresql.run("CREATE DATABASE fresh")
    config = settings.set({"database_url": f'"{postgresql.url("fresh")}"'}).write(tmp_path)
    try:
        async with starting(config) as one, starting(config) as other:
            await asyncio.gather(one.says(STARTED), other.says(STARTED))
            (anna,) = people(telegram, 1)
            await anna.register()
            assert (one.output + other.output).count(LEADING) == 1
    finally:
        postgresql.drop("fresh")
