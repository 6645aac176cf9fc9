"""Composing: words, audience, and what stands in the way of sending them."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import rich_text
from conference.announcements import announcement, placeholders
from conference.announcements.announcement import Announcement, State, Words, body_from_json, body_to_json
from conference.announcements.selection import Counts, Group, Selection
from conference.content import Attachment, Written
from conference.event import Event
from conference.outbox import NoticeKind
from conference.tables import attachments, notices
from conference.texts import Texts

MESSAGE_LENGTH = 4096
CAPTION_LENGTH = 1024
"""UTF-16 code units after entities are parsed (https://core.telegram.org/bots/api#sendmessage)."""

BIGGEST_ATTACHMENT = 5_000_000
"""Octets; e-mails with more are refused too often. Whoever reads e-mail is told that the file is in Telegram."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What an organiser should know before sending: the key of a message, and its variables."""

    key: str
    variables: Mapping[str, str | int] = field(default_factory=dict)
    blocks: bool = True
    """Whether it cannot be sent so."""


async def begin(connection: AsyncConnection, event: Event, person_id: int, now: datetime) -> Announcement:
    """Begin a new announcement to all who are registered, without words; what the person was writing is discarded."""
    theirs = notices.c.author_id == person_id, notices.c.event == event.key, notices.c.state == State.COMPOSING
    await connection.execute(update(notices).where(*theirs).values(state=State.DISCARDED))
    new = insert(notices).values(
        event=event.key,
        kind=NoticeKind.ANNOUNCEMENT,
        key=f"a{secrets.token_hex(8)}",
        author_id=person_id,
        body={},
        audience=Selection().to_json(),
        state=State.COMPOSING,
        created_at=now,
    )
    added = (await connection.execute(new.returning(notices.c.id))).scalar_one()
    begun = await announcement.get(connection, added)
    assert begun is not None
    return begun


async def set_words(connection: AsyncConnection, announcement_id: int, language: str, words: Words) -> bool:
    """Say this in a language; the first one that is set is the original. Return False if nothing is being composed."""
    return await _reword(connection, announcement_id, lambda body: {**body, language: words})


async def remove_words(connection: AsyncConnection, announcement_id: int, language: str) -> bool:
    """Let the readers of a language have the original. Return False if nothing is being composed."""
    await set_attachment(connection, announcement_id, language, None)
    return await _reword(connection, announcement_id, lambda body: {k: v for k, v in body.items() if k != language})


async def set_subject(connection: AsyncConnection, announcement_id: int, language: str, subject: str | None) -> bool:
    """Give the e-mail a subject. Return False if there are no such words being composed."""

    def with_subject(body: Mapping[str, Words]) -> Mapping[str, Words] | None:
        words = body.get(language)
        return {**body, language: replace(words, subject=subject)} if words else None

    return await _reword(connection, announcement_id, with_subject)


async def set_selection(connection: AsyncConnection, announcement_id: int, selection: Selection) -> bool:
    """Choose whom it is for. Return False if nothing is being composed."""
    chosen = _composed(announcement_id).values(audience=selection.to_json())
    return (await connection.execute(chosen)).rowcount == 1


async def set_attachment(
    connection: AsyncConnection, announcement_id: int, language: str, attachment: Attachment | None
) -> None:
    """Keep the file that goes with the e-mails in a language, or forget it."""
    mine = attachments.c.notice_id == announcement_id, attachments.c.language == language
    await connection.execute(delete(attachments).where(*mine))
    if attachment:
        row = {"name": attachment.name, "media_type": attachment.media_type, "body": attachment.body}
        await connection.execute(insert(attachments).values(notice_id=announcement_id, language=language, **row))


async def attached(connection: AsyncConnection, announcement_id: int) -> dict[str, Attachment]:
    """Return the files that go with the e-mails, by language."""
    columns = (attachments.c.language, attachments.c.name, attachments.c.media_type, attachments.c.body)
    rows = await connection.execute(select(*columns).where(attachments.c.notice_id == announcement_id))
    return {language: Attachment(name, media_type, body) for language, name, media_type, body in rows}


async def discard(connection: AsyncConnection, announcement_id: int) -> bool:
    """Give up composing. Return False if nothing is being composed."""
    return (await connection.execute(_composed(announcement_id).values(state=State.DISCARDED))).rowcount == 1


def problems(event: Event, composed: Announcement, counts: Counts, texts: Texts) -> list[Problem]:
    """Return what stands in the way of sending it, and what is only to be known, in the order of weight."""
    found = [*_nobody(counts), *_wordless(composed)]
    for language, words in composed.body.items():
        found += _of_words(event, language, words, texts)
    found += _of_registration(composed)
    if counts.email:
        found += [problem for words in composed.body.values() for problem in _by_email(words.written, counts)]
    unique = {(problem.key, *problem.variables.items()): problem for problem in found}
    return sorted(unique.values(), key=lambda problem: not problem.blocks)


def _nobody(counts: Counts) -> Iterator[Problem]:
    if counts.people == counts.neither:
        yield Problem("announcing-nobody")


def _wordless(composed: Announcement) -> Iterator[Problem]:
    if not composed.body or any(words.written == Written() for words in composed.body.values()):
        yield Problem("announcing-no-words")


def _of_words(event: Event, language: str, words: Words, texts: Texts) -> Iterator[Problem]:
    text = words.written.html + (words.subject or "")
    if unknown := placeholders.unknown(text, event):
        yield Problem("announcing-unknown-placeholder", {"names": _listed(unknown)})
    filled = placeholders.fill(words.written.html, placeholders.longest(texts.voice(language), event))
    length, limit = rich_text.length(filled), CAPTION_LENGTH if words.written.media else MESSAGE_LENGTH
    if length > limit:
        yield Problem("announcing-too-long", {"length": length, "limit": limit})
    optional = {question.key for question in event.questions if not question.required}
    if unanswered := placeholders.names(text) & optional:
        yield Problem("announcing-may-be-unanswered", {"names": _listed(unanswered)}, blocks=False)


def _of_registration(composed: Announcement) -> Iterator[Problem]:
    texts = (words.written.html + (words.subject or "") for words in composed.body.values())
    personal: frozenset[str] = frozenset().union(*map(placeholders.personal, texts))
    if personal and Group.UNFINISHED in composed.selection.groups:
        yield Problem("announcing-placeholder-needs-registration", {"names": _listed(personal)})


def _by_email(written: Written, counts: Counts) -> Iterator[Problem]:
    readers = {"count": counts.email}
    if written.poll:
        yield Problem("announcing-poll-by-email", readers, blocks=False)
    if written.media and written.media.size > BIGGEST_ATTACHMENT:
        yield Problem("announcing-file-not-by-email", readers, blocks=False)
    if written.media and not written.html:
        yield Problem("announcing-no-caption", readers, blocks=False)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


async def _reword(
    connection: AsyncConnection,
    announcement_id: int,
    change: Callable[[Mapping[str, Words]], Mapping[str, Words] | None],
) -> bool:
    # Locked: what is changed in two languages at once must not undo each other.
    stored = select(notices.c.body).where(*_is_composed(announcement_id)).with_for_update()
    body = (await connection.execute(stored)).scalar()
    changed = None if body is None else change(body_from_json(body))
    if changed is None:
        return False
    await connection.execute(_composed(announcement_id).values(body=body_to_json(changed)))
    return True


def _composed(announcement_id: int) -> Any:
    return update(notices).where(*_is_composed(announcement_id))


def _is_composed(announcement_id: int) -> tuple[Any, ...]:
    return notices.c.id == announcement_id, notices.c.state == State.COMPOSING
