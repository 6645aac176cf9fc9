import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Forbidden

from rehearsal.telegram import Alert

ROOM = -1001234
ONE_BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Jā", callback_data="yes")]])


@pytest.fixture
def peteris(telegram):
    return telegram.phone(8, "Pēteris")


@pytest.fixture
def room(telegram, peteris):
    return telegram.group(ROOM, "Rīkotāji", telegram.phone(7, "Anna"), peteris)


@pytest.fixture
def office(telegram, peteris):
    """A group where the bot is an administrator."""
    return telegram.group(-100, "Birojs", telegram.phone(7, "Anna"), peteris, bot_is_administrator=True)


async def news(bot):
    updates = await bot.get_updates(timeout=0)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates


async def test_everybody_sees_what_the_bot_says(bot, room, peteris):
    sent = await bot.send_message(ROOM, "Jautājums no Annas")

    assert (sent.chat.type, sent.chat.title, sent.id) == ("supergroup", "Rīkotāji", 1)
    assert [m.text for m in room.messages] == [m.text for m in room.member(peteris).messages] == ["Jautājums no Annas"]
    assert (await room.wait_for("no Annas")).id == sent.id


async def test_an_answer_to_the_bot_reaches_it_with_its_author_and_what_it_answers(bot, room, peteris):
    sent = await bot.send_message(ROOM, "Jautājums")
    await room.member(peteris).send("Atbilde", reply_to=room.messages[-1])
    await room.member(peteris).send("Un vēl", reply_to=2)

    first, second = [update.message for update in await news(bot)]
    assert (first.chat.id, first.chat.type, first.from_user.first_name) == (ROOM, "supergroup", "Pēteris")
    assert (first.reply_to_message.id, first.reply_to_message.from_user.id) == (sent.id, 1)
    assert (second.text, second.reply_to_message.text, room.messages[-1].reply_to) == ("Un vēl", "Atbilde", 2)


async def test_in_privacy_mode_the_bot_hears_only_what_is_meant_for_it(bot, room, peteris):
    member = room.member(peteris)
    for text in ("Labdien visiem", "/start", "/start@rehearsal_bot", "/start@another_bot", "Sveiks, @rehearsal_bot"):
        await member.send(text)

    heard = [update.message.text for update in await news(bot)]
    assert heard == ["/start", "/start@rehearsal_bot", "Sveiks, @rehearsal_bot"]
    assert len(room.messages) == 5


async def test_an_administrator_hears_everything(bot, office, peteris):
    message_id = await office.member(peteris).send("Labdien visiem")
    await office.member(peteris).send_photo(b"JPEG", "Zāle")
    await office.member(peteris).edit(message_id, "Labdien!")

    text, photo, edit = await news(bot)
    assert (text.message.text, photo.message.caption, edit.edited_message.text) == (
        "Labdien visiem",
        "Zāle",
        "Labdien!",
    )


async def test_each_member_hears_the_answer_to_their_own_press(bot, room, telegram, peteris):
    await bot.send_message(ROOM, "Vai apstiprināt?", reply_markup=ONE_BUTTON)
    anna, member = room.member(telegram.phone(7)), room.member(peteris)
    await member.press("Jā")
    (update,) = await news(bot)
    waiting = (anna.unanswered_presses, member.unanswered_presses)
    await update.callback_query.answer("Apstiprināts")

    assert (update.callback_query.from_user.id, update.callback_query.message.chat.id) == (8, ROOM)
    assert (waiting, anna.alerts, member.alerts) == ((0, 1), (), (Alert("Apstiprināts"),))


async def test_a_group_counts_its_messages_by_itself(bot, room, anna):
    assert [(await bot.send_message(chat, "Labdien")).id for chat in (7, ROOM, 7, ROOM)] == [2, 1, 3, 2]


async def test_only_an_administrator_pins_and_deletes_what_others_wrote(bot, room, office, peteris):
    for group in (room, office):
        await group.member(peteris).send("Svarīgi")
    for call in (bot.pin_chat_message(ROOM, 1), bot.unpin_chat_message(ROOM), bot.unpin_all_chat_messages(ROOM)):
        with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
            await call
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(ROOM, 1)
    await bot.pin_chat_message(-100, 1)
    pinned = office.pinned
    await bot.delete_message(-100, 1)

    assert ([m.text for m in pinned], [m.text for m in office.deleted], office.messages) == (
        ["Svarīgi"],
        ["Svarīgi"],
        (),
    )


async def test_the_bot_is_refused_where_it_was_taken_out(bot, room, peteris):
    await room.remove_bot(by=peteris)
    for call in (bot.send_message(ROOM, "Labdien"), bot.edit_message_text("Labdien", ROOM, 1), bot.get_chat(ROOM)):
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await call
    await room.member(peteris).send("/start")
    await room.add_bot(by=peteris, as_administrator=True)
    await bot.send_message(ROOM, "Labdien")

    changes = [update.my_chat_member for update in await news(bot)]
    statuses = [(c.chat.id, c.from_user.id, c.old_chat_member.status, c.new_chat_member.status) for c in changes]
    assert statuses == [(ROOM, 8, "member", "kicked"), (ROOM, 8, "kicked", "administrator")]


async def test_who_comes_and_goes_is_told_to_the_bot(bot, room, telegram, peteris):
    vera = telegram.phone(9, "Vera")
    await room.join(vera)
    await room.leave(peteris)
    with pytest.raises(RuntimeError, match="has left the group"):
        await room.member(peteris).send("Labdien")

    came, went = [update.message for update in await news(bot)]
    assert (came.new_chat_members[0].first_name, went.left_chat_member.first_name) == ("Vera", "Pēteris")
    assert [member.user_id for member in room.members] == [7, 9]
    with pytest.raises(BadRequest, match="Message can't be copied"):
        await bot.copy_message(ROOM, ROOM, came.id)


async def test_somebody_who_was_never_there_is_not_a_member(telegram, room):
    with pytest.raises(LookupError, match="user 10 is not in the group"):
        room.member(telegram.phone(10))


async def test_the_bot_does_not_know_the_answer_to_the_quiz_of_a_member(bot, office, peteris):
    await office.member(peteris).send_poll("Cik?", ["1", "2"], correct=1)

    (update,) = await news(bot)
    assert update.message.poll.correct_option_ids == ()
    with pytest.raises(BadRequest, match="Message can't be copied"):
        await bot.copy_message(-100, -100, update.message.id)


async def test_members_vote_side_by_side(bot, room, telegram, peteris):
    sent = await bot.send_poll(ROOM, "Kad?", ["Pirmdien", "Otrdien"])
    await room.member(peteris).vote(sent.id, "Otrdien")
    await room.member(telegram.phone(7)).vote(sent.id, "Otrdien")
    await room.member(peteris).vote(sent.id, "Pirmdien")

    assert room.messages[-1].poll.results == {"Pirmdien": 1, "Otrdien": 1}


async def test_a_question_goes_to_the_group_and_its_answer_back(bot, room, anna, peteris):
    question = await anna.send_photo(b"JPEG", "Vai šeit?")
    copied = await bot.copy_message(ROOM, 7, question)
    await room.member(peteris).send("Jā, šeit", reply_to=copied.message_id)
    answer = (await news(bot))[-1].message
    await bot.send_message(7, answer.text, reply_parameters=ReplyParameters(question))

    assert (room.messages[0].document, anna.messages[-1].reply_to) == (anna.message(question).document, question)


async def test_a_chat_tells_its_title_and_what_is_pinned(bot, office):
    await bot.send_message(-100, "Svarīgi")
    await bot.pin_chat_message(-100, 1)

    chat = await bot.get_chat(-100)
    assert (chat.type, chat.title, chat.pinned_message.text) == ("supergroup", "Birojs", "Svarīgi")


async def test_waiting_in_vain_shows_who_said_what(bot, room, peteris):
    await room.member(peteris).send("Labdien")
    await bot.send_message(ROOM, "Sveiki")
    with pytest.raises(AssertionError, match=r"shows:\n1 Pēteris: Labdien\n2 bot: Sveiki"):
        await room.wait_for("Paldies", timeout=0.01)


def test_a_group_is_one(telegram, room):
    assert telegram.group(ROOM, "Another title") is room
