"""Settling: the deliveries follow the state of their announcement, in chunks, so that nobody else waits for long.

A change of state counts up `unsettled`; whoever has let all deliveries follow sets it to 0, unless the state has
changed again meanwhile. After a crash in the middle the next tick does it all again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Update, case, or_, select, update

from conference.announcements import queueing
from conference.announcements.announcement import WHY_WITHDRAWN, State
from conference.announcements.queueing import Audience
from conference.announcements.selection import Selection
from conference.database import Database
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind
from conference.tables import deliveries, notices

CHUNK = 4_000
"""Deliveries changed in one transaction at most, but for those of one person."""

QUEUED = (DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED)


async def settle(database: Database, events: Iterable[Event], now: datetime) -> int:
    """Let the deliveries of what was begun, paused, resumed, stopped or taken back follow. Return how many notices."""
    by_key = {event.key: event for event in events}
    async with database.snapshot() as connection:
        unsettled = select(notices).where(notices.c.state.is_not(None), notices.c.unsettled > 0)
        changed = (await connection.execute(unsettled.order_by(notices.c.id))).all()
    for notice in changed:
        if notice.state == State.SENDING and not notice.queued_at:
            await _begin(database, by_key, notice, now)
        else:
            await _follow(database, notice, now)
    return len(changed)


async def _begin(database: Database, events: Mapping[str, Event], notice: Row[Any], now: datetime) -> None:
    """Queue what is begun, and what was begun before a crash or a pause."""
    audience, last = _audience(events, notice), await queueing.queued_until(database, notice.id)
    if audience is None or not await queueing.queue(database, notice.id, audience, last, now):
        return
    if last:
        await _follow(database, notice, now)
    else:  # it waits from the start
        await _note_settled(database, notice)


def _audience(events: Mapping[str, Event], notice: Row[Any]) -> Audience | None:
    """Return whom a notice is for; None where its event is not in the settings any more."""
    if notice.about_id:
        return queueing.followed(NoticeKind(notice.kind), notice.about_id)
    event = events.get(notice.event)
    return None if event is None else queueing.chosen(event, Selection.from_json(notice.audience))


async def _follow(database: Database, notice: Row[Any], now: datetime) -> None:
    change = _change(State(notice.state), now)
    async for ids in queueing.chunks(database, queueing.having(notice.id), CHUNK):
        async with database.transaction() as connection:
            theirs = deliveries.c.notice_id == notice.id, deliveries.c.person_id.between(*ids)
            await connection.execute(change.where(*theirs))
    await _note_settled(database, notice)


async def _note_settled(database: Database, notice: Row[Any]) -> None:
    async with database.transaction() as connection:
        as_it_was = notices.c.id == notice.id, notices.c.unsettled == notice.unsettled
        await connection.execute(update(notices).where(*as_it_was).values(unsettled=0))


def _change(state: State, now: datetime) -> Update:
    """Return what happens to the deliveries of a notice in this state."""
    status, reason = deliveries.c.status, deliveries.c.reason
    match state:
        case State.PAUSED:
            return update(deliveries).where(status.in_(QUEUED)).values(status=DeliveryStatus.HELD)
        case State.STOPPED | State.TAKEN_BACK:
            waiting = update(deliveries).where(status.in_([*QUEUED, DeliveryStatus.HELD]))
            end = {"status": DeliveryStatus.WITHDRAWN, "reason": WHY_WITHDRAWN[state], "finished_at": now}
            return waiting.values(end)
        case _:
            stopped = (status == DeliveryStatus.WITHDRAWN) & (reason == WHY_WITHDRAWN[State.STOPPED])
            again = case((deliveries.c.due_at > now, DeliveryStatus.SCHEDULED), else_=DeliveryStatus.WAITING)
            resting = update(deliveries).where(or_(status == DeliveryStatus.HELD, stopped))
            return resting.values(status=again, reason=None, finished_at=None)
