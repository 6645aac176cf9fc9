"""Registrants: the list of an event's people, one of them looked up by name, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import people, registration
from conference.channels.channel import ChannelName
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind
from conference.people import Person
from conference.question import Question, QuestionKind, QuestionUse
from conference.registration import Registration, RegistrationStatus
from conference.tables import deliveries, notices, registrations
from conference.typed_text import folded

PAGE = 8
"""How many a page shows: their buttons fill a small phone."""

LATEST = 10
"""How many deliveries a card shows."""

AT_THE_DOOR = frozenset({QuestionKind.TEXT, QuestionKind.CHOICE})
"""The answers that tell people at the door apart. Addresses, telephones, and what somebody wrote of their needs or
would like to hear, are none of them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A registrant as the list shows them."""

    registration_id: int
    answers: tuple[str, ...]
    """To the short questions, as far as they were answered: the name first, where the event asks for one."""
    status: RegistrationStatus


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    """From 0."""
    pages: int
    """At least one."""
    total: int
    """How many were found, on all pages."""
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery to a registrant."""

    kind: NoticeKind
    channel: ChannelName
    status: DeliveryStatus
    at: datetime
    """When it ended; for one that is queued, when it is due."""


@dataclass(frozen=True, slots=True)
class Card:
    registration: Registration
    person: Person
    deliveries: tuple[Sent, ...]
    """About this event, the latest first."""


async def page(connection: AsyncConnection, event: Event, number: int, search: str = "") -> Page:
    """Return a page of an event's registrants by name, cancelled ones last; the nearest one there is to *number*.

    With *search*, only those of whom each of its words is found in the name or another short answer: capitals and
    diacritics do not matter, "berzins" finds Bērziņš. Letters are folded here, not by the databases, which do it
    differently or not at all; for ten thousand registrants that takes a quarter of a second.
    """
    questions, words = short_questions(event), folded(search).split()
    columns = registrations.c.id, registrations.c.answers, registrations.c.status
    rows = await connection.execute(select(*columns).where(registrations.c.event == event.key))
    found = [one for one in (_listed(row, questions) for row in rows) if _matches(one, words)]
    found.sort(key=_place)
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 0), pages - 1)
    return Page(number, pages, len(found), tuple(found[number * PAGE : (number + 1) * PAGE]))


async def card(connection: AsyncConnection, event: Event, registration_id: int) -> Card | None:
    """Return what is known of a registrant of *event*; None where it has no such registration."""
    theirs = registrations.c.event == event.key, registrations.c.id == registration_id
    person_id = (await connection.execute(select(registrations.c.person_id).where(*theirs))).scalar()
    registered = await registration.find(connection, person_id, event.key) if person_id else None
    person = await people.get(connection, person_id) if person_id else None
    if registered is None or person is None:
        return None
    return Card(registered, person, await _deliveries(connection, event, person.id))


def short_questions(event: Event) -> Sequence[Question]:
    """Return the questions whose answers are listed and searched: the name, then the others that fit on a line."""
    short = [question for question in event.questions if question.kind is QuestionKind.TEXT]
    return sorted(short, key=lambda question: question.use is not QuestionUse.NAME)


def _listed(row: Any, questions: Sequence[Question]) -> Listed:
    given = (row.answers.get(question.key) for question in questions)
    return Listed(row.id, tuple(answer for answer in given if isinstance(answer, str)), RegistrationStatus(row.status))


def _matches(listed: Listed, words: Sequence[str]) -> bool:
    text = folded("\n".join(listed.answers)) if words else ""
    return all(word in text for word in words)


def _place(listed: Listed) -> tuple[bool, str, int]:
    cancelled = listed.status is RegistrationStatus.CANCELLED
    return cancelled, folded(listed.answers[0]) if listed.answers else "", listed.registration_id


async def _deliveries(connection: AsyncConnection, event: Event, person_id: int) -> tuple[Sent, ...]:
    at = func.coalesce(deliveries.c.finished_at, deliveries.c.due_at, type_=deliveries.c.due_at.type)
    columns = notices.c.kind, deliveries.c.channel, deliveries.c.status, at
    theirs = deliveries.c.person_id == person_id, notices.c.event == event.key
    found = select(*columns).select_from(deliveries.join(notices)).where(*theirs)
    rows = await connection.execute(found.order_by(deliveries.c.id.desc()).limit(LATEST))
    return tuple(
        Sent(NoticeKind(kind), ChannelName(channel), DeliveryStatus(status), moment)
        for kind, channel, status, moment in rows
    )
