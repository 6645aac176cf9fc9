"""Screens as Telegram's keyboards."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.screens.screen import Key, Screen


def inline(screen: Screen) -> InlineKeyboardMarkup | None:
    """Return the buttons under a screen."""
    rows = [[_button(key) for key in row] for row in screen.rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def below_the_text_field(screen: Screen) -> ReplyKeyboardMarkup | None:
    """Return the keyboard that takes the place of the phone's own: only there can a contact be shared."""
    if screen.share_phone is None:
        return None
    keys = [[KeyboardButton(screen.share_phone, request_contact=True)], [*map(KeyboardButton, screen.words)]]
    return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)


def _button(key: Key) -> InlineKeyboardButton:
    return InlineKeyboardButton(key.label, url=key.link, callback_data=key.button.encode() if key.button else None)
