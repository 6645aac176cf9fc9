"""What the ledger says was sent, beside what phones and mailbox have really received."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus, NoticeKind
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

    @property
    def notice(self) -> str:
        """What the notice is called in reports: reminders by their rule, confirmations by their kind."""
        return self.key if self.kind is NoticeKind.REMINDER else self.kind


async def read(connection: AsyncConnection) -> list[Entry]:
    """Return the whole ledger, oldest first, but for people who were erased."""
    columns = [deliveries.c.id, people.c.chat_id, deliveries.c.channel, notices.c.event, notices.c.kind, notices.c.key]
    columns += [deliveries.c.status, deliveries.c.external_id]
    joined = deliveries.join(notices).join(people, people.c.id == deliveries.c.person_id)
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
        )
        for id_, chat_id, channel, event, kind, key, status, external_id in rows
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """The ledger, and what the receivers have: phones by chat id, and letters."""

    entries: Sequence[Entry]
    phones: Mapping[int, Phone]
    letters: Sequence[Letter]

    def received(self, entry: Entry) -> int:
        """Return how often a delivery has arrived. The same words once more, without a delivery, count as it too."""
        if entry.channel is ChannelName.EMAIL:
            return len(letters_of(entry, self.letters))
        phone, first = self.phones[entry.chat_id], messages_of(entry, self.phones[entry.chat_id])[:1]
        of_others = {e.external_id for e in self.entries if e.channel is ChannelName.TELEGRAM} - {entry.external_id}
        same = (m for m in phone.messages if m.from_bot and m.words in {message.words for message in first})
        return sum(str(message.id) not in of_others for message in same)

    def faults(self) -> list[str]:
        """Return what is wrong: what did not arrive once exactly, what is not done with, letters without a delivery."""
        found = []
        for entry in self.entries:
            times, place = self.received(entry), f"by {entry.channel} (delivery {entry.id})"
            if entry.status is DeliveryStatus.SENT and times != 1:
                found.append(f"{entry.notice} arrived {times} times {place}")
            elif entry.status not in DONE:
                found.append(f"{entry.notice} is {entry.status} {place}")
        sent = sum(e.channel is ChannelName.EMAIL and e.status is DeliveryStatus.SENT for e in self.entries)
        if sent != len(self.letters):
            found.append(f"the mailbox has {len(self.letters)} letters, the ledger says {sent}")
        return found
