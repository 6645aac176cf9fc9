"""Announcements over real HTTP and SMTP: what people see in their chats and mailboxes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from telegram.ext import ExtBot

from conference.announcements import composing, following_up, report, sending
from conference.announcements.announcement import Words
from conference.channels import pacing
from conference.channels.channel import ChannelName
from conference.channels.email import EmailChannel
from conference.channels.pacing import Pacing, Rank
from conference.channels.telegram import TelegramChannel
from conference.channels.telegram_request import AiohttpRequest
from conference.config import EmailSettings
from conference.content import Attachment, Media, MediaKind, Poll, Written
from conference.database import Database
from conference.delivery import Lane
from conference.marks import Marks
from conference.outbox import DeliveryStatus
from conference.people import Person
from conference.rendering import Renderer
from conference.tables import deliveries
from conference.text import Text
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram
from rehearsal.virtual_clock import VirtualClock
from tests.conference.announcements.example_announcements import TEXTS, a_begun, a_composed, done, drain, tick, words
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant
from tests.conference.example_settings import settings_of

TELEGRAM, EMAIL = ChannelName
EVENT = an_event()
PDF = Media(MediaKind.DOCUMENT, "BQACAgQAAxkBAAIB", "program.pdf", "application/pdf", 2_000)


@dataclass
class World:
    database: Database
    telegram: LocalTelegram
    mailbox: Mailbox
    clock: VirtualClock
    lanes: list[Lane]

    async def deliver(self) -> list[int]:
        """Tick, send all that is due, and return what is done."""
        await tick(self.database, EVENT, now=self.clock())
        for lane in self.lanes:
            await drain(self.database, lane, self.clock())
        return await tick(self.database, EVENT, now=self.clock())

    async def a_registrant(self, chat_id: int, **columns: Any) -> Person:
        """Register somebody who has started the bot; their confirmation is sent already."""
        await self.telegram.phone(chat_id).send("/start")
        person = await a_registrant(self.database, EVENT, chat_id=chat_id, **columns)
        async with self.database.transaction() as connection:
            await connection.execute(update(deliveries).values(status=DeliveryStatus.SENT))
        return person

    def chat(self, chat_id: int) -> list[str]:
        return [message.text for message in self.telegram.phone(chat_id).messages if message.from_bot]


@pytest.fixture
async def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr(pacing, "CHAT_SPACING", 0)
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    clock, renderer, marks = VirtualClock(MAY), Renderer(settings_of(EVENT), TEXTS), Marks(database)
    renderer.bot_username = "kopa_bot"
    async with LocalTelegram(clock=clock) as telegram, Mailbox() as mailbox:
        bot = ExtBot[Rank]("1:rehearsal", telegram.base_url, request=AiohttpRequest(), rate_limiter=Pacing(1000))
        sender = EmailSettings(
            host=mailbox.host,
            port=mailbox.port,
            security="none",
            sender="kopa@example.org",
            sender_name=Text({"*": "Kopā"}),
        )
        email = EmailChannel(sender, None, clock)
        async with bot:
            channels = (TelegramChannel(bot, 1000), email)
            lanes = [Lane(database, channel, renderer, clock, "me", marks) for channel in channels]
            yield World(database, telegram, mailbox, clock, lanes)
        await email.close()


async def test_everybody_reads_it_in_their_language_with_their_own_name_in_it(world: World):
    await world.a_registrant(1, email="anna@example.org")
    await world.a_registrant(2, language="ru", email="boris@example.org")
    said = words("<b>Labdien, {name}!</b> Tiekamies: {date}", "Zāle: {venue}")
    announced = await a_begun(world.database, EVENT, said, ru=words("<i>{name}</i>, зал изменён.", "Зал"))
    assert await world.deliver() == [announced]
    assert world.chat(1) == ["Labdien, Anna Kalniņa! Tiekamies: 14.06.2024., piektdiena"]
    assert world.chat(2) == ["Anna Kalniņa, зал изменён."]
    letters = {letter.recipients[0]: letter for letter in world.mailbox.letters}
    assert {to: letter.subject for to, letter in letters.items()} == {
        "anna@example.org": "Zāle: Koncertzāle",
        "boris@example.org": "Зал",
    }
    assert "<strong>Labdien, Anna Kalniņa!</strong>" in (letters["anna@example.org"].html or "")
    assert "Labdien, Anna Kalniņa! Tiekamies: 14.06.2024., piektdiena" in (letters["anna@example.org"].text or "")


async def test_a_correction_is_edited_in_the_chat_and_a_reply_in_the_mailbox(world: World):
    anna = await world.a_registrant(1, email="anna@example.org")
    announced = await a_begun(world.database, EVENT)
    await world.deliver()
    correction = await done(
        world.database, following_up.correct, announced, anna.id, "lv", words("Zāle ir cita.", "Cita zāle"), MAY
    )
    assert await world.deliver() == [correction]
    assert world.chat(1) == ["Zāle ir cita."]
    first, second = world.mailbox.letters
    assert (second.subject, second.message["In-Reply-To"]) == ("Labojums: Cita zāle", first.message["Message-ID"])
    assert second.message["Message-ID"] != first.message["Message-ID"]
    assert "Zāle ir cita." in (second.text or "")


async def test_what_is_taken_back_is_gone_from_the_chats_within_two_days(world: World):
    anna = await world.a_registrant(1, email="anna@example.org")
    announced = await a_begun(world.database, EVENT)
    await world.deliver()
    retraction = await done(world.database, following_up.take_back, announced, anna.id, MAY)
    assert await world.deliver() == [retraction]
    assert (world.chat(1), len(world.mailbox.letters)) == ([], 1)


async def test_after_two_days_telegram_refuses_and_the_report_says_so(world: World):
    anna = await world.a_registrant(1)
    announced = await a_begun(world.database, EVENT)
    await world.deliver()
    world.clock.set(MAY + timedelta(hours=49))
    retraction = await done(world.database, following_up.take_back, announced, anna.id, world.clock())
    assert await world.deliver() == [retraction]
    assert world.chat(1) == ["Zāle ir mainīta."]
    async with world.database.snapshot() as connection:
        (failure,) = await report.failures(connection, EVENT, retraction)
    assert (failure.person_id, failure.status) == (anna.id, DeliveryStatus.DEAD)
    assert "message can't be deleted" in (failure.reason or "").lower()


async def test_it_is_pinned_in_the_chats(world: World):
    anna = await world.a_registrant(1)
    announced = await a_begun(world.database, EVENT)
    await world.deliver()
    assert await done(world.database, following_up.pin, announced, anna.id, MAY)
    await world.deliver()
    assert [message.pinned for message in world.telegram.phone(1).messages if message.from_bot] == [True]


async def test_a_file_travels_with_the_emails_or_they_say_where_it_is(world: World):
    await world.a_registrant(1, email="anna@example.org", wants="email")
    said = Words("Programma", Written("Programma pielikumā.", media=PDF))
    for attached in (True, False):
        composed = await a_composed(world.database, EVENT, said)
        if attached:
            pdf = Attachment("program.pdf", "application/pdf", b"%PDF-1.7")
            await done(world.database, composing.set_attachment, composed, "lv", pdf)
        await done(world.database, sending.plan, composed, MAY)
        await world.deliver()
    with_it, without = world.mailbox.letters
    (attachment,) = with_it.message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("program.pdf", b"%PDF-1.7")
    told = "Pielikums ir pieejams sarunā ar botu Telegram lietotnē."
    assert (told in (with_it.text or ""), told in (without.text or "")) == (False, True)
    assert "https://t.me/kopa_bot?start=example-2024" in (without.text or "")


async def test_a_poll_is_answered_in_the_chat_and_read_by_email(world: World):
    await world.a_registrant(1, email="anna@example.org")
    poll = Poll("Vai ēdīsiet pusdienas?", ("Jā", "Nē"))
    await a_begun(world.database, EVENT, Words(None, Written(poll=poll)))
    await world.deliver()
    (message,) = [message for message in world.telegram.phone(1).messages if message.from_bot]
    assert message.poll is not None
    (letter,) = world.mailbox.letters
    assert letter.subject == "Paziņojums: Paraugs"
    assert "Vai ēdīsiet pusdienas?" in (letter.text or "")
    assert "Atbildēt var sarunā ar botu Telegram lietotnē." in (letter.text or "")


async def test_paused_in_the_middle_it_goes_on_where_it_was_and_nobody_gets_two(world: World):
    for chat_id in range(1, 31):
        await world.a_registrant(chat_id)
    announced = await a_begun(world.database, EVENT)
    world.telegram.fail_next("sendMessage", 500, "Internal Server Error", times=5)
    await drain(world.database, world.lanes[0], MAY)
    await done(world.database, sending.pause, announced)
    world.clock.set(MAY + timedelta(minutes=1))
    await world.deliver()
    async with world.database.snapshot() as connection:
        progress = await report.progress(connection, announced)
    assert (progress.sent, progress.on(TELEGRAM, DeliveryStatus.HELD)) == (25, 5)
    await done(world.database, sending.resume, announced)
    assert await world.deliver() == [announced]
    assert [world.chat(chat_id) for chat_id in range(1, 31)] == [["Zāle ir mainīta."]] * 30
