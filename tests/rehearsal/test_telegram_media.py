"""Files of every kind that the bot sends, alone and in albums."""

import pytest
from telegram import InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram.error import BadRequest

from rehearsal.telegram import Entity

KINDS = ("photo", "video", "animation", "audio", "voice", "document")


def send(bot, kind, file, **options):
    return getattr(bot, f"send_{kind}")(7, file, **options)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_of_each_kind_is_shown_with_its_caption_and_sent_again_by_its_id(bot, anna, kind):
    sent = await send(bot, kind, b"12345", caption="<b>Programma</b>", parse_mode="HTML")
    told = sent.photo[-1] if kind == "photo" else getattr(sent, kind)
    await send(bot, kind, told.file_id)

    first, second = anna.messages[1:]
    assert (first.kind, first.caption, first.entities) == (kind, "Programma", (Entity("bold", 0, 9),))
    assert (told.file_size, first.document.content, second.document) == (5, b"12345", first.document)


async def test_a_sticker_and_a_round_video_have_no_caption(bot, anna):
    await bot.send_sticker(7, b"WEBP")
    await bot.send_video_note(7, b"MP4")

    assert [(m.kind, m.caption, m.document.size) for m in anna.messages[1:]] == [
        ("sticker", "", 4),
        ("video_note", "", 3),
    ]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_caption_has_at_most_1024_units_once_it_is_parsed(bot, anna, kind):
    await send(bot, kind, b"1", caption=f"<b>{'ā' * 1024}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await send(bot, kind, b"1", caption="ā" * 1025)
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await send(bot, kind, b"1", caption="<b>", parse_mode="HTML")
    assert len(anna.messages) == 2


async def test_a_file_cannot_be_sent_again_as_another_kind(bot, anna):
    await anna.send_video()
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type video as photo"):
        await bot.send_photo(7, anna.messages[-1].document.file_id)


async def test_a_photo_is_hidden_behind_a_spoiler_and_below_its_caption(bot, anna):
    sent = await bot.send_photo(7, b"PNG", caption="Plāns", has_spoiler=True, show_caption_above_media=True)

    assert (sent.has_media_spoiler, sent.show_caption_above_media, anna.messages[-1].has_spoiler) == (True, True, True)


async def test_an_album_is_several_messages_with_one_group(bot, anna):
    known = await bot.send_photo(7, b"known")
    album = [
        InputMediaPhoto(b"1", caption="<i>Zāle</i>", parse_mode="HTML"),
        InputMediaVideo(b"22"),
        InputMediaPhoto(known.photo[-1].file_id),
    ]
    sent = await bot.send_media_group(7, album)

    shown = anna.messages[-3:]
    assert [(m.kind, m.caption, m.document.content) for m in shown] == [
        ("photo", "Zāle", b"1"),
        ("video", "", b"22"),
        ("photo", "", b"known"),
    ]
    groups = {m.media_group for m in shown} | {m.media_group_id for m in sent}
    assert (len(groups), [m.id for m in sent]) == (1, [m.id for m in shown])
    assert None not in groups


@pytest.mark.parametrize(
    ("album", "reason"),
    [
        ([InputMediaPhoto(b"1")] * 11, "Too many messages to send as an album"),
        ([InputMediaPhoto(b"1"), InputMediaDocument(b"2")], "Document can't be mixed with other media types"),
        ([InputMediaAudio(b"1"), InputMediaVideo(b"2")], "Audio can't be mixed with other media types"),
        ([InputMediaPhoto("nothing"), InputMediaPhoto(b"2")], "Wrong file identifier"),
        ([InputMediaPhoto(b"1", caption="a" * 1025)] * 2, "Message caption is too long"),
    ],
)
async def test_an_album_that_telegram_refuses_is_refused_whole(bot, anna, album, reason):
    with pytest.raises(BadRequest, match=reason):
        await bot.send_media_group(7, album)
    assert len(anna.messages) == 1


async def test_a_contact_is_shown(bot, anna):
    sent = await bot.send_contact(7, "+37129000000", "Pēteris", last_name="Kalniņš")

    assert (anna.messages[-1].kind, sent.contact.phone_number, sent.contact.last_name) == (
        "contact",
        "+37129000000",
        "Kalniņš",
    )
