"""Following up: what has arrived is corrected in place, taken back, or pinned.

Each is a notice of its own with a delivery for each one that has arrived or is on its way, so that it is sent, retried
and counted as everything else is. Its deliveries are queued by the next tick, after the change is committed: what was
claimed before that is on its way and is followed up, and what is claimed later has the new words.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.announcements.announcement import BEGUN, State, Words, body_from_json, body_to_json, in_language
from conference.content import Written
from conference.database import insert_into
from conference.outbox import NoticeKind
from conference.tables import notices

UNFINISHED = (State.PLANNED, State.SENDING)


async def correct(
    connection: AsyncConnection, announcement_id: int, person_id: int | None, language: str, words: Words, now: datetime
) -> int | None:
    """Replace the words in a language. Return the correction's id.

    None if it has not begun, or was taken back; or if more would change than a text or a caption.

    In Telegram what has arrived is edited, to readers of e-mail a correction is sent; what has not left goes out with
    the new words. An earlier correction that is still under way ends: this one does its work too.
    """
    stored = select(notices.c.event, notices.c.body).where(*_begun(announcement_id)).with_for_update()
    row = (await connection.execute(stored)).first()
    if row is None:
        return None
    body = body_from_json(row.body)
    if not can_replace(in_language(body, language), words):
        return None
    version = max(known.version for known in body.values()) + 1
    body[language] = replace(words, version=version)
    await connection.execute(update(notices).where(*_begun(announcement_id)).values(body=body_to_json(body)))
    languages = {language, *await _supersede(connection, announcement_id)}
    key, corrected = f"{announcement_id}.{version}", {"languages": sorted(languages)}
    return await _plan(connection, row.event, NoticeKind.CORRECTION, key, announcement_id, person_id, now, corrected)


def can_replace(before: Words | None, after: Words) -> bool:
    """Return whether a chat can show *after* in the place of *before*: the same file, or none, with another text."""
    if before is None or before.written.poll or before.written.spot:
        return False
    return replace(before.written, html="") == replace(after.written, html="") and after.written != Written()


async def take_back(
    connection: AsyncConnection, announcement_id: int, person_id: int | None, now: datetime
) -> int | None:
    """Delete it where it has arrived in Telegram, and let nothing more leave. E-mails cannot be taken back.

    Return the retraction's id; None if it has not begun, or was taken back already.
    """
    taken = update(notices).where(*_begun(announcement_id)).returning(notices.c.event)
    values = {"state": State.TAKEN_BACK, "unsettled": notices.c.unsettled + 1}
    event = (await connection.execute(taken.values(values))).scalar()
    if event is None:
        return None
    await _supersede(connection, announcement_id)
    return await _plan(connection, event, NoticeKind.RETRACTION, str(announcement_id), announcement_id, person_id, now)


async def pin(connection: AsyncConnection, announcement_id: int, person_id: int | None, now: datetime) -> int | None:
    """Pin it where it has arrived in Telegram. Return the pinning's id; None if there is nothing to pin, or it was."""
    event = (await connection.execute(select(notices.c.event).where(*_begun(announcement_id)))).scalar()
    if event is None:
        return None
    return await _plan(connection, event, NoticeKind.PINNING, str(announcement_id), announcement_id, person_id, now)


def _begun(announcement_id: int) -> tuple[Any, ...]:
    return notices.c.id == announcement_id, notices.c.state.in_(BEGUN), notices.c.kind == NoticeKind.ANNOUNCEMENT


async def _supersede(connection: AsyncConnection, announcement_id: int) -> set[str]:
    """Stop the corrections that are not done. Return the languages that they were about."""
    unfinished = (
        notices.c.about_id == announcement_id,
        notices.c.kind == NoticeKind.CORRECTION,
        notices.c.state.in_(UNFINISHED),
    )
    stopped = update(notices).where(*unfinished).returning(notices.c.body)
    values = {"state": State.STOPPED, "unsettled": notices.c.unsettled + 1}
    bodies = (await connection.execute(stopped.values(values))).scalars()
    return {language for body in bodies for language in body["languages"]}


async def _plan(
    connection: AsyncConnection,
    event: str,
    kind: NoticeKind,
    key: str,
    about_id: int,
    author_id: int | None,
    now: datetime,
    body: dict[str, Any] | None = None,
) -> int | None:
    new = insert_into(connection, notices).values(
        event=event,
        kind=kind,
        key=key,
        about_id=about_id,
        author_id=author_id,
        body=body,
        state=State.PLANNED,
        starts_at=now,
        created_at=now,
    )
    planned = new.on_conflict_do_nothing().returning(notices.c.id)
    notice_id: int | None = (await connection.execute(planned)).scalar()
    return notice_id
