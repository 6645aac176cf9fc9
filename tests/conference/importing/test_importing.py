import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from conference import audit, registration, retention
from conference.answers import Problem
from conference.database import Database
from conference.event import Event
from conference.importing import importing, report
from conference.importing.checking import Checked, Finding, check
from conference.importing.importing import SOURCE_LENGTH, Order, Report
from conference.importing.reading import read
from conference.tables import people, registrations
from conference.texts import Voice
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger
from tests.conference.importing.files import ANNA, HEADER, ZANE, a_csv, a_workbook

ORDER = Order("web form 2024-05")
ILZE = ("Ilze Ozola", "ilze@inbox.lv", "Izglītība")
JOINT = ("Juris Ozols", "ilze@inbox.lv", "")
CHOICES = (
    {"key": "education", "text": {"lv": "Izglītība", "en": "Education"}},
    {"key": "health", "text": {"lv": "Veselība", "en": "Health"}},
)


def an_event_in_latvian(**changes: Any) -> Event:
    event = an_event(**changes)
    field = event.questions[2].model_validate(event.questions[2].model_dump() | {"choices": CHOICES, "label": "Joma"})
    return event.model_copy(update={"questions": (*event.questions[:2], field)})


EVENT = an_event_in_latvian()


def a_list(*rows: Sequence[str]) -> Checked:
    return checked(a_csv(HEADER, *rows))


def checked(body: bytes) -> Checked:
    return check(EVENT, read(body), ["lv", "en"])


async def looked(database: Database, some: Checked, event: Event = EVENT) -> Report:
    async with database.snapshot() as connection:
        return await importing.look(connection, event, some)


async def imported(database: Database, some: Checked, event: Event = EVENT, order: Order = ORDER) -> Report:
    async with database.transaction() as connection:
        return await importing.bring_in(connection, event, some, order, MAY, None)


async def registered(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    known = {column.name: column for column in (*people.c, *registrations.c)}
    chosen = select(*(known[name] for name in columns)).join_from(
        registrations, people, registrations.c.person_id == people.c.id
    )
    async with database.snapshot() as connection:
        return [tuple(row) for row in await connection.execute(chosen.order_by(registrations.c.id))]


def of_rows(found: Report) -> list[tuple[int | None, str, bool]]:
    return [(finding.row, finding.problem.key, finding.stops) for finding in found.findings]


async def test_looking_changes_nothing(database: Database) -> None:
    found = await looked(database, a_list(ANNA, ZANE))
    assert ([one.email for one in found.ready], found.written) == (["anna@inbox.lv", "zane@inbox.lv"], 0)
    assert await registered(database, "email") == []


async def test_a_list_becomes_people_without_a_chat_and_their_registrations(database: Database) -> None:
    assert (await imported(database, a_list(ANNA, ZANE))).written == 2
    columns = ("email", "chat_id", "language", "status", "source", "consent_version", "consented_at", "answers")
    common = (None, "lv", "registered", "web form 2024-05", "imported: web form 2024-05", MAY)
    assert await registered(database, *columns) == [
        ("anna@inbox.lv", *common, {"name": "Anna Kalniņa", "email": "anna@inbox.lv", "field": "health"}),
        ("zane@inbox.lv", *common, {"name": "Zane Šķēle", "email": "zane@inbox.lv", "field": None}),
    ]


async def test_each_is_confirmed_by_e_mail_behind_all_who_wait_for_an_answer(database: Database) -> None:
    await imported(database, a_list(ANNA, ZANE))
    assert await ledger(database, "kind", "key", "channel", "priority", "status") == [
        ("registered", "1:0", "email", 9, "waiting"),
        ("registered", "2:0", "email", 9, "waiting"),
    ]


async def test_without_letters_nothing_is_queued(database: Database) -> None:
    await imported(database, a_list(ANNA), order=Order("web form", letters=False))
    assert await ledger(database, "kind") == []


async def test_the_same_list_again_imports_nobody(database: Database) -> None:
    await imported(database, a_list(ANNA, ZANE))
    again = await imported(database, a_list(("ANNA KALNINA", "Anna@inbox.lv", ""), ZANE, ILZE))
    assert again.written == 1
    assert of_rows(again) == [(2, "import-registered-already", True), (3, "import-registered-already", True)]


async def test_whoever_is_twice_in_a_list_is_imported_once(database: Database) -> None:
    result = await imported(database, a_list(ANNA, ILZE, ANNA))
    assert (result.written, result.findings) == (2, (Finding(Problem("import-same-as-row", {"number": 2}), 4),))


async def test_a_shared_address_is_a_warning_only(database: Database) -> None:
    await a_registrant(database, EVENT)
    colleague = ("Jānis Kalniņš", "anna@inbox.lv", "")
    result = await imported(database, a_list(ILZE, JOINT, colleague))
    assert (result.written, result.findings) == (
        3,
        (
            Finding(Problem("import-same-address-as-row", {"number": 2}), 3, stops=False),
            Finding(Problem("import-same-address-registered"), 4, stops=False),
        ),
    )


async def test_whoever_has_cancelled_is_not_brought_back(database: Database) -> None:
    person = await a_registrant(database, EVENT)
    async with database.transaction() as connection:
        await registration.cancel(connection, EVENT, person, MAY)
    assert of_rows(await imported(database, a_list(ANNA))) == [(2, "import-has-cancelled", True)]


async def test_more_people_than_places_are_named_and_nobody_is_imported(database: Database) -> None:
    event = an_event_in_latvian(capacity=2)
    result = await imported(database, a_list(ANNA, ZANE, ILZE), event)
    assert (result.written, [one.row for one in result.exceeding]) == (0, [4])
    assert await registered(database, "email") == []


async def test_the_places_are_filled_where_that_is_asked_for(database: Database) -> None:
    event = an_event_in_latvian(capacity=2)
    result = await imported(database, a_list(ANNA, ZANE, ILZE), event, Order("web form", fill=True))
    assert (result.written, await registered(database, "email")) == (2, [("anna@inbox.lv",), ("zane@inbox.lv",)])


async def test_of_two_imports_of_one_list_at_once_one_finds_everybody_there(database: Database) -> None:
    results = await asyncio.gather(*(imported(database, a_list(ANNA, ZANE)) for _ in range(2)))
    assert sorted(result.written for result in results) == [0, 2]
    assert len(await registered(database, "email")) == 2


async def test_five_thousand_rows_are_imported(database: Database) -> None:
    rows = [(f"Anna {number}. kalniņa", f"anna{number}@inbox.lv", "Health") for number in range(5000)]
    assert (await imported(database, checked(a_workbook(HEADER, *rows)))).written == 5000
    async with database.snapshot() as connection:
        matching = select(func.count()).where(
            registrations.c.person_id == people.c.id, registrations.c.answers["email"].as_string() == people.c.email
        )
        assert (await connection.execute(matching)).scalar_one() == 5000
    assert len(await ledger(database, "id")) == 5000


async def test_an_import_is_in_the_audit_log_by_numbers(database: Database) -> None:
    await imported(database, a_list(ANNA, ANNA, ("", "", "Health")))
    async with database.snapshot() as connection:
        (entry,) = await audit.entries(connection)
    assert (entry.person_id, entry.event, entry.action) == (None, "example-2024", "imported")
    assert entry.details == {"imported": 1, "left_out": 2}


async def test_imported_people_are_erased_like_all_others(database: Database) -> None:
    await imported(database, a_list(ANNA))
    async with database.transaction() as connection:
        assert await retention.erase_expired(connection, [EVENT], 90, EVENT.ends_at + timedelta(days=90)) == 1
    async with database.snapshot() as connection:
        assert (await connection.execute(select(people.c.email))).scalars().all() == [None]


async def test_a_source_of_the_longest_length_is_kept_with_each_registration(database: Database) -> None:
    await imported(database, a_list(ANNA), order=Order("x" * SOURCE_LENGTH))
    assert await registered(database, "consent_version") == [("imported: " + "x" * SOURCE_LENGTH,)]


async def test_the_report_says_what_was_read_and_what_is_wrong_by_row_and_column(database: Database) -> None:
    some = checked(a_csv((*HEADER, "Laiks"), (*ANNA, ""), ("Zane Šķēle", "zane", "Sports", "9.00"), (*ANNA, "")))
    found, voice = await looked(database, some), Voice("en")
    assert report.summary(voice, found) == [
        "The file has been read (CSV, utf-8). 3 rows below the titles of the columns.",
        "Columns that are used: Vārds, uzvārds, E-pasts, Joma.",
        "Columns that are not used: Laiks.",
        "Ready to be imported: 1 person.",
        "Not imported: 2 rows.",
    ]
    assert report.findings(voice, found) == [
        f"Row 3, E-pasts: {voice('answer-email-wrong')}",
        "Row 3, Joma: “Sports” is none of the answers to choose from.",
        "Row 4: The same name and e-mail address as in row 2.",
    ]
