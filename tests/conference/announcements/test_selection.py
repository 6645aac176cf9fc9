from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from conference.announcements import selection
from conference.announcements.selection import Counts, Group, Selection
from conference.channels.channel import ChannelName
from conference.database import Database
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind
from conference.tables import deliveries, drafts, notices, people, registrations
from tests.conference.announcements.example_announcements import a_begun
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_registrant

TELEGRAM, EMAIL = ChannelName
EVENT = an_event(
    questions=(
        a_question("name", use="name"),
        a_question("field", kind="choice", required=False),
        a_question("topics", kind="choices", required=False),
        a_question("lunch", kind="yes_no", required=False),
    )
)
CHOICES = {"field": ("education", "health"), "topics": ("education", "health"), "lunch": ("yes", "no")}


@dataclass(frozen=True)
class Somebody:
    """A person as the oracle sees them."""

    chat: bool
    email: bool
    chat_blocked: bool
    email_refused: bool
    wants: str
    opted_out: bool
    registration: tuple[str, str] | None
    """Its status and attendance."""
    draft: bool | None
    """Whether they agreed; None: there is none."""
    answers: dict[str, Any]
    received: str | None
    """What became of an earlier announcement to them."""


SOMEBODY = st.builds(
    Somebody,
    chat=st.booleans(),
    email=st.booleans(),
    chat_blocked=st.sampled_from([False, False, True]),
    email_refused=st.sampled_from([False, False, True]),
    wants=st.sampled_from(["both", "telegram", "email"]),
    opted_out=st.booleans(),
    registration=st.none()
    | st.tuples(
        st.sampled_from(["registered", "registered", "waiting", "cancelled"]),
        st.sampled_from(["unanswered", "coming", "not_coming", "attended"]),
    ),
    draft=st.sampled_from([None, False, True]),
    answers=st.fixed_dictionaries(
        {
            "name": st.just('Anna "education" Kalniņa'),
            "field": st.sampled_from([None, "education", "health"]),
            "topics": st.sampled_from([None, [], ["education"], ["health"], ["education", "health"]]),
            "lunch": st.sampled_from([None, True, False]),
        }
    ),
    received=st.sampled_from([None, "sent", "dead", "uncertain"]),
)
SELECTION = st.builds(
    Selection,
    groups=st.frozensets(st.sampled_from(Group), min_size=1),
    choices=st.dictionaries(st.sampled_from(sorted(CHOICES)), st.just(None), max_size=2).flatmap(
        lambda asked: st.fixed_dictionaries(
            {key: st.frozensets(st.sampled_from(CHOICES[key]), min_size=1) for key in asked}
        )
    ),
    missed=st.sampled_from([frozenset(), frozenset({0})]),
    channels=st.none() | st.frozensets(st.sampled_from(ChannelName), min_size=1),
)


def meant(one: Somebody, chosen: Selection) -> bool:
    """The oracle: whether somebody is meant, in plain words."""
    if chosen.missed and one.received == "sent":
        return False
    if not all(answered(one.answers[key], keys) for key, keys in chosen.choices.items()):
        return False
    if one.registration is None:
        return Group.UNFINISHED in chosen.groups and one.draft is True and not one.opted_out
    status, attendance = one.registration
    theirs = {
        Group.REGISTERED: status == "registered" and attendance != "not_coming",
        Group.WAITING: status == "waiting",
        Group.CANCELLED: status == "cancelled",
        Group.NOT_COMING: attendance == "not_coming",
        Group.WITHOUT_TELEGRAM: status == "registered" and not one.chat,
    }
    return any(theirs.get(group) for group in chosen.groups)


def answered(answer: Any, keys: frozenset[str]) -> bool:
    match answer:
        case bool():
            return ("yes" if answer else "no") in keys
        case list():
            return bool(keys & set(answer))
        case _:
            return answer in keys


def reached(one: Somebody, chosen: Selection) -> frozenset[ChannelName]:
    usable = {TELEGRAM: one.chat and not one.chat_blocked, EMAIL: one.email and not one.email_refused}
    can = {channel for channel, works in usable.items() if works}
    if chosen.channels is not None:
        return frozenset(can & chosen.channels)
    return frozenset({channel for channel in can if one.wants in ("both", channel)} or can)


async def store(database: Database, crowd: list[Somebody], earlier: int) -> list[int]:
    """Store the crowd in the place of the last one, and return their numbers."""
    ids = []
    async with database.transaction() as connection:
        for table in (deliveries, drafts, registrations):
            await connection.execute(delete(table))
        await connection.execute(update(people).values(chat_id=None))
        for number, one in enumerate(crowd, 1):
            row = {
                "chat_id": number if one.chat else None,
                "email": f"p{number}@example.org" if one.email else None,
                "telegram_unreachable_since": MAY if one.chat_blocked else None,
                "email_unreachable_since": MAY if one.email_refused else None,
                "opted_out_at": MAY if one.opted_out else None,
                "wants": one.wants,
                "language": "lv",
                "created_at": MAY,
            }
            added = (await connection.execute(insert(people).values(row).returning(people.c.id))).scalar_one()
            ids.append(added)
            theirs = {"person_id": added, "event": EVENT.key, "answers": one.answers, "updated_at": MAY}
            if one.registration:
                status, attendance = one.registration
                known = {"status": status, "attendance": attendance, "consent_version": "1", "consented_at": MAY}
                await connection.execute(insert(registrations).values(theirs | known | {"registered_at": MAY}))
            if one.draft is not None:
                begun = {"position": "name", "created_at": MAY, "consented_at": MAY if one.draft else None}
                await connection.execute(insert(drafts).values(theirs | begun))
            if one.received:
                row = {"notice_id": earlier, "person_id": added, "channel": "telegram", "priority": 9, "due_at": MAY}
                await connection.execute(insert(deliveries).values(row | {"status": one.received, "created_at": MAY}))
    return ids


async def of(database: Database, event: Event, chosen: Selection) -> dict[int, frozenset[ChannelName]]:
    """Return who is meant, and on which channels they are reached."""
    on = [selection.reached(chosen, channel) for channel in ChannelName]
    found = select(people.c.id, *on).where(selection.condition(event, chosen))
    async with database.snapshot() as connection:
        rows = (await connection.execute(found)).all()
    return {
        row[0]: frozenset(name for name, reaches in zip(ChannelName, row[1:], strict=True) if reaches) for row in rows
    }


async def counted(database: Database, chosen: Selection, event: Event = EVENT) -> Counts:
    async with database.snapshot() as connection:
        return await selection.count(connection, event, chosen)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(crowd=st.lists(SOMEBODY, min_size=1, max_size=12), chosen=SELECTION)
async def test_a_selection_has_exactly_those_whom_its_words_say(
    database: Database, crowd: list[Somebody], chosen: Selection
):
    async with database.transaction() as connection:
        row = {"event": EVENT.key, "kind": NoticeKind.ANNOUNCEMENT, "key": "earlier", "created_at": MAY}
        known = (await connection.execute(select(notices.c.id))).scalar()
        earlier = known or (await connection.execute(insert(notices).values(row).returning(notices.c.id))).scalar_one()
    ids = await store(database, crowd, earlier)
    chosen = replace(chosen, missed=frozenset({earlier}) if chosen.missed else frozenset())
    expected = {number: reached(one, chosen) for number, one in zip(ids, crowd, strict=True) if meant(one, chosen)}
    assert await of(database, EVENT, chosen) == expected
    channels = list(expected.values())
    assert await counted(database, chosen) == Counts(
        people=len(channels),
        telegram=sum(TELEGRAM in one for one in channels),
        email=sum(EMAIL in one for one in channels),
        neither=sum(not one for one in channels),
    )


async def test_whoever_wants_no_reminders_is_not_asked_to_finish_but_hears_of_what_they_registered_for(
    database: Database,
):
    declined = Somebody(True, False, False, False, "both", True, None, True, {}, None)
    registered = replace(declined, registration=("registered", "coming"))
    await store(database, [declined, replace(declined, opted_out=False), registered], 0)
    assert await counted(database, Selection(frozenset({Group.UNFINISHED}))) == Counts(1, 1, 0, 0)
    assert await counted(database, Selection(frozenset({Group.REGISTERED}))) == Counts(1, 1, 0, 0)


async def test_the_groups_of_another_event_are_not_meant(database: Database):
    await a_registrant(database, an_event(key="another"))
    assert await counted(database, Selection(frozenset(Group))) == Counts(0, 0, 0, 0)


async def test_a_question_that_the_settings_no_longer_have_chooses_nobody(database: Database):
    event = an_event()
    await a_registrant(database, event)
    assert await counted(database, Selection(choices={"gone": frozenset({"education"})}), event) == Counts(0, 0, 0, 0)


async def test_who_got_an_earlier_announcement_on_one_channel_has_not_missed_it(database: Database):
    event = an_event()
    first, _ = [await a_registrant(database, event) for _ in range(2)]
    earlier = await a_begun(database, event)
    async with database.transaction() as connection:
        got = update(deliveries).where(deliveries.c.notice_id == earlier, deliveries.c.person_id == first.id)
        await connection.execute(got.where(deliveries.c.channel == EMAIL).values(status=DeliveryStatus.SENT))
    assert (await counted(database, Selection(missed=frozenset({earlier})), event)).people == 1


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(),
        Selection(frozenset(Group), {"field": frozenset({"health"})}, frozenset({3, 4}), frozenset({TELEGRAM})),
        Selection(channels=frozenset()),
    ],
)
def test_a_selection_comes_back_as_it_was_stored(chosen: Selection):
    assert Selection.from_json(chosen.to_json()) == chosen
