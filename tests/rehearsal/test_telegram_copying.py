import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, Forbidden

from rehearsal.telegram import Entity, Venue

ONE_BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Jā", callback_data="yes")]])


@pytest.fixture
async def peteris(telegram):
    phone = telegram.phone(8, "Pēteris")
    await phone.send("/start")
    return phone


def looks(message):
    """What people see of a message."""
    return (
        message.kind,
        message.text,
        message.caption,
        message.entities,
        message.document,
        message.venue,
        message.location,
    )


async def test_every_kind_of_message_can_be_copied(bot, anna, peteris):
    ids = [
        await anna.send("<b>Labdien</b>", html=True),
        await anna.send_photo(b"JPEG", "<i>Zāle</i>", html=True),
        await anna.send_document("a.pdf", b"PDF", caption="Programma"),
        await anna.send_video(size=50_000_000),
        await anna.send_voice(),
        await anna.send_sticker(),
        await anna.send_location(57.31, 25.27),
        await anna.send_venue(Venue(57.31, 25.27, "Koncertzāle", "Raunas iela 12")),
        await anna.share_contact("+37129000000"),
    ]
    copies = [await bot.copy_message(8, 7, message_id) for message_id in ids]

    assert [looks(m) for m in peteris.messages[1:]] == [looks(anna.message(i)) for i in ids]
    assert [(m.id, m.from_bot, m.sender) for m in peteris.messages[1:]] == [(c.message_id, True, None) for c in copies]


async def test_a_copied_poll_is_a_new_one(bot, anna, peteris):
    await anna.send_poll("Kad?", ["Pirmdien", "Otrdien"], correct=0)
    await bot.copy_message(8, 7, anna.messages[-1].id)
    await peteris.vote(peteris.messages[-1], "Otrdien")

    first, second = anna.messages[-1].poll, peteris.messages[-1].poll
    assert (first.results, second.results) == ({"Pirmdien": 0, "Otrdien": 0}, {"Pirmdien": 0, "Otrdien": 1})
    assert (first.id != second.id, first.correct, second.correct) == (True, (0,), (0,))


async def test_a_copy_may_have_another_caption_and_buttons_of_its_own(bot, anna):
    sent = await bot.send_photo(7, b"JPEG", caption="Vecs", reply_markup=ONE_BUTTON)
    await bot.copy_message(7, 7, sent.id)
    await bot.copy_message(7, 7, sent.id, caption="<b>Jauns</b>", parse_mode="HTML", reply_markup=ONE_BUTTON)

    plain, changed = anna.messages[-2:]
    assert (plain.caption, plain.labels) == ("Vecs", ())
    assert (changed.caption, changed.entities, changed.labels) == ("Jauns", (Entity("bold", 0, 5),), (("Jā",),))
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.copy_message(7, 7, sent.id, caption="a" * 1025)


async def test_a_forward_says_whose_it_was(bot, anna, peteris):
    message_id = await anna.send("Labdien")
    sent = await bot.forward_message(8, 7, message_id)

    shown = peteris.messages[-1]
    assert (shown.text, shown.from_bot, shown.is_forwarded) == ("Labdien", True, True)
    assert sent.forward_origin.sender_user.first_name == "Anna"
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await sent.edit_text("Sveiki")


async def test_albums_stay_together(bot, anna, peteris):
    album = await anna.send_album(("photo", b"1"), ("video", 30_000_000), caption="Zāle")
    await bot.copy_messages(8, 7, [*album, 99])
    await bot.copy_messages(8, 7, album, remove_caption=True)
    await bot.forward_messages(8, 7, album)

    groups = [m.media_group for m in peteris.messages[1:]]
    assert [groups.count(group) for group in groups] == [2] * 6
    assert [m.caption for m in peteris.messages[1:]] == ["Zāle", "", "", "", "Zāle", ""]
    assert [m.document.size for m in peteris.messages[1:3]] == [1, 30_000_000]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda bot: bot.copy_message(8, 7, 99), "Message to copy not found"),
        (lambda bot: bot.forward_message(8, 7, 99), "Message to forward not found"),
        (lambda bot: bot.copy_message(8, 99, 1), "Chat not found"),
        (lambda bot: bot.copy_messages(8, 7, [98, 99]), "There are no messages to copy"),
        (lambda bot: bot.copy_messages(8, 7, [2, 1]), "strictly increasing order"),
        (lambda bot: bot.copy_messages(8, 7, list(range(101))), "Too many message identifiers specified"),
    ],
)
async def test_what_is_not_there_cannot_be_sent_again(bot, anna, peteris, call, reason):
    with pytest.raises(BadRequest, match=reason):
        await call(bot)
    assert len(peteris.messages) == 1


async def test_what_its_author_deleted_is_not_there(bot, anna, peteris):
    message_id = await anna.send("Labdien")
    await anna.delete(message_id)
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(8, 7, message_id)


async def test_a_copy_reaches_nobody_who_blocked_the_bot(bot, anna, peteris):
    await peteris.block_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.copy_message(8, 7, 1)


async def test_a_copy_of_an_album_of_the_bot(bot, anna, peteris):
    sent = await bot.send_media_group(7, [InputMediaPhoto(b"1"), InputMediaPhoto(b"2")])
    await bot.copy_message(8, 7, sent[0].id)

    assert peteris.messages[-1].media_group is None
