"""Unfinished registrations in the database: one for each person and event, from the first look at the event on."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.answers import Doubt
from conference.database import insert_into
from conference.dialogue import Draft
from conference.tables import drafts


async def load(connection: AsyncConnection, person_id: int, event: str) -> Draft | None:
    """Return the person's draft for an event, if there is one."""
    row = (await connection.execute(select(drafts).where(_of(person_id, event)))).first()
    return _draft(row) if row else None


async def of_colleague(connection: AsyncConnection, filled_by: int, event: str) -> Draft | None:
    """Return the draft of the colleague whom somebody is registering for an event: one at a time."""
    mine = (drafts.c.filled_by == filled_by) & (drafts.c.event == event)
    row = (await connection.execute(select(drafts).where(mine))).first()
    return _draft(row) if row else None


async def latest(connection: AsyncConnection, person_id: int) -> Draft | None:
    """Return the draft, their own or a colleague's, that the person touched last: a typed text is meant for it."""
    mine = select(drafts).where((drafts.c.person_id == person_id) | (drafts.c.filled_by == person_id))
    row = (await connection.execute(mine.order_by(drafts.c.updated_at.desc(), drafts.c.id.desc()).limit(1))).first()
    return _draft(row) if row else None


async def begun(
    connection: AsyncConnection, person_ids: Collection[int], events: Collection[str]
) -> frozenset[tuple[int, str]]:
    """Return which of these people have agreed to register for which of these events, and have not finished."""
    mine = drafts.c.person_id.in_(person_ids) & drafts.c.event.in_(events) & drafts.c.consented_at.is_not(None)
    rows = await connection.execute(select(drafts.c.person_id, drafts.c.event).where(mine))
    return frozenset((row.person_id, row.event) for row in rows)


async def save(connection: AsyncConnection, draft: Draft, now: datetime) -> None:
    """Store the draft as it stands."""
    state = _state(draft) | {"updated_at": now}
    new = insert_into(connection, drafts).values(
        person_id=draft.person_id, event=draft.event, filled_by=draft.filled_by, created_at=now, **state
    )
    await connection.execute(new.on_conflict_do_update(index_elements=["person_id", "event"], set_=state))


async def discard(connection: AsyncConnection, person_id: int, event: str) -> None:
    """Forget the draft with all its answers."""
    await connection.execute(delete(drafts).where(_of(person_id, event)))


def _of(person_id: int, event: str) -> Any:
    return (drafts.c.person_id == person_id) & (drafts.c.event == event)


def _state(draft: Draft) -> dict[str, Any]:
    pending = {
        "selected": list(draft.selected),
        "doubt": draft.doubt and asdict(draft.doubt),
        "changing": draft.changing,
    }
    return {
        "position": draft.position,
        "step": draft.step,
        "answers": dict(draft.answers),
        "pending": pending,
        "consent_version": draft.consent_version,
        "consented_at": draft.consented_at,
    }


def _draft(row: Row[Any]) -> Draft:
    pending = row.pending
    return Draft(
        person_id=row.person_id,
        event=row.event,
        position=row.position,
        step=row.step,
        answers=row.answers,
        selected=tuple(pending["selected"]),
        doubt=Doubt(**pending["doubt"]) if pending["doubt"] else None,
        changing=pending["changing"],
        consent_version=row.consent_version,
        consented_at=row.consented_at,
        filled_by=row.filled_by,
    )
