"""Announcements for tests: composed, begun, sent; and a receiver that remembers what everybody sees."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from conference import claims
from conference.announcements import announcement, composing, sending, settling
from conference.announcements.announcement import Announcement, Words
from conference.announcements.selection import Selection
from conference.channels.channel import ChannelName, Envelope, FollowUp, PermanentDeliveryError
from conference.clock import Clock
from conference.content import Content, Written
from conference.database import Database
from conference.delivery import Lane
from conference.event import Event
from conference.marks import Marks
from conference.rendering import Renderer
from conference.tables import people, registrations
from conference.texts import Texts
from tests.conference.example_people import MAY, a_person
from tests.conference.example_settings import settings_of

TEXTS = Texts(["lv", "en", "ru"])


def words(html: str = "Zāle ir mainīta.", subject: str | None = "Zāle") -> Words:
    return Words(subject, Written(html))


async def a_composed(
    database: Database, event: Event, said: Words | None = None, selection: Selection | None = None, **others: Words
) -> int:
    """Let a new organiser write something in Latvian, and in *others*. Return its id."""
    author = await a_person(database)
    async with database.transaction() as connection:
        composed = await composing.begin(connection, event, author.id, MAY)
        for language, each in {"lv": said or words(), **others}.items():
            assert await composing.set_words(connection, composed.id, language, each)
        assert await composing.set_selection(connection, composed.id, selection or Selection())
    return composed.id


async def a_begun(database: Database, event: Event, said: Words | None = None, **options: Any) -> int:
    """Let something be announced, and its deliveries be queued. Return its id."""
    composed = await a_composed(database, event, said, **options)
    assert await done(database, sending.plan, composed, MAY)
    await tick(database, event)
    return composed


async def done(database: Database, deed: Callable[..., Awaitable[Any]], *arguments: Any, **options: Any) -> Any:
    """Do something in a transaction of its own."""
    async with database.transaction() as connection:
        return await deed(connection, *arguments, **options)


async def tick(database: Database, *events: Event, now: datetime = MAY) -> list[int]:
    """Do what the job does. Return what is done."""
    await done(database, sending.start_due, now)
    await settling.settle(database, events, now)
    finished: list[int] = await done(database, sending.finish_done)
    return finished


async def as_stored(database: Database, announcement_id: int) -> Announcement:
    async with database.snapshot() as connection:
        stored = await announcement.get(connection, announcement_id)
    assert stored is not None
    return stored


@dataclass
class Message:
    """What somebody sees of one message."""

    text: str
    title: str
    in_reply_to: str | None
    pinned: bool = False


@dataclass
class RecordingChannel:
    """Keeps what everybody sees; *script* says what happens to the next sendings: raise, or wait."""

    name: ChannelName = ChannelName.TELEGRAM
    concurrency: int = 5
    careful_concurrency: int = 5
    script: list[Exception | Callable[[], Awaitable[None]] | None] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)
    """The people, in the order in which they were sent something."""

    def parts(self, content: Content) -> int:
        return 1

    async def send(self, envelope: Envelope, content: Content, part: int) -> str:
        await self._play()
        number = f"{envelope.person_id}/{envelope.notice_id}"
        assert number not in self.messages, "sent twice"
        self.messages[number] = _message(envelope, content)
        self.sent.append(envelope.person_id)
        return number

    async def follow_up(self, envelope: Envelope, content: Content, act: FollowUp, external_id: str) -> None:
        await self._play()
        if external_id not in self.messages:
            raise PermanentDeliveryError("message to edit not found")
        match act:
            case FollowUp.EDIT:
                self.messages[external_id].text = _message(envelope, content).text
            case FollowUp.DELETE:
                del self.messages[external_id]
            case FollowUp.PIN:
                self.messages[external_id].pinned = True

    async def close(self) -> None:
        pass

    def seen_by(self, person_id: int) -> list[str]:
        """Return what a person sees, in the order in which it came."""
        return [message.text for number, message in self.messages.items() if number.startswith(f"{person_id}/")]

    async def _play(self) -> None:
        deed = self.script.pop(0) if self.script else None
        if isinstance(deed, Exception):
            raise deed
        if deed:
            await deed()


def _message(envelope: Envelope, content: Content) -> Message:
    assert content.written is not None
    return Message(content.written.html, content.title, envelope.in_reply_to)


def a_lane(
    database: Database,
    channel: RecordingChannel,
    *events: Event,
    clock: Clock = lambda: MAY,
    owner: str = "me",
) -> Lane:
    return Lane(database, channel, Renderer(settings_of(*events), TEXTS), clock, owner, Marks(database))


async def drain(database: Database, lane: Lane, now: datetime = MAY) -> None:
    """Send what is due at *now*."""
    async with database.transaction() as connection:
        await claims.release_due(connection, now)
    lane.wake()
    await lane.drain()


class Gate:
    """Holds up whoever comes, until it is opened; tells when somebody has come."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def __call__(self) -> None:
        self.reached.set()
        await self.opened.wait()


async def register_many(database: Database, event: Event, count: int) -> None:
    """Register so many people in Telegram, without confirmations."""
    moments = {"consented_at": MAY, "registered_at": MAY, "updated_at": MAY}
    registered = {"event": event.key, "answers": {"name": "Anna"}, "status": "registered", "consent_version": "1"}
    async with database.transaction() as connection:
        await connection.execute(
            insert(people),
            [{"id": n, "chat_id": -n, "language": "lv", "created_at": MAY} for n in range(1, count + 1)],
        )
        await connection.execute(
            insert(registrations), [{"person_id": n, **registered, **moments} for n in range(1, count + 1)]
        )
