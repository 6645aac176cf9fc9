"""Trying an announcement out: its author gets it as everybody would, and sees it with somebody's answers filled in."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import outbox
from conference.announcements.announcement import Announcement
from conference.answers import Answer
from conference.event import Event
from conference.outbox import NoticeKind, Priority
from conference.people import Person, Wants
from conference.question import Question, QuestionKind, QuestionUse
from conference.registration import Attendance, Registration, RegistrationStatus
from conference.tables import notices
from conference.texts import Voice


async def send_to(connection: AsyncConnection, tried: Announcement, person: Person, now: datetime) -> None:
    """Queue an announcement to one person, on all channels that lead to them, ahead of any broadcast.

    It is a notice without a state: nobody else gets it, and no list shows it.
    """
    new = insert(notices).values(
        event=tried.event,
        kind=NoticeKind.ANNOUNCEMENT,
        key=f"t{secrets.token_hex(8)}",
        about_id=tried.id,
        author_id=person.id,
        created_at=now,
    )
    notice_id = (await connection.execute(new.returning(notices.c.id))).scalar_one()
    await outbox.enqueue(connection, notice_id, replace(person, wants=Wants.BOTH), Priority.CONFIRMATION, now)


def sample(voice: Voice, event: Event, now: datetime) -> Registration:
    """Return a registration that nobody has made, for whoever looks at placeholders and has none of their own."""
    return Registration(
        id=1,
        person_id=0,
        event=event.key,
        answers={question.key: _sample(voice, question) for question in event.questions},
        status=RegistrationStatus.REGISTERED,
        attendance=Attendance.UNANSWERED,
        calendar_sequence=0,
        consent_version=event.privacy.version,
        consented_at=now,
        registered_at=now,
        updated_at=now,
    )


def _sample(voice: Voice, question: Question) -> Answer:
    if question.use is QuestionUse.NAME:
        return voice("announce-sample-name")
    of_kind: Mapping[QuestionKind, Answer] = {
        QuestionKind.EMAIL: "anna@example.org",
        QuestionKind.PHONE: "+37120000000",
        QuestionKind.YES_NO: True,
    }
    if question.choices:
        first = question.choices[0].key
        return [first] if question.kind is QuestionKind.CHOICES else first
    return of_kind.get(question.kind, voice.of(question.label))
