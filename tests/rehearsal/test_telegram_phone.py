import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from rehearsal.telegram import Alert, Button


def inline(*buttons):
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons])


@pytest.fixture
def news(bot):
    """Returns the updates that came since the last call, confirming them."""
    offset = None

    async def news():
        nonlocal offset
        updates = await bot.get_updates(offset=offset, timeout=0)
        offset = updates[-1].update_id + 1 if updates else offset
        return updates

    return news


async def test_a_text_is_shown_and_told_to_the_bot(telegram, news, clock):
    phone = telegram.phone(7, "Anna", "Bērziņa", username="anna_b")
    message_id = await phone.send("Labdien")

    (update,) = await news()
    message, user = update.message, update.message.from_user
    assert (message.id, message.chat.id, message.date, message.text) == (message_id, 7, clock(), "Labdien")
    assert (user.first_name, user.last_name, user.username, user.language_code) == ("Anna", "Bērziņa", "anna_b", "lv")
    assert [(m.text, m.from_bot) for m in phone.messages] == [("Labdien", False)]


async def test_commands_in_a_text_are_marked(anna, news):
    await anna.send("😀 /atcelt pie/skatu")
    await anna.open_link("r_42")

    _, text, link = await news()
    assert [(e.type, e.offset, e.length) for e in text.message.entities] == [("bot_command", 3, 7)]
    assert (link.message.text, link.message.entities[0].length) == ("/start r_42", 6)


async def test_an_own_message_is_edited(anna, news):
    message_id = await anna.send("Ana")
    await anna.edit(message_id, "Anna")

    edited = (await news())[-1].edited_message
    assert (edited.id, edited.text, edited.edit_date) == (message_id, "Anna", edited.date)
    assert [(m.text, m.edited) for m in anna.messages] == [("/start", False), ("Anna", True)]


async def test_the_message_of_the_bot_is_not_for_the_person_to_edit(anna, bot):
    sent = await bot.send_message(7, "Labdien")
    with pytest.raises(LookupError, match="no text message"):
        await anna.edit(sent.id, "Sveiki")


async def test_everything_else_that_people_send_arrives(anna, news):
    await anna.send_sticker()
    await anna.send_photo(b"JPEG")
    await anna.send_voice()
    await anna.send_location(57.31, 25.27)
    await anna.send_document("cv.pdf", b"PDF")

    _, sticker, photo, voice, location, document = [update.message for update in await news()]
    assert sticker.sticker.is_animated is False
    assert photo.photo[-1].file_size == 4
    assert voice.voice.mime_type == "audio/ogg"
    assert (location.location.latitude, location.location.longitude) == (57.31, 25.27)
    assert (document.document.file_name, document.document.file_size) == ("cv.pdf", 3)
    assert [m.kind for m in anna.messages] == ["text", "sticker", "photo", "voice", "location", "document"]


async def test_a_contact_says_whose_it_is(anna, news):
    await anna.share_contact("+37129000000")
    await anna.share_contact("+37129000001", own=False)

    _, own, other = [update.message.contact for update in await news()]
    assert (own.phone_number, own.user_id, other.phone_number, other.user_id) == (
        "+37129000000",
        7,
        "+37129000001",
        None,
    )


async def test_the_newest_button_with_the_label_is_pressed(anna, bot, news):
    await bot.send_message(7, "Vecs", reply_markup=inline(("Jā", "old")))
    newer = await bot.send_message(7, "Jauns", reply_markup=inline(("Jā", "new"), ("Nē", "no")))
    await bot.send_message(7, "Bez pogām")
    await anna.press("Jā")

    query = (await news())[-1].callback_query
    assert (query.data, query.from_user.id, query.message.id, query.message.text) == ("new", 7, newer.id, "Jauns")


async def test_a_button_is_pressed_by_its_data_and_on_a_given_message(anna, bot, news):
    await bot.send_message(7, "Vecs", reply_markup=inline(("Jā", "old")))
    await bot.send_message(7, "Jauns", reply_markup=inline(("Jā", "new")))
    await anna.press("old")
    await anna.press("Jā", anna.messages[1])

    assert [update.callback_query.data for update in (await news())[1:]] == ["old", "old"]


async def test_a_press_can_be_forged_or_stale(anna, bot, news):
    sent = await bot.send_message(7, "Labdien")
    await anna.press_data("forged", sent.id)
    await anna.press_data("stale", 99)

    _, forged, stale = await news()
    assert (forged.callback_query.data, forged.callback_query.message.text) == ("forged", "Labdien")
    assert (stale.callback_query.data, stale.callback_query.message.is_accessible) == ("stale", False)


async def test_a_key_of_the_reply_keyboard_says_its_label_or_shares_what_it_asks_for(anna, bot, news):
    contact = KeyboardButton("Mans tālrunis", request_contact=True)
    place = KeyboardButton("Kur es esmu", request_location=True)
    await bot.send_message(7, "Labdien", reply_markup=ReplyKeyboardMarkup([["Izlaist", contact, place]]))
    for label in ("Izlaist", "Mans tālrunis", "Kur es esmu"):
        await anna.press(label)

    _, text, number, location = [update.message for update in await news()]
    assert (text.text, number.contact.user_id, location.location is not None) == ("Izlaist", 7, True)
    assert anna.keyboard is not None


async def test_a_keyboard_for_one_time_is_hidden_after_use(anna, bot):
    await bot.send_message(7, "Labdien", reply_markup=ReplyKeyboardMarkup([["Izlaist"]], one_time_keyboard=True))
    await anna.press("Izlaist")

    assert anna.keyboard is None


async def test_a_link_button_opens_its_page_and_tells_the_bot_nothing(anna, bot, news):
    button = InlineKeyboardButton("Karte", url="https://example.lv/karte")
    await bot.send_message(7, "Labdien", reply_markup=InlineKeyboardMarkup([[button]]))
    await news()
    await anna.press("Karte")

    assert (anna.opened_links, await news()) == (["https://example.lv/karte"], ())


async def test_a_button_that_is_not_there_is_an_error_that_names_those_that_are(anna, bot):
    await bot.send_message(7, "Labdien", reply_markup=inline(("Jā", "yes")))
    await bot.send_message(7, "Labdien", reply_markup=ReplyKeyboardMarkup([["Izlaist"]]))
    with pytest.raises(LookupError, match=r"no button 'Nē'; there are \['Jā', 'Izlaist'\]"):
        await anna.press("Nē")


async def test_blocking_and_unblocking_are_told_to_the_bot(anna, news):
    await anna.block_bot()
    with pytest.raises(RuntimeError, match="has blocked the bot"):
        await anna.send("Labdien")
    await anna.unblock_bot()

    _, *changes = [update.my_chat_member for update in await news()]
    statuses = [(c.chat.id, c.old_chat_member.status, c.new_chat_member.status) for c in changes]
    assert statuses == [(7, "member", "kicked"), (7, "kicked", "member")]


async def test_waiting_returns_each_showing_of_a_message_once(anna, bot):
    first = await bot.send_message(7, "Jautājums")
    await bot.send_message(7, "Cits")
    await bot.send_message(7, "Jautājums")
    found = [await anna.wait_for("Jautājums"), await anna.wait_for("Jautājums")]
    await bot.edit_message_text("Jautājums vēlreiz", 7, first.id)
    found += [await anna.wait_for("Jautājums"), await anna.wait_for()]

    assert [m.text for m in found] == ["Jautājums", "Jautājums", "Jautājums vēlreiz", "Cits"]


async def test_waiting_ends_when_the_message_appears(anna, bot):
    async with asyncio.TaskGroup() as tasks:
        found = tasks.create_task(anna.wait_for(lambda message: message.buttons != ()))
        await bot.send_message(7, "Labdien")
        await bot.send_message(7, "Vai piedalīsieties?", reply_markup=inline(("Jā", "yes")))

    assert found.result().buttons == (Button("Jā", "callback_data", "yes"),)


async def test_waiting_in_vain_shows_the_phone(anna, bot):
    await bot.send_message(7, "Vai piedalīsieties?", reply_markup=inline(("Jā", "yes"), ("Nē", "no")))
    shown = r"'Paldies'; the phone shows:\n1 person: /start\n2 bot: Vai piedalīsieties\?\n    \[Jā\]\n    \[Nē\]"
    with pytest.raises(AssertionError, match=shown):
        await anna.wait_for("Paldies", timeout=0.01)


async def test_each_alert_is_waited_for_once(anna, bot):
    async def press_and_answer(text):
        await anna.press_data("yes", 1)
        query = (await bot.get_updates(offset=-1, timeout=0))[0].callback_query
        await query.answer(text)

    async with asyncio.TaskGroup() as tasks:
        alert = tasks.create_task(anna.wait_for_alert())
        await press_and_answer("Saglabāts")
    assert alert.result() == Alert("Saglabāts")
    with pytest.raises(AssertionError, match=r"waited 0\.01 s for an alert"):
        await anna.wait_for_alert(timeout=0.01)


def test_a_person_has_one_phone(telegram):
    assert telegram.phone(7) is telegram.phone(7, "Somebody else")
