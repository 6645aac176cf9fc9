"""A question reaches those who answer, its answer whoever asked; what is told is rendered from today's facts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from conference import claims, marking, organisers, people, personal_data, questions, registration
from conference.channels.channel import ChannelName, FollowUp
from conference.database import Database
from conference.event import Event
from conference.marks import Marks, Unreachable
from conference.organisers import Role
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.people import Person
from conference.questions import Message, Thread
from conference.rendering import Behind, Letter, NotToBeSent, Rendered, Renderer
from conference.texts import Texts, Voice
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_complete_draft, a_person, ledger
from tests.conference.example_settings import settings_of

TELEGRAM, EMAIL = ChannelName.TELEGRAM, ChannelName.EMAIL
LATER = MAY + timedelta(minutes=10)
GROUP = -1001234567890
IN_GROUP = {"name": "Rīkotāji", "telegram_group": GROUP}
QUESTIONS = (*an_event().questions, a_question("workplace", required=False), a_question("phone", kind="phone"))
VOICE = Voice("lv")


def a_message(number: int, in_reply_to: int | None = None, *, from_organiser: bool = False) -> Message:
    answered_by = 9 if from_organiser else None
    return Message(number, 1, "example-2024", in_reply_to, from_organiser, f"Nr. {number}", answered_by, MAY)


async def an_organiser(database: Database, event: Event, role: Role = Role.ORGANISER, **columns: Any) -> Person:
    person = await a_person(database, **columns)
    async with database.transaction() as connection:
        await organisers.appoint(connection, person.id, event.key, role, MAY)
    return person


async def register(database: Database, event: Event, person: Person, given: dict[str, Any]) -> None:
    async with database.transaction() as connection:
        draft = replace(a_complete_draft(event, person), answers=given)
        assert await registration.confirm(connection, event, draft, person, MAY)


async def asks(database: Database, event: Event, person: Person, text: str = "Kur novietot auto?", **more: Any) -> int:
    async with database.transaction() as connection:
        return await questions.ask(connection, event, person, text, MAY, **more)


async def answers(database: Database, question_id: int, organiser: Person, text: str = "Aiz zāles.") -> int:
    async with database.transaction() as connection:
        question = await questions.find(connection, question_id)
        assert question is not None
        answer_id = await questions.answer(connection, question, organiser.id, text, LATER)
    assert answer_id is not None
    return answer_id


async def told(database: Database) -> list[tuple[Any, ...]]:
    return await ledger(database, "kind", "key", "person_id", "channel", "status")


async def claimed(database: Database, channel: ChannelName = TELEGRAM) -> list[Delivery]:
    async with database.transaction() as connection:
        return list(await claims.claim(connection, channel, "tests", LATER, limit=100))


async def send(database: Database, *sent: Delivery, external_id: str = "55") -> None:
    async with database.transaction() as connection:
        for delivery in sent:
            await marking.finish(connection, delivery, DeliveryStatus.SENT, LATER, external_id=external_id)


async def rendered(database: Database, event: Event, *some: Delivery) -> list[Rendered]:
    renderer = Renderer(settings_of(event), Texts(["lv", "en"]))
    renderer.bot_username = "kopa_bot"
    async with database.snapshot() as connection:
        facts = await renderer.facts(connection, some, LATER)
    return [renderer.render(facts, delivery, LATER) for delivery in some]


def words(letter: Rendered) -> str:
    assert isinstance(letter, Letter)
    content = letter.content
    facts = [f"{fact.label}: {fact.value}" for fact in content.facts]
    return "\n".join(
        [content.title, *content.paragraphs, *facts, *content.closing, *(a.label for a in content.actions)]
    )


# Threads.


def test_messages_are_in_the_thread_of_what_they_reply_to():
    first, other, answer = a_message(1), a_message(2), a_message(3, 1, from_organiser=True)
    more, other_answer = a_message(4, 3), a_message(5, 2, from_organiser=True)
    found = questions.in_threads([first, other, answer, more, other_answer])
    assert found == [Thread((first, answer, more)), Thread((other, other_answer))]
    assert [one.open for one in found] == [(more,), ()]
    assert [one.latest_question for one in found] == [more, other]


def test_an_answer_answers_no_other_question_of_the_thread():
    thread = Thread((a_message(1), a_message(2, 1, from_organiser=True), a_message(3, 2), a_message(4, 2)))
    assert [one.id for one in thread.open] == [3, 4]
    answered = Thread((*thread.messages, a_message(5, 4, from_organiser=True)))
    assert [one.id for one in answered.open] == [3]


async def test_open_questions_come_first_the_oldest_of_them_before(database):
    event = an_event()
    organiser = await an_organiser(database, event)
    anna, zane = await a_person(database), await a_person(database)
    first, second, third = [await asks(database, event, person) for person in (anna, zane, anna)]
    await asks(database, an_event(key="other-2024"), zane)
    await answers(database, second, organiser)
    async with database.snapshot() as connection:
        found = await questions.threads(connection, event.key)
    assert [one.messages[0].id for one in found] == [first, third, second]


# Who is told.


async def test_every_organiser_is_told_in_telegram_and_only_who_has_none_by_email(database):
    event = an_event()
    ilze = await an_organiser(database, event, email="ilze@cesis.example", wants="email")
    office = await an_organiser(database, event, chat_id=None, email="birojs@cesis.example")
    await an_organiser(database, event, Role.DOOR)
    await an_organiser(database, an_event(key="other-2024"))
    asked = await asks(database, event, await a_person(database))
    expected = [("question", str(asked), ilze.id, TELEGRAM), ("question", str(asked), office.id, EMAIL)]
    assert [row[:4] for row in await told(database)] == expected


async def test_a_configured_group_is_told_in_the_place_of_organisers(database):
    event = an_event(contact=IN_GROUP)
    await an_organiser(database, event)
    for _ in range(2):
        await asks(database, event, await a_person(database), group_language="en")
    async with database.snapshot() as connection:
        group = await people.find(connection, GROUP)
    assert group is not None
    assert (group.is_group, group.language) == (True, "en")
    assert [row[2:4] for row in await told(database)] == [(group.id, TELEGRAM)] * 2


async def test_what_a_group_does_not_get_goes_to_the_organisers_and_so_does_what_comes_later(database):
    event = an_event(contact=IN_GROUP)
    organiser = await an_organiser(database, event)
    await asks(database, event, await a_person(database))
    (delivery,) = await claimed(database)
    await Marks(database).write(Unreachable(delivery, TELEGRAM, "bot was kicked", LATER))
    await asks(database, event, await a_person(database))
    rows = [(person, status) for _, _, person, _, status in await told(database)]
    assert rows == [(delivery.person_id, "dead"), (organiser.id, "waiting"), (organiser.id, "waiting")]


async def test_nobody_floods_the_organisers(database):
    event = an_event()
    person, other = await a_person(database), await a_person(database)
    for _ in range(questions.MOST_A_DAY):
        await asks(database, event, person)
    async with database.snapshot() as connection:
        tomorrow = MAY + timedelta(days=1)
        enough = [
            await questions.has_asked_enough(connection, who, when)
            for who, when in ((person.id, LATER), (other.id, LATER), (person.id, tomorrow))
        ]
    assert enough == [True, False, False]


# What they are told.


async def test_an_organiser_sees_the_question_and_a_button_to_answer_it(database):
    event = an_event()
    await an_organiser(database, event)
    asked = await asks(database, event, await a_person(database))
    (letter,) = await rendered(database, event, *await claimed(database))
    assert words(letter).splitlines() == [
        VOICE("asked-title", event="Paraugs"),
        "Kur novietot auto?",
        f"{VOICE('asked-who')}: {VOICE('asked-unregistered')}",
        VOICE("asked-how"),
        VOICE("button-answer"),
    ]
    assert isinstance(letter, Letter)
    assert letter.content.actions[0].command == f"answer:example-2024::{asked}"


@pytest.mark.parametrize(
    ("contact", "shown"),
    [({"name": "Rīkotāji"}, ["Field: Health", "Workplace: Bāriņtiesa"]), (IN_GROUP, ["Field: Health"])],
)
async def test_the_place_of_work_is_told_to_organisers_but_not_to_a_group_and_contacts_to_nobody(
    database, contact, shown
):
    event = an_event(questions=QUESTIONS, contact=contact)
    await an_organiser(database, event)
    person = await a_person(database, email="anna@inbox.lv")
    given = {"name": "Anna Kalniņa", "email": "anna@inbox.lv", "field": "health", "workplace": "Bāriņtiesa"}
    await register(database, event, person, given | {"phone": "+37126123456"})
    await asks(database, event, person)
    (letter,) = await rendered(database, event, *[one for one in await claimed(database) if one.kind == "question"])
    assert isinstance(letter, Letter)
    facts = [f"{fact.label}: {fact.value}" for fact in letter.content.facts]
    assert facts == [f"{VOICE('asked-who')}: Anna Kalniņa", *shown]
    assert "inbox.lv" not in words(letter)
    assert "26 123" not in words(letter)


async def test_a_group_is_told_how_to_answer_without_a_button(database):
    event = an_event(contact=IN_GROUP)
    await asks(database, event, await a_person(database))
    (letter,) = await rendered(database, event, *await claimed(database))
    assert words(letter).splitlines()[-2:] == [
        f"{VOICE('asked-who')}: {VOICE('asked-unregistered')}",
        VOICE("asked-how-in-group"),
    ]


async def test_who_is_no_organiser_any_more_is_not_told(database):
    event = an_event()
    await an_organiser(database, event)
    ilze = await an_organiser(database, event)
    await asks(database, event, await a_person(database))
    async with database.transaction() as connection:
        await organisers.dismiss(connection, ilze.id, event.key)
    first, second = await rendered(database, event, *await claimed(database))
    assert isinstance(first, Letter)
    assert second == NotToBeSent(DeliveryStatus.WITHDRAWN, "the person is no organiser any more")


async def test_a_question_that_was_erased_is_not_told_nor_its_answer(database):
    event = an_event()
    organiser = await an_organiser(database, event)
    person = await a_person(database)
    question_id = await asks(database, event, person)
    await answers(database, question_id, organiser)
    waiting = await claimed(database)
    async with database.transaction() as connection:
        await personal_data.erase(connection, person.id, LATER)
        assert await questions.find(connection, question_id) is None
        assert await questions.threads(connection, event.key) == []
    gone = NotToBeSent(DeliveryStatus.WITHDRAWN, "the question was erased")
    theirs = [delivery for delivery in waiting if delivery.person_id == organiser.id]
    assert await rendered(database, event, *theirs) == [gone, gone]


async def test_an_answer_to_what_is_erased_at_this_moment_is_none(database):
    event = an_event()
    organiser, person = await an_organiser(database, event), await a_person(database)
    question_id = await asks(database, event, person)
    async with database.transaction() as connection:
        question = await questions.find(connection, question_id)
        assert question is not None
        await personal_data.erase(connection, person.id, LATER)
        assert await questions.answer(connection, question, organiser.id, "Aiz zāles.", LATER) is None


# Answers.


async def test_an_answer_goes_where_the_person_is_reached_without_the_organisers_name(database):
    event = an_event()
    organiser = await an_organiser(database, event)
    person = await a_person(database, email="anna@inbox.lv")
    question_id = await asks(database, event, person)
    answer_id = await answers(database, question_id, organiser)
    rows = [row[:4] for row in await told(database) if row[0] == "answer"]
    assert rows == [("answer", str(answer_id), person.id, TELEGRAM), ("answer", str(answer_id), person.id, EMAIL)]
    in_chat, by_email = [
        (await rendered(database, event, *[one for one in await claimed(database, channel) if one.kind == "answer"]))[0]
        for channel in (TELEGRAM, EMAIL)
    ]
    expected = [
        VOICE("answered-title"),
        VOICE("answered-intro", event="Paraugs"),
        "Aiz zāles.",
        VOICE("answered-quoted", question="Kur novietot auto?"),
        VOICE("answered-more"),
        VOICE("button-ask-more"),
    ]
    assert words(in_chat).splitlines() == expected
    assert words(by_email).splitlines() == [*expected[:4], VOICE("answered-more-by-email"), expected[-1]]
    assert isinstance(by_email, Letter)
    assert by_email.envelope.in_reply_to is None
    assert by_email.content.actions[0].link == "https://t.me/kopa_bot?start=ask_example-2024"


async def test_every_message_that_shows_the_question_says_who_has_answered_and_loses_its_button(database):
    event = an_event()
    ilze, janis = await an_organiser(database, event), await an_organiser(database, event)
    question_id = await asks(database, event, await a_person(database))
    await send(database, *await claimed(database), external_id="77")
    answer_id = await answers(database, question_id, ilze)
    changes = [one for one in await claimed(database) if one.kind is NoticeKind.ANSWERED]
    assert [(one.key, one.person_id) for one in changes] == [(str(answer_id), ilze.id), (str(answer_id), janis.id)]
    for letter in await rendered(database, event, *changes):
        assert isinstance(letter, Letter)
        assert (letter.act, letter.external_id, letter.content.actions) == (FollowUp.EDIT, "77", ())
        who = VOICE("asked-organiser-since", date="20.05.2024., pirmdiena, plkst. 12.00")
        date = "20.05.2024., pirmdiena, plkst. 12.10"
        assert letter.content.closing == (VOICE("asked-answered", who=who, date=date, answer="Aiz zāles."),)


async def test_a_question_that_is_on_its_way_is_changed_when_it_has_arrived(database):
    event = an_event()
    organiser = await an_organiser(database, event)
    question_id = await asks(database, event, await a_person(database))
    (question,) = await claimed(database)
    await answers(database, question_id, organiser)
    (change,) = [one for one in await claimed(database) if one.kind is NoticeKind.ANSWERED]
    assert await rendered(database, event, change) == [Behind(LATER + timedelta(seconds=5))]
    await send(database, question)
    (letter,) = await rendered(database, event, change)
    assert isinstance(letter, Letter)


async def test_a_question_that_did_not_arrive_is_not_changed(database):
    event = an_event()
    organiser = await an_organiser(database, event)
    question_id = await asks(database, event, await a_person(database))
    (question,) = await claimed(database)
    await answers(database, question_id, organiser)
    async with database.transaction() as connection:
        await marking.finish(connection, question, DeliveryStatus.DEAD, LATER, reason="refused")
    (change,) = [one for one in await claimed(database) if one.kind is NoticeKind.ANSWERED]
    why_not = NotToBeSent(DeliveryStatus.WITHDRAWN, "the question has not arrived there")
    assert await rendered(database, event, change) == [why_not]


async def test_two_organisers_who_answer_at_once_both_reach_the_person_and_see_each_other(database):
    event = an_event()
    ilze, janis = await an_organiser(database, event), await an_organiser(database, event)
    question_id = await asks(database, event, await a_person(database))
    await send(database, *await claimed(database))
    await answers(database, question_id, ilze, "Aiz zāles.")
    await answers(database, question_id, janis, "Pie stacijas.")
    rest = await claimed(database)
    assert [one.kind for one in rest].count(NoticeKind.ANSWER) == 2
    for letter in await rendered(database, event, *[one for one in rest if one.kind is NoticeKind.ANSWERED]):
        assert "Aiz zāles." in words(letter)
        assert "Pie stacijas." in words(letter)


async def test_a_further_question_says_how_long_the_thread_is(database):
    event = an_event()
    organiser, person = await an_organiser(database, event), await a_person(database)
    answer_id = await answers(database, await asks(database, event, person), organiser)
    await claimed(database)
    await asks(database, event, person, "Vai tur ir maksa?", answer_id=answer_id)
    (letter,) = await rendered(database, event, *await claimed(database))
    assert f"{VOICE('asked-earlier')}: {VOICE('asked-messages', count=2)}" in words(letter)
    async with database.snapshot() as connection:
        (thread,) = await questions.threads(connection, event.key)
    assert [one.body for one in thread.messages] == ["Kur novietot auto?", "Aiz zāles.", "Vai tur ir maksa?"]


# What a message in a chat shows.


async def test_a_message_in_a_chat_leads_to_what_it_shows(database):
    event = an_event()
    organiser, person = await an_organiser(database, event), await a_person(database)
    question_id = await asks(database, event, person)
    await send(database, *await claimed(database), external_id="31")
    answer_id = await answers(database, question_id, organiser)
    await send(database, *[one for one in await claimed(database) if one.kind == "answer"], external_id="32")

    async def shown(who: Person, message_id: int) -> int | None:
        assert who.chat_id is not None
        async with database.snapshot() as connection:
            found = await questions.shown_in(connection, who.chat_id, message_id)
        return found and found.id

    assert [await shown(organiser, 31), await shown(person, 32)] == [question_id, answer_id]
    assert [await shown(organiser, 32), await shown(person, 31), await shown(person, 33)] == [None, None, None]
