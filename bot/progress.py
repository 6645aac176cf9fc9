"""The messages in organisers' chats that show how far announcements are: edited as these go on, and left as reports.

Which message it is stands with the announcement: so a restart, or another process, goes on editing it.
"""

import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.keyboards import inline
from bot.screens import announced_screens
from bot.screens.screen import Screen
from bot.service import Service
from conference import people
from conference.announcements import announcement, standing
from conference.announcements.announcement import Announcement, State
from conference.announcements.standing import Standing
from conference.channels.pacing import Rank
from conference.channels.telegram import NO_PREVIEW
from conference.channels.telegram_html import as_messages
from conference.event import Event
from conference.people import Person

logger = logging.getLogger(__name__)

WINDOW = timedelta(minutes=1)
"""How much of the latest past the pace is taken from."""

EDITED_TWICE = 2
"""An answer to a press, made earlier, may arrive later than our edit: so each state is shown once more."""


@dataclass(slots=True)
class Pace:
    """How fast what remains gets less."""

    _samples: deque[tuple[datetime, int]] = field(default_factory=deque)

    def left(self, remaining: int, now: datetime) -> timedelta | None:
        """Note what remains now. Return how long it will take; None where that cannot be told yet."""
        if self._samples and remaining > self._samples[-1][1]:
            self._samples.clear()  # more was queued, or is sent again
        while self._samples and now - self._samples[0][0] > WINDOW:
            self._samples.popleft()
        self._samples.append((now, remaining))
        since, before = self._samples[0]
        return (now - since) * remaining / (before - remaining) if before > remaining else None


@dataclass(frozen=True, slots=True)
class Watched:
    """A message that shows how far an announcement is."""

    event: Event
    stands: Standing
    person: Person | None
    """In whose chat it is."""

    @property
    def announcement(self) -> Announcement:
        return self.stands.announcement

    @property
    def progress(self) -> Mapping[str, Any]:
        return self.announcement.progress or {}


class LiveMessages:
    """Brings them up to date at every tick."""

    def __init__(self, service: Service, bot: ExtBot[Rank]) -> None:
        self._service = service
        self._bot = bot
        self._shown: dict[int, tuple[int, Screen, int]] = {}
        """By announcement: which message shows what, and how often we have said so."""
        self._paces: dict[int, Pace] = {}

    async def show_progress(self) -> None:
        """Edit each message whose announcement has gone on. What is finished is shown a last time."""
        async with self._service.database.snapshot() as connection:
            found = [await self._look(connection, one) for one in await standing.watched(connection)]
        for watched in filter(None, found):
            await self._show(watched)

    async def _look(self, connection: AsyncConnection, found: Announcement) -> Watched | None:
        event = self._service.event(found.event)
        if event is None or found.progress is None:
            return None
        person = await people.get(connection, found.progress["person"])
        return Watched(event, await standing.look(connection, event, found), person)

    async def _show(self, watched: Watched) -> None:
        person, key = watched.person, watched.announcement.id
        if person is None or person.chat_id is None:
            await self._forget(watched)
            return
        message, screen = watched.progress["message"], self._screen(watched, person)
        *known, times = self._shown.get(key, (0, None, 0))
        times = times + 1 if known == [message, screen] else 1
        if times <= EDITED_TWICE:
            if not await self._edit(watched, person.chat_id, screen):
                return
            self._shown[key] = message, screen, times
        if times >= EDITED_TWICE and not watched.stands.is_under_way:
            await self._forget(watched)

    def _screen(self, watched: Watched, person: Person) -> Screen:
        voice, now = self._service.texts.voice(person.language), self._service.clock()
        return announced_screens.standing(voice, watched.event, watched.stands, now, self._left(watched, now))

    def _left(self, watched: Watched, now: datetime) -> timedelta | None:
        found = watched.announcement
        if found.state is State.SENDING and found.queued_at:
            return self._paces.setdefault(found.id, Pace()).left(watched.stands.progress.remaining, now)
        self._paces.pop(found.id, None)
        return None

    async def _edit(self, watched: Watched, chat_id: int, screen: Screen) -> bool:
        """Return whether the message shows this now."""
        [text] = as_messages(screen.content)
        try:
            await self._bot.edit_message_text(
                text,
                chat_id,
                watched.progress["message"],
                parse_mode="HTML",
                reply_markup=inline(screen),
                link_preview_options=NO_PREVIEW,
                # In line with answers: one to a press that is made now must not come first, and be written over.
                rate_limit_args=Rank.ANSWER,
            )
        except (BadRequest, Forbidden) as error:
            if "not modified" in error.message.lower():
                return True
            # The message was deleted, or the bot blocked: the list of announcements shows the same.
            await self._forget(watched)
            return False
        except TelegramError as error:
            logger.info("the progress of announcement %d: %s", watched.announcement.id, type(error).__name__)
            return False  # until the next tick
        return True

    async def _forget(self, watched: Watched) -> None:
        """Leave the message as it is, unless the announcement has begun again, or another message shows it now."""
        found = watched.announcement
        async with self._service.database.transaction() as connection:
            now = await announcement.get(connection, found.id)
            if now and (now.state, now.progress) == (found.state, found.progress):
                await announcement.show_progress_in(connection, found.id, None)
        self._shown.pop(found.id, None)
        self._paces.pop(found.id, None)
