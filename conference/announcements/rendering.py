"""What somebody is sent of an announcement, and of what follows it up: a part of `conference.rendering`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from conference import notices
from conference.announcements import composing
from conference.announcements.announcement import State, Words
from conference.channels.channel import ChannelName
from conference.content import Attachment, CalendarFile, Content
from conference.facts import Announced, Arrived, Facts
from conference.notices import Occasion
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.registration import Registration
from conference.rendered import PATIENCE, Behind, Halted, NotToBeSent

Body = Mapping[str, Any]
"""What an organiser wrote, by language, as it is stored."""

Calendar = Callable[[Facts, Occasion, Registration], CalendarFile]
"""Makes the calendar entry of a registration."""

HALTING = frozenset({State.PAUSED, State.STOPPED, State.TAKEN_BACK})

FILES_KEPT = 8


class AnnouncementRenderer:
    """Keeps what many are sent alike, so that it is made once, and the files that go with it."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._made: dict[tuple[int, str, ChannelName], tuple[Body, Content]] = {}
        self._files: dict[tuple[int, int], dict[str, Attachment]] = {}

    def announcement(
        self, facts: Facts, delivery: Delivery, occasion: Occasion, registered: Registration | None
    ) -> Content | Halted:
        """Return an announcement as its person reads it, unless it has been halted since it was queued."""
        if facts.announced[delivery.notice_id].state in HALTING:
            return Halted()
        return self._content(facts, delivery, occasion, registered)

    def _content(
        self, facts: Facts, delivery: Delivery, occasion: Occasion, registered: Registration | None
    ) -> Content:
        """Return an announcement; where it has nothing of one's own, made once for all who read its language, and again
        when it has been reworded."""
        said, channel = facts.announced[delivery.notice_id], delivery.channel
        if said.is_personal:
            own = self._content_for(occasion, channel, said, registered)
            return self._with_calendar(facts, occasion, said, registered, own)
        key = (said.id, occasion.voice.language, channel)
        written, content = self._made.get(key, (None, None))
        if content is None or written != said.body:
            content = self._content_for(occasion, channel, said, None)
            self._made[key] = (said.body, content)
        return content

    def _content_for(
        self, occasion: Occasion, channel: ChannelName, said: Announced, registered: Registration | None
    ) -> Content:
        language = shown(said.body, occasion.voice.language)
        words, by_email = Words.from_json(said.body[language]), channel is ChannelName.EMAIL
        attachment = self._files.get(_version(said), {}).get(language)
        return notices.announcement(occasion, words, registered, attachment, by_email=by_email)

    def _with_calendar(
        self, facts: Facts, occasion: Occasion, said: Announced, registered: Registration | None, content: Content
    ) -> Content:
        language = shown(said.body, occasion.voice.language)
        if registered is None or not registered.is_active or not said.body[language].get("with_calendar"):
            return content
        return replace(content, calendar=self._calendar(facts, occasion, registered))

    async def keep_files(self, connection: AsyncConnection, said: Announced) -> None:
        """Read the files that go with e-mails once, not with each claim: they may be large."""
        if _version(said) not in self._files and any(words["media"] for words in said.body.values()):
            while len(self._files) >= FILES_KEPT:
                del self._files[next(iter(self._files))]
            self._files[_version(said)] = await composing.attached(connection, said.id)

    def follow_up(
        self, facts: Facts, delivery: Delivery, occasion: Occasion, registered: Registration | None
    ) -> Content | NotToBeSent | Behind | Halted:
        """Return what an announcement says now, for a message that is there already, or why that is left alone."""
        said, original = facts.announced[delivery.notice_id], facts.originals[delivery.id]
        if said.state in HALTING:
            return Halted()
        if why_not := _why_not(delivery, said, original, occasion.voice.language):
            return NotToBeSent(DeliveryStatus.WITHDRAWN, why_not)
        if original.status is DeliveryStatus.SENDING:
            return Behind(occasion.now + PATIENCE)
        content = self._content(facts, delivery, occasion, registered)
        return notices.correction(occasion, content) if delivery.channel is ChannelName.EMAIL else content


def shown(body: Body, language: str) -> str:
    """Return the language in which somebody reads an announcement: their own or, if there is none, the original's."""
    return language if language in body else next(iter(body))


def _version(said: Announced) -> tuple[int, int]:
    return said.id, max(words["version"] for words in said.body.values())


def _why_not(delivery: Delivery, said: Announced, original: Arrived, language: str) -> str | None:
    """Return why an announcement cannot or need not be followed up for somebody."""
    if said.standing is State.TAKEN_BACK and delivery.kind is not NoticeKind.RETRACTION:
        return "the announcement was taken back"
    if delivery.kind is NoticeKind.CORRECTION and shown(said.body, language) not in said.corrected:
        return "nothing has changed in the person's language"
    by_email = delivery.channel is ChannelName.EMAIL
    if by_email and delivery.kind is not NoticeKind.CORRECTION:
        return "that cannot be done to an e-mail"
    if original.status is DeliveryStatus.SENDING or (by_email and _is_second_best(original)):
        return None
    # In a chat its first message may be there, though what follows that one was not sent.
    has_arrived = original.external_id is not None and (not by_email or original.status is DeliveryStatus.SENT)
    return None if has_arrived else "the announcement has not arrived there"


def _is_second_best(original: Arrived) -> bool:
    """Whether it has arrived only where the person cannot be reached any more, and the correction came here instead."""
    return original.anywhere and original.status in (None, DeliveryStatus.DEAD)
