import re
from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from rehearsal.telegram import Entity


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


async def test_what_was_said_before_an_edit_is_kept(bot, anna, question):
    await question.edit_text("Vai būsiet?")
    await question.edit_reply_markup(keyboard("Mainīt"))

    assert anna.messages[-1].earlier == ("Vai piedalīsieties?", "Vai būsiet?")


async def test_a_file_takes_the_place_of_another_or_of_a_text(bot, anna, question):
    sent = await bot.send_photo(7, b"old", caption="Vecs plāns", filename="photo.jpg")
    shown = []
    for message_id in (sent.id, question.id):
        media = InputMediaPhoto(b"new", caption="<b>Jauns</b> plāns", parse_mode="HTML", has_spoiler=True)
        await bot.edit_message_media(media, 7, message_id)
        shown.append(anna.message(message_id))

    assert [(m.kind, m.text, m.caption, m.entities, m.has_spoiler, m.document.content) for m in shown] == [
        ("photo", "", "Jauns plāns", (Entity("bold", 0, 5),), True, b"new")
    ] * 2
    assert [m.earlier for m in shown] == [("Vecs plāns\nphoto.jpg",), ("Vai piedalīsieties?",)]


async def test_the_same_file_with_the_same_caption_is_not_a_change(bot, anna):
    sent = await bot.send_photo(7, b"old", caption="Plāns")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_media(InputMediaPhoto(sent.photo[-1].file_id, caption="Plāns"))
    await sent.edit_media(InputMediaPhoto(sent.photo[-1].file_id))

    assert (anna.messages[-1].caption, anna.messages[-1].document.content) == ("", b"old")


async def test_an_album_keeps_its_kind(bot, anna):
    sent, _ = await bot.send_media_group(7, [InputMediaPhoto(b"1"), InputMediaPhoto(b"2")])
    with pytest.raises(BadRequest, match="Can't change media type in the album"):
        await sent.edit_media(InputMediaDocument(b"3"))
    edited = await sent.edit_media(InputMediaPhoto(b"3"))

    assert edited.media_group_id == sent.media_group_id == anna.message(sent.id).media_group


async def test_what_holds_no_file_cannot_be_given_one(bot, anna):
    sent = await bot.send_location(7, 57.31, 25.27)
    with pytest.raises(BadRequest, match="There is no media in the message to edit"):
        await sent.edit_media(InputMediaPhoto(b"1"))


async def test_what_is_deleted_is_remembered_as_it_was(bot, anna, question):
    await bot.delete_message(7, question.id)

    (gone,) = anna.deleted
    assert (gone.text, gone.deleted, anna.message(question.id)) == ("Vai piedalīsieties?", True, gone)


async def test_several_messages_are_deleted_at_once_whichever_of_them_are_there(bot, anna, question):
    await bot.delete_messages(7, [1, question.id, 99])
    with pytest.raises(BadRequest, match="Too many message identifiers specified"):
        await bot.delete_messages(7, list(range(101)))

    assert anna.messages == ()


async def test_messages_are_pinned_and_unpinned(bot, anna, question):
    other = await bot.send_message(7, "Vēl kas")
    pinned = []
    for call in (
        bot.pin_chat_message(7, other.id),
        bot.pin_chat_message(7, question.id),
        bot.unpin_chat_message(7, question.id),
        bot.pin_chat_message(7, question.id),
        bot.unpin_chat_message(7),
        bot.unpin_all_chat_messages(7),
    ):
        await call
        pinned.append([m.id for m in anna.pinned])

    assert pinned == [[3], [2, 3], [3], [2, 3], [2], []]


async def test_a_pin_does_not_make_a_message_new(bot, anna, question):
    await anna.wait_for()
    await bot.pin_chat_message(7, question.id)
    with pytest.raises(AssertionError, match="waited"):
        await anna.wait_for(timeout=0.01)

    assert (anna.messages[-1].pinned, anna.messages[-1].edited) == (True, False)


async def test_what_is_not_there_is_neither_pinned_nor_unpinned(bot, anna, question):
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(7, 99)
    for message_id in (None, question.id):
        with pytest.raises(BadRequest, match="Message to unpin not found"):
            await bot.unpin_chat_message(7, message_id)
