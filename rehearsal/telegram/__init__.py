"""A local Telegram: a Bot API server over real HTTP, and phones and groups for the people who write to the bot."""

from rehearsal.telegram.chats import Alert
from rehearsal.telegram.entities import Entity
from rehearsal.telegram.flood import FloodControl
from rehearsal.telegram.groups import Group, Member
from rehearsal.telegram.keyboards import Button, Key, ReplyKeyboard
from rehearsal.telegram.local_telegram import LocalTelegram
from rehearsal.telegram.messages import Document, Location, ShownMessage, Venue
from rehearsal.telegram.phone import Phone
from rehearsal.telegram.poll import Poll
from rehearsal.telegram.requests import Request

__all__ = [
    "Alert",
    "Button",
    "Document",
    "Entity",
    "FloodControl",
    "Group",
    "Key",
    "LocalTelegram",
    "Location",
    "Member",
    "Phone",
    "Poll",
    "ReplyKeyboard",
    "Request",
    "ShownMessage",
    "Venue",
]
