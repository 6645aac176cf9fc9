import re

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from rehearsal.telegram import Button, Document, Entity, Key, ReplyKeyboard, ShownMessage, Venue

ONE_BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Jā", callback_data="yes")]])


async def test_a_message_is_shown_with_its_formatting_and_buttons(bot, anna, clock):
    sent = await bot.send_message(7, "<b>Labdien</b>", parse_mode="HTML", reply_markup=ONE_BUTTON)

    assert anna.messages[-1] == ShownMessage(
        id=sent.id,
        from_bot=True,
        kind="text",
        at=clock(),
        text="Labdien",
        html="<b>Labdien</b>",
        entities=(Entity("bold", 0, 7),),
        inline_keyboard=((Button("Jā", "callback_data", "yes"),),),
    )


async def test_the_bot_is_told_what_it_sent(bot, anna, clock):
    sent = await bot.send_message(7, "<b>Labdien</b>", parse_mode="HTML", reply_markup=ONE_BUTTON)

    told = (sent.chat.id, sent.from_user.id, sent.date, sent.text, sent.entities, sent.reply_markup)
    assert told == (7, 1, clock(), "Labdien", (MessageEntity("bold", 0, 7),), ONE_BUTTON)


async def test_entities_are_taken_in_place_of_markup(bot, anna):
    await bot.send_message(7, "Labdien", entities=[MessageEntity("bold", 0, 3)])

    assert anna.messages[-1].entities == (Entity("bold", 0, 3),)


async def test_a_venue_is_shown_on_the_map(bot, anna):
    sent = await bot.send_venue(7, 57.31, 25.27, "Cēsu koncertzāle", "Raunas iela 12, Cēsis")

    assert anna.messages[-1].venue == Venue(57.31, 25.27, "Cēsu koncertzāle", "Raunas iela 12, Cēsis")
    assert (sent.venue.title, sent.location.latitude) == ("Cēsu koncertzāle", 57.31)


async def test_a_location_outside_the_earth_is_refused(bot, anna):
    await bot.send_location(7, 57.31, 25.27)
    with pytest.raises(BadRequest, match="Wrong location specified"):
        await bot.send_location(7, 91, 25.27)

    assert anna.messages[-1].kind == "location"


async def test_a_document_is_shown_with_its_caption(bot, anna):
    sent = await bot.send_document(7, b"PDF", filename="apliecība.pdf", caption="<i>Apliecība</i>", parse_mode="HTML")

    shown = anna.messages[-1]
    assert shown.document == Document(sent.document.file_id, "apliecība.pdf", "application/pdf", b"PDF")
    assert (shown.kind, shown.text, shown.caption, shown.entities) == (
        "document",
        "",
        "Apliecība",
        (Entity("italic", 0, 9),),
    )
    assert (sent.caption, sent.document.file_name) == ("Apliecība", "apliecība.pdf")


async def test_a_document_can_be_sent_again_by_its_file_id(bot, anna):
    sent = await bot.send_document(7, b"PDF", filename="programma.pdf")
    await bot.send_document(7, sent.document.file_id)

    first, second = anna.messages[-2:]
    assert first.document == second.document


async def test_a_photo_is_shown(bot, anna):
    sent = await bot.send_photo(7, b"PNG", caption="Plāns")

    assert (anna.messages[-1].kind, anna.messages[-1].document.content, sent.photo[-1].file_size) == (
        "photo",
        b"PNG",
        3,
    )


async def test_a_reply_keyboard_stays_until_it_is_removed_or_replaced(bot, anna):
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Mans tālrunis", request_contact=True)]])
    seen = [anna.keyboard]
    for markup in (keyboard, None, ONE_BUTTON, ReplyKeyboardRemove()):
        await bot.send_message(7, "Labdien", reply_markup=markup)
        seen.append(anna.keyboard)

    shown = ReplyKeyboard(((Key("Mans tālrunis", request_contact=True),),))
    assert seen == [None, shown, shown, shown, None]


async def test_a_reply_points_at_its_original(bot, anna):
    question = anna.messages[0]
    sent = await bot.send_message(7, "Atbilde", reply_parameters=ReplyParameters(question.id))

    assert (anna.messages[-1].reply_to, sent.reply_to_message.text) == (question.id, "/start")


async def test_a_reply_to_nothing_is_refused_unless_the_bot_does_not_mind(bot, anna):
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(7, "Atbilde", reply_parameters=ReplyParameters(99))
    await bot.send_message(7, "Atbilde", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True))

    assert anna.messages[-1].reply_to is None


@pytest.mark.parametrize("text", ["ā" * 4096, "😀" * 2048, "<b>" + "a" * 4096 + "</b>", " " + "a" * 4096 + "\n"])
async def test_a_text_may_have_4096_utf16_units_once_it_is_parsed(bot, anna, text):
    await bot.send_message(7, text, parse_mode="HTML")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 4097, "message is too long"),
        ("😀" * 2048 + "a", "message is too long"),
        (" \n ", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("<b>", "can't parse entities"),
        ("1 < 2", "can't parse entities"),
    ],
)
async def test_a_text_that_telegram_refuses_is_refused(bot, anna, text, reason):
    with pytest.raises(BadRequest, match=f"(?i){re.escape(reason)}"):
        await bot.send_message(7, text, parse_mode="HTML")
    assert len(anna.messages) == 1


async def test_a_caption_has_at_most_1024_units(bot, anna):
    await bot.send_document(7, b"PDF", caption="a" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(7, b"PDF", caption="a" * 1025)


async def test_a_broken_keyboard_keeps_the_message_back(bot, anna):
    button = InlineKeyboardButton("Jā", callback_data="a" * 65)
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(7, "Labdien", reply_markup=InlineKeyboardMarkup([[button]]))
    assert len(anna.messages) == 1


async def test_a_bot_may_not_write_first(bot, telegram):
    peteris = telegram.phone(8, "Pēteris")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(8, "Labdien")
    assert peteris.messages == ()


@pytest.mark.parametrize("chat_id", [99, -100, "@kopa"])
async def test_an_unknown_chat_is_not_found(bot, anna, chat_id):
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(chat_id, "Labdien")


async def test_a_bot_that_was_blocked_is_refused_until_it_is_let_in_again(bot, anna):
    await anna.block_bot()
    for call in (bot.send_message(7, "Labdien"), bot.send_chat_action(7, "typing"), bot.send_document(7, b"PDF")):
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await call
    await anna.unblock_bot()
    await bot.send_message(7, "Labdien")

    assert [message.words for message in anna.messages] == ["/start", "Labdien"]


async def test_an_unknown_chat_action_is_refused(bot, anna):
    assert await bot.send_chat_action(7, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(7, "dancing")


async def test_a_chat_tells_who_it_is_with(bot, telegram):
    telegram.phone(7, "Anna", "Bērziņa", username="anna_b")

    chat = await bot.get_chat(7)
    assert (chat.type, chat.first_name, chat.last_name, chat.username) == ("private", "Anna", "Bērziņa", "anna_b")


async def test_the_bot_knows_its_name(telegram, bot):
    assert isinstance(bot, Bot)
    assert ((await bot.get_me()).id, bot.username) == (1, "rehearsal_bot")
