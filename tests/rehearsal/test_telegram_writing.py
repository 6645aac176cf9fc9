"""What people put into a chat, and what the bot is told of it."""

import aiogram.types
import httpx
import pytest
from telegram import MessageEntity
from telegram.error import BadRequest

from rehearsal.telegram import Entity, Location, Venue

VENUE = Venue(57.31, 25.27, "Koncertzāle", "Raunas iela 12")


async def last(bot):
    return (await bot.get_updates(offset=-1, timeout=0))[-1]


async def test_a_formatted_text_arrives_as_words_and_entities(bot, anna):
    await anna.send('😀 <b>Labdien</b> <a href="https://example.lv">šeit</a> /start', html=True)

    message = (await last(bot)).message
    assert (message.text, message.entities) == (
        "😀 Labdien šeit /start",
        (
            MessageEntity("bold", 3, 7),
            MessageEntity("text_link", 11, 4, url="https://example.lv"),
            MessageEntity("bot_command", 16, 6),
        ),
    )
    assert anna.messages[-1].html == '😀 <b>Labdien</b> <a href="https://example.lv">šeit</a> /start'


async def test_entities_can_be_given(bot, anna):
    await anna.send("Labdien @anna_b", entities=[Entity("italic", 0, 7)])

    message = (await last(bot)).message
    assert message.entities == (MessageEntity("italic", 0, 7), MessageEntity("mention", 8, 7))


async def test_a_text_that_is_not_formatted_is_taken_as_it_stands(bot, anna):
    await anna.send("<b>1 & 2</b>")

    assert ((await last(bot)).message.text, anna.messages[-1].html) == (
        "<b>1 & 2</b>",
        "&lt;b&gt;1 &amp; 2&lt;/b&gt;",
    )


async def test_a_reply_carries_what_it_answers(bot, anna):
    sent = await bot.send_message(7, "Vai būsiet?")
    await anna.send("Jā", reply_to=anna.messages[-1])
    await anna.send_photo(caption="Te es esmu", reply_to=sent.id)

    messages = [update.message for update in (await bot.get_updates(timeout=0))[1:]]
    assert [(m.reply_to_message.id, m.reply_to_message.text) for m in messages] == [(sent.id, "Vai būsiet?")] * 2
    assert [m.reply_to for m in anna.messages[-2:]] == [sent.id] * 2


async def test_a_caption_is_formatted_and_edited(bot, anna):
    message_id = await anna.send_document("a.pdf", b"PDF", caption="<b>Vecs</b>", html=True)
    first = (await last(bot)).message
    await anna.edit(message_id, "<i>Jauns</i>", html=True)
    edited = (await last(bot)).edited_message

    assert (first.caption, first.caption_entities) == ("Vecs", (MessageEntity("bold", 0, 4),))
    assert (edited.caption, edited.caption_entities, edited.document.file_name) == (
        "Jauns",
        (MessageEntity("italic", 0, 5),),
        "a.pdf",
    )
    assert (anna.messages[-1].edited, anna.messages[-1].earlier) == (True, ("Vecs\na.pdf",))


async def test_an_album_is_several_updates_with_one_group(bot, anna):
    ids = await anna.send_album(("photo", b"1"), ("photo", b"22"), ("video", 40_000_000), caption="Zāle")

    messages = [update.message for update in (await bot.get_updates(timeout=0))[1:]]
    assert [m.id for m in messages] == ids
    assert [m.caption for m in messages] == ["Zāle", None, None]
    assert [m.media_group_id for m in messages] == [anna.messages[-1].media_group] * 3
    assert messages[2].video.file_size == 40_000_000


async def test_a_file_of_a_size_alone_takes_no_memory_and_is_downloaded_as_zeros(bot, anna):
    await anna.send_document("big.zip", size=50_000_000)
    await anna.send_document("small.zip", size=100_000)
    big, small = [m.document for m in anna.messages[-2:]]
    file = await bot.get_file(small.file_id)

    assert (big.content, big.size, (await bot.get_updates(timeout=0))[1].message.document.file_size) == (
        b"",
        50_000_000,
        50_000_000,
    )
    assert (file.file_size, await file.download_as_bytearray()) == (100_000, bytes(100_000))
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(big.file_id)


@pytest.mark.parametrize("kind", ["photo", "video", "animation", "audio", "voice", "video_note", "sticker", "document"])
async def test_a_file_of_any_kind_is_told_by_its_name(bot, anna, kind):
    await anna.send_file(kind, b"12345")

    message = (await last(bot)).message
    told = message.photo[-1] if kind == "photo" else getattr(message, kind)
    assert (told.file_size, anna.messages[-1].kind) == (5, kind)


async def test_a_place_has_a_name_or_not(bot, anna):
    await anna.send_location(57.31, 25.27)
    await anna.send_venue(VENUE)

    location, venue = [update.message for update in (await bot.get_updates(timeout=0))[1:]]
    assert (location.location.latitude, venue.venue.title, venue.location.longitude) == (57.31, "Koncertzāle", 25.27)
    assert [(m.location, m.venue) for m in anna.messages[1:]] == [(Location(57.31, 25.27), None), (None, VENUE)]


async def test_an_own_message_is_deleted_without_the_bot_hearing_of_it(bot, anna):
    await anna.delete(await anna.send("Kļūda"))
    await anna.send("Labi")
    with pytest.raises(LookupError):
        await anna.delete((await bot.send_message(7, "Labdien")).id)

    assert [m.text for m in anna.messages] == ["/start", "Labi", "Labdien"]
    assert [(m.text, m.deleted) for m in anna.deleted] == [("Kļūda", True)]
    assert len(await bot.get_updates(timeout=0)) == 3


async def test_every_update_is_one_to_aiogram_too(telegram, bot, anna):
    room = telegram.group(-100, "Rīkotāji", anna, bot_is_administrator=True)
    member = room.member(anna)
    for kind in ("photo", "video", "animation", "audio", "voice", "video_note", "sticker", "document"):
        await anna.send_file(kind)
    await anna.send('<blockquote expandable>1</blockquote><tg-emoji emoji-id="5">👍</tg-emoji>', html=True)
    await anna.send('<a href="tg://user?id=7">Anna</a><tg-spoiler>2</tg-spoiler>', html=True, reply_to=1)
    await anna.send_location()
    await anna.send_venue(VENUE)
    await anna.share_contact("+37129000000")
    await anna.send_album(("photo", b"1"), ("video", b"2"))
    await anna.vote((await bot.send_poll(7, "Kad?", ["1", "2"], is_anonymous=False)).id, "1")
    await member.send_poll("Kad?", ["1", "2"], correct=1)
    await anna.edit(1, "/start again")
    await member.press_data("yes", 1)
    await room.leave(anna)
    await room.add_bot(by=anna)
    await anna.block_bot()
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{telegram.base_url}{telegram.token}/getUpdates")

    updates = [aiogram.types.Update.model_validate(update) for update in answer.json()["result"]]
    assert len(updates) == 24
    assert all(update.event_type for update in updates)
