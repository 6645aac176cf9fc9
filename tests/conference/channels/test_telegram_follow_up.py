from datetime import UTC, datetime, timedelta

import pytest

from conference.channels import pacing
from conference.channels.channel import (
    ChannelUnavailableError,
    FollowUp,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.content import Action, Content, Media, MediaKind, Poll, Spot, Written
from rehearsal.telegram import LocalTelegram
from tests.conference.channels.telegram_chat import ANNA, a_channel, an_envelope, received


def a_content(html="", label="Karte", **parts):
    return Content("Title", written=Written(html, **parts), actions=(Action(label, link="https://a.example/"),))


async def test_a_text_is_corrected_where_it_stands(channel, anna):
    message_id = await channel.send(an_envelope(), a_content("Zāle <b>1</b>"), 0)
    await channel.follow_up(an_envelope(), a_content("Zāle <i>2</i>", "Plāns"), FollowUp.EDIT, message_id)
    (message,) = received(anna)
    assert (message.text, message.labels, message.earlier) == ("Zāle 2", (("Plāns",),), ("Zāle 1",))
    assert [entity.type for entity in message.entities] == ["italic"]


async def test_so_is_a_caption_and_the_file_stays(channel, anna):
    photo = anna.message(await anna.send_photo()).document
    media = Media(MediaKind.PHOTO, photo.file_id, photo.file_name, photo.mime_type, photo.size)
    message_id = await channel.send(an_envelope(), a_content("Zāle 1", media=media), 0)
    for html, shown in (("Zāle <b>2</b>", "Zāle 2"), ("", "")):
        await channel.follow_up(an_envelope(), a_content(html, media=media), FollowUp.EDIT, message_id)
        (message,) = received(anna)
        assert (message.caption, message.document, message.labels) == (shown, photo, (("Karte",),))


@pytest.mark.parametrize("parts", [{"poll": Poll("a?", ("b", "c"))}, {"spot": Spot(1, 2)}])
async def test_what_has_no_words_cannot_be_corrected(channel, anna, parts):
    message_id = await channel.send(an_envelope(), a_content(**parts), 0)
    with pytest.raises(PermanentDeliveryError):
        await channel.follow_up(an_envelope(), a_content(**parts), FollowUp.EDIT, message_id)


async def test_what_nobody_wrote_is_changed_too_as_long_as_it_is_one_message(channel, anna):
    button = Action("Atbildēt", command="answer:cesis-2024::1")
    message_id = await channel.send(an_envelope(), Content("Title", actions=(button,)), 0)
    await channel.follow_up(an_envelope(), Content("Other"), FollowUp.EDIT, message_id)
    (message,) = received(anna)
    assert (message.text, message.labels, message.earlier) == ("Other", (), ("Title",))
    with pytest.raises(PermanentDeliveryError, match="one message"):
        await channel.follow_up(an_envelope(), Content("Other", ("a" * 3000,) * 2), FollowUp.EDIT, message_id)


async def test_a_message_is_taken_away(channel, anna):
    message_id = await channel.send(an_envelope(), a_content("a"), 0)
    await channel.follow_up(an_envelope(), a_content(), FollowUp.DELETE, message_id)
    assert received(anna) == []


async def test_a_message_is_pinned_without_a_sound(telegram, channel, anna):
    message_id = await channel.send(an_envelope(), a_content("a"), 0)
    await channel.follow_up(an_envelope(), a_content("a"), FollowUp.PIN, message_id)
    assert [str(message.id) for message in anna.pinned] == [message_id]
    assert telegram.requests[-1].parameters["disable_notification"] == "true"


@pytest.mark.parametrize("act", FollowUp)
async def test_what_is_done_already_counts_as_done(channel, anna, act):
    message_id = await channel.send(an_envelope(), a_content("a"), 0)
    for _ in range(2):
        await channel.follow_up(an_envelope(), a_content("b"), act, message_id)


@pytest.mark.parametrize("act", FollowUp)
async def test_where_the_answer_is_lost_it_is_done_again(telegram, channel, anna, act):
    message_id = await channel.send(an_envelope(), a_content("a"), 0)
    telegram.lose_next({"edit": "editMessageText", "delete": "deleteMessage", "pin": "pinChatMessage"}[act])
    with pytest.raises(TemporaryDeliveryError):
        await channel.follow_up(an_envelope(), a_content("b"), act, message_id)
    await channel.follow_up(an_envelope(), a_content("b"), act, message_id)


async def test_after_two_days_a_message_stays(monkeypatch):
    monkeypatch.setattr(pacing, "CHAT_SPACING", 0)
    now = datetime(2024, 6, 14, tzinfo=UTC)
    async with LocalTelegram(clock=lambda: now) as telegram, a_channel(telegram.base_url) as channel:
        await telegram.phone(ANNA).send("/start")
        message_id = await channel.send(an_envelope(), a_content("a"), 0)
        now += timedelta(hours=49)
        with pytest.raises(PermanentDeliveryError, match="can't be deleted") as caught:
            await channel.follow_up(an_envelope(), a_content(), FollowUp.DELETE, message_id)
    assert type(caught.value) is PermanentDeliveryError


@pytest.mark.parametrize("act", [FollowUp.EDIT, FollowUp.PIN])
async def test_what_the_person_has_deleted_is_gone(channel, anna, act):
    message_id = await channel.send(an_envelope(), a_content("a"), 0)
    await channel.follow_up(an_envelope(), a_content(), FollowUp.DELETE, message_id)
    with pytest.raises(PermanentDeliveryError, match="not found") as caught:
        await channel.follow_up(an_envelope(), a_content("b"), act, message_id)
    assert type(caught.value) is PermanentDeliveryError


@pytest.mark.parametrize(
    ("code", "description", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", RecipientUnreachableError),
        (400, "Bad Request: message can't be edited", PermanentDeliveryError),
        (401, "Unauthorized", ChannelUnavailableError),
        (500, "Internal Server Error", TemporaryDeliveryError),
    ],
)
async def test_what_telegram_says_has_its_meaning(telegram, channel, anna, code, description, expected):
    telegram.fail_next("editMessageText", code, description)
    with pytest.raises(expected) as caught:
        await channel.follow_up(an_envelope(), a_content("b"), FollowUp.EDIT, "1")
    assert type(caught.value) is expected
