"""What a turn says in the end, as requests to the Bot API."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from telegram import (
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InputFile,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.commands import menu
from bot.keyboards import below_the_text_field, inline
from bot.screens.screen import Screen
from conference.channels.pacing import Rank
from conference.channels.telegram import NO_PREVIEW
from conference.channels.telegram_html import as_messages
from conference.channels.telegram_written import Manner, written_part
from conference.content import Place, Written
from conference.texts import Voice

logger = logging.getLogger(__name__)

TOAST_LENGTH = 200
"""Characters (Bot API, answerCallbackQuery)."""

PAUSES = [1.0, 3.0]
"""Seconds before what did not get through is said again. To be asked twice harms less than to wait for a question that
never comes, and to answer the next one without having seen it."""

T = TypeVar("T")

AS_AN_ANSWER: Manner = {"reply_markup": None, "allow_paid_broadcast": None, "rate_limit_args": Rank.ANSWER}

Making = Callable[[], Awaitable[bytes | None]]
"""Makes what takes a while, when the transaction is over: nobody's writing must wait for it. None: nothing is sent."""


@dataclass(frozen=True, slots=True)
class Message:
    screen: Screen


@dataclass(frozen=True, slots=True)
class Edit:
    """Takes the place of the message whose button was pressed."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class HideKeyboard:
    """A line that also puts the phone's own keyboard back."""

    text: str


@dataclass(frozen=True, slots=True)
class Toast:
    text: str


@dataclass(frozen=True, slots=True)
class Pin:
    place: Place


@dataclass(frozen=True, slots=True)
class File:
    name: str
    body: bytes | Making
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo: the chat shows it, where a file would have to be opened."""

    name: str
    body: bytes | Making


@dataclass(frozen=True, slots=True)
class Menu:
    """A chat's own menu of commands, in the language of *voice*; None takes it away."""

    voice: Voice | None
    organises: bool = False
    chat_id: int | None = None
    """Another person's chat; None: this one."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An organiser's own words, just as everybody gets them."""

    written: Written


Reply = Message | Edit | HideKeyboard | Toast | Pin | File | Picture | Menu | Announcement


async def send(bot: ExtBot[Rank], update: Update, replies: list[Reply]) -> None:
    """Send the replies in order. A pressed button is always answered: until then it looks busy."""
    if update.callback_query:
        await answer_press(update, next((reply.text for reply in replies if isinstance(reply, Toast)), None))
    for reply in replies:
        if not isinstance(reply, Toast):  # the answer to the press has said it
            await _send(bot, update, reply)


async def answer_press(update: Update, text: str | None = None) -> None:
    """Let a pressed button look idle again. Where that fails (it is too late), nothing is lost but the toast."""
    assert update.callback_query is not None
    try:
        await update.callback_query.answer(text)
    except Forbidden:
        raise
    except TelegramError as error:
        logger.info("update %d: the press could not be answered: %s", update.update_id, type(error).__name__)


async def _send(bot: ExtBot[Rank], update: Update, reply: Reply) -> None:
    assert update.effective_chat is not None
    chat_id = update.effective_chat.id
    match reply:
        case Message(screen):
            await _message(bot, chat_id, screen)
        case Edit(screen):
            await _edit(bot, update, chat_id, screen)
        case HideKeyboard(text):
            await _insist(lambda: bot.send_message(chat_id, text, reply_markup=ReplyKeyboardRemove()))
        case Pin(place):
            where = (place.latitude, place.longitude, place.name, place.address)
            await _insist(lambda: bot.send_venue(chat_id, *where))
        case File() | Picture():
            await _upload(bot, chat_id, reply)
        case Menu():
            await _menu(bot, chat_id, reply)
        case Announcement(written):
            await _insist(partial(written_part(bot, written, AS_AN_ANSWER), chat_id))


async def _upload(bot: ExtBot[Rank], chat_id: int, reply: File | Picture) -> None:
    body = reply.body if isinstance(reply.body, bytes) else await reply.body()
    if body is None:
        return
    file = InputFile(body, reply.name)
    if isinstance(reply, File):
        caption = reply.caption or None
        await _insist(lambda: bot.send_document(chat_id, file, caption=caption))
    else:
        await _insist(lambda: bot.send_photo(chat_id, file))


async def _message(bot: ExtBot[Rank], chat_id: int, screen: Screen) -> None:
    *before, last = as_messages(screen.content)
    for text in before:
        await _text(bot, chat_id, text)
    await _text(bot, chat_id, last, below_the_text_field(screen) or inline(screen))


async def _text(
    bot: ExtBot[Rank], chat_id: int, html: str, markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None = None
) -> None:
    await _insist(
        lambda: bot.send_message(chat_id, html, parse_mode="HTML", reply_markup=markup, link_preview_options=NO_PREVIEW)
    )


async def _edit(bot: ExtBot[Rank], update: Update, chat_id: int, screen: Screen) -> None:
    texts = as_messages(screen.content)
    pressed = update.callback_query.message if update.callback_query else None
    # Telegram gives no text for messages too old to edit; a document's caption is not ours to replace.
    if not isinstance(pressed, TelegramMessage) or not pressed.text or len(texts) > 1 or screen.share_phone:
        await _message(bot, chat_id, screen)
        return
    message_id, markup = pressed.message_id, inline(screen)
    try:
        await _insist(
            lambda: bot.edit_message_text(
                texts[0], chat_id, message_id, parse_mode="HTML", reply_markup=markup, link_preview_options=NO_PREVIEW
            )
        )
    except BadRequest as error:
        if "not modified" not in error.message:
            await _message(bot, chat_id, screen)


async def _menu(bot: ExtBot[Rank], chat_id: int, wanted: Menu) -> None:
    if wanted.chat_id is None:
        await _set_menu(bot, chat_id, wanted)
    else:
        await _set_anothers_menu(bot, wanted.chat_id, wanted)


async def _set_menu(bot: ExtBot[Rank], chat_id: int, wanted: Menu) -> None:
    chat, voice = BotCommandScopeChat(chat_id), wanted.voice
    if voice is None:
        await _insist(lambda: bot.delete_my_commands(chat))
    else:
        await _insist(lambda: bot.set_my_commands(menu(voice, organises=wanted.organises), chat))


async def _set_anothers_menu(bot: ExtBot[Rank], chat_id: int, wanted: Menu) -> None:
    """Set it where that is possible. Whoever has blocked the bot is not the one who is answered here."""
    try:
        await _set_menu(bot, chat_id, wanted)
    except TelegramError as error:
        logger.info("another's menu could not be set: %s", type(error).__name__)


async def _insist(request: Callable[[], Awaitable[T]]) -> T:
    """Make a request; again after a pause where the network or Telegram failed. (`Pacing` waits out flood control.)"""
    for pause in PAUSES:
        try:
            return await request()
        except BadRequest:  # a NetworkError in PTB, but one that would come again
            raise
        except NetworkError:
            await asyncio.sleep(pause)
    return await request()
