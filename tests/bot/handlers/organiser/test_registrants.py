"""Who is coming: the list, a search, one registrant's card, and the list as a file."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select, update

from bot.screens.registrants_screens import searched
from conference import audit
from conference.button import Act, Button
from conference.organisers import Role
from conference.tables import people, registrations
from tests.bot.conftest import NOW, an_event_of_every_kind
from tests.bot.organising import a_colleague
from tests.conference.example_event import a_question
from tests.conference.example_registrants import registered as register

LIST = "people:example-2024::"
MOMENT = "20.05.2024., pirmdiena, plkst. 12.00"
STALE = "stale-button"


@pytest.fixture
def events():
    questions = an_event_of_every_kind().questions
    return (
        an_event_of_every_kind(questions=(*questions[:2], a_question("workplace", required=False), *questions[2:])),
    )


@pytest.fixture
async def stage(open_stage, events):
    async with open_stage(*events) as stage:
        yield stage


@pytest.fixture
async def ilze(stage):
    return await a_colleague(stage)


@pytest.fixture
async def guard(stage):
    return await a_colleague(stage, Role.DOOR, user_id=88)


async def register_all(stage, *given, **columns):
    service = stage.running.service
    return await register(
        service.database, service.settings.events[0], given, **({"registered_at": NOW, "updated_at": NOW} | columns)
    )


def numbered(count):
    return [{"name": f"Dalībnieks {number:02}", "workplace": "Skola"} for number in range(1, count + 1)]


def a_page(voice, *paragraphs, cards=(), turning=(), searching=("registrants-search",), files=False):
    text = "\n\n".join(["Dalībnieki: Paraugs", *paragraphs])
    rows = [(label,) for label in cards]
    rows += [tuple(voice(key) for key in keys) for keys in (turning, searching) if keys]
    rows += [(voice("registrants-xlsx"), voice("registrants-csv"))] if files else []
    return text, (*rows, (voice("button-organising"),))


async def audited(stage):
    async with stage.running.service.database.snapshot() as connection:
        return [(one.action, one.details) for one in reversed(await audit.entries(connection, "example-2024"))]


# The list


async def test_the_list_shows_who_is_coming_and_who_is_not(stage, ilze, voice):
    await register_all(stage, {"name": "Jānis Bērziņš", "workplace": "Cēsu policija"}, {})
    await register_all(stage, {"name": "Anna Kalniņa"}, status="cancelled")
    lines = "1. Pieteikums Nr. 2\n2. Jānis Bērziņš, Cēsu policija\n3. Anna Kalniņa (atcelts)"
    assert await ilze.forges(LIST) == [
        (
            f"Dalībnieki: Paraugs\n\nSarakstā ir 3 pieteikumi.\n\n{lines}",
            (
                ("1. Pieteikums Nr. 2",),
                ("2. Jānis Bērziņš", "3. Anna Kalniņa"),
                (voice("registrants-search"),),
                (voice("registrants-xlsx"), voice("registrants-csv")),
                (voice("button-organising"),),
            ),
        )
    ]
    assert await audited(stage) == [("listed registrants", {"page": 1, "found": 3})]


async def test_pages_turn_in_place(stage, ilze, voice):
    await register_all(stage, *numbered(17))
    first = await ilze.forges(LIST)
    second = await ilze.presses(voice("registrants-after"))
    third = await ilze.presses(voice("registrants-after"))
    names = ["\n".join(f"{n}. Dalībnieks {n:02}, Skola" for n in some) for some in (range(1, 9), range(9, 17), [17])]
    assert [seen[0][0].split("\n\n")[1:] for seen in (first, second, third)] == [
        [f"Sarakstā ir 17 pieteikumu. {number}. lapa no 3.", page] for number, page in enumerate(names, start=1)
    ]
    turning = [
        tuple(label for row in seen[0][1] for label in row if "←" in label or "→" in label)
        for seen in (first, second, third)
    ]
    before, after = voice("registrants-before"), voice("registrants-after")
    assert turning == [(after,), (before, after), (before,)]
    assert await ilze.presses(before) == second
    assert [details["page"] for _, details in await audited(stage)] == [1, 2, 3, 2]


@pytest.mark.parametrize(("step", "shown"), [("-5", 1), ("99999999999999999999", 3)])
async def test_a_forged_page_is_the_nearest_one_there_is(stage, ilze, step, shown):
    await register_all(stage, *numbered(17))
    [(text, _)] = await ilze.forges(f"people:example-2024:{step}:")
    assert f"{shown}. lapa no 3" in text


# The search


async def test_a_search_needs_no_diacritics_and_a_name_may_follow_a_name(stage, ilze, voice):
    await register_all(stage, {"name": "Jānis Bērziņš", "workplace": "Cēsu policija"}, {"name": "Anna Kalniņa"})
    await ilze.forges(LIST)
    assert await ilze.presses(voice("registrants-search")) == [(voice("registrants-search-what"), ())]
    more = voice("registrants-search-more")
    searching = ("registrants-search", "registrants-all")
    found = a_page(
        voice,
        "Meklēts: „berzins”. Atrasts 1 cilvēks.",
        "1. Jānis Bērziņš, Cēsu policija",
        more,
        cards=["1. Jānis Bērziņš"],
        searching=searching,
    )
    nobody = a_page(voice, voice("registrants-nobody", words="liepa"), more, searching=searching)
    assert await ilze.says("Berzins.", "Liepa", "...", "bērz") == [
        found,
        nobody,
        (voice("registrants-search-what"), ()),
        (found[0].replace("berzins", "berz"), found[1]),
    ]
    assert [details for _, details in await audited(stage)][1:] == [
        {"page": 1, "found": 1},
        {"page": 1, "found": 0},
        {"page": 1, "found": 1},
    ]


async def test_what_was_found_has_pages_too_and_a_button_ends_the_search(stage, ilze, voice):
    await register_all(stage, *numbered(17), {"name": "Anna Kalniņa"})
    await ilze.forges(LIST)
    await ilze.presses(voice("registrants-search"))
    await ilze.says("dalibnieks skola")
    [(text, _)] = await ilze.presses(voice("registrants-after"))
    assert "Meklēts: „dalibnieks skola”. Atrasti 17 cilvēki. 2. lapa no 3." in text
    [(text, _)] = await ilze.presses(voice("registrants-all"))
    assert "Sarakstā ir 18 pieteikumu. 1. lapa no 3." in text
    [(text, _)] = await ilze.says("Anna")
    assert voice("not-understood") in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Bērziņš", "berzins"),
        ("  Ārija : Ēvalde. ", "arija evalde"),
        ("Cēsu Bērzaines pamatskola – attīstības centrs", "cesu berzaines pamatskol"),
        ("Преображенская Елена", "преображенск"),
        (":::", ""),
        ("", ""),
        ("👩‍⚕️" * 9, "👩‍⚕👩‍⚕👩"),
    ],
)
def test_what_is_searched_fits_into_a_button_whatever_was_typed(typed, words):
    assert searched(typed) == words
    data = Button(Act.REGISTRANTS, "x" * 24, 99_999, words).encode()
    assert (len(data.encode()) <= 64, Button.parse(data)) == (True, Button(Act.REGISTRANTS, "x" * 24, 99_999, words))


# The card


async def test_a_card_shows_all_that_is_known_and_that_it_was_looked_at_is_noted(stage, ilze, anna, voice):
    await anna.begins()
    await anna.says(
        "Anna Kalniņa", "Izglītība", "Cēsu pamatskola", "Veselība", "anna@inbox.lv", "26 123 456", "Jā", "Ratiņkrēsls"
    )
    await anna.phone.press(voice("button-confirm"))
    await stage.settled()
    await ilze.forges(LIST)
    [(text, labels)] = await ilze.presses("1. Anna Kalniņa")
    assert (
        text
        == f"""Anna Kalniņa

Field: Izglītība
Workplace: Cēsu pamatskola
Topics: Veselība
Email: anna@inbox.lv
Phone: +371 26 123 456
Parking: Jā
Needs: Ratiņkrēsls
Pieteikuma statuss: pieteikts
Dalība: nav atbildes
Pieteikuma laiks: {MOMENT}
Valoda: latviešu
Saziņa: Telegram, e-pasts

Pēdējās ziņas
{MOMENT}: pieteikuma apstiprinājums, e-pasts – nosūtīts
{MOMENT}: pieteikuma apstiprinājums, Telegram – nosūtīts"""
    )
    assert labels == ((voice("registrants-search"),),)
    assert (await audited(stage))[-1] == ("viewed a registrant", {"registration": 1})


async def test_a_card_says_what_is_out_of_the_ordinary(stage, ilze, voice):
    [number] = await register_all(
        stage,
        {"name": "Anna"},
        status="waiting",
        attendance="not_coming",
        source="saraksts.xlsx",
        updated_at=NOW + timedelta(hours=1),
    )
    async with stage.running.service.database.transaction() as connection:
        person_id = (await connection.execute(select(registrations.c.person_id))).scalar_one()
        changes = {
            "telegram_unreachable_since": NOW,
            "email_unreachable_since": NOW,
            "opted_out_at": NOW,
            "email": "a@b.lv",
        }
        await connection.execute(
            update(people).where(people.c.id == person_id).values(chat_id=5, language="ru", **changes)
        )
    [(text, _)] = await ilze.forges(f"card:example-2024::{number}")
    assert (
        text.partition("Pieteikuma statuss")[2]
        == f""": gaidīšanas sarakstā
Dalība: nepiedalīsies
Pieteikuma laiks: {MOMENT}
Pēdējās izmaiņas: {MOMENT.replace("12.00", "13.00")}
Avots: saraksts.xlsx
Valoda: krievu
Saziņa: nav kur rakstīt
Telegram nav sasniedzams: kopš {MOMENT}
E-pasts nav sasniedzams: kopš {MOMENT}
Atgādinājumi: atteicies {MOMENT}

Ziņas vēl nav sūtītas."""
    )


@pytest.mark.parametrize("argument", ["", "2", "0", "-1", "x", "٣", "9" * 30])
async def test_a_card_of_nobody_is_a_button_that_is_not_valid_any_more(stage, ilze, voice, argument):
    await register_all(stage, {"name": "Anna"})
    assert (await ilze.forges(f"card:example-2024::{argument}"), ilze.hears()) == ([], [voice(STALE)])
    assert await audited(stage) == []


# At the door


async def test_door_staff_search_and_see_no_more_than_they_need(stage, guard, voice):
    kept = {
        "email": "anna@inbox.lv",
        "phone": "+37126123456",
        "parking": True,
        "topics": ["health"],
        "needs": "Ratiņkrēsls",
    }
    await register_all(stage, {"name": "Anna Kalniņa", "field": "health", "workplace": "Skola"} | kept)
    assert await guard.forges(LIST) == [(voice("registrants-search-what"), ())]
    more = voice("registrants-search-more")
    line = "1. Anna Kalniņa, Skola"
    found = a_page(voice, "Meklēts: „kalnina”. Atrasts 1 cilvēks.", line, more, cards=["1. Anna Kalniņa"])
    assert await guard.says("kalnina") == [found]
    facts = "Field: Veselība\nWorkplace: Skola\nPieteikuma statuss: pieteikts\nDalība: nav atbildes"
    assert await guard.presses("1. Anna Kalniņa") == [(f"Anna Kalniņa\n\n{facts}\n\n{more}", ())]
    assert await guard.says("kalnina") == [found], "the next one in the queue"
    assert [action for action, _ in await audited(stage)] == [
        "listed registrants",
        "viewed a registrant",
        "listed registrants",
    ]


@pytest.mark.parametrize(
    "data",
    [LIST, "people:example-2024:1:", "search:example-2024::", "card:example-2024::1", "export:example-2024::csv"],
)
async def test_to_everybody_else_all_of_it_is_buttons_that_do_nothing(stage, anna, voice, data):
    await register_all(stage, {"name": "Jānis"})
    await anna.says("/start")
    assert (await anna.forges(data), anna.hears()) == ([], [voice(STALE)])
    assert await audited(stage) == []


async def test_door_staff_get_no_files(stage, guard, voice):
    assert (await guard.forges("export:example-2024::csv"), guard.hears()) == ([], [voice(STALE)])


# The files


async def test_the_list_comes_as_a_file_for_spreadsheets(stage, ilze, voice):
    await register_all(stage, {"name": "Anna Kalniņa", "field": "health"})
    await ilze.forges(LIST)
    caption = voice("registrants-export-caption")
    for key, name in (("registrants-csv", "example-2024.csv"), ("registrants-xlsx", "example-2024.xlsx")):
        assert await ilze.presses(voice(key)) == [(f"{caption}\n{name}", ())]
    table, workbook = (message.document.content for message in ilze.phone.messages[-2:])
    [_, row] = csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";")
    assert row == ["Anna Kalniņa", "Veselība", *[""] * 6, "pieteikts", "nav atbildes", "2024-05-20 12:00", "lv", ""]
    assert openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]["A2"].value == "Anna Kalniņa"
    assert (await audited(stage))[1:] == [("exported", {"format": "csv"}), ("exported", {"format": "xlsx"})]


@pytest.mark.parametrize("wanted", ["", "json", "../x"])
async def test_no_other_files_can_be_had(stage, ilze, voice, wanted):
    assert (await ilze.forges(f"export:example-2024::{wanted}"), ilze.hears()) == ([], [voice(STALE)])
