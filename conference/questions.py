"""Questions from people to organisers, and the answers back.

A thread is a question, its answers, and what was asked after them. A question is open until it has an answer of its
own. Where two organisers answer the same one, both answers go, and each of them sees the other's: what somebody has
written is never held back because somebody else was a second faster.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import organisers, outbox, people, registration
from conference.channels.channel import ChannelName
from conference.database import insert_into
from conference.event import Event
from conference.organisers import Role
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.people import Person, Wants
from conference.registration import Registration
from conference.tables import deliveries, notices, questions
from conference.tables import people as people_table
from conference.typed_text import has_control_characters, is_visible, several_lines

QUESTION_LENGTH = 1000
ANSWER_LENGTH = 3000
"""Characters: with the question that it quotes, an answer is one message in Telegram."""

NUMBER = re.compile(r"[0-9]{1,18}")  # what fits into a column of ids

MOST_A_DAY = 20
"""How many questions organisers get from one person."""

REACHING = (DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED, DeliveryStatus.SENDING, DeliveryStatus.SENT)
"""Where a question has arrived, or will: what has not left yet may just be rendered."""


@dataclass(frozen=True, slots=True)
class Message:
    """A question or an answer."""

    id: int
    person_id: int
    """Who has asked, in an answer too."""
    event: str
    in_reply_to: int | None
    from_organiser: bool
    body: str
    answered_by: int | None
    """The organiser whose answer it is."""
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    messages: tuple[Message, ...]
    """At least one, in the order in which they were written."""

    @property
    def person_id(self) -> int:
        return self.messages[0].person_id

    @property
    def open(self) -> tuple[Message, ...]:
        """The questions that have no answer."""
        return tuple(one for one in self.messages if not one.from_organiser and not self.answers_to(one.id))

    @property
    def latest_question(self) -> Message:
        """The first that is open; where none is, the last one."""
        return (self.open or tuple(one for one in self.messages if not one.from_organiser)[-1:])[0]

    def answers_to(self, question_id: int) -> tuple[Message, ...]:
        return tuple(one for one in self.messages if one.from_organiser and one.in_reply_to == question_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """What those who are told of a question, or of its answer, need to know."""

    thread: Thread
    question: Message
    answer: Message | None
    """None where it is the question that is told."""
    asker: Registration | None
    """None for whoever is not registered, or not any more."""
    team: Mapping[int, datetime]
    """Who runs the event now, with since when."""
    names: Mapping[int, Registration]
    """The registrations of those who have answered, by person, as far as they have any."""

    @property
    def answers(self) -> tuple[Message, ...]:
        return self.thread.answers_to(self.question.id)


def number(text: str) -> int | None:
    """Return the id that a button carries; None where it carries none: anybody can send anything."""
    return int(text) if NUMBER.fullmatch(text) else None


def tidied(typed: str) -> str:
    """Return a question or an answer as it is passed on; empty where there is nothing in it to read."""
    return several_lines(typed) if is_visible(typed) and not has_control_characters(typed) else ""


async def ask(
    connection: AsyncConnection,
    event: Event,
    person: Person,
    text: str,
    now: datetime,
    *,
    answer_id: int | None = None,
    group_language: str = "lv",
) -> int:
    """Store a question and queue it for whoever answers; return its id.

    With *answer_id*, it goes on from that answer. A group that is new to us is spoken to in *group_language*.
    """
    question_id = await _add(connection, person.id, event.key, text, now, in_reply_to=answer_id, from_organiser=False)
    notice_id = await outbox.add_notice(connection, event.key, NoticeKind.QUESTION, str(question_id), now)
    for one in await answering(connection, event, now, group_language):
        await outbox.enqueue(connection, notice_id, one, Priority.CONFIRMATION, now)
    return question_id


async def answer(
    connection: AsyncConnection, question: Message, organiser_id: int, text: str, now: datetime
) -> int | None:
    """Store an answer, queue it for whoever asked, and show in the question that it has one.

    Return the answer's id; None where the question is erased at this moment.
    """
    held = select(questions.c.id).where(questions.c.id == question.id).with_for_update(read=True)
    if (await connection.execute(held)).first() is None:
        return None
    answer_id = await _add(
        connection,
        question.person_id,
        question.event,
        text,
        now,
        in_reply_to=question.id,
        from_organiser=True,
        answered_by=organiser_id,
    )
    notice_id = await outbox.add_notice(connection, question.event, NoticeKind.ANSWER, str(answer_id), now)
    person = await people.get(connection, question.person_id)
    assert person is not None, "whoever is erased leaves no question"
    await outbox.enqueue(connection, notice_id, person, Priority.CONFIRMATION, now)
    await _show_as_answered(connection, question, answer_id, now)
    return answer_id


async def answering(connection: AsyncConnection, event: Event, now: datetime, language: str) -> list[Person]:
    """Return to whom an event's questions go: its group or, where that has none or cannot be reached, its organisers.

    They answer in Telegram, so it is there that they are told, and by e-mail only where that is not possible.
    """
    group_id = event.contact.telegram_group
    if group_id is not None:
        # Not `meet` for a known one, which would take it for reachable again.
        group = await people.find(connection, group_id) or await people.meet(connection, group_id, language, now)
        if group.channels:
            return [group]
    return await organisers_of(connection, event.key)


async def organisers_of(connection: AsyncConnection, event: str) -> list[Person]:
    """Return an event's organisers, door staff apart, as they are told of questions."""
    team = await organisers.of_event(connection, event)
    known = await people.get_all(connection, [one.person_id for one in team if one.role is Role.ORGANISER])
    return [replace(person, wants=Wants.TELEGRAM) for _, person in sorted(known.items())]


async def has_asked_enough(connection: AsyncConnection, person_id: int, now: datetime) -> bool:
    """Return whether somebody has asked so much within a day that organisers would be flooded."""
    theirs = questions.c.person_id == person_id, ~questions.c.from_organiser
    lately = select(func.count()).where(*theirs, questions.c.asked_at > now - timedelta(days=1))
    return (await connection.execute(lately)).scalar_one() >= MOST_A_DAY


async def find(connection: AsyncConnection, message_id: int, event: str | None = None) -> Message | None:
    """Return a question or an answer; None where it is erased, or is not about *event*."""
    row = (await connection.execute(select(*_COLUMNS).where(questions.c.id == message_id))).first()
    return Message(*row) if row and event in (None, row.event) else None


async def shown_in(connection: AsyncConnection, chat_id: int, telegram_message_id: int) -> Message | None:
    """Return the question or the answer that a message in a chat shows."""
    theirs = people_table.c.chat_id == chat_id, deliveries.c.external_id == str(telegram_message_id)
    told = notices.c.kind.in_([NoticeKind.QUESTION, NoticeKind.ANSWER]), deliveries.c.channel == ChannelName.TELEGRAM
    joined = deliveries.join(notices).join(people_table, people_table.c.id == deliveries.c.person_id)
    key = (await connection.execute(select(notices.c.key).select_from(joined).where(*theirs, *told))).scalar()
    return await find(connection, int(key)) if key else None


async def threads(connection: AsyncConnection, event: str) -> list[Thread]:
    """Return an event's threads: first those with an open question, which has waited longest, then the latest."""
    found = await _threads(connection, questions.c.event == event)
    waiting = sorted((one for one in found if one.open), key=lambda one: one.open[0].id)
    answered = sorted((one for one in found if not one.open), key=lambda one: -one.messages[-1].id)
    return [*waiting, *answered]


async def thread_of(connection: AsyncConnection, message: Message) -> Thread:
    """Return the thread that a question or an answer belongs to."""
    theirs = (questions.c.event == message.event) & (questions.c.person_id == message.person_id)
    return next(one for one in await _threads(connection, theirs) if message in one.messages)


async def asked(connection: AsyncConnection, message_id: int) -> Asked | None:
    """Return what there is to be told of a question, or of an answer; None where it was erased."""
    message = await find(connection, message_id)
    if message is None:
        return None
    thread = await thread_of(connection, message)
    question_id = message.in_reply_to if message.from_organiser else message.id
    answered_by = {one.answered_by for one in thread.messages if one.answered_by is not None}
    known = await registration.find_all(connection, {message.person_id, *answered_by}, [message.event])
    team = await organisers.of_event(connection, message.event)
    asker = known.get((message.person_id, message.event))
    return Asked(
        thread=thread,
        question=next(one for one in thread.messages if one.id == question_id),
        answer=message if message.from_organiser else None,
        asker=asker if asker and asker.is_active else None,
        team={one.person_id: one.since for one in team if one.role is Role.ORGANISER},
        names={person_id: one for (person_id, _), one in known.items() if person_id in answered_by},
    )


def in_threads(messages: Iterable[Message]) -> list[Thread]:
    """Return messages, given in the order of their ids, by thread: each belongs to the one it replies to."""
    roots: dict[int, int] = {}
    grouped: dict[int, list[Message]] = {}
    for message in messages:
        # What it replied to is there: a reply is erased with it.
        root = message.id if message.in_reply_to is None else roots[message.in_reply_to]
        roots[message.id] = root
        grouped.setdefault(root, []).append(message)
    return [Thread(tuple(found)) for found in grouped.values()]


async def _threads(connection: AsyncConnection, condition: Any) -> list[Thread]:
    rows = await connection.execute(select(*_COLUMNS).where(condition).order_by(questions.c.id))
    return in_threads(Message(*row) for row in rows)


async def _add(connection: AsyncConnection, person_id: int, event: str, text: str, now: datetime, **values: Any) -> int:
    row = insert(questions).values(person_id=person_id, event=event, body=text, asked_at=now, **values)
    return int((await connection.execute(row.returning(questions.c.id))).scalar_one())


async def _show_as_answered(connection: AsyncConnection, question: Message, answer_id: int, now: datetime) -> None:
    """Queue a change of the question wherever a chat shows it: it loses its button, and says who has answered."""
    told = await outbox.add_notice(connection, question.event, NoticeKind.QUESTION, str(question.id), now)
    notice_id = await outbox.add_notice(connection, question.event, NoticeKind.ANSWERED, str(answer_id), now)
    await connection.execute(update(notices).where(notices.c.id == notice_id).values(about_id=told))
    wanted = {
        "notice_id": literal(notice_id),
        "person_id": deliveries.c.person_id,
        "channel": deliveries.c.channel,
        "priority": literal(int(Priority.CONFIRMATION)),
        "status": literal(str(DeliveryStatus.WAITING)),
        "due_at": literal(now, deliveries.c.due_at.type),
        "created_at": literal(now, deliveries.c.created_at.type),
    }
    shown = deliveries.c.notice_id == told, deliveries.c.channel == ChannelName.TELEGRAM
    rows = select(*wanted.values()).where(*shown, deliveries.c.status.in_(REACHING))
    await connection.execute(insert_into(connection, deliveries).from_select(list(wanted), rows))


_COLUMNS = [
    questions.c[name]
    for name in ("id", "person_id", "event", "in_reply_to", "from_organiser", "body", "answered_by", "asked_at")
]
