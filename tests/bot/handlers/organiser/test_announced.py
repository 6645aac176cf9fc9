"""What came of an announcement, and what is done about it: failures, sending again, correcting, taking back."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from conference.audit import Action
from conference.tables import deliveries, registrations
from tests.bot.handlers.organiser.announcing import EVENT, a_hall, deeds, later, states
from tests.bot.organising import a_colleague

WORDS = "Zāle ir mainīta."
CORRECTED = "Zāle ir mainīta: lielā zāle."


@pytest.fixture
async def hall(stage):
    """Three registrants who have got an announcement; the last one by e-mail, too."""
    hall = await a_hall(stage, emails=1)
    await hall.announces()
    await stage.settled()
    return hall


async def become(stage, delivery_id: int, **values: object) -> None:
    async with stage.running.service.database.transaction() as connection:
        await connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


async def told(hall) -> str:
    """Open the announcement from the list."""
    await hall.ilze.forges(f"report:{EVENT}:1:")
    return hall.shows()


async def announces_though_refused(hall, times: int) -> None:
    await hall.writes()
    await hall.confirms()
    hall.stage.telegram.fail_next("sendMessage", 400, "Bad Request: something is wrong", times=times)
    await hall.sent()
    await hall.shown()


async def noted(stage) -> list[str]:
    return [action for action, _ in await deeds(stage)]


# The list


async def test_without_any_the_list_says_so(stage, voice):
    hall = await a_hall(stage)
    [(shown, _)] = await hall.ilze.forges(f"told:{EVENT}::")
    assert voice("told-list-empty") in shown


async def test_the_list_shows_what_state_each_is_in_who_wrote_it_and_when(hall, stage, voice):
    zane = await a_colleague(stage, user_id=78)
    await hall.writes("Nākamais.")
    [(shown, rows)] = await zane.forges(f"told:{EVENT}::")
    when = "20.05.2024., pirmdiena, plkst. 12.00"
    assert shown.splitlines()[2:] == [
        f"1. Nākamais. – {voice('told-state-composing')}, {when}, {voice('told-colleague')}",
        f"2. {WORDS} – {voice('told-state-done')}, {when}, {voice('told-colleague')}",
    ]
    assert rows == (("1. Nākamais.",), (f"2. {WORDS}",), (voice("button-organising"),))
    [(report, _)] = await zane.presses(f"2. {WORDS}")
    assert voice("told-title-done") in report


async def test_an_author_who_has_registered_is_called_by_name(hall, stage, voice):
    async with stage.running.service.database.transaction() as connection:
        await connection.execute(update(registrations).where(registrations.c.id == 1).values(person_id=1))
    zane = await a_colleague(stage, user_id=78)
    [(shown, _)] = await zane.forges(f"told:{EVENT}::")
    assert shown.endswith("Anna 1000")


# Who did not get it


async def test_the_report_tells_why_it_did_not_arrive_and_names_on_demand(stage, voice):
    hall = await a_hall(stage, 4, emails=1)
    hall.phones[2].phone._chat.blocked = True
    stage.mailbox.refuse("anna1003@inbox.lv", 550, "5.1.1 no such mailbox")
    await hall.announces()
    await stage.settled()
    await become(stage, 1, status="dead")
    await become(stage, 2, status="uncertain")
    report = await told(hall)
    for key in ("told-fact-blocked", "told-fact-bad-address", "told-fact-failed", "told-fact-uncertain"):
        assert f"{voice(key)}: 1" in report.splitlines()
    [(names, _)] = await hall.presses("button-told-failures", count=4)
    reasons = sorted(line.partition(": ")[2] for line in names.splitlines()[2:])
    whys = ("told-why-blocked", "told-why-bad-address", "told-why-failed", "told-why-uncertain")
    assert reasons == sorted(voice(key) for key in whys)
    assert f"Anna 1002 – Telegram: {voice('told-why-blocked')}" in names.splitlines()
    await hall.presses("button-told-failures-file")
    [file] = [message.document for message in hall.ilze.phone.messages if message.document]
    lines = file.content.decode("utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("Vārds, uzvārds;Kanāls;Iemesls", 5)
    assert (await noted(stage))[1:] == [Action.LISTED, Action.EXPORTED]


async def test_what_failed_can_be_sent_again(stage, voice):
    hall = await a_hall(stage)
    await announces_though_refused(hall, 2)
    await told(hall)
    await hall.presses("button-told-retry", count=2)
    assert hall.ilze.hears() == [voice("told-retried", count=2)]
    await stage.settled()
    await hall.shown()
    assert (hall.seen(), await states(stage)) == ([[WORDS]] * 3, ["done"])
    assert (await deeds(stage))[-1] == ("retried an announcement", {"announcement": 1, "count": 2, "uncertain": False})
    await hall.ilze.forges(f"retry:{EVENT}:1:")
    assert hall.ilze.hears() == [voice("told-nothing-to-retry")]


async def test_what_may_have_arrived_is_sent_again_only_when_that_is_wished(hall, stage, voice):
    await become(stage, 1, status="uncertain")
    await told(hall)
    [(question, _)] = await hall.presses("button-told-retry-uncertain", count=1)
    assert question == voice("told-retry-question", count=1)
    assert hall.seen() == [[WORDS]] * 3
    await hall.presses("button-told-retry-surely")
    await stage.settled()
    assert hall.seen() == [[WORDS, WORDS], [WORDS], [WORDS]]


# Correcting


async def test_a_correction_is_looked_over_then_changes_what_has_arrived(hall, stage, voice):
    await told(hall)
    await hall.presses("button-told-reword")
    [preview, (question, _)] = await hall.ilze.says(CORRECTED)
    assert preview == (CORRECTED, ())
    assert question == voice("told-reword-question", telegram="3", email="1")
    assert hall.seen() == [[WORDS]] * 3
    await hall.presses("button-told-reword-surely")
    await later(stage, 3)
    await stage.settled()
    shown = [one.phone.messages for one in hall.phones]
    assert [(message.words, message.earlier) for [message] in shown] == [(CORRECTED, (WORDS,))] * 3
    first, second = stage.mailbox.letters
    assert (second.message["In-Reply-To"], CORRECTED in second.text) == (first.message["Message-ID"], True)
    await hall.shown()
    assert f"{voice('told-fact-correction')}: {voice('told-follow-up', done='4', total=4)}" in hall.shows()
    assert (await noted(stage))[-1] == Action.CORRECTED


async def test_a_correction_while_it_is_paused_reaches_everybody(stage, voice):
    hall = await a_hall(stage)
    await hall.writes()
    await hall.confirms()
    stage.telegram.fail_next("sendMessage", 500, "Internal Server Error", times=2)
    await hall.sent()
    await hall.shown()
    await hall.presses("button-told-pause")
    await hall.presses("button-told-reword")
    await hall.ilze.says(CORRECTED)
    await hall.presses("button-told-reword-surely")
    await hall.presses("button-told-resume")
    await later(stage, 60)
    await stage.settled()
    assert hall.seen() == [[CORRECTED]] * 3
    assert sorted(len(one.phone.messages[0].earlier) for one in hall.phones) == [0, 0, 1]


async def test_a_correction_that_was_given_up_changes_nothing_and_cannot_be_confirmed(hall, stage, voice):
    await told(hall)
    await hall.presses("button-told-reword")
    await hall.ilze.says(CORRECTED)
    confirm = next(b for b in hall.ilze.phone.messages[-1].buttons if b.label == voice("button-told-reword-surely"))
    await hall.presses("button-back")
    await hall.ilze.forges(confirm.callback_data)
    assert hall.ilze.hears() == [voice("told-reword-gone")]
    await later(stage, 3)
    assert hall.seen() == [[WORDS]] * 3


@pytest.mark.parametrize(
    ("send", "key", "variables"),
    [
        (lambda phone: phone.send_photo(b"picture", "Attēls"), "told-reword-only-words", {}),
        (lambda phone: phone.send_sticker(), "told-reword-only-words", {}),
        (lambda phone: phone.send("Labdien, {vards}!"), "announcing-unknown-placeholder", {"names": "{vards}"}),
    ],
    ids=["photo", "sticker", "unknown placeholder"],
)
async def test_what_is_no_correction_is_refused_and_another_may_follow(hall, stage, voice, send, key, variables):
    await told(hall)
    await hall.presses("button-told-reword")
    await send(hall.ilze.phone)
    assert await hall.ilze.sees() == [(voice(key, **variables), ())]
    [preview, _] = await hall.ilze.says(CORRECTED)
    assert preview == (CORRECTED, ())


async def test_the_caption_of_a_photo_can_be_corrected(stage, voice):
    hall = await a_hall(stage)
    await hall.begins()
    await hall.ilze.phone.send_photo(b"picture", "Veca zāle")
    await hall.ilze.sees()
    await hall.confirms()
    await hall.sent()
    await told(hall)
    await hall.presses("button-told-reword")
    await hall.ilze.says("Jauna zāle")
    await hall.presses("button-told-reword-surely")
    await later(stage, 3)
    await stage.settled()
    shown = [one.phone.messages[-1] for one in hall.phones]
    assert [(message.kind, message.caption) for message in shown] == [("photo", "Jauna zāle")] * 3


async def test_a_poll_offers_no_correction(stage, voice):
    hall = await a_hall(stage)
    await hall.begins()
    await hall.ilze.phone.send_poll("Vai piedalīsieties?", ["Jā", "Nē"])
    await hall.ilze.sees()
    await hall.confirms()
    await hall.sent()
    await told(hall)
    labels = [button.label for message in hall.ilze.phone.messages for button in message.buttons]
    assert voice("button-told-reword") not in labels
    await hall.ilze.forges(f"reword:{EVENT}:1:lv")
    assert hall.ilze.hears() == [voice("told-reword-impossible")]


async def test_one_language_is_corrected_for_its_readers(stage, voice):
    hall = await a_hall(stage, 2)
    await hall.writes()
    await hall.presses("button-announce-words")
    await hall.ilze.presses("krievu")
    await hall.ilze.says("Зал изменён.")
    await hall.confirms()
    await hall.sent()
    await told(hall)
    await hall.presses("button-told-reword")
    await hall.ilze.presses("latviešu")
    await hall.ilze.says(CORRECTED)
    await hall.presses("button-told-reword-surely")
    await later(stage, 3)
    await stage.settled()
    assert hall.seen() == [[CORRECTED]] * 2


# Taking back, pinning


async def test_taken_back_it_is_gone_from_the_chats_and_the_letters_are_counted(hall, stage, voice):
    await told(hall)
    [(question, _)] = await hall.presses("button-told-take-back")
    assert question == "\n\n".join(
        [voice("told-take-back-question", telegram="3"), voice("told-take-back-email", count=1)]
    )
    assert hall.seen() == [[WORDS]] * 3
    await hall.presses("button-told-take-back-surely")
    await later(stage, 3)
    await stage.settled()
    assert hall.seen() == [[], [], []]
    await hall.shown()
    assert f"{voice('told-fact-retraction')}: {voice('told-follow-up', done='3', total=3)}" in hall.shows()
    assert (await states(stage), (await noted(stage))[-1]) == (["taken_back"], Action.TOOK_BACK)
    await hall.ilze.forges(f"recall2:{EVENT}:1:")
    assert voice("told-deed-took-back") in hall.ilze.hears()[-1]


async def test_how_many_could_not_be_deleted_is_said(hall, stage, voice):
    stage.telegram.fail_next("deleteMessage", 400, "Bad Request: message can't be deleted for everyone", times=2)
    await told(hall)
    await hall.presses("button-told-take-back")
    await hall.presses("button-told-take-back-surely")
    await later(stage, 3)
    await stage.settled()
    await hall.shown()
    done = voice("told-follow-up-failed", done="1", total=3, failed="2")
    assert f"{voice('told-fact-retraction')}: {done}" in hall.shows()


async def test_after_two_days_an_organiser_is_told_that_chats_keep_it(hall, stage, voice):
    stage.clock.set(stage.clock() + timedelta(hours=49))
    await told(hall)
    [(question, _)] = await hall.presses("button-told-take-back")
    assert question.endswith(voice("told-take-back-late", count=48))


async def test_pinned_once_it_is_pinned_everywhere(hall, stage, voice):
    await told(hall)
    await hall.presses("button-told-pin")
    await later(stage, 3)
    await stage.settled()
    assert [[message.words for message in one.phone.pinned] for one in hall.phones] == [[WORDS]] * 3
    await hall.ilze.forges(f"pin:{EVENT}:1:")
    assert hall.ilze.hears() == [voice("told-pinned-already")]
    assert (await noted(stage))[1:] == [Action.PINNED]


async def test_a_button_about_one_that_was_discarded_since_says_so(hall, stage, voice):
    await hall.writes()
    await hall.ilze.forges(f"discard2:{EVENT}:2:")
    await hall.ilze.forges(f"reword2:{EVENT}:2:y1")
    assert (hall.ilze.hears(), hall.shows()) == ([voice("told-reword-gone")], voice("announce-discarded"))
