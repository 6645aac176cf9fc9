from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from rehearsal.telegram import Alert


@pytest.fixture
async def query(bot, anna):
    """A press of "Jā", as the bot is told of it."""
    button = InlineKeyboardButton("Jā", callback_data="yes")
    await bot.send_message(7, "Vai piedalīsieties?", reply_markup=InlineKeyboardMarkup([[button]]))
    await anna.press("Jā")
    return (await bot.get_updates(timeout=0))[-1].callback_query


async def test_an_answer_is_shown_and_stops_the_hourglass(anna, query):
    waiting = [anna.unanswered_presses]
    await query.answer("Saglabāts", show_alert=True)
    waiting.append(anna.unanswered_presses)

    assert (anna.alerts, waiting) == ((Alert("Saglabāts", show_alert=True),), [1, 0])


async def test_an_answer_without_words_shows_nothing(anna, query):
    await query.answer()

    assert (anna.alerts, anna.unanswered_presses) == ((), 0)


async def test_a_press_is_answered_once(query):
    await query.answer()
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await query.answer()


async def test_a_press_is_not_answered_after_a_quarter_of_an_hour(clock, query):
    clock.advance(timedelta(minutes=15, seconds=1))
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_a_press_that_never_was_cannot_be_answered(bot):
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("1")


async def test_an_answer_has_at_most_200_characters(query):
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await query.answer("a" * 201)
    await query.answer("a" * 200)
