"""An announcement: one row of `notices` through its whole life."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.announcements.selection import Selection
from conference.content import Media, MediaKind, Poll, Spot, Written
from conference.event import Event
from conference.outbox import NoticeKind
from conference.tables import notices


class State(StrEnum):
    """Of an announcement; and of what is done to one that has arrived, which is planned, sent, stopped or done."""

    COMPOSING = "composing"
    DISCARDED = "discarded"
    PLANNED = "planned"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    TAKEN_BACK = "taken_back"


BEGUN = frozenset({State.SENDING, State.PAUSED, State.STOPPED, State.DONE})
"""Where somebody may have got it already, and it stands."""


WHY_WITHDRAWN = {State.STOPPED: "stopped", State.TAKEN_BACK: "taken back"}
"""The reason of a delivery that had not left. What is stopped can go on, by this reason."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language."""

    subject: str | None
    """Of the e-mail; plain text. None: one is made."""
    written: Written
    version: int = 1
    """Rises with each correction."""
    with_calendar: bool = False
    """Whether registrants get their calendar entry anew."""

    def to_json(self) -> dict[str, Any]:
        itself = {"subject": self.subject, "version": self.version, "with_calendar": self.with_calendar}
        return itself | asdict(self.written)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        media, poll, spot = stored["media"], stored["poll"], stored["spot"]
        written = Written(
            html=stored["html"],
            media=Media(**media | {"kind": MediaKind(media["kind"])}) if media else None,
            poll=Poll(**poll | {"options": tuple(poll["options"])}) if poll else None,
            spot=Spot(**spot) if spot else None,
        )
        return cls(stored["subject"], written, stored["version"], stored.get("with_calendar", False))


@dataclass(frozen=True, slots=True)
class Announcement:
    id: int
    event: str
    author_id: int | None
    state: State
    body: Mapping[str, Words]
    """By language; the one that it was written in first comes first."""
    selection: Selection
    starts_at: datetime | None
    """When a planned one begins, or a later one has begun."""
    queued_at: datetime | None
    """When the last of its audience was in the ledger."""
    progress: Mapping[str, Any] | None
    """The message in the organiser's chat that shows how far it is."""
    created_at: datetime

    def words(self, language: str) -> Words | None:
        """Return what is said in a language or, where it was not translated, in the original."""
        return in_language(self.body, language)


def in_language(body: Mapping[str, Words], language: str) -> Words | None:
    return body.get(language) or next(iter(body.values()), None)


def body_to_json(body: Mapping[str, Words]) -> dict[str, Any]:
    return {language: words.to_json() for language, words in body.items()}


def body_from_json(stored: Mapping[str, Any]) -> dict[str, Words]:
    return {language: Words.from_json(words) for language, words in stored.items()}


async def get(connection: AsyncConnection, announcement_id: int) -> Announcement | None:
    return await _first(connection, _ANNOUNCEMENTS.where(notices.c.id == announcement_id))


async def latest(connection: AsyncConnection, event: Event, limit: int) -> Sequence[Announcement]:
    """Return the announcements that were planned or more, the newest first."""
    shown = notices.c.state.not_in([State.COMPOSING, State.DISCARDED])
    found = _of_event(event).where(shown).order_by(notices.c.id.desc()).limit(limit)
    return [_announcement(row) for row in await connection.execute(found)]


async def being_composed(connection: AsyncConnection, event: Event, person_id: int) -> Announcement | None:
    """Return what a person is writing, if they are."""
    theirs = notices.c.state == State.COMPOSING, notices.c.author_id == person_id
    return await _first(connection, _of_event(event).where(*theirs).order_by(notices.c.id.desc()).limit(1))


async def show_progress_in(
    connection: AsyncConnection, announcement_id: int, progress: Mapping[str, Any] | None
) -> None:
    """Remember which message shows how far it is: numbers only."""
    await connection.execute(update(notices).where(notices.c.id == announcement_id).values(progress=progress))


def _of_event(event: Event) -> Select[Any]:
    return _ANNOUNCEMENTS.where(notices.c.event == event.key)


async def _first(connection: AsyncConnection, found: Select[Any]) -> Announcement | None:
    row = (await connection.execute(found)).first()
    return _announcement(row) if row else None


def _announcement(row: Row[Any]) -> Announcement:
    values = dict(row._mapping)
    return Announcement(
        **values
        | {
            "state": State(row.state),
            "body": body_from_json(row.body),
            "selection": Selection.from_json(row.selection),
        }
    )


_COLUMNS: list[ColumnElement[Any]] = [
    notices.c[name] for name in ("id", "event", "author_id", "state", "body", "starts_at", "queued_at")
]
_COLUMNS += [notices.c.progress, notices.c.created_at, notices.c.audience.label("selection")]
_ANNOUNCEMENTS = select(*_COLUMNS).where(notices.c.kind == NoticeKind.ANNOUNCEMENT)
