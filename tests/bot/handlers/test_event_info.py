"""The first look: the conference in the person's language, one of several, before it opens and after it closed."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from bot.screens import event_screens
from conference.tables import metadata
from conference.texts import Voice
from tests.bot.conftest import NOW, an_event_of_every_kind
from tests.bot.handlers.test_dialogue import at_question, at_summary
from tests.bot.visitor import Visitor
from tests.conference.example_event import a_question, an_event

AFTER_THE_DEADLINE = datetime(2024, 6, 8, 9, tzinfo=UTC)
AFTER_THE_EVENT = datetime(2024, 6, 15, 9, tzinfo=UTC)
SHORT = {"questions": (a_question("name", use="name"),)}


@pytest.mark.parametrize(
    ("code", "language"), [("lv", "lv"), ("en", "en"), ("en-GB", "en"), ("ru", "ru"), ("de", "lv"), (None, "lv")]
)
async def test_start_introduces_the_conference_in_the_persons_language(stage, code, language):
    voice = Voice(language)
    anna = Visitor(stage, stage.telegram.phone(11, language_code=code))
    [(text, labels)] = await anna.says("/start")
    event = stage.running.service.settings.events[0]
    assert labels == (
        (voice("button-register"),),
        (voice("button-programme"), voice("button-venue")),
        (voice("button-ask"), voice("button-questions")),
        (voice("button-register-colleague"),),
        (voice("button-language"), voice("button-my-data")),
    )
    paragraphs = text.split("\n\n")
    assert [paragraphs[0], paragraphs[1], paragraphs[-1]] == [
        voice.of(event.title),
        voice.of(event.description),
        voice("introduction-kept"),
    ]
    assert [line.partition(":")[0] for line in paragraphs[2].split("\n")] == [
        voice("fact-date"),
        voice("fact-venue"),
        voice("fact-deadline"),
    ]


async def test_before_consent_no_more_is_kept_than_is_said(stage, anna, voice):
    await anna.says("/start", "/help", "Kas es esmu?")
    await anna.presses(voice("button-venue"))
    await anna.presses(voice("button-register"))
    async with stage.running.service.database.snapshot() as connection:
        rows = {
            table.name: [dict(row._mapping) for row in await connection.execute(select(table))]
            for table in metadata.sorted_tables
        }
    [person], [draft] = rows.pop("people"), rows.pop("drafts")
    assert {name: value for name, value in person.items() if value is not None} == {
        "id": 1,
        "chat_id": 11,
        "language": "lv",
        "wants": "both",
        "created_at": NOW,
    }
    assert (draft["event"], draft["answers"], draft["consented_at"]) == ("example-2024", {}, None)
    assert [set(row) for row in rows.pop("seen_updates")] == [{"update_id", "seen_at"}] * 5
    for about_the_service in ("service_state", "event_facts"):
        rows.pop(about_the_service)
    assert not any(rows.values())


@pytest.mark.parametrize("button", ["button-venue", "button-programme", "button-questions"])
async def test_the_facts_are_a_press_away(anna, voice, button):
    await anna.says("/start")
    [(text, _), *others] = await anna.presses(voice(button))
    expected = {
        "button-venue": (voice("venue-title"), 1),
        "button-programme": (voice("programme-title"), 0),
        "button-questions": (voice("contact-title"), 0),
    }
    assert (text.split("\n")[0], len(others)) == expected[button]


async def test_of_several_events_one_is_chosen_first(open_stage, voice):
    madona = an_event(key="madona-2024", title="Madona", date=date(2024, 6, 10), **SHORT)
    async with open_stage(an_event_of_every_kind(), madona) as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        choice = [(f"{voice('events-title')}\n\n{voice('events-choose')}", (("Madona",), ("Paraugs",)))]
        assert await anna.says("/start") == choice
        assert await anna.says("/start nowhere-2024") == choice
        [(text, _)] = await anna.presses("Madona")
        assert text.startswith("Madona")
        [(text, _)] = await anna.says("/start example-2024")
        assert text.startswith("Paraugs")


async def test_what_is_typed_is_for_the_event_looked_at_last(open_stage, voice):
    madona = an_event(key="madona-2024", title="Madona", **SHORT)
    async with open_stage(an_event_of_every_kind(), madona) as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        for minute, doing in enumerate(
            [
                anna.says("/start madona-2024"),
                anna.says("/start example-2024", voice("button-register")),
                anna.presses(voice("button-agree")),
                anna.says("/start madona-2024"),
            ]
        ):
            stage.clock.set(NOW.replace(minute=minute + 1))
            await doing
        [(text, _)] = await anna.says("Anna Kalniņa")
        assert voice("not-understood") in text
        [(text, labels)] = await anna.says("/start example-2024")
        assert labels[0] == (voice("button-continue"),)


@pytest.mark.parametrize("word", ["/help", "Kā man pieteikties?", "/atcelt", "/START@somebody_else_bot"])
async def test_help_says_what_the_bot_can_do_and_where_to_turn(anna, voice, word):
    settings = anna.stage.running.service.settings
    screen = event_screens.help_screen(voice, settings.events, settings.help_lines, misunderstood=word != "/help")
    [(text, labels)] = await anna.says(word)
    said = [*screen.content.paragraphs, *screen.content.closing]
    assert [paragraph for paragraph in said if paragraph not in text] == []
    assert "116111" in text
    assert "conference@example.org" in text
    about_oneself = (voice("button-language"), voice("button-my-data"))
    assert labels == (("Paraugs",), (voice("button-ask"),), about_oneself)


async def test_before_it_opens_one_cannot_register(open_stage, voice):
    event = an_event_of_every_kind(registration_opens=date(2024, 6, 1))
    async with open_stage(event) as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        [(text, labels)] = await anna.says("/start")
        opens = voice("obstacle-not-yet-open", date="01.06.2024., sestdiena, plkst. 00.00")
        assert (opens in text, labels[0]) == (True, (voice("button-programme"), voice("button-venue")))
        assert [text for text, _ in await anna.forges("register:example-2024::")] == [opens]


async def test_after_the_deadline_one_cannot_register(stage, anna, voice):
    await at_summary(anna)
    before = await anna.draft()
    stage.clock.set(AFTER_THE_DEADLINE)
    event = stage.running.service.settings.events[0]
    contact = event_screens.contact_line(voice, event)
    over = voice("obstacle-over", date="līdz 2024. gada 7. jūnijam", contact=contact)
    [(text, labels)] = await anna.presses(voice("button-confirm"))
    assert (text, labels[0]) == (over, (voice("button-programme"), voice("button-venue")))
    assert (await anna.draft(), await anna.registration()) == (before, None)
    [(text, labels)] = await anna.says("/start")
    assert (over in text, labels[0]) == (True, (voice("button-programme"), voice("button-venue")))


async def test_the_last_place_goes_to_who_confirms_first_and_the_other_loses_nothing(open_stage, voice):
    async with open_stage(an_event_of_every_kind(capacity=1)) as stage:
        anna, liga = (Visitor(stage, stage.telegram.phone(number)) for number in (11, 12))
        await at_summary(anna)
        await at_summary(liga)
        await anna.presses(voice("button-confirm"))
        before = await liga.draft()
        contact = event_screens.contact_line(voice, stage.running.service.settings.events[0])
        [(text, _)] = await liga.presses(voice("button-confirm"))
        assert (text, await liga.draft()) == (voice("obstacle-full", contact=contact), before)

        await anna.forges("cancel2:example-2024::")
        await liga.presses(voice("button-confirm"))
        assert (await liga.registration())["status"] == "registered"


async def test_after_the_event_nothing_can_be_changed_and_that_is_said(stage, registered, voice):
    over = [(voice("event-over", event="Paraugs"), ())]
    await registered.says("/start")
    await registered.presses(voice("button-change"))
    draft = await registered.draft()
    kept = await registered.registration()
    stage.clock.set(AFTER_THE_EVENT)
    assert await registered.presses(voice("button-save")) == over
    for act in ("change", "cancel", "cancel2", "coming", "notcoming", "channels", "cal"):
        assert await registered.forges(f"{act}:example-2024::") == over, act
    assert (await registered.draft(), await registered.registration()) == (draft, kept)
    assert await registered.says("/start") == [(voice("no-events"), ())]
    [(text, labels)] = await registered.says("/start example-2024")
    assert text.startswith(voice("my-registration-title", event="Paraugs"))
    assert labels == ()


async def test_a_stranger_learns_that_the_event_is_over(stage, anna, voice):
    await at_question("email")(anna)
    stage.clock.set(AFTER_THE_EVENT)
    over = [(voice("event-over", event="Paraugs"), ())]
    assert await anna.says("/start example-2024") == over
    assert await anna.forges("register:example-2024::") == over


async def test_the_programme_is_shown_once_it_is_known(open_stage, voice):
    item = {"at": time(10, 30), "title": "Ievads", "speaker": "Rīkotāji"}
    async with open_stage(an_event_of_every_kind(programme=(item,))) as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        await anna.says("/start")
        [(text, _)] = await anna.presses(voice("button-programme"))
        assert "Ievads (Rīkotāji)" in text
