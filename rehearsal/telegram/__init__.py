"""A local Telegram: a Bot API server over real HTTP, and phones for the people who write to the bot."""

from rehearsal.telegram.chats import Alert
from rehearsal.telegram.flood import FloodControl
from rehearsal.telegram.keyboards import Button, Key, ReplyKeyboard
from rehearsal.telegram.local_telegram import LocalTelegram
from rehearsal.telegram.markup import Entity
from rehearsal.telegram.messages import Document, ShownMessage, Venue
from rehearsal.telegram.phone import Phone
from rehearsal.telegram.requests import Request

__all__ = [
    "Alert",
    "Button",
    "Document",
    "Entity",
    "FloodControl",
    "Key",
    "LocalTelegram",
    "Phone",
    "ReplyKeyboard",
    "Request",
    "ShownMessage",
    "Venue",
]
