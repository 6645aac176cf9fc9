"""From a claimed delivery to what is sent: a pure decision over today's facts.

A delivery carries no text, so a venue that changed an hour ago is right in a reminder that was queued yesterday.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from conference import event_changes, notices, question_notices, reminders, taking_over
from conference.announcements import composing
from conference.announcements.announcement import State, Words
from conference.calendar import event_calendar
from conference.channels.channel import ChannelName, Envelope, FollowUp
from conference.config import Settings
from conference.content import Attachment, CalendarFile, Content
from conference.event import Event
from conference.event_changes import Known
from conference.facts import OF_THREADS, Announced, Arrived, Facts, gather
from conference.ledger import QUEUED
from conference.notices import Occasion
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.people import Person
from conference.question import QuestionUse
from conference.questions import Asked
from conference.registration import Registration
from conference.reminder_rule import ReminderRule
from conference.reminders import Timing
from conference.rescue import bad_address_key
from conference.signing import Signing
from conference.texts import Texts


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to be sent; or, with an *act*, ready to be done to a message that is there already."""

    envelope: Envelope
    content: Content
    act: FollowUp | None = None
    external_id: str = ""
    """What the channel knows that message by."""


@dataclass(frozen=True, slots=True)
class NotToBeSent:
    """There is no point in sending it any more."""

    status: DeliveryStatus
    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """The event has moved, and the reminder with it."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Behind:
    """What it follows up is still under way."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Halted:
    """An organiser has paused, stopped or taken back what it belongs to."""


Rendered = Letter | NotToBeSent | NotYet | Behind | Halted

Body = Mapping[str, Any]
"""What an organiser wrote, by language, as it is stored."""

PATIENCE = timedelta(seconds=5)
"""Before it is looked again whether what is followed up has arrived."""

HALTING = frozenset({State.PAUSED, State.STOPPED, State.TAKEN_BACK})

ACTS = {
    NoticeKind.CORRECTION: FollowUp.EDIT,
    NoticeKind.RETRACTION: FollowUp.DELETE,
    NoticeKind.PINNING: FollowUp.PIN,
    NoticeKind.ANSWERED: FollowUp.EDIT,
}

# Not announcements: one content of theirs is for many.
LEADING_INTO_TELEGRAM = frozenset({NoticeKind.REGISTERED, NoticeKind.CHANGED, NoticeKind.REMINDER})

FILES_KEPT = 8


class Renderer:
    """Knows the events and the voices, and says what a delivery says."""

    def __init__(self, settings: Settings, texts: Texts, signing: Signing | None = None) -> None:
        self._settings = settings
        self._signing = signing
        self._events = {event.key: event for event in settings.events}
        self._texts = texts
        self.bot_username: str | None = None
        """Known once the bot has said who it is; until then e-mails link nowhere."""
        self._reminders: dict[tuple[object, ...], Content] = {}
        self._announcements: dict[tuple[int, str, ChannelName], tuple[Body, Content]] = {}
        self._files: dict[tuple[int, int], dict[str, Attachment]] = {}

    @property
    def events(self) -> Sequence[Event]:
        return tuple(self._events.values())

    async def facts(self, connection: AsyncConnection, claimed: Sequence[Delivery], now: datetime) -> Facts:
        """Return what rendering these deliveries takes."""
        facts = await gather(connection, self._events, claimed, now)
        if claimed[0].channel is ChannelName.EMAIL:
            for said in facts.announced.values():
                await self._keep_files(connection, said)
        return facts

    def render(self, facts: Facts, delivery: Delivery, now: datetime) -> Rendered:
        """Return what to send for a delivery, or why not to."""
        event = self._events.get(delivery.event)
        person = facts.people.get(delivery.person_id)
        if event is None:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the event is not in the settings any more")
        address = _address(person, delivery.channel) if person else None
        if person is None or address is None:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the person has no address on this channel any more")
        content = self._content(facts, delivery, self._occasion_for(facts, delivery, event, person, now))
        if not isinstance(content, Content):
            return content
        letter = Letter(_envelope(delivery, event, person, address, facts.confirmations.get(delivery.id)), content)
        return _following(letter, delivery, facts.originals[delivery.id]) if delivery.kind in ACTS else letter

    def occasion(self, event: Event, language: str, now: datetime) -> Occasion:
        link = f"https://t.me/{self.bot_username}?start={event.key}" if self.bot_username else None
        return Occasion(self._texts.voice(language), event, now, link)

    def _occasion_for(self, facts: Facts, delivery: Delivery, event: Event, person: Person, now: datetime) -> Occasion:
        """Return an occasion whose links bring a registrant without a chat into Telegram, with their registration."""
        occasion = self.occasion(event, person.language, now)
        registered = facts.registrations.get((person.id, event.key))
        if delivery.kind not in LEADING_INTO_TELEGRAM or person.chat_id is not None or event.is_over(now):
            return occasion
        if not (self._signing and occasion.bot_link and person.email and registered and registered.is_active):
            return occasion
        payload = taking_over.payload(self._signing, registered.id, person.email)
        link = f"https://t.me/{self.bot_username}?start={payload}"
        return replace(occasion, bot_link=link, takes_over=True)

    def calendar(self, occasion: Occasion, registered: Registration, revision: int) -> CalendarFile:
        """Return the registrant's calendar entry as it stands, after so many changes of the event."""
        return event_calendar(
            occasion.event,
            registration_id=registered.id,
            sequence=registered.calendar_sequence + revision,
            now=occasion.now,
            language=occasion.voice.language,
            organiser_address=self._organiser_address(occasion.event),
            cancelled=not registered.is_active,
        )

    def _content(
        self, facts: Facts, delivery: Delivery, occasion: Occasion
    ) -> Content | NotToBeSent | NotYet | Behind | Halted:
        registered = facts.registrations.get((delivery.person_id, delivery.event))
        match delivery.kind:
            case NoticeKind.REMINDER:
                return self._reminder(facts, delivery, occasion, registered)
            case NoticeKind.ANNOUNCEMENT if facts.announced[delivery.notice_id].state in HALTING:
                return Halted()
            case NoticeKind.ANNOUNCEMENT:
                return self._announcement(facts, delivery, occasion, registered)
            case NoticeKind.EVENT_CHANGED:
                return _event_changed(delivery, occasion, facts.known.get(delivery.event))
            case NoticeKind.CORRECTION | NoticeKind.RETRACTION | NoticeKind.PINNING:
                return self._follow_up(facts, delivery, occasion, registered)
            case NoticeKind.QUESTION | NoticeKind.ANSWER | NoticeKind.ANSWERED:
                return _of_thread(facts, delivery, occasion)
            case NoticeKind.BAD_ADDRESS:
                return _bad_address(delivery, occasion, facts.people[delivery.person_id], registered)
            case _:
                return self._confirmation(facts, delivery, occasion, registered)

    def _announcement(
        self, facts: Facts, delivery: Delivery, occasion: Occasion, registered: Registration | None
    ) -> Content:
        """Return an announcement; where it has nothing of one's own, made once for all who read its language, and again
        when it has been reworded."""
        said, channel = facts.announced[delivery.notice_id], delivery.channel
        if said.is_personal:
            own = self._announcement_for(occasion, channel, said, registered)
            return self._with_calendar(facts, occasion, said, registered, own)
        key = (said.id, occasion.voice.language, channel)
        written, content = self._announcements.get(key, (None, None))
        if content is None or written != said.body:
            content = self._announcement_for(occasion, channel, said, None)
            self._announcements[key] = (said.body, content)
        return content

    def _announcement_for(
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
        return replace(content, calendar=self.calendar(occasion, registered, _revision(facts, occasion.event)))

    async def _keep_files(self, connection: AsyncConnection, said: Announced) -> None:
        """Read the files that go with e-mails once, not with each claim: they may be large."""
        if _version(said) not in self._files and any(words["media"] for words in said.body.values()):
            while len(self._files) >= FILES_KEPT:
                del self._files[next(iter(self._files))]
            self._files[_version(said)] = await composing.attached(connection, said.id)

    def _follow_up(
        self, facts: Facts, delivery: Delivery, occasion: Occasion, registered: Registration | None
    ) -> Content | NotToBeSent | Behind | Halted:
        said, original = facts.announced[delivery.notice_id], facts.originals[delivery.id]
        if said.state in HALTING:
            return Halted()
        if why_not := _why_not(delivery, said, original, occasion.voice.language):
            return NotToBeSent(DeliveryStatus.WITHDRAWN, why_not)
        if original.status is DeliveryStatus.SENDING:
            return Behind(occasion.now + PATIENCE)
        content = self._announcement(facts, delivery, occasion, registered)
        return notices.correction(occasion, content) if delivery.channel is ChannelName.EMAIL else content

    def _reminder(
        self, facts: Facts, delivery: Delivery, occasion: Occasion, registered: Registration | None
    ) -> Content | NotToBeSent | NotYet:
        event, now = occasion.event, occasion.now
        rule = event.rule(delivery.key)
        if rule is None:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the rule is not in the settings any more")
        match reminders.timing(rule, event, now):
            case Timing.USELESS:
                return NotToBeSent(DeliveryStatus.MISSED, "it could not be sent while it was useful")
            case Timing.EARLY:
                return NotYet(rule.due_at(event))
        if delivery.id not in facts.meant:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the person is not in the audience any more")
        begun = (delivery.person_id, event.key) in facts.begun
        return self._same_for_many(occasion, rule, registered, begun=begun)

    def _same_for_many(
        self, occasion: Occasion, rule: ReminderRule, registered: Registration | None, *, begun: bool
    ) -> Content:
        """Return a reminder: thousands wait for the same few, so each is made once."""
        event, now = occasion.event, occasion.now
        if occasion.takes_over:  # its links are one's own
            return notices.reminder(occasion, rule, registered, started=begun)
        differs: tuple[object, ...] = (
            *(event.key, rule.key, occasion.voice.language, occasion.bot_link, begun),
            *(registered and registered.attendance, event.local(now).date(), event.is_over(now)),
        )
        if differs not in self._reminders:
            self._reminders[differs] = notices.reminder(occasion, rule, registered, started=begun)
        return self._reminders[differs]

    def _confirmation(
        self, facts: Facts, delivery: Delivery, occasion: Occasion, registered: Registration | None
    ) -> Content | NotToBeSent:
        if registered is None:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the registration was erased")
        if delivery.key != f"{registered.id}:{registered.calendar_sequence}":
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "a later version of the registration is confirmed instead")
        calendar = self.calendar(occasion, registered, _revision(facts, occasion.event))
        match delivery.kind:
            case NoticeKind.CHANGED:
                return notices.changed(occasion, registered, calendar)
            case NoticeKind.CANCELLED:
                return notices.cancelled(occasion, calendar)
            case _:
                return notices.registered(occasion, registered, calendar)

    def _organiser_address(self, event: Event) -> str:
        email = self._settings.email
        known = (event.contact.email, email and email.reply_to, email and email.sender)
        return next((address for address in known if address), "noreply@localhost")


def _bad_address(
    delivery: Delivery, occasion: Occasion, person: Person, registered: Registration | None
) -> Content | NotToBeSent:
    event = occasion.event
    if person.email is None or delivery.key != bad_address_key(person):
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the address has been corrected")
    can_change = registered is not None and registered.is_active and not event.is_over(occasion.now)
    if not can_change or event.question_for(QuestionUse.EMAIL) is None:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the address cannot be corrected any more")
    return notices.bad_address(occasion, person.email)


def _of_thread(facts: Facts, delivery: Delivery, occasion: Occasion) -> Content | NotToBeSent | Behind:
    asked, person = facts.asked.get(delivery.notice_id), facts.people[delivery.person_id]
    by_email = delivery.channel is ChannelName.EMAIL
    if asked is None:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the question was erased")
    if asked.answer and delivery.kind is NoticeKind.ANSWER:
        return question_notices.answer(occasion, asked.question, asked.answer, by_email=by_email)
    if not person.is_group and person.id not in asked.team:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the person is no organiser any more")
    if delivery.kind is NoticeKind.ANSWERED and (not_now := _not_now(facts.originals[delivery.id], occasion)):
        return not_now
    return _question(asked, occasion, person, by_email=by_email)


def _not_now(original: Arrived, occasion: Occasion) -> NotToBeSent | Behind | None:
    """Return why a question cannot be changed where a chat shows it, or not yet."""
    if original.status in QUEUED | {DeliveryStatus.SENDING}:
        return Behind(occasion.now + PATIENCE)
    if original.status is DeliveryStatus.SENT and original.external_id:
        return None
    return NotToBeSent(DeliveryStatus.WITHDRAWN, "the question has not arrived there")


def _question(asked: Asked, occasion: Occasion, person: Person, *, by_email: bool) -> Content:
    if person.is_group:
        return question_notices.question_in_group(occasion, asked)
    return question_notices.question(occasion, asked, by_email=by_email)


def _event_changed(delivery: Delivery, occasion: Occasion, known: Known | None) -> Content | NotToBeSent:
    event = occasion.event
    if known is None or delivery.key != known.key:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the settings have changed again")
    found = event_changes.changes(occasion.voice, event_changes.as_told(event, known.facts), event)
    if not found:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "registrants know already")
    return notices.event_changed(occasion, found, known.key)


def _revision(facts: Facts, event: Event) -> int:
    known = facts.known.get(event.key)
    return known.revision if known else 0


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


def _following(letter: Letter, delivery: Delivery, original: Arrived) -> Letter:
    if delivery.channel is ChannelName.EMAIL:
        return replace(letter, envelope=replace(letter.envelope, in_reply_to=original.external_id))
    return replace(letter, act=ACTS[delivery.kind], external_id=original.external_id or "")


def _envelope(delivery: Delivery, event: Event, person: Person, address: str, confirmation: str | None) -> Envelope:
    return Envelope(
        notice_id=delivery.notice_id,
        person_id=person.id,
        address=address,
        language=person.language,
        purpose=delivery.kind.purpose,
        event_key=event.key,
        event_title=event.title.in_language(person.language),
        in_reply_to=None if delivery.kind in OF_THREADS else confirmation,
    )


def _address(person: Person, channel: ChannelName) -> str | None:
    if channel is ChannelName.EMAIL:
        return person.email
    return None if person.chat_id is None else str(person.chat_id)
