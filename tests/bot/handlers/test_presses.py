"""Buttons that are old, pressed twice, somebody else's, or no buttons at all."""

import pytest

from conference.button import Act, Button
from conference.dialogue import SUMMARY
from tests.bot.conftest import an_event_of_every_kind
from tests.bot.handlers.test_dialogue import at_consent, at_question, at_summary, changing
from tests.bot.visitor import ANSWERS, STORED, Visitor
from tests.conference.example_event import an_event

EVENT = "example-2024"
IN_THE_DIALOGUE = [
    Act.AGREE,
    Act.BACK,
    Act.SKIP,
    Act.STOP,
    Act.STOP_SURELY,
    Act.CONTINUE,
    Act.PICK,
    Act.TICK,
    Act.DONE,
    Act.AS_SUGGESTED,
    Act.AS_TYPED,
    Act.CORRECT,
    Act.CONFIRM,
]
OF_A_REGISTRATION = [
    Act.CHANGE,
    Act.CANCEL,
    Act.CANCEL_SURELY,
    Act.CHANNELS,
    Act.WANTS,
    Act.COMING,
    Act.NOT_COMING,
    Act.CALENDAR,
]
FORGED = [
    "::::",
    ":::",
    "",
    "x",
    "\u0000\u0001\u0002",
    "🦊:🦊:🦊:🦊",
    f"confirm:{EVENT}::",
    f"confirm:{EVENT}:0:",
    f"confirm:{EVENT}:-1:",
    f"confirm:{EVENT}:²:",
    f"confirm:{EVENT}:99999999999999999999:",
    "confirm:madona-2024:1:",
    "open:madona-2024::",
    f"fly:{EVENT}:1:",
    "events:::",
    "lang:::xx",
    "open:' OR 1=1 --::",
]


async def everything(anna: Visitor):
    return await anna.draft(), await anna.registration()


async def refused(anna: Visitor, data: str, said: str = "stale-button") -> None:
    """Press a forged button, and see that nothing has changed and that a passing notice says so."""
    before = await everything(anna)
    seen = await anna.forges(data)
    after = (seen, anna.hears(), await everything(anna), anna.phone.unanswered_presses)
    assert after == ([], [anna.voice(said)], before, 0), data


async def test_forged_data_do_nothing_and_that_is_said(anna):
    await at_question("topics")(anna)
    for data in FORGED:
        await refused(anna, data)
    await refused(anna, f"wants:{EVENT}::pigeon", "not-registered")


async def test_nobody_can_wish_for_a_channel_that_there_is_not(registered):
    await refused(registered, f"wants:{EVENT}::pigeon")


@pytest.mark.parametrize("place", ["question", "registered", "stranger"])
async def test_a_button_of_an_earlier_step_does_no_harm_and_says_so(anna, place):
    await {"question": at_question("topics"), "registered": Visitor.registers, "stranger": just_looking}[place](anna)
    draft = await anna.draft()
    step = draft["step"] - 1 if draft else 1
    for act in IN_THE_DIALOGUE:
        await refused(anna, Button(act, EVENT, step, "health").encode())


async def just_looking(anna: Visitor):
    await anna.says("/start")


@pytest.mark.parametrize("place", ["stranger", "cancelled"])
async def test_a_button_of_a_registration_that_is_not_there_does_no_harm_and_says_so(anna, place):
    if place == "stranger":
        await just_looking(anna)
    else:
        await anna.registers()
        await anna.forges(Button(Act.CANCEL_SURELY, EVENT).encode())
    await anna.stage.settled()
    await anna.sees()
    for act in OF_A_REGISTRATION:
        await refused(anna, Button(act, EVENT, argument="both").encode(), "not-registered")


async def test_a_button_of_an_event_gone_from_the_settings_does_no_harm_and_says_so(open_stage):
    async with open_stage(an_event_of_every_kind(), an_event(key="madona-2024")) as stage:
        before = Visitor(stage, stage.telegram.phone(11))
        await before.says(f"/start {EVENT}", before.voice("button-register"))
        await before.presses(before.voice("button-agree"))
        draft = await before.draft()
    async with open_stage(an_event(key="madona-2024")) as stage:
        anna = Visitor(stage, stage.telegram.phone(11))
        await anna.sees()
        for act in (*IN_THE_DIALOGUE, *OF_A_REGISTRATION, Act.OPEN, Act.REGISTER, Act.VENUE, Act.SHOW):
            await refused(anna, Button(act, EVENT, draft["step"], "name").encode())


@pytest.mark.parametrize("act", [Act.AGREE, Act.CORRECT, Act.CONFIRM, Act.AS_TYPED, Act.AS_SUGGESTED])
@pytest.mark.parametrize("walk", [at_consent, at_question("name"), changing], ids=["consent", "name", "changing"])
async def test_todays_step_alone_opens_no_other_door(anna, act, walk):
    await walk(anna)
    before = await everything(anna)
    stands_right = (walk is at_consent and act is Act.AGREE) or (walk is changing and act in (Act.CORRECT, Act.CONFIRM))
    await anna.forges(Button(act, EVENT, before[0]["step"], "name").encode())
    assert (await everything(anna) == before) != stands_right


async def test_at_the_introduction_no_button_of_the_dialogue_is_of_today(anna):
    await just_looking(anna)
    step = (await anna.draft())["step"]
    for act in IN_THE_DIALOGUE:
        await refused(anna, Button(act, EVENT, step, "name").encode())


async def test_nobody_acts_on_anothers_draft(stage, anna):
    await at_summary(anna)
    before = await everything(anna)
    other = Visitor(stage, stage.telegram.phone(12, "Līga"))
    await just_looking(other)
    for act in IN_THE_DIALOGUE:
        await refused(other, Button(act, EVENT, before[0]["step"], "name").encode())
    assert await everything(anna) == before


async def test_nobody_sees_or_changes_anothers_registration(stage, registered):
    before = await everything(registered)
    other = Visitor(stage, stage.telegram.phone(12, "Līga"))
    await just_looking(other)
    seen = []
    for act in [*Act]:
        seen += await other.forges(Button(act, EVENT, argument="both").encode())
    shown = "\n".join(text for text, _ in seen) + other.phone.transcript()
    assert [secret for secret in ("Kalniņa", "anna@inbox.lv", "26 123 456", "Ratiņkrēsls") if secret in shown] == []
    assert await everything(registered) == before


async def test_pressed_twice_it_acts_once(anna, voice):
    await anna.says("/start")
    first = anna.phone.messages[-1]
    await anna.phone.press(voice("button-register"), first)
    await anna.phone.press(voice("button-register"), first)
    consents = await anna.sees()
    assert (len(consents), consents[0]) == (2, consents[1])

    older, newer = anna.phone.messages[-2:]
    await anna.phone.press(voice("button-agree"), older)
    await anna.sees()
    assert anna.hears() == []
    await anna.phone.press(voice("button-agree"), newer)
    await anna.sees()
    assert anna.hears() == [voice("stale-button")]
    assert (await anna.draft())["position"] == "name"

    await anna.answers()
    summary = anna.phone.messages[-1]
    await anna.phone.press(voice("button-confirm"), summary)
    await anna.phone.press(voice("button-confirm"), summary)
    await anna.stage.settled()
    assert anna.hears() == [voice("stale-button")]
    assert len(anna.stage.mailbox.letters) == 1
    assert (await anna.registration())["answers"] == STORED


async def test_the_button_of_an_earlier_registration_does_not_touch_a_later_one(anna, voice):
    await anna.begins()
    await anna.answers()
    old = anna.phone.messages[-1]
    await anna.presses(voice("button-stop"))
    await anna.presses(voice("button-stop-surely"))
    anna.stage.clock.set(anna.stage.clock().replace(hour=10))
    await anna.begins()
    await anna.says(*ANSWERS.values())
    before = await everything(anna)
    await anna.phone.press_data(old.inline_keyboard[0][0].callback_data, old.id)
    await anna.sees()
    assert (anna.hears(), await everything(anna)) == ([voice("stale-button")], before)
    assert before[0]["position"] == SUMMARY


async def test_a_button_under_a_message_too_old_to_edit_still_acts(anna, voice):
    await anna.begins()
    await anna.says("Anna Kalniņa")
    question = anna.phone.messages[-1]
    anna.phone._chat.hide(question.id)  # then Telegram says no more than that there was a message
    await anna.phone.press_data(question.inline_keyboard[0][0].callback_data, question.id)
    assert len(await anna.sees()) == 2
    assert (await anna.draft())["answers"]["field"] == "education"
