"""From a claimed delivery to what is sent: today's facts, looked up at the last moment.

A delivery carries no text, so a venue that changed an hour ago is right in a reminder that was queued yesterday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import drafts, notices, people, registration, reminders
from conference.calendar import event_calendar
from conference.channels.channel import ChannelName, Envelope
from conference.config import Settings
from conference.content import CalendarFile, Content
from conference.event import Event
from conference.notices import Occasion
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.people import Person
from conference.registration import Registration
from conference.reminders import Timing
from conference.tables import deliveries
from conference.tables import notices as notices_table
from conference.texts import Texts


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to be sent."""

    envelope: Envelope
    content: Content


@dataclass(frozen=True, slots=True)
class NotToBeSent:
    """There is no point in sending it any more."""

    status: DeliveryStatus
    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """The event has moved, and the reminder with it."""

    due_at: datetime


class Renderer:
    """Knows the events and the voices, and says what a delivery says."""

    def __init__(self, settings: Settings, texts: Texts) -> None:
        self._settings = settings
        self._events = {event.key: event for event in settings.events}
        self._texts = texts
        self.bot_username: str | None = None
        """Known once the bot has said who it is; until then e-mails link nowhere."""

    @property
    def events(self) -> Iterable[Event]:
        return self._events.values()

    async def render(
        self, connection: AsyncConnection, delivery: Delivery, now: datetime
    ) -> Letter | NotToBeSent | NotYet:
        """Return what to send for a delivery, or why not to."""
        event = self._events.get(delivery.event)
        person = await people.get(connection, delivery.person_id)
        if event is None:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the event is not in the settings any more")
        address = _address(person, delivery.channel) if person else None
        if person is None or address is None:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the person has no address on this channel any more")
        content = await self._content(connection, delivery, event, person, now)
        if not isinstance(content, Content):
            return content
        confirmation = await _confirmation(connection, delivery)
        return Letter(self._envelope(delivery, event, person, address, confirmation), content)

    def occasion(self, event: Event, language: str, now: datetime) -> Occasion:
        link = f"https://t.me/{self.bot_username}?start={event.key}" if self.bot_username else None
        return Occasion(self._texts.voice(language), event, now, link)

    async def _content(
        self, connection: AsyncConnection, delivery: Delivery, event: Event, person: Person, now: datetime
    ) -> Content | NotToBeSent | NotYet:
        occasion = self.occasion(event, person.language, now)
        registered = await registration.find(connection, person.id, event.key)
        if delivery.kind is NoticeKind.REMINDER:
            return await self._reminder(connection, delivery, occasion, person, registered)
        if registered is None:
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the registration was erased")
        return self._confirmation(delivery, occasion, registered)

    async def _reminder(
        self,
        connection: AsyncConnection,
        delivery: Delivery,
        occasion: Occasion,
        person: Person,
        registered: Registration | None,
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
        if not await reminders.still_meant(connection, event, rule, person.id, delivery.channel, now):
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "the person is not in the audience any more")
        draft = await drafts.load(connection, person.id, event.key)
        started = draft is not None and draft.consented_at is not None
        return notices.reminder(occasion, rule, registered, started=started)

    def _confirmation(self, delivery: Delivery, occasion: Occasion, registered: Registration) -> Content | NotToBeSent:
        if delivery.key != f"{registered.id}:{registered.calendar_sequence}":
            return NotToBeSent(DeliveryStatus.WITHDRAWN, "a later version of the registration is confirmed instead")
        calendar = self.calendar(occasion, registered)
        match delivery.kind:
            case NoticeKind.REGISTERED:
                return notices.registered(occasion, registered, calendar)
            case NoticeKind.CHANGED:
                return notices.changed(occasion, registered, calendar)
            case NoticeKind.CANCELLED:
                return notices.cancelled(occasion, calendar)
            case other:
                return NotToBeSent(DeliveryStatus.DEAD, f"this version sends no {other}")

    def calendar(self, occasion: Occasion, registered: Registration) -> CalendarFile:
        """Return the registrant's calendar entry as it stands."""
        return event_calendar(
            occasion.event,
            person_id=registered.person_id,
            sequence=registered.calendar_sequence,
            now=occasion.now,
            language=occasion.voice.language,
            organiser_address=self._organiser_address(occasion.event),
            cancelled=not registered.is_active,
        )

    def _organiser_address(self, event: Event) -> str:
        email = self._settings.email
        known = (event.contact.email, email and email.reply_to, email and email.sender)
        return next((address for address in known if address), "noreply@localhost")

    @staticmethod
    def _envelope(delivery: Delivery, event: Event, person: Person, address: str, confirmation: str | None) -> Envelope:
        return Envelope(
            notice_id=delivery.notice_id,
            person_id=person.id,
            address=address,
            language=person.language,
            purpose=delivery.kind.purpose,
            event_key=event.key,
            event_title=event.title.in_language(person.language),
            in_reply_to=confirmation,
        )


def _address(person: Person, channel: ChannelName) -> str | None:
    if channel is ChannelName.EMAIL:
        return person.email
    return None if person.chat_id is None else str(person.chat_id)


async def _confirmation(connection: AsyncConnection, delivery: Delivery) -> str | None:
    """Return the external id of the registration's first confirmation on the same channel, so that threads hold."""
    earlier = (
        select(deliveries.c.external_id)
        .join(notices_table)
        .where(
            deliveries.c.person_id == delivery.person_id,
            deliveries.c.channel == delivery.channel,
            deliveries.c.notice_id != delivery.notice_id,
            notices_table.c.event == delivery.event,
            notices_table.c.kind == NoticeKind.REGISTERED,
        )
        .order_by(deliveries.c.id)
        .limit(1)
    )
    return (await connection.execute(earlier)).scalar()
