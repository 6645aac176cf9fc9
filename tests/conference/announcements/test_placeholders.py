from datetime import date, time

from conference import registration, rich_text
from conference.announcements import placeholders
from conference.database import Database
from conference.registration import Registration
from tests.conference.announcements.example_announcements import TEXTS
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_complete_draft, a_person

EVENT = an_event(
    questions=(
        a_question("name", use="name"),
        a_question(
            "field",
            kind="choice",
            choices=(
                {"key": "health", "text": {"lv": "Veselība", "en": "Health & care", "ru": "Здоровье"}},
                {"key": "education", "text": {"lv": "Izglītība", "en": "Education", "ru": "Образование"}},
            ),
        ),
        a_question("topics", kind="choices", required=False),
        a_question("lunch", kind="yes_no", required=False),
    )
)
ANSWERS = {"name": "Anna <Kalniņa>", "field": "health", "topics": ["education", "health"], "lunch": False}


async def a_registration(database: Database, **answers: object) -> Registration:
    person = await a_person(database)
    draft = a_complete_draft(EVENT, person, answers=ANSWERS | answers)
    async with database.transaction() as connection:
        await registration.confirm(connection, EVENT, draft, person, MAY)
        registered = await registration.find(connection, person.id, EVENT.key)
    assert registered is not None
    return registered


def test_what_is_one_word_in_braces_is_a_placeholder():
    text = "Labdien, {name}! <b>{ticket}</b> {vārds} {} { name } {divi vārdi} {<i>date</i>} :-{ }"
    assert placeholders.names(text) == {"name", "ticket", "vārds"}


def test_unknown_ones_are_named():
    assert placeholders.unknown("{name} {event} {field} {vārds} {Name} {topic}", EVENT) == {"vārds", "Name", "topic"}


def test_what_each_reader_sees_differently_is_known():
    assert placeholders.personal("{event} {date} {time} {venue} {address} {deadline}") == set()
    assert placeholders.personal("{event} {name} {ticket} {field}") == {"name", "ticket", "field"}


async def test_an_answer_is_shown_in_the_readers_language_and_escaped(database: Database):
    registered = await a_registration(database)
    html = "<b>{name}</b>: {field}; {topics}; {lunch}; {ticket}; {unknown}"
    filled = {
        language: placeholders.fill(html, placeholders.of_registrant(TEXTS.voice(language), EVENT, registered))
        for language in TEXTS.languages
    }
    number = registered.id
    name = "<b>Anna &lt;Kalniņa&gt;</b>"
    assert filled == {
        "lv": f"{name}: Veselība; Education, Health; Nē; {number}; {{unknown}}",
        "en": f"{name}: Health &amp; care; Education, Health; No; {number}; {{unknown}}",
        "ru": f"{name}: Здоровье; Education, Health; Нет; {number}; {{unknown}}",
    }


async def test_a_name_that_looks_like_a_placeholder_stays_a_name(database: Database):
    registered = await a_registration(database, name="{ticket}")
    values = placeholders.of_registrant(TEXTS.voice("lv"), EVENT, registered)
    assert placeholders.fill("{name}", values) == "{ticket}"


async def test_a_subject_is_not_escaped(database: Database):
    values = placeholders.of_registrant(TEXTS.voice("en"), EVENT, await a_registration(database))
    assert placeholders.fill_plain("{name}: {field} {who}", values) == "Anna <Kalniņa>: Health & care {who}"


async def test_what_was_not_answered_is_a_dash(database: Database):
    registered = await a_registration(database, topics=[], lunch=None)
    values = placeholders.of_registrant(TEXTS.voice("lv"), EVENT, registered)
    assert placeholders.fill("{topics} {lunch}", values) == "— —"


async def test_a_value_in_a_link_ends_neither_its_address_nor_the_link(database: Database):
    registered = await a_registration(database, name='"><b>')
    values = placeholders.of_registrant(TEXTS.voice("lv"), EVENT, registered)
    html = placeholders.fill('<a href="https://example.org/?n={name}">{name}</a>', values)
    assert (rich_text.is_valid(html), rich_text.plain(html)) == (True, '"><b>')


def test_somebody_without_a_registration_sees_dashes():
    values = placeholders.of_registrant(TEXTS.voice("lv"), EVENT, None)
    assert values == dict.fromkeys(("name", "ticket", "field", "topics", "lunch"), "—")


def test_the_event_is_told_as_the_readers_language_tells_it():
    event = an_event(date=date(2024, 6, 14), starts=time(10), ends=time(16), registration_deadline=date(2024, 6, 7))
    told = {language: placeholders.of_event(TEXTS.voice(language), event) for language in ("lv", "en")}
    assert told["lv"] == {
        "event": "Paraugs",
        "date": "14.06.2024., piektdiena",
        "time": "plkst. 10.00",
        "venue": "Koncertzāle",
        "address": "Raunas iela 12, Cēsis",
        "deadline": "līdz 2024. gada 7. jūnijam",
    }
    assert told["en"]["event"] == "Example"


def test_a_time_that_is_not_known_is_said_to_come():
    values = placeholders.of_event(TEXTS.voice("lv"), an_event(starts=None, ends=None))
    assert values["time"] == "laiks tiks paziņots"


def test_the_longest_values_are_as_long_as_they_can_be():
    values = {key: len(value) for key, value in placeholders.longest(TEXTS.voice("en"), EVENT).items()}
    assert values == {
        "name": 200,
        "field": len("Health & care"),
        "topics": len("Education, Health, "),
        "lunch": 3,
        "ticket": 10,
        **{key: len(value) for key, value in placeholders.of_event(TEXTS.voice("en"), EVENT).items()},
    }
