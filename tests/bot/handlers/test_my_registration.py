"""What a registrant can do: look, change, cancel, answer a reminder, choose the channels."""

from datetime import UTC, datetime

from icalendar import Calendar
from sqlalchemy import select

from conference import wording
from conference.registration import Attendance
from conference.tables import people
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.handlers.test_dialogue import STORED
from tests.bot.visitor import Visitor

DAY_BEFORE = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)


def my_registration(voice, wants="wants-both", closing=""):
    facts = [
        f"{voice('fact-date')}: {wording.event_day(voice, an_event_of_every_kind())}",
        f"{voice('fact-venue')}: Koncertzāle, Raunas iela 12, Cēsis",
        "Name: Anna Kalniņa",
        "Field: Izglītība",
        "Topics: Veselība",
        "Email: anna@inbox.lv",
        "Phone: +371 26 123 456",
        f"Parking: {voice('yes')}",
        "Needs: Ratiņkrēsls",
        f"{voice('fact-channels')}: {voice(wants)}",
    ]
    text = f"{voice('my-registration-title', event='Paraugs')}\n\n" + "\n".join(facts)
    rows = (
        ("button-change", "button-cancel-registration"),
        ("button-venue", "button-programme"),
        ("button-calendar", "button-channels"),
        ("button-ask", "button-questions"),
        ("button-my-data",),
        ("button-register-colleague",),
    )
    return text + (f"\n\n{closing}" if closing else ""), tuple(tuple(map(voice, row)) for row in rows)


async def test_start_shows_the_registration_with_all_that_can_be_done(registered, voice):
    assert await registered.says("/start") == [my_registration(voice)]


async def test_a_second_registration_is_not_possible(registered, voice):
    assert await registered.forges("register:example-2024::") == [my_registration(voice)]


async def test_the_button_of_the_confirmation_leaves_the_confirmation_readable(registered, voice):
    [seen] = await registered.presses(voice("button-my-registration"))
    assert seen == my_registration(voice)
    assert voice("registered", event="Paraugs") in registered.phone.transcript()


async def test_cancelling_asks_first(registered, voice):
    await registered.says("/start")
    question = (
        voice("cancel-question", event="Paraugs"),
        ((voice("button-keep"),), (voice("button-cancel-surely"),)),
    )
    assert await registered.presses(voice("button-cancel-registration")) == [question]
    assert await registered.presses(voice("button-keep")) == [my_registration(voice)]
    assert (await registered.registration())["status"] == "registered"

    await registered.presses(voice("button-cancel-registration"))
    await registered.presses(voice("button-cancel-surely"))
    assert (await registered.registration())["status"] == "cancelled"
    await registered.stage.settled()
    assert [letter.subject for letter in registered.stage.mailbox.letters][-1] == voice("cancelled-title")


async def test_whoever_has_cancelled_can_register_again(registered, voice):
    await registered.says("/start")
    await registered.presses(voice("button-cancel-registration"))
    await registered.presses(voice("button-cancel-surely"))
    await registered.stage.settled()
    await registered.sees()
    [(text, labels)] = await registered.presses(voice("button-register-again"))
    assert (text.startswith("Paraugs"), labels[0]) == (True, (voice("button-register"),))
    await registered.registers()
    assert (await registered.registration())["status"] == "registered"


async def test_cancelling_ends_a_change_and_its_keyboard(registered, voice):
    await registered.says("/start")
    await registered.presses(voice("button-change"))
    await registered.presses(voice("button-correct", label="Phone"))
    assert registered.phone.keyboard is not None
    await registered.forges("cancel2:example-2024::")
    assert (registered.phone.keyboard, await registered.draft()) == (None, None)


async def test_the_calendar_entry_is_a_document(registered, voice):
    await registered.says("/start")
    await registered.presses(voice("button-calendar"))
    document = registered.phone.messages[-1].document
    [event] = Calendar.from_ical(document.content).events
    assert (document.file_name.endswith(".ics"), str(event["SUMMARY"])) == (True, "Paraugs")


async def test_the_chosen_channel_is_marked(registered, voice):
    await registered.says("/start")
    wants = ("wants-telegram", "wants-email", "wants-both")

    def channels(chosen):
        labels = [voice("button-ticked", choice=voice(key)) if key == chosen else voice(key) for key in wants]
        return f"{voice('channels-title')}\n\n{voice('channels-question')}", tuple((label,) for label in labels)

    assert await registered.presses(voice("button-channels")) == [channels("wants-both")]
    assert await registered.presses(voice("wants-email")) == [channels("wants-email")]
    assert registered.hears() == [voice("channels-noted")]
    assert await registered.presses(voice("wants-telegram")) == [channels("wants-telegram")]
    assert await registered.says("/start") == [my_registration(voice, "wants-telegram")]


async def test_a_reminder_is_answered_with_i_am_coming(registered, voice):
    await registered.stage.turn_clock(DAY_BEFORE)
    await registered.sees()
    assert await registered.presses(voice("button-coming")) == [(voice("attendance-thanks"), ())]
    assert (await registered.registration())["attendance"] == Attendance.COMING
    assert await registered.presses(voice("button-coming")) == []
    assert registered.hears() == [voice("attendance-noted")] * 2
    assert await registered.says("/start") == [my_registration(voice, closing=voice("attendance-coming"))]


async def test_a_reminder_is_answered_with_i_cannot_come(registered, voice):
    await registered.stage.turn_clock(DAY_BEFORE)
    [(question, _)] = [seen for seen in await _cannot_come(registered, voice) if seen[1]]
    assert question == voice("cancel-question", event="Paraugs")
    await registered.presses(voice("button-cancel-surely"))
    kept = await registered.registration()
    assert (kept["status"], kept["attendance"]) == ("cancelled", Attendance.NOT_COMING)


async def _cannot_come(anna, voice):
    await anna.sees()
    return await anna.presses(voice("button-not-coming"))


async def test_stopping_a_change_leaves_everything_as_it_was(registered, voice):
    await registered.says("/start")
    await registered.presses(voice("button-change"))
    await registered.presses(voice("button-correct", label="Name"))
    await registered.says("Kāds cits", voice("button-stop"))
    await registered.presses(voice("button-stop-surely"))
    assert await registered.says("/start") == [my_registration(voice)]
    assert (await registered.registration())["answers"] == STORED


async def test_reminders_are_stopped_and_started_again(anna, voice):
    await anna.begins()
    await anna.stage.turn_clock(datetime(2024, 6, 7, 6, 1, tzinfo=UTC))
    await anna.sees()
    assert await anna.presses(voice("button-opt-out")) == [(voice("opted-out"), ((voice("button-opt-in"),),))]
    assert await _opted_out_at(anna) is not None
    assert await anna.presses(voice("button-opt-in")) == [(voice("opted-in"), ())]
    assert await _opted_out_at(anna) is None


async def _opted_out_at(anna):
    async with anna.stage.running.service.database.snapshot() as connection:
        return (await connection.execute(select(people.c.opted_out_at))).scalar_one()


async def test_a_bad_address_is_told_in_telegram_and_corrected_with_one_answer(anna, voice):
    anna.stage.mailbox.refuse("anna@inbox.lv", 550, "5.1.1 no such user")
    seen = await anna.registers()
    await anna.stage.settled()  # what one channel could not bring, the other looks for at the next tick
    seen += await anna.sees()
    [(asked, rows)] = [message for message in seen if message[0].startswith(voice("bad-address-title"))]
    assert voice("bad-address", address="anna@inbox.lv", event="Paraugs") in asked
    assert rows == ((voice("button-correct-email"),),)

    [(question, _)] = await anna.presses(voice("button-correct-email"))
    assert "anna@inbox.lv" in question
    [(summary, _)] = await anna.says("anna@skola.lv")
    assert "Email: anna@skola.lv" in summary
    await anna.presses(voice("button-save"))
    await anna.stage.settled()
    assert [(letter.recipients, letter.subject) for letter in anna.stage.mailbox.letters] == [
        (("anna@skola.lv",), voice("changed-title"))
    ]


async def test_correcting_the_address_goes_on_with_a_change_that_was_begun(registered, voice):
    await registered.says("/start")
    await registered.presses(voice("button-change"))
    await registered.presses(voice("button-correct", label="Name"))
    await registered.says("Anna Bērziņa")
    [(question, _)] = await registered.forges("email:example-2024::")
    assert "anna@inbox.lv" in question
    [(summary, _)] = await registered.says("anna@skola.lv")
    assert {"Name: Anna Bērziņa", "Email: anna@skola.lv"} <= set(summary.splitlines())


async def test_after_a_new_privacy_notice_its_consent_comes_before_the_address(open_stage, voice):
    async with open_stage() as stage:
        await Visitor(stage, stage.telegram.phone(11, "Anna")).registers()
    anew = an_event_of_every_kind(privacy={"version": "2", "text": "Dati."})
    async with open_stage(anew) as stage:
        anna = Visitor(stage, stage.telegram.phone(11, "Anna"))
        [*_, (text, _)] = await anna.forges("email:example-2024::")
    assert text.startswith(voice("consent-title"))
