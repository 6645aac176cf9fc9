"""New words for what has been announced, kept until an organiser has seen them as they will be seen."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.announcements.announcement import Announcement, State, Words
from conference.outbox import NoticeKind
from conference.tables import notices


@dataclass(frozen=True, slots=True)
class Rewording:
    id: int
    about_id: int
    language: str
    words: Words


async def keep(
    connection: AsyncConnection, about: Announcement, person_id: int, language: str, words: Words, now: datetime
) -> int:
    """Keep new words for an announcement. Return the number by which they are confirmed."""
    new = insert(notices).values(
        event=about.event,
        kind=NoticeKind.CORRECTION,
        key=f"d{secrets.token_hex(8)}",
        about_id=about.id,
        author_id=person_id,
        body={"languages": [language], "words": words.to_json()},
        state=State.COMPOSING,
        created_at=now,
    )
    return int((await connection.execute(new.returning(notices.c.id))).scalar_one())


async def take(connection: AsyncConnection, about: Announcement, kept: int) -> Rewording | None:
    """Return the words that were kept, and keep them no longer: whoever confirms them twice finds none."""
    mine = notices.c.id == kept, notices.c.about_id == about.id, notices.c.state == State.COMPOSING
    body = (await connection.execute(select(notices.c.body).where(*mine).with_for_update())).scalar()
    if body is None:
        return None
    await connection.execute(update(notices).where(*mine).values(state=State.DISCARDED, body=None))
    [language] = body["languages"]
    return Rewording(kept, about.id, language, Words.from_json(body["words"]))
