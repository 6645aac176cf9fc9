"""Kopā's own way to an announcement, without the organiser who presses the buttons."""

from datetime import datetime

from conference.announcements import composing, sending
from conference.announcements.announcement import Words
from conference.announcements.selection import Selection
from conference.channels.channel import ChannelName
from conference.database import Database
from conference.event import Event
from jobs.announcements import send_announcements


async def announce(
    database: Database, event: Event, language: str, words: Words, channel: ChannelName, now: datetime
) -> None:
    """Let person 1 say something to all who are registered, and queue it for a channel."""
    async with database.transaction() as connection:
        composed = await composing.begin(connection, event, 1, now)
        await composing.set_words(connection, composed.id, language, words)
        await composing.set_selection(connection, composed.id, Selection(channels=frozenset({channel})))
        await sending.plan(connection, composed.id, now)
    await send_announcements(database, [event], [], lambda: now)
