"""What the ledger says was sent, beside what phones and mailbox have really received."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName
from conference.outbox import FOLLOW_UPS, DeliveryStatus, NoticeKind
from conference.tables import deliveries, notices, people
from rehearsal.mailbox import Letter
from rehearsal.telegram import Phone, ShownMessage

DONE = (DeliveryStatus.SENT, DeliveryStatus.MISSED, DeliveryStatus.WITHDRAWN)
"""How a delivery may end when nothing is broken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger: one notice, one person, one channel."""

    id: int
    chat_id: int
    channel: ChannelName
    event: str
    kind: NoticeKind
    key: str
    status: DeliveryStatus
    external_id: str | None
    original: str | None = None
    """What the channel knows that by which it follows up, where it does that."""

    @property
    def is_announced(self) -> bool:
        """Whether an organiser chose who gets it."""
        return self.kind is NoticeKind.ANNOUNCEMENT or self.kind in FOLLOW_UPS

    @property
    def notice(self) -> str:
        """What the notice is called in reports: reminders by their rule, confirmations by their kind."""
        return self.key if self.kind is NoticeKind.REMINDER else self.kind


async def read(connection: AsyncConnection) -> list[Entry]:
    """Return the whole ledger, oldest first, but for people who were erased."""
    columns: list[ColumnElement[Any]] = [deliveries.c.id, people.c.chat_id, deliveries.c.channel]
    columns += [notices.c.event, notices.c.kind, notices.c.key]
    first = deliveries.alias("first")
    columns += [deliveries.c.status, deliveries.c.external_id, first.c.external_id.label("original")]
    same = first.c.person_id == deliveries.c.person_id, first.c.channel == deliveries.c.channel
    joined = deliveries.join(notices, notices.c.id == deliveries.c.notice_id)
    joined = joined.join(people, people.c.id == deliveries.c.person_id)
    joined = joined.outerjoin(first, and_(first.c.notice_id == notices.c.about_id, *same))
    found = select(*columns).select_from(joined).where(people.c.chat_id.is_not(None)).order_by(deliveries.c.id)
    rows = (await connection.execute(found)).all()
    return [
        Entry(
            id_,
            chat_id,
            ChannelName(channel),
            event,
            NoticeKind(kind),
            key,
            DeliveryStatus(status),
            external_id,
            original,
        )
        for id_, chat_id, channel, event, kind, key, status, external_id, original in rows
    ]


def messages_of(entry: Entry, phone: Phone) -> Sequence[ShownMessage]:
    """Return what a delivery by Telegram left on *phone*: the message, then the pin and the file that came with it."""
    shown = [message for message in phone.messages if message.from_bot and str(message.id) == entry.external_id]
    if shown:
        for message in phone.messages:
            if message.id > shown[0].id and message.kind in ("venue", "document"):
                shown.append(message)
            elif message.id > shown[0].id:
                break
    return shown


def letters_of(entry: Entry, letters: Iterable[Letter]) -> list[Letter]:
    """Return what a delivery by e-mail left in the mailbox."""
    return [letter for letter in letters if letter.message["Message-ID"] == entry.external_id]


@dataclass(frozen=True)
class Evidence:
    """The ledger, and what the receivers have: phones by chat id, and letters."""

    entries: Sequence[Entry]
    phones: Mapping[int, Phone]
    letters: Sequence[Letter]
    meant: frozenset[int] = field(default_factory=frozenset)
    """The chats of those whom what was announced is meant for."""
    authors: frozenset[int] = field(default_factory=frozenset)
    """The chats of those who write it, and see it while they do."""

    def received(self, entry: Entry) -> int:
        """Return how often a delivery has arrived. The same words once more, without a delivery, count as it too."""
        if entry.channel is ChannelName.EMAIL:
            return self._by_message_id[entry.external_id]
        phone = self.phones[entry.chat_id]
        if entry.kind in FOLLOW_UPS:
            return int(_is_followed_up(entry, phone))
        first = messages_of(entry, phone)[:1]
        others = self._in_chats - {entry.external_id}
        same = (m for m in phone.messages if m.from_bot and m.words in {message.words for message in first})
        return sum(str(message.id) not in others for message in same)

    def faults(self) -> list[str]:
        """Return what is wrong: what did not arrive once exactly, what is not done with, letters without a delivery,
        and announcements to others than those whom they were meant for."""
        found = []
        for entry in self.entries:
            times, place = self.received(entry), f"by {entry.channel} (delivery {entry.id})"
            if entry.status is DeliveryStatus.SENT and times != 1:
                found.append(f"{entry.notice} arrived {times} times {place}")
            elif entry.status not in DONE:
                found.append(f"{entry.notice} is {entry.status} {place}")
            if entry.is_announced and entry.chat_id not in self.meant:
                found.append(f"{entry.notice} is meant for others {place}")
        sent = sum(e.channel is ChannelName.EMAIL and e.status is DeliveryStatus.SENT for e in self.entries)
        if sent != len(self.letters):
            found.append(f"the mailbox has {len(self.letters)} letters, the ledger says {sent}")
        return [*found, *self._strays()]

    def _strays(self) -> list[str]:
        """Return where words that were announced stand on phones of others, without any delivery."""
        announced = [entry for entry in self.entries if entry.kind is NoticeKind.ANNOUNCEMENT]
        told = [message for entry in announced for message in messages_of(entry, self.phones[entry.chat_id])[:1]]
        words = {said for message in told for said in (message.words, *message.earlier)}
        known = {entry.chat_id for entry in announced} | self.meant | self.authors
        others = [phone for chat_id, phone in self.phones.items() if chat_id not in known]
        strays = [m for phone in others for m in phone.messages if m.from_bot and m.words in words]
        return [f"what was announced stands {len(strays)} times in chats of others"] if strays else []

    @cached_property
    def _in_chats(self) -> frozenset[str | None]:
        return frozenset(entry.external_id for entry in self.entries if entry.channel is ChannelName.TELEGRAM)

    @cached_property
    def _by_message_id(self) -> Counter[str | None]:
        return Counter(letter.message["Message-ID"] for letter in self.letters)


def _is_followed_up(entry: Entry, phone: Phone) -> bool:
    """Return whether an organiser's correction, or what else they did, shows on the phone."""
    shown = [message for message in (*phone.messages, *phone.deleted) if str(message.id) == entry.original]
    match entry.kind:
        case NoticeKind.CORRECTION:
            return any(message.edited for message in shown)
        case NoticeKind.PINNING:
            return any(message.pinned for message in shown)
        case _:
            return any(message.deleted for message in shown)
