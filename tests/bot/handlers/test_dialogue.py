"""The way through the registration, and the ways out of it, at every step."""

import pytest

from conference.dialogue import CONSENT, INTRODUCTION, SUMMARY
from tests.bot.conftest import NOW
from tests.bot.visitor import ANSWERS, STORED, Visitor

KEYS = list(ANSWERS)


async def at_consent(anna: Visitor) -> None:
    await anna.says("/start")
    await anna.presses(anna.voice("button-register"))


def at_question(key):
    async def walk(anna: Visitor) -> None:
        await anna.begins()
        await anna.answers(KEYS[: KEYS.index(key)])

    return walk


async def in_doubt(anna: Visitor) -> None:
    await at_question("email")(anna)
    await anna.says("anna@gmial.com")


async def at_summary(anna: Visitor) -> None:
    await anna.begins()
    await anna.answers()


async def correcting(anna: Visitor) -> None:
    await at_summary(anna)
    await anna.presses(anna.voice("button-correct", label="Email"))


async def changing(anna: Visitor) -> None:
    await anna.registers()
    await anna.says("/start")
    await anna.presses(anna.voice("button-change"))


async def changing_one_answer(anna: Visitor) -> None:
    await changing(anna)
    await anna.presses(anna.voice("button-correct", label="Name"))


STEPS = {
    "consent": at_consent,
    **{key: at_question(key) for key in KEYS},
    "doubt": in_doubt,
    "summary": at_summary,
    "correcting": correcting,
    "changing": changing,
    "changing one answer": changing_one_answer,
}
every_step = pytest.mark.parametrize("walk", STEPS.values(), ids=STEPS.keys())
BEFORE = {
    "consent": INTRODUCTION,
    "name": INTRODUCTION,
    **dict(zip(KEYS[1:], KEYS, strict=False)),
    "doubt": "email",
    "summary": "needs",
    "correcting": SUMMARY,
    "changing": "needs",
    "changing one answer": SUMMARY,
}


async def go(anna: Visitor, word: str, how: str):
    """Type a word as people do, or press its button. A key of the phone's own keyboard leaves with a line of thanks."""
    label = anna.voice(word)
    seen = await (anna.says(label.lower()) if how == "typed" else anna.presses(label))
    return [screen for screen in seen if screen != (anna.voice("thank-you"), ())]


async def test_the_questions_come_in_order_and_end_in_a_registration(anna, voice):
    assert await anna.begins() == [
        (voice("consent-given", version="1"), ()),
        (f"{_progress(voice, 1)}\n\nWhat about your name?", (_moves(voice),)),
    ]
    choices = (("Izglītība",), ("Veselība",))
    asked = [(await anna.answers([key]))[-1] for key in KEYS[:6]]
    assert asked == [
        (f"{_progress(voice, 2)}\n\nWhat about your field?", (*choices, _moves(voice))),
        (
            f"{_progress(voice, 3)}\n\nWhat about your topics?\n\n{voice('question-optional')}",
            (*choices, (voice("button-done"),), _moves(voice, "button-skip")),
        ),
        (f"{_progress(voice, 4)}\n\nWhat about your email?", (_moves(voice),)),
        (f"{_progress(voice, 5)}\n\nWhat about your phone?\n\n{voice('question-optional')}", ()),
        (f"{_progress(voice, 6)}\n\nWhat about your parking?", ((voice("yes"), voice("no")), _moves(voice))),
        (
            f"{_progress(voice, 7)}\n\nWhat about your needs?\n\n{voice('question-optional')}",
            (_moves(voice, "button-skip"),),
        ),
    ]
    assert await anna.says(ANSWERS["needs"]) == [a_summary(voice)]

    assert (await anna.presses(voice("button-confirm")))[0] == (voice("registering"), ())
    kept = await anna.registration()
    assert (kept["answers"], kept["status"], kept["consent_version"], kept["consented_at"]) == (
        STORED,
        "registered",
        "1",
        NOW,
    )
    assert await anna.draft() is None


def a_summary(voice, name="Anna Kalniņa", confirm="button-confirm", closing="summary-confirm"):
    lines = [
        f"Name: {name}",
        "Field: Izglītība",
        "Topics: Veselība",
        "Email: anna@inbox.lv",
        "Phone: +371 26 123 456",
        f"Parking: {voice('yes')}",
        "Needs: Ratiņkrēsls",
    ]
    text = "\n\n".join(
        [voice("summary-title"), voice("summary-check", event="Paraugs"), "\n".join(lines), voice(closing)]
    )
    labels = [voice("button-correct", label=key.capitalize()) for key in KEYS]
    rows = ((voice(confirm),), tuple(labels[:2]), tuple(labels[2:4]), tuple(labels[4:6]), (labels[6],), _moves(voice))
    return text, rows


def _progress(voice, number):
    return voice("question-progress", number=number, total=7)


def _moves(voice, *others):
    return tuple(voice(key) for key in ("button-back", *others, "button-stop"))


async def test_everything_that_can_be_pressed_is_pressed(anna, voice):
    await anna.begins()
    await anna.answers(["name"])
    assert (await anna.presses("Izglītība"))[0] == ("Field: Izglītība", ())
    ticked = await anna.presses("Veselība")
    assert [labels[1] for _, labels in ticked] == [(voice("button-ticked", choice="Veselība"),)]
    await anna.presses("Izglītība")
    await anna.presses(voice("button-ticked", choice="Izglītība"))
    assert (await anna.presses(voice("button-done")))[0] == ("Topics: Veselība", ())
    await anna.answers(["email"])
    assert anna.phone.keyboard is not None
    thanks, parking = await anna.presses(voice("button-share-phone"))
    assert (thanks, anna.phone.keyboard) == ((voice("thank-you"), ()), None)
    assert parking[1][0] == (voice("yes"), voice("no"))
    await anna.presses(voice("no"))
    await anna.presses(voice("button-skip"))
    await anna.presses(voice("button-confirm"))
    kept = await anna.registration()
    assert kept["answers"] == STORED | {"phone": "+37120000000", "parking": False, "needs": None}


@every_step
@pytest.mark.parametrize("how", ["pressed", "typed"])
async def test_back_leads_one_step_back_and_loses_nothing(anna, walk, how):
    await walk(anna)
    before = await anna.draft()
    await go(anna, "button-back", how)
    after = await anna.draft()
    name = next(name for name, step in STEPS.items() if step is walk)
    assert (after["position"], after["answers"]) == (BEFORE[name], before["answers"])


@every_step
@pytest.mark.parametrize("how", ["pressed", "typed"])
async def test_stop_asks_first_and_going_on_changes_nothing(anna, walk, how, voice):
    await walk(anna)
    before = await anna.draft()
    is_change = walk in (changing, changing_one_answer)
    asked = await go(anna, "button-stop", how)
    question = voice("stop-change-question" if is_change else "stop-question")
    assert asked == [(question, ((voice("button-continue"),), (voice("button-stop-surely"),)))]

    shown = await anna.presses(voice("button-continue"))
    assert (len(shown), await anna.draft()) == (1, before), shown

    await go(anna, "button-stop", how)
    stopped = await anna.presses(voice("button-stop-surely"))
    assert (voice("stopped-change" if is_change else "stopped"), ()) in stopped
    assert await anna.draft() is None
    assert (await anna.registration() is not None) == is_change
    assert anna.phone.keyboard is None


@every_step
async def test_start_loses_nothing_and_leads_back(anna, walk, voice):
    await walk(anna)
    before = await anna.draft()
    is_change = walk in (changing, changing_one_answer)
    *_, (opened, labels) = await anna.says("/start")
    assert opened.startswith(voice("my-registration-title", event="Paraugs") if is_change else "Paraugs")
    go_on = voice("button-change") if is_change else labels[0][0]
    assert is_change or go_on == voice("button-register" if walk is at_consent else "button-continue")
    assert ((await anna.draft())["answers"], anna.phone.keyboard) == (before["answers"], None)

    await anna.presses(go_on)
    after = await anna.draft()
    once_more = SUMMARY if walk in (correcting, changing_one_answer) else before["position"]
    assert (after["position"], after["answers"]) == (once_more, before["answers"])


SKIPPABLE = {"topics", "phone", "needs"}


@pytest.mark.parametrize("key", KEYS)
async def test_what_may_be_skipped_is_skipped(anna, key, voice):
    await at_question(key)(anna)
    seen = await anna.says(voice("button-skip").upper())
    draft = await anna.draft()
    if key in SKIPPABLE:
        assert draft["answers"][key] is None
    else:
        assert (seen, draft["position"]) == ([(voice("answer-required"), ())], key)


@pytest.mark.parametrize("how", ["pressed", "typed"])
@pytest.mark.parametrize("key", KEYS[1:])
async def test_whoever_went_back_to_look_goes_on_with_the_answer_as_it_was(anna, key, how, voice):
    await at_question(key)(anna)
    before = await anna.draft()
    [(text, _)] = [seen for seen in await go(anna, "button-back", how) if seen[1] or anna.phone.keyboard]
    assert voice("question-answered", answer="").strip() in text
    await go(anna, "button-continue", how)
    after = await anna.draft()
    assert (after["position"], after["answers"]) == (key, before["answers"])


async def test_words_of_buttons_act_where_the_buttons_are(anna, voice):
    await anna.says("/start")
    for word in ("button-register", "button-agree"):
        await anna.says(voice(word))
    await anna.answers()
    await anna.says(voice("button-confirm"))
    assert (await anna.registration())["answers"] == STORED


async def test_one_answer_is_changed_from_the_summary(anna, voice):
    await correcting(anna)
    assert await anna.says("liga@inbox.lv")
    assert (await anna.draft())["answers"] == STORED | {"email": "liga@inbox.lv"}
    assert (await anna.draft())["position"] == SUMMARY


async def test_a_changed_registration_is_changed_only_when_saved(anna, voice):
    await changing_one_answer(anna)
    summary = await anna.says("Anna Ozola")
    assert summary == [a_summary(voice, "Anna Ozola", "button-save", "summary-confirm-change")]
    assert (await anna.registration())["answers"] == STORED
    await anna.says("/start")
    await anna.says("šis nav atbilde")
    await anna.presses(voice("button-change"))
    await anna.presses(voice("button-save"))
    assert (await anna.registration())["answers"] == STORED | {"name": "Anna Ozola"}
    await anna.stage.settled()
    assert [letter.subject for letter in anna.stage.mailbox.letters] == [
        voice("registered-title"),
        voice("changed-title"),
    ]


async def test_a_doubt_is_settled_by_a_word_too(anna, voice):
    await in_doubt(anna)
    await anna.says("ja")
    assert (await anna.draft())["answers"]["email"] == "anna@gmail.com"
    await anna.says(voice("button-back"))
    asked = await anna.says("anna@gmial.com")
    assert asked[0][0] == voice("doubt", typed="anna@gmial.com", suggestion="anna@gmail.com")
    await anna.says("Nē.")
    assert (await anna.draft())["answers"]["email"] == "anna@gmial.com"


async def test_another_address_settles_a_doubt(anna):
    await in_doubt(anna)
    await anna.says("anna@inbox.lv")
    assert (await anna.draft())["answers"]["email"] == "anna@inbox.lv"


async def test_quick_answers_land_in_order(anna):
    await anna.begins()
    await anna.says(*ANSWERS.values())
    assert ((await anna.draft())["answers"], (await anna.draft())["position"]) == (STORED, SUMMARY)


async def test_a_draft_at_consent_holds_no_consent(anna):
    await at_consent(anna)
    draft = await anna.draft()
    assert (draft["position"], draft["answers"], draft["consented_at"]) == (CONSENT, {}, None)
