import re
from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from rehearsal.telegram import Alert


def keyboard(*labels):
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


@pytest.fixture
async def question(bot, anna):
    """A question with two buttons, as the bot got it back."""
    return await bot.send_message(7, "Vai piedalīsieties?", reply_markup=keyboard("Jā", "Nē"))


async def test_an_edited_message_keeps_its_place_and_loses_its_buttons(bot, anna, question):
    await bot.send_message(7, "Vēl kas")
    await bot.edit_message_text("<b>Paldies</b>", 7, question.id, parse_mode="HTML")

    shown = [(m.id, m.text, m.labels, m.edited) for m in anna.messages[1:]]
    assert shown == [(question.id, "Paldies", (), True), (question.id + 1, "Vēl kas", (), False)]


async def test_buttons_are_changed_and_removed_alone(bot, anna, question):
    labels = []
    for markup in (keyboard("Mainīt"), None):
        await bot.edit_message_reply_markup(7, question.id, reply_markup=markup)
        labels.append(anna.messages[-1].labels)

    assert (labels, anna.messages[-1].text) == ([(("Mainīt",),), ()], "Vai piedalīsieties?")


async def test_a_caption_is_changed(bot, anna):
    sent = await bot.send_document(7, b"PDF", filename="a.pdf", caption="Apliecība")
    told = await bot.edit_message_caption(7, sent.id, caption="Jauna apliecība")

    shown = anna.messages[-1]
    assert (shown.caption, shown.document.content, told.caption) == ("Jauna apliecība", b"PDF", "Jauna apliecība")


async def test_a_deleted_message_is_gone(bot, anna, question):
    await bot.delete_message(7, question.id)
    await bot.delete_message(7, anna.messages[0].id)

    assert anna.messages == ()


async def test_a_message_cannot_be_deleted_after_48_hours(bot, clock, question):
    clock.advance(timedelta(hours=48, seconds=1))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(7, question.id)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda bot, q: q.edit_text("Vai piedalīsieties?", reply_markup=keyboard("Jā", "Nē")),
         "message is not modified: specified new message content and reply markup are exactly the same"),
        (lambda bot, q: q.edit_reply_markup(keyboard("Jā", "Nē")), "message is not modified"),
        (lambda bot, q: bot.edit_message_text("Paldies", 7, 99), "message to edit not found"),
        (lambda bot, q: bot.edit_message_text("Paldies", 7, 1), "message can't be edited"),
        (lambda bot, q: bot.edit_message_text("Paldies", 99, 1), "chat not found"),
        (lambda bot, q: q.edit_text(" "), "message text is empty"),
        (lambda bot, q: q.edit_caption("Paldies"), "there is no caption in the message to edit"),
        (lambda bot, q: bot.delete_message(7, 99), "message to delete not found"),
    ],
)  # fmt: skip
async def test_an_edit_that_telegram_refuses_is_refused(bot, anna, question, call, reason):
    before = anna.messages
    with pytest.raises(BadRequest, match=f"(?i){re.escape(reason)}"):
        await call(bot, question)
    assert anna.messages == before


async def test_the_text_of_a_document_cannot_be_edited(bot, anna):
    sent = await bot.send_document(7, b"PDF", caption="Apliecība")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await sent.edit_text("Paldies")


@pytest.fixture
async def query(bot, anna, question):
    """A press of "Jā", as the bot is told of it."""
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
