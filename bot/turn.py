"""One update of one person: what happens to it in the database, and what is said after that is durable."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Chat, Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot import replies
from bot.replies import Making, Reply
from bot.screens.screen import Screen, said
from bot.service import Service
from conference import people, seen_updates
from conference.channels.channel import ChannelName, RecipientUnreachableError
from conference.channels.pacing import Rank
from conference.channels.telegram import delivery_error
from conference.content import CalendarFile, Place, Written
from conference.database import insist
from conference.event import Event
from conference.expecting import Expected
from conference.people import Person
from conference.texts import Voice

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Turn:
    """What a handler sees. It changes the database at once, and speaks only after the transaction is committed."""

    service: Service
    connection: AsyncConnection
    person: Person
    voice: Voice
    now: datetime
    update: Update
    is_newcomer: bool
    """Whether nothing was known about the person before this update."""
    replies: list[Reply] = field(default_factory=list)
    work: "Work | None" = None
    expected: tuple[str, Expected] | None = None
    """What the person's next message was for until this command or press, and in which event."""
    erased: bool = False
    """Whether the person had everything erased: then the database's log is cleaned too."""

    @property
    def text(self) -> str:
        """What the person has typed in this update, if they have."""
        return (self.update.message.text or "") if self.update.message else ""

    def say(self, screen: Screen) -> None:
        """Send a new message."""
        self.replies.append(replies.Message(screen))

    def show(self, screen: Screen) -> None:
        """Put a screen in the place of the one whose button was pressed; without a button, send a new message."""
        self.replies.append(replies.Edit(screen) if self.update.callback_query else replies.Message(screen))

    def settle(self, screen: Screen) -> None:
        """Leave the pressed message as a record without buttons; say nothing where nothing was pressed."""
        if self.update.callback_query:
            self.replies.append(replies.Edit(screen))

    def toast(self, text: str) -> None:
        """Answer a pressed button with a passing notice, of at most `replies.TOAST_LENGTH` characters."""
        self.replies.append(replies.Toast(text))

    def hide_keyboard(self, text: str) -> None:
        """Say a line and put the phone's own keyboard back."""
        self.replies.append(replies.HideKeyboard(text))

    def send_place(self, place: Place) -> None:
        self.replies.append(replies.Pin(place))

    def send_written(self, written: Written) -> None:
        """Send what an organiser wrote, just as everybody gets it."""
        self.replies.append(replies.Announcement(written))

    def send_file(self, file_name: str, body: bytes | Making, caption: str = "") -> None:
        self.replies.append(replies.File(file_name, body, caption))

    def send_picture(self, file_name: str, body: bytes | Making) -> None:
        self.replies.append(replies.Picture(file_name, body))

    def send_calendar(self, calendar: CalendarFile) -> None:
        self.send_file(calendar.file_name, calendar.body)

    def show_menu(self, voice: Voice | None, *, organises: bool = False) -> None:
        """Give this chat a menu of commands of its own; with None, the one that everybody has."""
        self.replies.append(replies.Menu(voice, organises))

    def show_menu_to(self, person: Person, *, organises: bool) -> None:
        """Give another person's chat its menu of commands, in their language."""
        if person.chat_id is not None:
            voice = self.service.texts.voice(person.language)
            self.replies.append(replies.Menu(voice, organises, person.chat_id))

    def then(self, work: "Work") -> None:
        """Let *work* be done when this turn is committed and spoken: slow work, which must not hold the database."""
        self.work = work

    def event(self, key: str) -> Event | None:
        return self.service.event(key)


Act = Callable[[Turn], Awaitable[None]]
Work = Callable[[ExtBot[Rank]], Awaitable[Act]]
"""Slow work outside of any transaction. What it returns is done in a turn of its own, which continues this one."""
Callback = Callable[[Update, Any], Coroutine[Any, Any, None]]
"""What PTB calls with an update and its context."""


def taking_turns(service: Service, act: Act, again: Act) -> Callback:
    """Return a handler of updates that runs *act* in one transaction, then says what it has to say.

    An update that a crash left unconfirmed comes again: its effects are in the database, but perhaps nothing was said.
    Then *again* shows where the person stands. Whatever is not a private chat is left alone.
    """

    async def handle(update: Update, context: "CallbackContext[ExtBot[Rank], None, None, None]") -> None:
        if update.effective_chat is None or update.effective_chat.type != Chat.PRIVATE:
            return
        chat_id = update.effective_chat.id
        next_act: Act | None = _once(act, again)
        while next_act:
            # While the database takes no changes the update waits, and is not confirmed: a restart would get it again.
            turn = await insist(partial(_act, service, update, chat_id, next_act))
            await _clean(turn)
            service.wake_lanes()
            await _speak(turn, context.bot)
            next_act = await turn.work(context.bot) if turn.work else None

    return handle


def _once(act: Act, again: Act) -> Act:
    async def once(turn: Turn) -> None:
        is_new = await seen_updates.remember(turn.connection, turn.update.update_id, turn.now)
        await (act if is_new else again)(turn)

    return once


async def _act(service: Service, update: Update, chat_id: int, act: Act) -> Turn:
    user, now = update.effective_user, service.clock()
    language = service.texts.spoken(user.language_code if user else None)
    async with service.database.transaction() as connection:
        is_newcomer = await people.find(connection, chat_id) is None
        person = await people.meet(connection, chat_id, language, now)
        turn = Turn(service, connection, person, service.texts.voice(person.language), now, update, is_newcomer)
        await act(turn)
    return turn


async def _clean(turn: Turn) -> None:
    if turn.erased and not await turn.service.database.erase_traces():
        logger.warning("update %d: erased; what it left in the files is cleaned later", turn.update.update_id)


async def _speak(turn: Turn, bot: ExtBot[Rank]) -> None:
    try:
        await replies.send(bot, turn.update, turn.replies)
    except TelegramError as error:
        if isinstance(delivery_error(error), RecipientUnreachableError):
            await _note_unreachable(turn)
        else:
            # What happened is stored; the person can ask again with /start. Errors may quote texts: not logged.
            logger.warning("update %d: the answer did not get through: %s", turn.update.update_id, type(error).__name__)


async def _note_unreachable(turn: Turn) -> None:
    logger.info("update %d: person %d has blocked the bot", turn.update.update_id, turn.person.id)
    if turn.erased:
        return

    async def note() -> None:
        async with turn.service.database.transaction() as connection:
            await people.note_unreachable(connection, turn.person.id, ChannelName.TELEGRAM, turn.now)

    await insist(note)


def plain(voice: Voice, key: str, **variables: str | int) -> Screen:
    """Return a screen of one message of the texts."""
    return Screen(said(voice(key, **variables)))
