from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.keyboards import below_the_text_field, inline
from bot.screens.screen import Key, Screen, said
from conference.button import Act, Button


def test_buttons_act_or_lead_somewhere():
    rows = ((Key("Back", Button(Act.BACK, "e", 7)), Key("Map", link="https://example.org/")), ())
    assert inline(Screen(said("?"), rows)) == InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Back", callback_data="back:e:7:"),
                InlineKeyboardButton("Map", url="https://example.org/"),
            ]
        ]
    )


def test_without_buttons_there_is_no_keyboard():
    assert (inline(Screen(said("?"))), below_the_text_field(Screen(said("?")))) == (None, None)


def test_a_phone_number_is_shared_from_below_the_text_field():
    screen = Screen(said("?"), share_phone="Share", words=("Back", "Stop"))
    assert below_the_text_field(screen) == ReplyKeyboardMarkup(
        [[KeyboardButton("Share", request_contact=True)], [KeyboardButton("Back"), KeyboardButton("Stop")]],
        resize_keyboard=True,
        one_time_keyboard=True,
    )
