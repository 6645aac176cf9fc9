"""From a claimed delivery to what is sent: a pure decision over today's facts.

A delivery carries no text, so a venue that changed an hour ago is right in a reminder that was queued yesterday.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from conference import event_changes, notices, reminders, taking_over
from conference.announcements.rendering import AnnouncementRenderer
from conference.calendar import event_calendar
from conference.channels.channel import ChannelName, Envelope
from conference.config import Settings
from conference.content import CalendarFile, Content
from conference.event import Event
from conference.event_changes import Known
from conference.facts import OF_THREADS, Facts, gather
from conference.notices import Occasion
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.people import Person
from conference.question import QuestionUse
from conference.registration import Registration
from conference.reminder_rule import ReminderRule
from conference.reminders import Timing
from conference.rendered import ACTS, Behind, Halted, Letter, NotToBeSent, NotYet, Rendered, following
from conference.rescue import bad_address_key
from conference.signing import Signing
from conference.texts import Texts
from conference.thread_rendering import of_thread

__all__ = ["Behind", "Halted", "Letter", "NotToBeSent", "NotYet", "Rendered", "Renderer"]

# Not announcements: one content of theirs is for many.
LEADING_INTO_TELEGRAM = frozenset({NoticeKind.REGISTERED, NoticeKind.CHANGED, NoticeKind.REMINDER})


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
        self._announcements = AnnouncementRenderer(self._calendar_as_known)

    @property
    def events(self) -> Sequence[Event]:
        return tuple(self._events.values())

    async def facts(self, connection: AsyncConnection, claimed: Sequence[Delivery], now: datetime) -> Facts:
        """Return what rendering these deliveries takes."""
        facts = await gather(connection, self._events, claimed, now)
        if claimed[0].channel is ChannelName.EMAIL:
            for said in facts.announced.values():
                await self._announcements.keep_files(connection, said)
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
        return following(letter, delivery, facts.originals[delivery.id]) if delivery.kind in ACTS else letter

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

    def _calendar_as_known(self, facts: Facts, occasion: Occasion, registered: Registration) -> CalendarFile:
        known = facts.known.get(occasion.event.key)
        return self.calendar(occasion, registered, known.revision if known else 0)

    def _content(
        self, facts: Facts, delivery: Delivery, occasion: Occasion
    ) -> Content | NotToBeSent | NotYet | Behind | Halted:
        registered = facts.registrations.get((delivery.person_id, delivery.event))
        match delivery.kind:
            case NoticeKind.REMINDER:
                return self._reminder(facts, delivery, occasion, registered)
            case NoticeKind.ANNOUNCEMENT:
                return self._announcements.announcement(facts, delivery, occasion, registered)
            case NoticeKind.EVENT_CHANGED:
                return _event_changed(delivery, occasion, facts.known.get(delivery.event))
            case NoticeKind.CORRECTION | NoticeKind.RETRACTION | NoticeKind.PINNING:
                return self._announcements.follow_up(facts, delivery, occasion, registered)
            case NoticeKind.QUESTION | NoticeKind.ANSWER | NoticeKind.ANSWERED:
                return of_thread(facts, delivery, occasion)
            case NoticeKind.BAD_ADDRESS:
                return _bad_address(delivery, occasion, facts.people[delivery.person_id], registered)
            case _:
                return self._confirmation(facts, delivery, occasion, registered)

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
        calendar = self._calendar_as_known(facts, occasion, registered)
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


def _event_changed(delivery: Delivery, occasion: Occasion, known: Known | None) -> Content | NotToBeSent:
    event = occasion.event
    if known is None or delivery.key != known.key:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the settings have changed again")
    found = event_changes.changes(occasion.voice, event_changes.as_told(event, known.facts), event)
    if not found:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "registrants know already")
    return notices.event_changed(occasion, found, known.key)


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
