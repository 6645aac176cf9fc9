"""The server's table of methods against aiogram's, which is generated from the Bot API's own pages."""

import typing

import aiogram.methods
import httpx
import pytest
from pydantic import TypeAdapter

from rehearsal.telegram import LocalTelegram
from rehearsal.telegram.bot_api import METHODS, TYPES
from rehearsal.telegram.sending import SENDING_FILES

# aiogram keeps these for old bots; the Bot API has replaced them with objects.
DEPRECATED = {
    "disable_web_page_preview",
    "reply_to_message_id",
    "allow_sending_without_reply",
    "correct_option_id",
}


def fields_of(method):
    model = getattr(aiogram.methods, method[0].upper() + method[1:])
    return {name: field for name, field in model.model_fields.items() if name not in DEPRECATED}


def simple_types(field):
    """The plain JSON types that a field may have."""
    return {int, float, bool, str}.intersection(typing.get_args(field.annotation) or (field.annotation,))


@pytest.mark.parametrize("method", METHODS)
def test_a_method_takes_what_aiogram_says(method):
    assert METHODS[method].allowed == set(fields_of(method))


@pytest.mark.parametrize("method", METHODS)
def test_a_method_needs_what_aiogram_says(method):
    needed = {name for name, field in fields_of(method).items() if field.is_required()}
    assert set(METHODS[method].required) == needed


@pytest.mark.parametrize("method", METHODS)
def test_a_parameter_is_decoded_to_the_type_that_aiogram_gives_it(method):
    decoded = {name: field for name, field in fields_of(method).items() if TYPES.get(name) in (int, float, bool)}
    assert {name: simple_types(field) for name, field in decoded.items()} == {name: {TYPES[name]} for name in decoded}


def test_every_method_of_the_table_has_a_handler():
    assert set(LocalTelegram()._handlers) == set(METHODS)


PLACE = {"latitude": 57.31, "longitude": 25.27}
ALBUM = '[{"type": "photo", "media": "attach://one", "caption": "1"}, {"type": "video", "media": "attach://two"}]'
CALLS = [
    ("sendMessage", {"text": "<b>Labdien</b>", "parse_mode": "HTML"}),
    ("sendVenue", PLACE | {"title": "Koncertzāle", "address": "Raunas iela 12"}),
    ("sendLocation", PLACE),
    ("sendContact", {"phone_number": "+37129000000", "first_name": "Anna"}),
    *((method, {kind: "attach://one"}) for method, kind in SENDING_FILES.items()),
    ("sendMediaGroup", {"media": ALBUM}),
    ("sendPoll", {"question": "Kad?", "options": '["1", "2"]', "type": "quiz", "correct_option_ids": "[0]"}),
    ("stopPoll", {"message_id": 4}),
    ("copyMessage", {"from_chat_id": 7, "message_id": 2}),
    ("copyMessages", {"from_chat_id": 7, "message_ids": "[2, 3]"}),
    ("forwardMessage", {"from_chat_id": 7, "message_id": 1}),
    ("forwardMessages", {"from_chat_id": 7, "message_ids": "[1, 2]"}),
    ("editMessageText", {"message_id": 2, "text": "Sveiki"}),
    ("editMessageCaption", {"message_id": 3, "caption": "Zāle"}),
    ("editMessageMedia", {"message_id": 2, "media": '{"type": "photo", "media": "attach://one"}'}),
    ("editMessageReplyMarkup", {"message_id": 2, "reply_markup": '{"inline_keyboard": [[{"text": "1", "url": "tg://1"}]]}'}),
    ("deleteMessage", {"message_id": 2}),
    ("deleteMessages", {"message_ids": "[1, 2]"}),
    ("pinChatMessage", {"message_id": 2}),
    ("unpinAllChatMessages", {}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "parameters"), CALLS)
async def test_an_answer_is_what_aiogram_expects(telegram, bot, anna, method, parameters):
    await bot.send_message(7, "Labdien")
    await bot.send_photo(7, b"PNG")
    await bot.send_poll(7, "Kad?", ["1", "2"])
    files = {"one": ("1.png", b"PNG"), "two": ("2.mp4", b"MP4")}
    named = {name: file for name, file in files.items() if f"attach://{name}" in str(parameters)}
    async with httpx.AsyncClient() as client:
        url = f"{telegram.base_url}{telegram.token}/{method}"
        answer = (await client.post(url, data={"chat_id": 7} | parameters, files=named)).json()

    assert answer["ok"], answer
    expected = getattr(aiogram.methods, method[0].upper() + method[1:]).__returning__
    TypeAdapter(expected).validate_python(answer["result"])
