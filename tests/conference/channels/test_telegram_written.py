import json
from dataclasses import replace

import pytest

from conference.channels.channel import PermanentDeliveryError, Purpose
from conference.channels.telegram import TelegramChannel
from conference.content import Action, CalendarFile, Content, Media, MediaKind, Poll, Spot, Written
from tests.conference.channels.telegram_chat import an_envelope, received

ACTIONS = (Action("Mans pieteikums", command="show:example-2024::"),)


def a_content(html="", **parts):
    """Return an announcement: of all other words that it has, a chat shows the actions only."""
    return Content("Title", ("Par.",), written=Written(html, **parts), actions=ACTIONS)


async def a_file(phone, kind):
    """Return a file as an organiser sends it to the bot."""
    send = {"photo": phone.send_photo, "video": phone.send_video, "document": phone.send_document}[kind]
    document = phone.message(await send()).document
    return Media(MediaKind(kind), document.file_id, document.file_name, document.mime_type, document.size)


async def arrived(channel, phone, content):
    """Send *content* as the one message that it is."""
    assert channel.parts(content) == 1
    message_id = await channel.send(an_envelope(), content, 0)
    (message,) = received(phone)
    assert message_id == str(message.id)
    assert message.labels == (("Mans pieteikums",),)
    return message


async def test_a_text_is_sent_as_it_was_formatted(channel, anna):
    message = await arrived(channel, anna, a_content('Labdien, <b>Anna</b> &amp; <a href="https://a.example/">Co</a>!'))
    assert (message.kind, message.text) == ("text", "Labdien, Anna & Co!")
    assert [entity.type for entity in message.entities] == ["bold", "text_link"]


async def test_a_calendar_entry_comes_after_it(channel, anna):
    entry = CalendarFile("kopa.ics", "PUBLISH", b"BEGIN:VCALENDAR")
    content = replace(a_content("Mainās telpa."), calendar=entry)
    for part in range(channel.parts(content)):
        await channel.send(an_envelope(), content, part)
    words, calendar = received(anna)
    assert (words.text, calendar.document.file_name, calendar.labels) == ("Mainās telpa.", "kopa.ics", ())


async def test_its_links_are_previewed(telegram, channel, anna):
    await channel.send(an_envelope(), a_content("https://a.example/"), 0)
    assert "link_preview_options" not in telegram.requests[-1].parameters


@pytest.mark.parametrize("kind", MediaKind)
async def test_a_file_is_sent_again_with_its_caption(channel, anna, kind):
    media = await a_file(anna, kind)
    message = await arrived(channel, anna, a_content("Karte <i>šeit</i>", media=media))
    assert (message.kind, message.caption) == (kind, "Karte šeit")
    assert [entity.type for entity in message.entities] == ["italic"]
    assert message.document.file_id == media.file_id


async def test_a_file_needs_no_caption(channel, anna):
    message = await arrived(channel, anna, a_content(media=await a_file(anna, "photo")))
    assert (message.kind, message.caption) == ("photo", "")


@pytest.mark.parametrize(("anonymous", "several"), [(True, False), (False, True)])
async def test_a_poll_is_a_poll(channel, anna, anonymous, several):
    poll = Poll("Kuru <darbnīcu>?", ("Pirmo & otro", "Trešo"), anonymous=anonymous, several_answers=several)
    message = await arrived(channel, anna, a_content(poll=poll))
    assert (message.poll.question, message.poll.options) == (poll.question, poll.options)
    assert (message.poll.is_anonymous, message.poll.allows_multiple_answers) == (anonymous, several)


async def test_a_point_is_a_point(channel, anna):
    message = await arrived(channel, anna, a_content(spot=Spot(57.3135, 25.2696)))
    assert (message.kind, message.location.latitude, message.location.longitude) == ("location", 57.3135, 25.2696)


@pytest.mark.parametrize("purpose", [Purpose.REMINDER, Purpose.ANNOUNCEMENT])
async def test_all_of_it_is_paid_for_where_announcements_are(telegram, channel, anna, purpose):
    channel = TelegramChannel(channel._bot, 1000, paid_broadcast=True)
    poll, photo = Poll("a?", ("b", "c")), await a_file(anna, "photo")
    contents = [a_content("a"), a_content(media=photo), a_content(poll=poll), a_content(spot=Spot(1, 2))]
    for content in contents:
        await channel.send(an_envelope(purpose=purpose), content, 0)
    paid = [request.parameters.get("allow_paid_broadcast") for request in telegram.requests[-4:]]
    assert paid == ["true" if purpose is Purpose.ANNOUNCEMENT else None] * 4
    assert [json.loads(request.parameters["reply_markup"]) for request in telegram.requests[-4:]] == [
        {"inline_keyboard": [[{"text": "Mans pieteikums", "callback_data": "show:example-2024::"}]]}
    ] * 4


async def test_broken_markup_reaches_nobody(channel, anna):
    with pytest.raises(PermanentDeliveryError, match="parse entities"):
        await channel.send(an_envelope(), a_content("<b>a"), 0)
    assert received(anna) == []
