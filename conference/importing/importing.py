"""Comparing a list with who is registered, and storing it: one transaction, all of it or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference import audit, registration
from conference.answers import Answer, Problem
from conference.channels.channel import ChannelName
from conference.database import insert_into, take_turn
from conference.event import Event
from conference.importing.checking import Candidate, Checked, Finding, Likeness, likeness
from conference.outbox import DeliveryStatus, NoticeKind, Priority
from conference.question import QuestionUse
from conference.registration import RegistrationStatus
from conference.tables import deliveries, notices, people, registrations

AT_ONCE = 500
"""Rows a statement."""

CONSENT = "imported: "
SOURCE_LENGTH = 64 - len(CONSENT)
"""Characters: with `CONSENT` it is kept as the version of the consent."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import would do, or has done."""

    checked: Checked
    ready: tuple[Candidate, ...]
    findings: tuple[Finding, ...]
    places: int | None
    """How many places were free before; None where there is no limit."""
    written: int = 0

    @property
    def exceeding(self) -> tuple[Candidate, ...]:
        """Those for whom there is no place."""
        return () if self.places is None else self.ready[max(self.places, 0) :]

    @property
    def fitting(self) -> tuple[Candidate, ...]:
        return self.ready if self.places is None else self.ready[: max(self.places, 0)]


@dataclass(frozen=True, slots=True)
class Order:
    """What whoever imports has decided."""

    source: str
    """Where these people agreed that their data are processed; at most `SOURCE_LENGTH` characters."""
    fill: bool = False
    """Whether to import the first ones where there are not enough places for all."""
    letters: bool = True
    """Whether each of them gets a confirmation."""


async def look(connection: AsyncConnection, event: Event, checked: Checked) -> Report:
    """Return what would be imported, and what is wrong. Changes nothing."""
    ready, found = _compared(checked.candidates, await _known(connection, event))
    findings = sorted((*checked.findings, *found), key=lambda finding: finding.row or 0)
    return Report(checked, ready, tuple(findings), await registration.places_left(connection, event))


async def bring_in(
    connection: AsyncConnection, event: Event, checked: Checked, order: Order, now: datetime, importer: int | None
) -> Report:
    """Import what can be, in the caller's transaction, and return what was done.

    Where there are fewer places than people nothing is imported, unless the order says to fill them. *importer* is the
    organiser's number, None on the command line.
    """
    # Two who import the same list would both find nobody of it; and two who count the places both take the last one.
    await take_turn(connection, f"import of {event.key}")
    await take_turn(connection, f"places of {event.key}")
    report = await look(connection, event, checked)
    chosen = report.ready if not report.exceeding else report.fitting if order.fill else ()
    for some in _in_chunks(chosen):
        await _write(connection, event, some, order, now)
    left_out = len({finding.row for finding in report.findings if finding.stops and finding.row})
    await audit.note(
        connection, now, importer, event.key, audit.Action.IMPORTED, imported=len(chosen), left_out=left_out
    )
    return replace(report, written=len(chosen))


def _compared(
    candidates: Iterable[Candidate], known: Mapping[Likeness, RegistrationStatus]
) -> tuple[tuple[Candidate, ...], list[Finding]]:
    """Return whoever is new, and what is to be said of the others and of shared addresses."""
    ready: list[Candidate] = []
    findings: list[Finding] = []
    addresses = {email for _, email in known}
    rows: dict[Likeness, int] = {}
    address_rows: dict[str, int] = {}
    for one in candidates:
        problem = _sameness(one, known, rows)
        if problem is None:
            ready.append(one)
            rows[one.likeness] = one.row
            if shared := _sharing(one, addresses, address_rows):
                findings.append(Finding(shared, one.row, stops=False))
            address_rows.setdefault(one.likeness[1], one.row)
        else:
            findings.append(Finding(problem, one.row))
    return tuple(ready), findings


def _sameness(
    one: Candidate, known: Mapping[Likeness, RegistrationStatus], rows: Mapping[Likeness, int]
) -> Problem | None:
    if one.likeness == ("", ""):
        return None  # nothing by which to tell
    if one.likeness in rows:
        return Problem("import-same-as-row", {"number": rows[one.likeness]})
    match known.get(one.likeness):
        case None:
            return None
        case RegistrationStatus.CANCELLED:
            return Problem("import-has-cancelled")
        case _:
            return Problem("import-registered-already")


def _sharing(one: Candidate, addresses: set[str], rows: Mapping[str, int]) -> Problem | None:
    """Offices share addresses, so this is no mistake; but it may be one."""
    _, email = one.likeness
    if email and email in rows:
        return Problem("import-same-address-as-row", {"number": rows[email]})
    return Problem("import-same-address-registered") if email and email in addresses else None


async def _known(connection: AsyncConnection, event: Event) -> dict[Likeness, RegistrationStatus]:
    """Return who has registered, with their name and address; where two are alike, whoever still comes."""
    mine = select(registrations.c.answers, registrations.c.status).where(registrations.c.event == event.key)
    found = [(_likeness(event, row.answers), RegistrationStatus(row.status)) for row in await connection.execute(mine)]
    return dict(sorted(found, key=lambda known: known[1] is not RegistrationStatus.CANCELLED))


def _likeness(event: Event, answers: Mapping[str, Answer | None]) -> Likeness:
    def of(use: QuestionUse) -> str:
        question = event.question_for(use)
        given = answers.get(question.key) if question else None
        return given if isinstance(given, str) else ""

    return likeness(of(QuestionUse.NAME), of(QuestionUse.EMAIL))


async def _write(
    connection: AsyncConnection, event: Event, some: Sequence[Candidate], order: Order, now: datetime
) -> None:
    person_ids = await _ids(connection, people, [_person(one, now) for one in some])
    rows = [_registration(event, one, id_, order.source, now) for one, id_ in zip(some, person_ids, strict=True)]
    registration_ids = await _ids(connection, registrations, rows)
    if order.letters:
        reached = [
            (person_id, registration_id)
            for one, person_id, registration_id in zip(some, person_ids, registration_ids, strict=True)
            if one.email
        ]
        await _confirm(connection, event, reached, now)


async def _confirm(
    connection: AsyncConnection, event: Event, reached: Sequence[tuple[int, int]], now: datetime
) -> None:
    if not reached:
        return
    kind = {"event": event.key, "kind": NoticeKind.REGISTERED, "created_at": now}
    # The same key as of any registration: it is confirmed once.
    notice_ids = await _ids(connection, notices, [kind | {"key": f"{id_}:0"} for _, id_ in reached])
    delivery = {
        "channel": ChannelName.EMAIL,
        "status": DeliveryStatus.WAITING,
        # Thousands of them must not keep anybody waiting who has registered just now.
        "priority": Priority.ANNOUNCEMENT,
        "due_at": now,
        "created_at": now,
    }
    rows = [
        delivery | {"notice_id": notice_id, "person_id": person_id}
        for notice_id, (person_id, _) in zip(notice_ids, reached, strict=True)
    ]
    await connection.execute(insert_into(connection, deliveries), rows)


async def _ids(connection: AsyncConnection, table: Any, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Insert *rows*; return their ids in the same order."""
    inserted = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids: Sequence[int] = (await connection.execute(inserted, rows)).scalars().all()
    return ids


def _person(one: Candidate, now: datetime) -> dict[str, Any]:
    return {"language": one.language, "email": one.email, "created_at": now}


def _registration(event: Event, one: Candidate, person_id: int, source: str, now: datetime) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "event": event.key,
        "answers": dict(one.answers),
        "status": RegistrationStatus.REGISTERED,
        "consent_version": f"{CONSENT}{source}",
        "consented_at": now,
        "source": source,
        "registered_at": now,
        "updated_at": now,
    }


def _in_chunks(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    rest = iter(candidates)
    while some := list(islice(rest, AT_ONCE)):
        yield some
