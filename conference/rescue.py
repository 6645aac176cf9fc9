"""When a channel leads to somebody no more: the other one brings what was refused, and asks for a right address."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import outbox, people, questions
from conference.channels.channel import ChannelName
from conference.outbox import NoticeKind, Priority
from conference.people import Person
from conference.tables import notices, registrations


async def give_up_on_channel(
    connection: AsyncConnection, person_id: int, notice_id: int, channel: ChannelName, now: datetime
) -> None:
    """Remember that *channel* refused the person, and queue the notice where they can still be reached.

    It is queued once for each channel: whoever was to get it on both anyway gets nothing twice.
    """
    news = await people.note_unreachable(connection, person_id, channel, now)
    person = await people.get(connection, person_id)
    if person is None or not (person.channels or person.is_group):
        return
    event, kind = await _named(connection, notice_id)
    # What a group does not get any more goes to each of its organisers.
    for one in await questions.organisers_of(connection, event) if person.is_group else [person]:
        await outbox.enqueue(connection, notice_id, one, Priority[kind.purpose.name], now)
    if news and channel is ChannelName.EMAIL:
        await _ask_for_address(connection, person, event, now)


def bad_address_key(person: Person) -> str:
    """Return what names the notice about the address of *person* that was refused: each bad address is its own."""
    since = person.email_unreachable_since
    return f"{person.id}:{since.isoformat() if since else ''}"


async def _ask_for_address(connection: AsyncConnection, person: Person, event: str, now: datetime) -> None:
    registered = await _registered_for(connection, person.id, event)
    if registered:
        key = bad_address_key(person)
        notice_id = await outbox.add_notice(connection, registered, NoticeKind.BAD_ADDRESS, key, now)
        await outbox.enqueue(connection, notice_id, person, Priority.CONFIRMATION, now)


async def _registered_for(connection: AsyncConnection, person_id: int, event: str) -> str | None:
    """Return where the address can be corrected: this event, or the one whose registration was touched last."""
    mine = registrations.c.person_id == person_id, registrations.c.status != "cancelled"
    latest = select(registrations.c.event).where(*mine).order_by(registrations.c.updated_at.desc())
    found = list((await connection.execute(latest)).scalars())
    return event if event in found else next(iter(found), None)


async def _named(connection: AsyncConnection, notice_id: int) -> tuple[str, NoticeKind]:
    row = (await connection.execute(select(notices.c.event, notices.c.kind).where(notices.c.id == notice_id))).one()
    return row.event, NoticeKind(row.kind)
