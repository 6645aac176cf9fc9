import re
from dataclasses import replace

import pytest
from telegram import InputPollOption, Poll
from telegram.error import BadRequest

from rehearsal.telegram import Poll as ShownPoll

DAYS = ["Pirmdien", "Otrdien", "Trešdien"]


async def test_a_poll_is_shown_and_told(bot, anna):
    sent = await bot.send_poll(7, "Kad tiekamies?", [InputPollOption("Pirmdien"), "Otrdien"])

    shown = anna.messages[-1]
    assert (shown.kind, shown.poll) == ("poll", ShownPoll(sent.poll.id, "Kad tiekamies?", ("Pirmdien", "Otrdien")))
    assert shown.words == "Kad tiekamies?\nPirmdien\nOtrdien"
    assert (sent.poll.type, sent.poll.is_anonymous, [o.text for o in sent.poll.options]) == (
        "regular",
        True,
        ["Pirmdien", "Otrdien"],
    )


async def test_a_quiz_knows_its_answer_and_takes_a_vote_once(bot, anna):
    sent = await bot.send_poll(
        7, "Cik?", ["1", "2"], type=Poll.QUIZ, correct_option_ids=[1], explanation="Divi", is_anonymous=False
    )
    await anna.vote(anna.messages[-1], "2")
    with pytest.raises(LookupError, match="takes a vote once"):
        await anna.vote(anna.messages[-1], "1")

    shown = anna.messages[-1].poll
    assert (shown.correct, shown.explanation, shown.results) == ((1,), "Divi", {"1": 0, "2": 1})
    assert sent.poll.correct_option_ids == (1,)


@pytest.mark.parametrize(
    ("question", "options", "extra", "reason"),
    [
        ("ā" * 301, DAYS, {}, "poll question length must not exceed 300"),
        (" ", DAYS, {}, "text must be non-empty"),
        ("Kad?", [], {}, "poll must have at least one answer option"),
        ("Kad?", list("abcdefghijklm"), {}, "poll can't have more than 12 options"),
        ("Kad?", ["a", "b" * 101], {}, "poll options length must not exceed 100"),
        ("Kad?", ["a", " "], {}, "text must be non-empty"),
        ("Kad?", DAYS, {"type": "survey"}, "unsupported poll type specified"),
        ("Kad?", DAYS, {"type": "quiz"}, "wrong correct option ID specified"),
        ("Kad?", DAYS, {"type": "quiz", "correct_option_ids": [3]}, "wrong correct option ID specified"),
        ("Kad?", DAYS, {"type": "quiz", "correct_option_ids": [1], "explanation": "a" * 201}, "message is too long"),
    ],
)
async def test_a_poll_that_telegram_refuses_is_refused(bot, anna, question, options, extra, reason):
    with pytest.raises(BadRequest, match=f"(?i){re.escape(reason)}"):
        await bot.send_poll(7, question, options, **extra)
    assert len(anna.messages) == 1


async def test_the_limits_themselves_are_taken(bot, anna):
    await bot.send_poll(7, "ā" * 300, [f"{number:0100}" for number in range(12)])

    assert len(anna.messages[-1].poll.options) == 12


async def test_a_vote_is_told_to_the_bot_and_may_be_changed_or_taken_back(bot, anna):
    await bot.send_poll(7, "Kad?", DAYS, is_anonymous=False, allows_multiple_answers=True)
    results = []
    for chosen in (["Pirmdien", "Trešdien"], ["Otrdien"], []):
        await anna.vote(anna.messages[-1], *chosen)
        results.append(anna.messages[-1].poll.results)

    _, *updates = await bot.get_updates(timeout=0)
    answers = [update.poll_answer for update in updates if update.poll_answer]
    assert [answer.option_ids for answer in answers] == [(0, 2), (1,), ()]
    assert [answer.user.id for answer in answers] == [7] * 3
    assert [update.poll.total_voter_count for update in updates if update.poll] == [1, 1, 0]
    assert [tuple(result.values()) for result in results] == [(1, 0, 1), (0, 1, 0), (0, 0, 0)]


async def test_of_an_anonymous_poll_the_bot_hears_only_the_numbers(bot, anna):
    await bot.send_poll(7, "Kad?", DAYS)
    await anna.vote(anna.messages[-1], "Otrdien")

    (update,) = (await bot.get_updates(timeout=0))[1:]
    assert (update.poll_answer, [option.voter_count for option in update.poll.options]) == (None, [0, 1, 0])


async def test_a_vote_that_a_phone_does_not_offer_is_an_error(bot, anna):
    sent = await bot.send_poll(7, "Kad?", DAYS)
    for chosen in (["Piektdien"], ["Pirmdien", "Otrdien"]):
        with pytest.raises(LookupError):
            await anna.vote(sent.id, *chosen)
    with pytest.raises(LookupError):
        await anna.vote(anna.messages[0], "Otrdien")


async def test_a_stopped_poll_takes_no_more_votes(bot, anna):
    sent = await bot.send_poll(7, "Kad?", DAYS)
    stopped = await bot.stop_poll(7, sent.id)
    with pytest.raises(LookupError, match="closed"):
        await anna.vote(sent.id, "Otrdien")
    with pytest.raises(BadRequest, match="Poll has already been closed"):
        await bot.stop_poll(7, sent.id)

    assert (stopped.is_closed, anna.messages[-1].poll.is_closed) == (True, True)


async def test_what_is_no_poll_of_the_bot_cannot_be_stopped(bot, anna):
    await anna.send_poll("Kad?", DAYS)
    for message_id, reason in ((99, "with poll to stop not found"), (1, "is not a poll"), (2, "can't be stopped")):
        with pytest.raises(BadRequest, match=reason):
            await bot.stop_poll(7, message_id)


async def test_the_poll_of_a_person_reaches_the_bot(bot, anna):
    await anna.send_poll("Kad?", DAYS, is_anonymous=False, correct=1)

    poll = (await bot.get_updates(timeout=0))[-1].message.poll
    assert (poll.question, poll.type, poll.is_anonymous, poll.correct_option_ids) == ("Kad?", "quiz", False, (1,))
    assert replace(anna.messages[-1].poll, id="") == ShownPoll(
        "", "Kad?", tuple(DAYS), False, is_quiz=True, allows_revoting=False, correct=(1,)
    )
