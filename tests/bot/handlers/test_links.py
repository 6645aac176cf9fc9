"""Links in e-mails do in the chat what the buttons of the same words do there."""

from datetime import UTC, datetime

from sqlalchemy import select

from conference.tables import people
from tests.bot.handlers.test_my_registration import my_registration
from tests.bot.visitor import Visitor

AFTERWARDS = datetime(2024, 6, 15, tzinfo=UTC)


async def follows(visitor: Visitor, payload: str):
    await visitor.phone.open_link(payload)
    return await visitor.sees()


async def test_i_am_coming_is_noted(registered: Visitor, voice):
    assert await follows(registered, "coming_example-2024") == [(voice("attendance-thanks"), ())]
    assert (await registered.registration())["attendance"] == "coming"


async def test_followed_again_it_shows_the_registration(registered: Visitor, voice):
    await follows(registered, "coming_example-2024")
    assert await follows(registered, "coming_example-2024") == [
        my_registration(voice, closing=voice("attendance-coming"))
    ]


async def test_i_cannot_come_asks_before_it_cancels(registered: Visitor, voice):
    question = (
        voice("cancel-question", event="Paraugs"),
        ((voice("button-keep"),), (voice("button-cancel-surely"),)),
    )
    assert await follows(registered, "notcoming_example-2024") == [question]
    assert (await registered.registration())["status"] == "registered"


async def test_reminders_can_be_declined(registered: Visitor, voice):
    assert await follows(registered, "optout_example-2024") == [(voice("opted-out"), ((voice("button-opt-in"),),))]
    async with registered.stage.running.service.database.snapshot() as connection:
        assert (await connection.execute(select(people.c.opted_out_at))).scalar_one() is not None


async def test_a_link_of_somebody_who_is_not_registered_introduces_the_conference(anna: Visitor, voice):
    [(text, buttons)] = await follows(anna, "coming_example-2024")
    assert (voice("introduction-kept") in text, buttons[0]) == (True, (voice("button-register"),))


async def test_a_link_followed_after_the_event_changes_nothing(registered: Visitor):
    registered.stage.clock.set(AFTERWARDS)
    await follows(registered, "notcoming_example-2024")
    assert (await registered.registration())["status"] == "registered"


async def test_a_link_that_says_nothing_known_opens_the_conference(anna: Visitor, voice):
    for payload in ("erase2_example-2024", "dance_example-2024", "coming_", "_", "coming_another"):
        [(_, buttons)] = await follows(anna, payload)
        assert buttons[0] == (voice("button-register"),)
