"""Weeks of a conference in seconds: downtime, events that move, a second event, and names of all kinds."""

import email.policy
import html
import tomllib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from ipaddress import ip_address
from pathlib import Path
from socket import create_server, socket
from typing import Any

import pytest
import vobject

from conference.answers import Answer
from conference.config import Settings, settings_from
from conference.outcome import UNAVAILABLE_PAUSE
from conference.text import Text
from rehearsal.mailbox import Letter, Mailbox
from rehearsal.telegram import LocalTelegram, ShownMessage
from rehearsal.virtual_clock import VirtualClock
from tests.acceptance.attendee import Attendee, asks_whether_you_come, registrant_of_the_shipped_event
from tests.acceptance.desk import Desk
from tests.acceptance.process import TOKEN
from tests.acceptance.settings import SHIPPED
from tests.acceptance.stored import deliveries, stored_answers

MAY = datetime(2024, 5, 20, 7, tzinfo=UTC)
DAY_BEFORE = datetime(2024, 6, 13, 7, tzinfo=UTC)
"""When the shipped rule of that name is due: 10:00 in Riga."""
DAY_ITSELF = datetime(2024, 6, 14, 4, 30, tzinfo=UTC)
HARMFUL_NAMES = (
    'Anna <b>"Bērziņa"</b> & co; ’\\,',
    "Наталья Ёлкина-Щукина",
    "שרה לוי",
    "فاطمة الزهراء",
    "D'Artagnan {name} %s &lt;i&gt;",
    "Āņģķļņšūž Ḿö̈ẍ 🌻",
)


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.connect

    def connect_within(self: socket, address: Any) -> None:
        assert ip_address(address[0]).is_loopback, f"a connection to {address}"
        connect(self, address)

    monkeypatch.setattr(socket, "connect", connect_within)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = VirtualClock(MAY)
    async with LocalTelegram(token=TOKEN, clock=clock) as telegram, Mailbox(clock=clock) as mailbox:
        yield Desk(telegram, mailbox, clock, tmp_path)


@pytest.fixture
def anna(desk: Desk) -> Attendee:
    return registrant_of_the_shipped_event(desk.telegram.phone(11))


def shipped() -> Settings:
    return settings_from(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))


def with_another_event() -> Settings:
    tables = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    another = tomllib.loads((Path(__file__).parent / "another_event.toml").read_text(encoding="utf-8"))
    return settings_from(tables | {"events": tables["events"] + another["events"]})


def changed(settings: Settings, **changes: Any) -> Settings:
    """Return the settings with the first event changed."""
    event, *others = settings.events
    return settings.model_copy(update={"events": (event.model_copy(update=changes), *others)})


def reminders(attendee: Attendee) -> list[ShownMessage]:
    return [message for message in attendee.phone.messages if asks_whether_you_come(message)]


async def test_a_reminder_that_fell_into_downtime_is_sent_late_while_it_is_of_use(desk: Desk, anna: Attendee) -> None:
    async with desk.service(shipped()) as stage:
        await anna.register()
        await stage.settled()
    desk.clock.set(DAY_BEFORE + timedelta(hours=9))
    async with desk.service(shipped()):
        pass
    assert len(reminders(anna)) == 1
    assert len(desk.mailbox.letters) == 2


async def test_a_reminder_that_came_to_be_of_no_use_in_the_downtime_is_recorded_as_missed(
    desk: Desk, anna: Attendee
) -> None:
    async with desk.service(shipped()) as stage:
        await anna.register()
        await stage.settled()
    desk.clock.set(DAY_ITSELF + timedelta(hours=8))
    async with desk.service(shipped()):
        pass
    assert not reminders(anna)
    assert deliveries(desk.folder) == {
        ("registered", "telegram", "sent"): 1,
        ("registered", "email", "sent"): 1,
        ("reminder", "telegram", "missed"): 2,
        ("reminder", "email", "missed"): 2,
    }


async def test_reminders_move_with_the_event_and_name_the_new_place(desk: Desk, anna: Attendee) -> None:
    async with desk.service(shipped()) as stage:
        await anna.register()
        await stage.settled()
    venue = shipped().events[0].venue.model_copy(update={"name": Text({"*": "Vidzemes augstskola"})})
    async with desk.service(changed(shipped(), date=date(2024, 6, 21), venue=venue)) as stage:
        await stage.turn_clock(DAY_BEFORE + timedelta(hours=1))
        assert not reminders(anna)
        await stage.turn_clock(DAY_BEFORE + timedelta(days=7))
    (reminder,) = reminders(anna)
    letter = desk.mailbox.letters[-1]
    for words in (reminder.words, letter.text or "", letter.html or ""):
        assert "Vidzemes augstskola" in words
        assert "21.06.2024." in words
        assert "koncertzāle" not in words


async def test_a_reminder_that_was_queued_when_the_event_moved_waits_for_the_new_day(
    desk: Desk, anna: Attendee
) -> None:
    async with desk.service(shipped()) as stage:
        await anna.register()
        await stage.settled()
        desk.telegram.fail_next("sendMessage", 502, "Bad Gateway")
        desk.mailbox.fail_next("DATA", "451 4.3.0 Try again later")
        await stage.turn_clock(DAY_BEFORE)
    assert deliveries(desk.folder)["reminder", "telegram", "scheduled"] == 1
    assert deliveries(desk.folder)["reminder", "email", "scheduled"] == 1
    async with desk.service(changed(shipped(), date=date(2024, 6, 21))) as stage:
        await stage.turn_clock(DAY_BEFORE + timedelta(hours=1))
        assert not reminders(anna)
        await stage.turn_clock(DAY_BEFORE + timedelta(days=7))
    assert len(reminders(anna)) == 1
    assert len(desk.mailbox.letters) == 2


async def test_another_event_is_a_table_in_the_settings(desk: Desk, anna: Attendee) -> None:
    answers: dict[str, Answer | None] = {
        "name": "Anna Bērziņa",
        "email": "anna@madona.example.org",
        "role": "doctor",
        "workshops": ["school", "internet"],
        "lunch": False,
        "phone": None,
        "remarks": "Paldies.",
    }
    there = Attendee(anna.phone, "madona-2024", answers)
    async with desk.service(with_another_event()) as stage:
        await anna.register()
        await there.register()
        await stage.settled()
        assert stored_answers(desk.folder, "cesis-2024") == {11: anna.answers}
        assert stored_answers(desk.folder, "madona-2024") == {11: there.answers}

        await stage.turn_clock(DAY_BEFORE)
        await stage.turn_clock(datetime(2024, 9, 20, 4, 59, tzinfo=UTC))
        assert [message.words.count("Madonā") for message in reminders(anna)] == [0]
        await stage.turn_clock(datetime(2024, 9, 20, 5, 0, tzinfo=UTC))
    *_, letter = desk.mailbox.letters
    assert [message.words.count("Droša bērnība Madonā") > 0 for message in reminders(anna)] == [False, True]
    assert letter.recipients == ("anna@madona.example.org",)
    assert "Madonas kultūras nams, Raiņa iela 12, Madona" in (letter.text or "")


async def test_names_of_all_kinds_arrive_unharmed_and_every_letter_is_well_formed(desk: Desk) -> None:
    attendees = [
        registrant_of_the_shipped_event(desk.telegram.phone(11 + number), name)
        for number, name in enumerate(HARMFUL_NAMES)
    ]
    async with desk.service(shipped()) as stage:
        for attendee in attendees:
            await attendee.register()
        await stage.settled()
        await stage.turn_clock(DAY_BEFORE)
        await stage.turn_clock(DAY_ITSELF)
    assert stored_answers(desk.folder, "cesis-2024") == {person.phone.user_id: person.answers for person in attendees}
    for person in attendees:
        assert f"Vārds, uzvārds: {person.answers['name']}" in person.phone.transcript()
        confirmation, *later = await desk.mailbox.wait_for(recipient=person.email, count=3)
        assert str(person.answers["name"]) in (confirmation.text or "").replace("\n  ", " ")
        assert str(person.answers["name"]) in html.unescape(confirmation.html or "")
        assert "<b>" not in (confirmation.html or "")
        assert len(later) == 2
    for letter in desk.mailbox.letters:
        check_letter(letter)


def check_letter(letter: Letter) -> None:
    message = message_from_bytes(letter.raw, policy=email.policy.default)
    assert [defect for part in message.walk() for defect in part.defects] == []
    assert [defect for value in message.values() for defect in value.defects] == []
    assert b"\nList-Unsubscribe: <mailto:" in letter.raw or "List-Id" not in message
    assert b"Unsubscribe: =?" not in letter.raw
    if letter.calendar:
        entry = vobject.readOne(letter.calendar.decode())
        assert entry.method.value == "PUBLISH"
        assert entry.vevent.dtstart.value == date(2024, 6, 14)
        assert entry.vevent.summary.value == "Kopā bērnu drošībai"


async def test_a_dead_mail_server_holds_up_no_telegram_and_is_tried_again(
    desk: Desk, anna: Attendee, tmp_path: Path
) -> None:
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    nobody = Mailbox(port=port)
    async with replace(desk, mailbox=nobody).service(shipped()) as stage:
        await anna.register()
        await anna.phone.wait_for(lambda message: message.kind == "document")
        await stage.settled()
        assert deliveries(desk.folder)["registered", "email", "scheduled"] == 1
        async with nobody:
            await stage.turn_clock(MAY + UNAVAILABLE_PAUSE)
            (letter,) = nobody.letters
    assert letter.recipients == (anna.email,)
