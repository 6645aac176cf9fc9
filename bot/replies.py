"""What a turn says in the end, as requests to the Bot API."""

from contextlib import suppress
from dataclasses import dataclass

from telegram import BotCommandScopeChat, InputFile, ReplyKeyboardRemove, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.commands import menu
from bot.keyboards import below_the_text_field, inline
from bot.screens.screen import Screen
from conference.channels.pacing import Rank
from conference.channels.telegram import NO_PREVIEW
from conference.channels.telegram_html import as_messages
from conference.content import Place
from conference.texts import Voice


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
    body: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """This chat's menu of commands, in the language of *voice*."""

    voice: Voice


Reply = Message | Edit | HideKeyboard | Toast | Pin | File | Menu


async def send(bot: ExtBot[Rank], update: Update, replies: list[Reply]) -> None:
    """Send the replies in order. A pressed button is always answered: until then it looks busy."""
    if update.callback_query:
        await _answer_press(update, next((reply.text for reply in replies if isinstance(reply, Toast)), None))
    for reply in replies:
        await _send(bot, update, reply)


async def _send(bot: ExtBot[Rank], update: Update, reply: Reply) -> None:
    assert update.effective_chat is not None
    chat_id = update.effective_chat.id
    match reply:
        case Message(screen):
            await _message(bot, chat_id, screen)
        case Edit(screen):
            await _edit(bot, update, chat_id, screen)
        case HideKeyboard(text):
            await bot.send_message(chat_id, text, reply_markup=ReplyKeyboardRemove())
        case Pin(place):
            await bot.send_venue(chat_id, place.latitude, place.longitude, place.name, place.address)
        case File(name, body, caption):
            await bot.send_document(chat_id, InputFile(body, name), caption=caption or None)
        case Menu(voice):
            await bot.set_my_commands(menu(voice), BotCommandScopeChat(chat_id))
        case Toast():
            pass  # the answer to the press has said it


async def _message(bot: ExtBot[Rank], chat_id: int, screen: Screen) -> None:
    *before, last = as_messages(screen.content)
    for text in before:
        await bot.send_message(chat_id, text, parse_mode="HTML", link_preview_options=NO_PREVIEW)
    markup = below_the_text_field(screen) or inline(screen)
    await bot.send_message(chat_id, last, parse_mode="HTML", reply_markup=markup, link_preview_options=NO_PREVIEW)


async def _edit(bot: ExtBot[Rank], update: Update, chat_id: int, screen: Screen) -> None:
    texts = as_messages(screen.content)
    pressed = update.callback_query.message if update.callback_query else None
    # Telegram gives no text for messages too old to edit; a document's caption is not ours to replace.
    editable = isinstance(pressed, TelegramMessage) and bool(pressed.text)
    if not editable or len(texts) > 1 or screen.share_phone:
        await _message(bot, chat_id, screen)
        return
    assert pressed is not None
    try:
        await bot.edit_message_text(
            texts[0],
            chat_id,
            pressed.message_id,
            parse_mode="HTML",
            reply_markup=inline(screen),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if "not modified" not in error.message:
            await _message(bot, chat_id, screen)


async def _answer_press(update: Update, text: str | None) -> None:
    assert update.callback_query is not None
    with suppress(BadRequest):  # too old to be answered, which harms nothing
        await update.callback_query.answer(text)
