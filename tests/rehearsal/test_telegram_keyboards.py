import re

import pytest

from rehearsal.telegram import Button, Key, ReplyKeyboard
from rehearsal.telegram.errors import BotApiError
from rehearsal.telegram.keyboards import ReplyMarkup, read_markup


def inline(**button):
    return {"inline_keyboard": [[button]]}


def test_an_inline_keyboard_is_read_row_by_row():
    markup = read_markup(
        {
            "inline_keyboard": [
                [{"text": "Jā", "callback_data": "yes"}, {"text": "Nē", "callback_data": "no"}],
                [{"text": "Karte", "url": "https://example.lv/karte?x=1"}],
            ]
        }
    )
    yes, no = Button("Jā", "callback_data", "yes"), Button("Nē", "callback_data", "no")
    assert markup == ReplyMarkup(inline=((yes, no), (Button("Karte", "url", "https://example.lv/karte?x=1"),)))


def test_a_button_knows_what_it_does():
    yes, page = Button("Jā", "callback_data", "yes"), Button("Karte", "url", "https://example.lv")
    assert [(b.callback_data, b.url) for b in (yes, page)] == [("yes", None), (None, "https://example.lv")]


def test_a_reply_keyboard_is_read_row_by_row():
    rows = [
        ["Izlaist", {"text": "Mans tālrunis", "request_contact": True}],
        [{"text": "Kur es esmu", "request_location": True}],
    ]
    markup = read_markup({"keyboard": rows, "one_time_keyboard": True, "input_field_placeholder": "+371"})

    keys = (Key("Izlaist"), Key("Mans tālrunis", request_contact=True)), (Key("Kur es esmu", request_location=True),)
    assert markup == ReplyMarkup(keyboard=ReplyKeyboard(keys, one_time=True, placeholder="+371"))
    assert markup.keyboard.labels == (("Izlaist", "Mans tālrunis"), ("Kur es esmu",))


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        (None, ReplyMarkup()),
        ({"remove_keyboard": True}, ReplyMarkup(removes_keyboard=True)),
        ({"force_reply": True}, ReplyMarkup()),
        ({"inline_keyboard": []}, ReplyMarkup()),
    ],
)
def test_other_markups(markup, read):
    assert read_markup(markup) == read


@pytest.mark.parametrize("data", ["1", "ā" * 32])
def test_callback_data_of_1_to_64_bytes_is_taken(data):
    assert read_markup(inline(text="Jā", callback_data=data)).inline[0][0].callback_data == data


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (inline(text="Jā", callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(text="Jā", callback_data="ā" * 33), "BUTTON_DATA_INVALID"),
        (inline(text="Jā", url="example lv"), "BUTTON_URL_INVALID"),
        (inline(text="Jā", url="http://"), "BUTTON_URL_INVALID"),
        (inline(text="Jā", url="javascript:alert(1)"), "BUTTON_URL_INVALID"),
        (inline(text="Jā"), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline(text=" ", callback_data="1"), "can't parse keyboard button: text is empty"),
        (inline(text="Jā", callbackdata="1"), "unknown inline keyboard button field callbackdata"),
        ({"keyboard": [[{"text": "Jā", "requestcontact": True}]]}, "unknown keyboard button field requestcontact"),
        ({"keyboard": [[{"text": ""}]]}, "can't parse keyboard button: text is empty"),
        ({"inline_keyboard": ["Jā"]}, "can't parse keyboard: array of arrays of buttons expected"),
        ({"inline_keyboard": [[1]]}, "can't parse keyboard button: object expected"),
        ({"buttons": []}, "object expected as reply markup"),
        ("Jā", "object expected as reply markup"),
    ],
)
def test_a_keyboard_that_telegram_refuses_is_refused(markup, reason):
    with pytest.raises(BotApiError, match=re.escape(f"Bad Request: {reason}")):
        read_markup(markup)
