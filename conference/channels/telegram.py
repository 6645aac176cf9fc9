"""The Telegram channel: a content as a message with buttons, a pin of the venue, and the calendar as a document."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

import httpx
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
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
from conference.channels.pacing import Rank
from conference.channels.telegram_html import as_messages
from conference.channels.telegram_request import AnswerLostError, NotSentError
from conference.content import Action, CalendarFile, Content, Place

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, TelegramError)
"""What breaks a request before it is out; and an answer that is no JSON (PTB calls that TelegramError)."""

FEWEST_UNDER_WAY = 5
MOST_UNDER_WAY = 128

Part = Callable[[int], Awaitable[Message]]


class TelegramChannel:
    """Sends through a bot that somebody else owns and closes."""

    name = ChannelName.TELEGRAM

    def __init__(self, bot: ExtBot[Rank], messages_per_second: float) -> None:
        self._bot = bot
        # Parts of one delivery are a second apart, as they go to one chat; so twice a second's worth keeps the pace.
        self.concurrency = min(MOST_UNDER_WAY, max(FEWEST_UNDER_WAY, round(2 * messages_per_second)))
        # Announcements are one part: what fits into the time an answer from Telegram takes, and little more.
        self.careful_concurrency = min(MOST_UNDER_WAY, max(FEWEST_UNDER_WAY, round(messages_per_second / 10)))

    def parts(self, content: Content) -> int:
        return len(self._parts(content, Rank.ANNOUNCEMENT))

    async def send(self, envelope: Envelope, content: Content, part: int) -> str:
        try:
            message = await self._parts(content, Rank[envelope.purpose.name])[part](int(envelope.address))
        except TelegramError as error:
            raise delivery_error(error) from error
        return str(message.message_id)

    async def close(self) -> None:
        """The bot is closed by whoever runs it."""

    def _parts(self, content: Content, rank: Rank) -> list[Part]:
        *before, last = as_messages(content)
        parts = [self._message(rank, text) for text in before]
        parts.append(self._message(rank, last, keyboard(content.actions)))
        if content.place:
            parts.append(self._venue(rank, content.place))
        if content.calendar:
            parts.append(self._document(rank, content.calendar))
        return parts

    def _message(self, rank: Rank, text: str, buttons: InlineKeyboardMarkup | None = None) -> Part:
        return lambda chat_id: self._bot.send_message(
            chat_id,
            text,
            parse_mode="HTML",
            reply_markup=buttons,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=rank,
        )

    def _venue(self, rank: Rank, place: Place) -> Part:
        return lambda chat_id: self._bot.send_venue(
            chat_id, place.latitude, place.longitude, place.name, place.address, rate_limit_args=rank
        )

    def _document(self, rank: Rank, calendar: CalendarFile) -> Part:
        return lambda chat_id: self._bot.send_document(
            chat_id, InputFile(calendar.body, calendar.file_name), rate_limit_args=rank
        )


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
            return TemporaryDeliveryError(str(error), retry_after=pause)
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
        case NetworkError() if _may_have_arrived(error):
            return OutcomeUnknownError(str(error))
        case _:
            return TemporaryDeliveryError(str(error))


def _may_have_arrived(error: NetworkError) -> bool:
    """Whether the connection broke, or time was up, with the request under way. An answer such as 502 has no cause."""
    if isinstance(error, NotSentError) or isinstance(error.__cause__, NOT_SENT):
        return False
    return isinstance(error, AnswerLostError | TimedOut) or error.__cause__ is not None
