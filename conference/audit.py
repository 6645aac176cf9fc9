"""The audit log: what organisers did, in ids and numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.tables import audit


class Action(StrEnum):
    JOINED = "joined"
    INVITED = "invited"
    DISMISSED = "dismissed"
    LISTED = "listed registrants"
    VIEWED = "viewed a registrant"
    EXPORTED = "exported"
    IMPORTED = "imported"
    TRIED = "tried an announcement out"
    DISCARDED = "discarded an announcement"
    ANNOUNCED = "announced"
    UNDONE = "undid an announcement"
    PAUSED = "paused an announcement"
    RESUMED = "resumed an announcement"
    STOPPED = "stopped an announcement"
    RETRIED = "retried an announcement"
    CORRECTED = "corrected an announcement"
    TOOK_BACK = "took back an announcement"
    PINNED = "pinned an announcement"
    ANSWERED = "answered a question"
    NOTIFIED = "notified of a change"


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    person_id: int | None
    """None where it was done from the command line."""
    event: str
    action: str
    details: dict[str, Any]


async def note(
    connection: AsyncConnection, now: datetime, person_id: int | None, event: str, action: Action, **details: Any
) -> None:
    """Write down what somebody did. *details* are ids and numbers: nothing by which a person could be recognised."""
    await connection.execute(
        insert(audit).values(at=now, person_id=person_id, event=event, action=action, details=details)
    )


async def entries(connection: AsyncConnection, event: str | None = None, limit: int = 1000) -> Sequence[Entry]:
    """Return what was done, the latest first."""
    columns = (audit.c.at, audit.c.person_id, audit.c.event, audit.c.action, audit.c.details)
    latest = select(*columns).order_by(audit.c.id.desc()).limit(limit)
    rows = await connection.execute(latest.where(audit.c.event == event) if event else latest)
    return [Entry(*row) for row in rows]
