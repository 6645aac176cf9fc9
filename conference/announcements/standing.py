"""How announcements stand, for those who look after them: how far each is, what followed, and who has done what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import audit, registration, reminders
from conference.announcements import announcement, report
from conference.announcements.announcement import Announcement, State
from conference.announcements.report import Progress
from conference.audit import Entry
from conference.channels.channel import ChannelName
from conference.event import Event
from conference.outbox import FOLLOW_UPS, DeliveryStatus, NoticeKind
from conference.tables import attachments, deliveries, notices, people

UNDER_WAY = frozenset({State.PLANNED, State.SENDING, State.PAUSED})

LOOKED_THROUGH = 200
"""How many of the latest deeds of an event are looked through for those about one announcement."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was done to an announcement where it has arrived."""

    kind: NoticeKind
    state: State
    progress: Progress


@dataclass(frozen=True, slots=True)
class Standing:
    announcement: Announcement
    author: str | None
    """As in their registration, where they have one."""
    progress: Progress
    unreachable: Mapping[ChannelName, int]
    """Of what is dead: where the person has blocked the bot, or the address is a bad one."""
    follow_ups: Sequence[FollowUp]
    """The first one first."""

    @property
    def is_under_way(self) -> bool:
        """Whether it will change by itself."""
        states = (self.announcement.state, *(one.state for one in self.follow_ups))
        return self.progress.remaining > 0 or any(state in UNDER_WAY for state in states)


async def find(connection: AsyncConnection, event: Event, announcement_id: int) -> Announcement | None:
    """Return an announcement of an event. A test of one is none: it has no state."""
    mine = notices.c.id == announcement_id, notices.c.event == event.key, notices.c.state.is_not(None)
    known = (await connection.execute(select(notices.c.id).where(*mine))).scalar()
    return None if known is None else await announcement.get(connection, known)


async def look(connection: AsyncConnection, event: Event, found: Announcement) -> Standing:
    progress = await report.progress(connection, found.id)
    authors = await names(connection, event, [found.author_id] if found.author_id else [])
    return Standing(
        found,
        authors.get(found.author_id or 0),
        progress,
        await _unreachable(connection, found.id) if progress.failed else {},
        await _follow_ups(connection, found.id),
    )


async def watched(connection: AsyncConnection) -> list[Announcement]:
    """Return the announcements that a message in a chat shows the progress of."""
    shown = notices.c.state.in_(list(State)), notices.c.progress.is_not(None), notices.c.about_id.is_(None)
    ids = (await connection.execute(select(notices.c.id).where(*shown).order_by(notices.c.id))).scalars().all()
    return [found for one in ids if (found := await announcement.get(connection, one))]


async def stop_showing(connection: AsyncConnection, person_id: int, message_id: int) -> None:
    """Let a message in a person's chat show the progress of nothing any more."""
    there = (
        notices.c.progress["person"].as_integer() == person_id,
        notices.c.progress["message"].as_integer() == message_id,
    )
    shown = notices.c.state.in_(list(State)), notices.c.progress.is_not(None), *there
    await connection.execute(update(notices).where(*shown).values(progress=None))


async def being_written(connection: AsyncConnection, event: Event) -> list[Announcement]:
    """Return what any organiser of an event has begun to write, the newest first."""
    composed = notices.c.event == event.key, notices.c.kind == NoticeKind.ANNOUNCEMENT
    begun = select(notices.c.id).where(*composed, notices.c.state == State.COMPOSING)
    ids = (await connection.execute(begun.order_by(notices.c.id.desc()))).scalars().all()
    return [found for one in ids if (found := await announcement.get(connection, one)) and found.body]


async def names(connection: AsyncConnection, event: Event, person_ids: Collection[int]) -> dict[int, str]:
    """Return the names under which these people have registered, of those who have."""
    theirs = await registration.find_all(connection, person_ids, [event.key])
    return {person: name for (person, _), registered in theirs.items() if (name := registered.name(event))}


async def latest_deed(
    connection: AsyncConnection, event: Event, announcement_id: int, actions: Collection[str]
) -> Entry | None:
    """Return what an organiser did last to an announcement, of these actions."""
    entries = await audit.entries(connection, event.key, LOOKED_THROUGH)
    deeds = (entry for entry in entries if entry.action in actions)
    return next((deed for deed in deeds if deed.details.get("announcement") == announcement_id), None)


async def attached(connection: AsyncConnection, announcement_id: int) -> frozenset[str]:
    """Return the languages in which a file goes with the e-mails."""
    mine = select(attachments.c.language).where(attachments.c.notice_id == announcement_id)
    return frozenset((await connection.execute(mine)).scalars())


async def wish_start(connection: AsyncConnection, announcement_id: int, starts_at: datetime | None) -> bool:
    """Note when a composed one is to begin; None: at once. Return False if it is not being composed any more."""
    composed = notices.c.id == announcement_id, notices.c.state == State.COMPOSING
    wished = update(notices).where(*composed).values(starts_at=starts_at)
    return (await connection.execute(wished)).rowcount == 1


def unreachable() -> ColumnElement[bool]:
    """Return the condition on a delivery, joined with its person, that its channel does not lead to them any more."""
    on = (and_(deliveries.c.channel == channel, ~reminders.usable(channel)) for channel in ChannelName)
    return or_(*on)


async def _unreachable(connection: AsyncConnection, announcement_id: int) -> dict[ChannelName, int]:
    dead = deliveries.c.notice_id == announcement_id, deliveries.c.status == DeliveryStatus.DEAD
    counted = select(deliveries.c.channel, func.count()).select_from(deliveries.join(people)).where(*dead)
    rows = await connection.execute(counted.where(unreachable()).group_by(deliveries.c.channel))
    return {ChannelName(channel): count for channel, count in rows}


async def _follow_ups(connection: AsyncConnection, announcement_id: int) -> list[FollowUp]:
    states = [State.PLANNED, State.SENDING, State.DONE]
    theirs = notices.c.about_id == announcement_id, notices.c.kind.in_(FOLLOW_UPS), notices.c.state.in_(states)
    found = select(notices.c.id, notices.c.kind, notices.c.state).where(*theirs).order_by(notices.c.id)
    return [
        FollowUp(NoticeKind(kind), State(state), await report.progress(connection, notice_id))
        for notice_id, kind, state in (await connection.execute(found)).all()
    ]
