"""The Telegram channel: a content as a message with buttons, a pin of the venue, and the calendar as a document."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from functools import lru_cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from conference.channels.channel import (
    ChannelName,
    ChannelUnavailableError,
    DeliveryError,
    Envelope,
    OutcomeUnknownError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.channels.pacing import LONG_HALT, PAID_PER_SECOND, Rank
from conference.channels.telegram_html import as_messages
from conference.channels.telegram_request import AnswerLostError, NotSentError
from conference.content import Action, CalendarFile, Content, Place

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

FEWEST_UNDER_WAY = 5
MOST_UNDER_WAY = 128

KEPT = 64
"""Contents whose form is kept: those that thousands get at the same time are few."""

Part = Callable[[int], Awaitable[Message]]


class TelegramChannel:
    """Sends through a bot that somebody else owns and closes."""

    name = ChannelName.TELEGRAM

    def __init__(self, bot: ExtBot[Rank], messages_per_second: float, *, paid_broadcast: bool = False) -> None:
        """With *paid_broadcast*, announcements cost Telegram Stars, and are not held to *messages_per_second*."""
        self._bot = bot
        self._paid_broadcast = paid_broadcast
        # Parts of one delivery are a second apart, as they go to one chat, and a part of the slots may be empty before
        # they are filled again: so it takes more than two seconds' worth of deliveries to keep the pace.
        self.concurrency = _slots(4 * messages_per_second)
        # Announcements are one part: what is under way while an answer from Telegram is awaited, from far away 0.2 s.
        self.careful_concurrency = _slots((PAID_PER_SECOND if paid_broadcast else messages_per_second) / 3)

    def parts(self, content: Content) -> int:
        return len(_texts(content)) + (content.place is not None) + (content.calendar is not None)

    async def send(self, envelope: Envelope, content: Content, part: int) -> str:
        try:
            message = await self._parts(content, Rank[envelope.purpose.name])[part](int(envelope.address))
        except TelegramError as error:
            raise delivery_error(error) from error
        return str(message.message_id)

    async def close(self) -> None:
        """The bot is closed by whoever runs it."""

    def _parts(self, content: Content, rank: Rank) -> list[Part]:
        *before, last = _texts(content)
        parts = [self._message(rank, text) for text in before]
        parts.append(self._message(rank, last, keyboard(content.actions)))
        if content.place:
            parts.append(self._venue(rank, content.place))
        if content.calendar:
            parts.append(self._document(rank, content.calendar))
        return parts

    def _paid(self, rank: Rank) -> bool | None:
        return (self._paid_broadcast and rank is Rank.ANNOUNCEMENT) or None

    def _message(self, rank: Rank, text: str, buttons: InlineKeyboardMarkup | None = None) -> Part:
        return lambda chat_id: self._bot.send_message(
            chat_id,
            text,
            parse_mode="HTML",
            reply_markup=buttons,
            link_preview_options=NO_PREVIEW,
            allow_paid_broadcast=self._paid(rank),
            rate_limit_args=rank,
        )

    def _venue(self, rank: Rank, place: Place) -> Part:
        return lambda chat_id: self._bot.send_venue(
            chat_id,
            place.latitude,
            place.longitude,
            place.name,
            place.address,
            allow_paid_broadcast=self._paid(rank),
            rate_limit_args=rank,
        )

    def _document(self, rank: Rank, calendar: CalendarFile) -> Part:
        return lambda chat_id: self._bot.send_document(
            chat_id,
            InputFile(calendar.body, calendar.file_name),
            allow_paid_broadcast=self._paid(rank),
            rate_limit_args=rank,
        )


def _slots(wanted: float) -> int:
    return min(MOST_UNDER_WAY, max(FEWEST_UNDER_WAY, round(wanted)))


@lru_cache(KEPT)
def _texts(content: Content) -> tuple[str, ...]:
    return tuple(as_messages(content))


def keyboard(actions: Iterable[Action]) -> InlineKeyboardMarkup | None:
    """Return a content's actions as buttons, one a row."""
    rows = [
        [InlineKeyboardButton(action.label, callback_data=action.command, url=None if action.command else action.link)]
        for action in actions
        if action.command or action.link
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def delivery_error(error: TelegramError) -> DeliveryError:
    """Say what an error of the Bot API means for a delivery (https://core.telegram.org/bots/api#making-requests)."""
    match error:
        case RetryAfter(retry_after=timedelta() as pause):
            return _pause(pause, str(error))
        # Not Telegram's own words (they would be JSON): a proxy or a firewall refuses in its place.
        case Forbidden() | BadRequest() | InvalidToken() | Conflict() if error.__cause__:
            return ChannelUnavailableError(f"{type(error).__name__}, but not by Telegram")
        case InvalidToken() | Conflict():
            return ChannelUnavailableError(str(error))
        case Forbidden():
            return RecipientUnreachableError(str(error))
        # BadRequest is a NetworkError in PTB, so it must be matched first.
        case BadRequest() if "chat not found" in error.message.lower():
            return RecipientUnreachableError(str(error))
        case BadRequest() | ChatMigrated():
            return PermanentDeliveryError(str(error))
        case AnswerLostError() | TimedOut() if not isinstance(error, NotSentError):
            return OutcomeUnknownError(str(error))
        case _:
            return TemporaryDeliveryError(str(error))


def _pause(pause: timedelta, reason: str) -> DeliveryError:
    """Let one delivery wait, or the whole channel: nothing would pass before a long halt's end."""
    if pause > timedelta(seconds=LONG_HALT):
        return ChannelUnavailableError(reason)
    return TemporaryDeliveryError(reason, retry_after=pause)
