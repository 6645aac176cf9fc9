from datetime import timedelta

import pytest
from sqlalchemy import update

from conference import registrants, registration
from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus, NoticeKind
from conference.registrants import Card, Listed, Page, Sent
from conference.registration import RegistrationStatus
from conference.tables import deliveries
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_complete_draft, a_registrant
from tests.conference.example_registrants import registered

EVENT = an_event(
    questions=(
        a_question("workplace"),
        a_question("name", use="name"),
        a_question("email", kind="email", use="email"),
        a_question("needs", kind="long_text"),
    )
)
ANOTHER = an_event(key="another-2024", questions=EVENT.questions)


def somebody(name, workplace=None, **answers):
    return {"name": name, "workplace": workplace} | answers


async def page(database, number=0, search="", event=EVENT):
    async with database.snapshot() as connection:
        return await registrants.page(connection, event, number, search)


async def names(database, search):
    return [one.answers[0] for one in (await page(database, 0, search)).listed]


async def card(database, registration_id, event=EVENT):
    async with database.snapshot() as connection:
        return await registrants.card(connection, event, registration_id)


async def test_the_list_is_by_name_and_has_whoever_cancelled_at_its_end(database):
    await registered(database, EVENT, [somebody("Čaks Zigis")], status="cancelled")
    await registered(database, EVENT, [somebody("Zane Apse", "Skola"), somebody("Āris Bite"), somebody("Dace Āre")])
    assert await page(database) == Page(
        number=0,
        pages=1,
        total=4,
        listed=(
            Listed(3, ("Āris Bite",), RegistrationStatus.REGISTERED),
            Listed(4, ("Dace Āre",), RegistrationStatus.REGISTERED),
            Listed(2, ("Zane Apse", "Skola"), RegistrationStatus.REGISTERED),
            Listed(1, ("Čaks Zigis",), RegistrationStatus.CANCELLED),
        ),
    )


async def test_an_empty_list_has_one_page(database):
    await registered(database, ANOTHER, [somebody("Anna Kalniņa")])
    assert await page(database, 3) == Page(0, 1, 0, ())


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("berzins", ["Jānis Bērziņš"]),
        ("BĒRZIŅŠ", ["Jānis Bērziņš"]),
        ("bērz", ["Anna Kalniņa", "Jānis Bērziņš"]),  # she works at Bērzaine
        ("janis kalni", []),
        ("skola anna", ["Anna Kalniņa"]),
        ("елкина", ["Оксана Ёлкина"]),
        ("%", []),
        ("ratiņkrēsls", []),  # what somebody wrote of their needs is not searched
        ("anna@inbox.lv", []),
        ("lv", []),
        ("", ["Anna Kalniņa", "Jānis Bērziņš", "Оксана Ёлкина"]),
    ],
)
async def test_a_search_needs_no_capitals_and_no_diacritics(database, search, found):
    kept = {"needs": "Ratiņkrēsls", "email": "anna@inbox.lv"}
    everybody = [
        somebody("Jānis Bērziņš", "Cēsu policija"),
        somebody("Anna Kalniņa", "Bērzaines skola", **kept),
        somebody("Оксана Ёлкина"),
    ]
    await registered(database, EVENT, everybody)
    assert await names(database, search) == found


async def test_an_answer_that_was_never_asked_or_is_no_text_any_more_is_left_out(database):
    await registered(database, EVENT, [{}, {"name": ["a"], "workplace": "Skola"}])
    assert [one.answers for one in (await page(database)).listed] == [(), ("Skola",)]


async def test_of_ten_thousand_each_is_on_one_page_and_is_found(database):
    everybody = [somebody(f"Dalībnieks Nr{number:05}", f"Skola-{number % 7}") for number in range(10_000)]
    ids = await registered(database, EVENT, reversed(everybody))
    seen = [one for number in (0, 1, 624, 1249) for one in (await page(database, number)).listed]
    places = [*range(16), *range(4992, 5000), *range(9992, 10_000)]
    assert [one.answers[0] for one in seen] == [f"Dalībnieks Nr{number:05}" for number in places]
    assert [one.registration_id for one in seen] == [ids[9999 - number] for number in places]

    last = await page(database, 99_999)
    assert (last.number, last.pages, last.total) == (1249, 1250, 10_000)
    assert await names(database, "nr04711 dalibnieks") == ["Dalībnieks Nr04711"]
    assert (await page(database, 0, "skola-3")).total == len(range(3, 10_000, 7))


async def test_a_card_shows_the_registration_the_person_and_what_was_sent_about_this_event(database):
    event, another = an_event(), an_event(key="another-2024")
    anna = await a_registrant(database, event, email="anna@inbox.lv")
    await a_registrant(database, event)
    a_second_later = MAY + timedelta(seconds=1)
    async with database.transaction() as connection:
        await registration.confirm(connection, another, a_complete_draft(another, anna), anna, MAY)
        sent = update(deliveries).where(deliveries.c.id == 1)
        await connection.execute(sent.values(status="sent", finished_at=a_second_later))
        stored = await registration.find(connection, anna.id, event.key)
    assert await card(database, stored.id, event) == Card(
        stored,
        anna,
        (
            Sent(NoticeKind.REGISTERED, ChannelName.EMAIL, DeliveryStatus.WAITING, MAY),
            Sent(NoticeKind.REGISTERED, ChannelName.TELEGRAM, DeliveryStatus.SENT, a_second_later),
        ),
    )


async def test_a_card_of_another_event_or_of_nobody_is_none(database):
    [known] = await registered(database, EVENT, [somebody("Anna")])
    found = [await card(database, known), await card(database, known, ANOTHER), await card(database, known + 1)]
    assert [one is None for one in found] == [False, True, True]
