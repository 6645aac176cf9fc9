import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from conference.channels.channel import (
    ChannelName,
    ChannelUnavailableError,
    OutcomeUnknownError,
    PermanentDeliveryError,
    Purpose,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.channels.telegram import TelegramChannel, delivery_error, keyboard
from conference.channels.telegram_request import AnswerLostError, NotSentError, NotSentTimeoutError
from conference.content import Action, CalendarFile, Content, Fact, Place
from tests.conference.channels.telegram_chat import ANNA, a_channel, an_envelope, received

PLACE = Place("Cēsu koncertzāle", "Raunas iela 12, Cēsis", 57.3135, 25.2696)
CALENDAR = CalendarFile("konference.ics", "PUBLISH", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


class TestSending:
    async def test_a_content_with_a_place_and_a_calendar_is_three_messages(self, channel, anna):
        content = Content(
            title="Konference",
            paragraphs=("Labdien, <b>Anna</b> & Co!",),
            facts=(Fact("Norises vieta", "Cēsis", "https://karte.example/?a=1&b=2"),),
            actions=(
                Action("Mans pieteikums", command="show:example-2024::", link="https://t.example/kopa"),
                Action("Karte", link="https://karte.example/"),
                Action("Only e-mail has this"),
            ),
            place=PLACE,
            calendar=CALENDAR,
        )
        assert channel.parts(content) == 3
        ids = [await channel.send(an_envelope(), content, part) for part in range(3)]
        text, venue, document = received(anna)
        assert ids == [str(message.id) for message in (text, venue, document)]
        assert text.text == "Konference\n\nLabdien, <b>Anna</b> & Co!\n\nNorises vieta: Cēsis"
        assert [(button.label, button.action, button.value) for button in text.buttons] == [
            ("Mans pieteikums", "callback_data", "show:example-2024::"),
            ("Karte", "url", "https://karte.example/"),
        ]
        assert (venue.venue.title, venue.venue.address) == (PLACE.name, PLACE.address)
        assert (venue.venue.latitude, venue.venue.longitude) == (PLACE.latitude, PLACE.longitude)
        assert (document.document.file_name, document.document.content) == (CALENDAR.file_name, CALENDAR.body)
        assert not venue.buttons
        assert not document.buttons

    async def test_a_long_content_has_its_buttons_under_the_last_text(self, channel, anna):
        content = Content("Title", ("x" * 3000, "y" * 3000), actions=(Action("Open", command="open:::"),), place=PLACE)
        assert channel.parts(content) == 3
        for part in range(3):
            await channel.send(an_envelope(), content, part)
        assert [message.labels for message in received(anna)] == [(), (("Open",),), ()]

    async def test_a_retry_sends_the_part_it_is_asked_for(self, channel, anna):
        await channel.send(an_envelope(), Content("Title", place=PLACE), 1)
        assert [message.kind for message in received(anna)] == ["venue"]

    async def test_the_longest_message_of_emoji_arrives_in_two(self, channel, anna):
        content = Content("", ("👍" * 4096,))
        assert channel.parts(content) == 2
        for part in range(2):
            await channel.send(an_envelope(), content, part)
        assert [message.text for message in received(anna)] == ["👍" * 2048] * 2

    async def test_links_are_not_previewed(self, telegram, channel, anna):
        await channel.send(an_envelope(), Content("Title", ("https://karte.example/",)), 0)
        (sent,) = [request for request in telegram.requests if request.method == "sendMessage"]
        assert json.loads(sent.parameters["link_preview_options"]) == {"is_disabled": True}

    @pytest.mark.parametrize("purpose", Purpose)
    @pytest.mark.parametrize("paid_broadcast", [True, False])
    async def test_only_announcements_are_paid_for_and_only_if_wanted(
        self, telegram, channel, anna, purpose, paid_broadcast
    ):
        channel = TelegramChannel(channel._bot, 1000, paid_broadcast=paid_broadcast)
        for part in range(3):
            await channel.send(an_envelope(purpose=purpose), Content("Title", place=PLACE, calendar=CALENDAR), part)
        paid = [request.parameters.get("allow_paid_broadcast") for request in telegram.requests[-3:]]
        assert paid == ["true" if paid_broadcast and purpose is Purpose.ANNOUNCEMENT else None] * 3

    @pytest.mark.parametrize(
        ("per_second", "paid", "slots"), [(1, False, (5, 5)), (30, False, (120, 10)), (30, True, (120, 128))]
    )
    async def test_as_much_is_under_way_as_the_pace_takes(self, channel, per_second, paid, slots):
        channel = TelegramChannel(channel._bot, per_second, paid_broadcast=paid)
        assert (channel.concurrency, channel.careful_concurrency) == slots

    async def test_it_has_its_name_and_leaves_the_bot_to_its_owner(self, channel, anna):
        assert channel.name is ChannelName.TELEGRAM
        await channel.close()
        await channel.send(an_envelope(), Content("Title"), 0)
        assert len(received(anna)) == 1


def test_a_button_does_one_thing():
    actions = (
        Action("Both", "open:::", "https://a.example/"),
        Action("Link", link="https://a.example/"),
        Action("None"),
    )
    assert keyboard(actions).to_dict() == {
        "inline_keyboard": [
            [{"text": "Both", "callback_data": "open:::"}],
            [{"text": "Link", "url": "https://a.example/"}],
        ]
    }
    assert keyboard(actions[2:]) is None


class TestRefusals:
    @pytest.mark.parametrize(
        ("code", "description", "expected"),
        [
            (403, "Forbidden: bot was blocked by the user", RecipientUnreachableError),
            (403, "Forbidden: user is deactivated", RecipientUnreachableError),
            (400, "Bad Request: chat not found", RecipientUnreachableError),
            (400, "Bad Request: can't parse entities", PermanentDeliveryError),
            (401, "Unauthorized", ChannelUnavailableError),
            (404, "Not Found", ChannelUnavailableError),
            (500, "Internal Server Error", TemporaryDeliveryError),
            (502, "Bad Gateway", ChannelUnavailableError),
        ],
    )
    async def test_what_telegram_says_has_its_meaning(self, telegram, channel, anna, code, description, expected):
        telegram.fail_next("sendMessage", code, description)
        with pytest.raises(expected) as caught:
            await channel.send(an_envelope(), Content("Title"), 0)
        assert type(caught.value) is expected
        assert received(anna) == []

    async def test_a_pause_that_telegram_asks_for_is_handed_on(self, telegram, channel, anna):
        telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 35", retry_after=35)
        with pytest.raises(TemporaryDeliveryError) as caught:
            await channel.send(an_envelope(), Content("Title"), 0)
        assert caught.value.retry_after == timedelta(seconds=35)

    async def test_who_blocked_the_bot_or_never_started_it_is_unreachable(self, channel, anna):
        await anna.block_bot()
        for chat_id in (ANNA, 8):
            with pytest.raises(RecipientUnreachableError):
                await channel.send(an_envelope(chat_id), Content("Title"), 0)

    async def test_a_button_with_markup_that_is_refused_is_our_defect_and_nobody_elses(self, channel, anna):
        content = Content("Title", actions=(Action("Open", command="x" * 65),))
        with pytest.raises(PermanentDeliveryError) as caught:
            await channel.send(an_envelope(), content, 0)
        assert not isinstance(caught.value, RecipientUnreachableError)


@asynccontextmanager
async def a_server(answer):
    """Run a server that says to every `sendMessage`: *answer*; b"" to hang up, None for silence. `getMe` works."""
    silent = asyncio.Event()
    me = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bot","username":"rehearsal_bot"}}'

    async def serve(reader, writer):
        request = await reader.readuntil(b"\r\n\r\n")
        if b"getMe" in request:
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(me), me))
        elif answer is None:
            await silent.wait()
        else:
            writer.write(answer)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
    finally:
        silent.set()
        server.close()
        await server.wait_closed()


class TestNetwork:
    PROXY = b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\n<html/>\n"

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            (None, OutcomeUnknownError),
            (b"", OutcomeUnknownError),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", OutcomeUnknownError),
            (PROXY % b"403 Forbidden", ChannelUnavailableError),
            (PROXY % b"400 Bad Request", ChannelUnavailableError),
            (PROXY % b"404 Not Found", ChannelUnavailableError),
            (PROXY % b"502 Bad Gateway", ChannelUnavailableError),
            (PROXY % b"200 OK", OutcomeUnknownError),
        ],
    )
    async def test_what_happens_on_the_way_has_its_meaning(self, answer, expected):
        async with a_server(answer) as url, a_channel(url, read_timeout=0.3) as channel:
            with pytest.raises(expected) as caught:
                await channel.send(an_envelope(), Content("Title"), 0)
        assert type(caught.value) is expected

    async def test_where_nobody_listens_nothing_was_sent(self):
        async with a_server(b"") as url, a_channel(url) as channel:
            channel._bot._base_url = "http://127.0.0.1:1/bot1:rehearsal"
            with pytest.raises(ChannelUnavailableError):
                await channel.send(an_envelope(), Content("Title"), 0)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RetryAfter(timedelta(seconds=60)), TemporaryDeliveryError),
        (RetryAfter(timedelta(seconds=61)), ChannelUnavailableError),
        (Forbidden("Forbidden: bot was blocked by the user"), RecipientUnreachableError),
        (BadRequest("Chat not found"), RecipientUnreachableError),
        (BadRequest("Message is too long"), PermanentDeliveryError),
        (ChatMigrated(-100), PermanentDeliveryError),
        (InvalidToken(), ChannelUnavailableError),
        (Conflict("terminated by other getUpdates request"), ChannelUnavailableError),
        (TimedOut(), OutcomeUnknownError),
        (AnswerLostError("the connection broke"), OutcomeUnknownError),
        (NotSentError("no connection"), ChannelUnavailableError),
        (NotSentTimeoutError("no connection in time"), ChannelUnavailableError),
        (NetworkError("Bad Gateway"), ChannelUnavailableError),
        (NetworkError("Internal Server Error"), TemporaryDeliveryError),
        (TelegramError("something new"), TemporaryDeliveryError),
    ],
    ids=repr,
)
def test_each_error_of_the_library_has_one_meaning(error, expected):
    assert type(delivery_error(error)) is expected
