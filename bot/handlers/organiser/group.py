"""Answers in a group of organisers: replies to a question there. Nothing else in a group is the bot's business."""

import logging
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Message as TelegramMessage
from telegram import ReplyParameters, Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot.handlers.organiser.answering import give
from bot.service import Service
from bot.turn import Callback
from conference import organisers, people, questions, seen_updates
from conference.answers import Problem
from conference.channels.pacing import Rank
from conference.database import insist
from conference.organisers import Role
from conference.people import Person
from conference.questions import Message

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What the bot has to say to a reply."""

    text: str
    is_refusal: bool = False


def answering_in_groups(service: Service) -> Callback:
    """Return a handler of replies in groups. Whoever may not answer is told so once, until the next start.

    It makes nobody known: members of a group have not written to the bot.
    """
    refused: set[int] = set()

    async def handle(update: Update, context: "CallbackContext[ExtBot[Rank], Any, Any, Any]") -> None:
        message = update.message
        if message is None or message.from_user is None:
            return
        said = await insist(partial(_take, service, update.update_id, message))
        service.wake_lanes()
        if said is None or (said.is_refusal and message.from_user.id in refused):
            return
        if said.is_refusal:
            refused.add(message.from_user.id)
        await _say(context.bot, message, said.text)

    return handle


async def _take(service: Service, update_id: int, message: TelegramMessage) -> Said | None:
    async with service.database.transaction() as connection:
        question = await _question(connection, service, message)
        if question is None or not await seen_updates.remember(connection, update_id, service.clock()):
            return None
        person = await _organiser(connection, question, message)
        voice = service.texts.voice(person.language if person else service.texts.default_language)
        if person is None:
            return Said(voice("answering-in-group"), is_refusal=True)
        given = await give(connection, question, person.id, message.text or "", service.clock())
        return Said(voice(given.key, **given.variables) if isinstance(given, Problem) else voice("answering-sent"))


async def _question(connection: AsyncConnection, service: Service, message: TelegramMessage) -> Message | None:
    """Return the question that a message replies to, if it is in the group of its event."""
    if message.reply_to_message is None:
        return None
    found = await questions.shown_in(connection, message.chat.id, message.reply_to_message.message_id)
    event = service.event(found.event) if found else None
    return found if event and event.contact.telegram_group == message.chat.id else None


async def _organiser(connection: AsyncConnection, question: Message, message: TelegramMessage) -> Person | None:
    """Return who has written a message, if they are an organiser of the event that a question is about."""
    person = await people.find(connection, message.from_user.id) if message.from_user else None
    part = await organisers.find(connection, person.id, question.event) if person else None
    return person if part and part.role is Role.ORGANISER else None


async def _say(bot: ExtBot[Rank], message: TelegramMessage, text: str) -> None:
    beneath = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    try:
        await bot.send_message(message.chat.id, text, reply_parameters=beneath)
    except TelegramError as error:
        # What happened is stored, and the question itself shows it.
        logger.warning("a group did not get an answer: %s", type(error).__name__)
