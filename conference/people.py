"""People: somebody we can reach, and how."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName
from conference.database import insert_into
from conference.tables import people


class Wants(StrEnum):
    """On which channels a person wants to be reached."""

    TELEGRAM = "telegram"
    EMAIL = "email"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    language: str
    chat_id: int | None
    email: str | None
    wants: Wants
    telegram_unreachable_since: datetime | None
    email_unreachable_since: datetime | None
    opted_out_at: datetime | None
    created_at: datetime

    @property
    def is_group(self) -> bool:
        """Whether this is a group of organisers, and nobody in particular: Telegram gives groups negative ids."""
        return self.chat_id is not None and self.chat_id < 0

    @property
    def channels(self) -> tuple[ChannelName, ...]:
        """The channels on which this person is to be reached: the wished ones, of which an address is known.

        Nobody is left without word: where no wished channel works, the other one does.
        """
        usable = tuple(name for name, address in self._addresses().items() if address is not None)
        wished = tuple(name for name in usable if self.wants in (Wants.BOTH, Wants(name)))
        return wished or usable

    def _addresses(self) -> dict[ChannelName, str | int | None]:
        return {
            ChannelName.TELEGRAM: None if self.telegram_unreachable_since else self.chat_id,
            ChannelName.EMAIL: None if self.email_unreachable_since else self.email,
        }


async def meet(connection: AsyncConnection, chat_id: int, language: str, now: datetime) -> Person:
    """Return the person behind a chat, new or known. Whoever writes can be reached again."""
    newcomer = insert_into(connection, people).values(chat_id=chat_id, language=language, created_at=now)
    # The no-op update makes RETURNING give the known row too.
    met = newcomer.on_conflict_do_update(index_elements=["chat_id"], set_={"telegram_unreachable_since": None})
    return _person((await connection.execute(met.returning(*_COLUMNS))).one())


async def find(connection: AsyncConnection, chat_id: int) -> Person | None:
    """Return the person behind a chat, if they are known."""
    row = (await connection.execute(select(*_COLUMNS).where(people.c.chat_id == chat_id))).first()
    return _person(row) if row else None


async def get(connection: AsyncConnection, person_id: int) -> Person | None:
    row = (await connection.execute(select(*_COLUMNS).where(people.c.id == person_id))).first()
    return _person(row) if row else None


async def get_all(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Person]:
    """Return those of these people who are known, by id."""
    rows = await connection.execute(_ALL, {"ids": list(ids)})
    return {person.id: person for person in map(_person, rows)}


async def set_language(connection: AsyncConnection, person_id: int, language: str) -> None:
    await connection.execute(update(people).where(people.c.id == person_id).values(language=language))


async def set_wants(connection: AsyncConnection, person_id: int, wants: Wants) -> None:
    await connection.execute(update(people).where(people.c.id == person_id).values(wants=wants))


async def set_email(connection: AsyncConnection, person_id: int, email: str | None) -> None:
    """Keep where e-mail goes; a new address is given a new chance."""
    changed = update(people).where(people.c.id == person_id, people.c.email.is_distinct_from(email))
    await connection.execute(changed.values(email=email, email_unreachable_since=None))


async def opt_out(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Send no more reminders to this person."""
    await connection.execute(update(people).where(people.c.id == person_id).values(opted_out_at=now))


async def opt_in(connection: AsyncConnection, person_id: int) -> None:
    await connection.execute(update(people).where(people.c.id == person_id).values(opted_out_at=None))


async def note_unreachable(connection: AsyncConnection, person_id: int, channel: ChannelName, now: datetime) -> bool:
    """Remember that a channel does not lead to this person any more, since when it was noticed first.

    Return whether that is news.
    """
    since = people.c[f"{channel}_unreachable_since"]
    unknown = update(people).where(people.c.id == person_id, since.is_(None))
    return (await connection.execute(unknown.values({since: now}))).rowcount == 1


_COLUMNS = [
    people.c[name]
    for name in (
        "id",
        "language",
        "chat_id",
        "email",
        "wants",
        "telegram_unreachable_since",
        "email_unreachable_since",
        "opted_out_at",
        "created_at",
    )
]


_ALL = select(*_COLUMNS).where(people.c.id.in_(bindparam("ids", expanding=True)))


def _person(row: Sequence[Any]) -> Person:
    person_id, language, chat_id, email, wants, *moments = row
    return Person(person_id, language, chat_id, email, Wants(wants), *moments)
