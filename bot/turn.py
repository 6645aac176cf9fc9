"""One update of one person: what happens to it in the database, and what is said after that is durable."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot import replies
from bot.replies import Reply
from bot.screens.screen import Screen, said
from bot.service import Service
from conference import people, seen_updates
from conference.channels.channel import ChannelName
from conference.channels.pacing import Rank
from conference.content import CalendarFile, Place
from conference.event import Event
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
    replies: list[Reply] = field(default_factory=list)
    erased: bool = False
    """Whether the person had everything erased: then the database's log is cleaned too."""

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
        """Answer a pressed button with a passing notice."""
        self.replies.append(replies.Toast(text))

    def hide_keyboard(self, text: str) -> None:
        """Say a line and put the phone's own keyboard back."""
        self.replies.append(replies.HideKeyboard(text))

    def send_place(self, place: Place) -> None:
        self.replies.append(replies.Pin(place))

    def send_file(self, file_name: str, body: bytes, caption: str = "") -> None:
        self.replies.append(replies.File(file_name, body, caption))

    def send_calendar(self, calendar: CalendarFile) -> None:
        self.send_file(calendar.file_name, calendar.body)

    def speak(self, language: str) -> None:
        """Go on in another language, the chat's menu of commands too."""
        self.voice = self.service.texts.voice(language)
        self.replies.append(replies.Menu(self.voice))

    def event(self, key: str) -> Event | None:
        return self.service.event(key)


Act = Callable[[Turn], Awaitable[None]]
Callback = Callable[[Update, "CallbackContext[ExtBot[Rank], None, None, None]"], Awaitable[None]]


def taking_turns(service: Service, act: Act, again: Act) -> Callback:
    """Return a handler of updates that runs *act* in one transaction, then says what it has to say.

    An update that a crash left unconfirmed comes again: its effects are in the database, but perhaps nothing was said.
    Then *again* shows where the person stands.
    """

    async def handle(update: Update, context: "CallbackContext[ExtBot[Rank], None, None, None]") -> None:
        turn = await _act(service, update, act, again)
        service.wake_lanes()
        if turn:
            await _speak(turn, context.bot)

    return handle


async def _act(service: Service, update: Update, act: Act, again: Act) -> Turn | None:
    user, chat, now = update.effective_user, update.effective_chat, service.clock()
    if chat is None:
        return None
    language = service.texts.spoken(user.language_code if user else None)
    async with service.database.transaction() as connection:
        person = await people.meet(connection, chat.id, language, now)
        turn = Turn(service, connection, person, service.texts.voice(person.language), now, update)
        is_new = await seen_updates.remember(connection, update.update_id, now)
        await (act if is_new else again)(turn)
    if turn.erased and not await service.database.erase_traces():
        logger.warning("update %d: erased, but a reader kept the old log; it is cleaned later", update.update_id)
    return turn


async def _speak(turn: Turn, bot: ExtBot[Rank]) -> None:
    try:
        await replies.send(bot, turn.update, turn.replies)
    except Forbidden:
        async with turn.service.database.transaction() as connection:
            await people.note_unreachable(connection, turn.person.id, ChannelName.TELEGRAM, turn.now)
    except TelegramError as error:
        # What happened is stored; the person can ask again with /start. Texts of errors may hold theirs: not logged.
        logger.warning("update %d: the answer did not get through: %s", turn.update.update_id, type(error).__name__)


def plain(voice: Voice, key: str, **variables: str | int) -> Screen:
    """Return a screen of one message of the texts."""
    return Screen(said(voice(key, **variables)))
