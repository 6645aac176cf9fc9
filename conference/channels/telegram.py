"""The Telegram channel: a content as a message with buttons, a pin of the venue, and the calendar as a document."""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
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
    FollowUp,
    OutcomeUnknownError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.channels.pacing import LONG_HALT, PAID_PER_SECOND, Rank
from conference.channels.telegram_follow_up import Arrived
from conference.channels.telegram_html import as_messages
from conference.channels.telegram_request import AnswerLostError, NotSentError
from conference.channels.telegram_written import Manner, Part, written_part
from conference.content import Action, CalendarFile, Content, Place, Written

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

FEWEST_UNDER_WAY = 5
MOST_UNDER_WAY = 128

KEPT = 64
"""Contents whose form is kept: those that thousands get at the same time are few."""

GATEWAY_FAILURES = tuple(HTTPStatus(code).phrase for code in (502, 503, 504))


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
        texts = 1 if content.written else len(_texts(content))
        return texts + (content.place is not None) + (content.calendar is not None)

    async def send(self, envelope: Envelope, content: Content, part: int) -> str:
        try:
            message = await self._parts(content, Rank[envelope.purpose.name])[part](int(envelope.address))
        except TelegramError as error:
            raise delivery_error(error) from error
        return str(message.message_id)

    async def follow_up(self, envelope: Envelope, content: Content, act: FollowUp, external_id: str) -> None:
        """Change, take away or pin a message. Doing it twice does no harm, so its outcome is never unknown."""
        message = Arrived(self._bot, int(envelope.address), int(external_id), Rank[envelope.purpose.name])
        try:
            await message.follow_up(act, _in_one(content), keyboard(content.actions))
        except TelegramError as error:
            raise _repeatable(delivery_error(error)) from error

    async def close(self) -> None:
        """The bot is closed by whoever runs it."""

    def _parts(self, content: Content, rank: Rank) -> list[Part]:
        buttons = keyboard(content.actions)
        if content.written:
            parts = [written_part(self._bot, content.written, self._manner(rank, buttons))]
        else:
            *before, last = _texts(content)
            parts = [self._message(text, self._manner(rank)) for text in before]
            parts.append(self._message(last, self._manner(rank, buttons)))
        if content.place:
            parts.append(self._venue(content.place, self._manner(rank)))
        if content.calendar:
            parts.append(self._document(content.calendar, self._manner(rank)))
        return parts

    def _manner(self, rank: Rank, buttons: InlineKeyboardMarkup | None = None) -> Manner:
        paid = (self._paid_broadcast and rank is Rank.ANNOUNCEMENT) or None
        return {"reply_markup": buttons, "allow_paid_broadcast": paid, "rate_limit_args": rank}

    def _message(self, text: str, manner: Manner) -> Part:
        return lambda chat_id: self._bot.send_message(
            chat_id, text, parse_mode="HTML", link_preview_options=NO_PREVIEW, **manner
        )

    def _venue(self, place: Place, manner: Manner) -> Part:
        return lambda chat_id: self._bot.send_venue(
            chat_id, place.latitude, place.longitude, place.name, place.address, **manner
        )

    def _document(self, calendar: CalendarFile, manner: Manner) -> Part:
        return lambda chat_id: self._bot.send_document(chat_id, InputFile(calendar.body, calendar.file_name), **manner)


def _slots(wanted: float) -> int:
    return min(MOST_UNDER_WAY, max(FEWEST_UNDER_WAY, round(wanted)))


def _in_one(content: Content) -> Written | None:
    """Return what can take the place of one message; None where it would be several."""
    texts = () if content.written else _texts(content)
    return Written(texts[0]) if len(texts) == 1 else content.written


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


def _repeatable(error: DeliveryError) -> DeliveryError:
    return TemporaryDeliveryError(str(error)) if isinstance(error, OutcomeUnknownError) else error


def delivery_error(error: TelegramError) -> DeliveryError:
    """Say what an error of the Bot API means for a delivery (https://core.telegram.org/bots/api#making-requests)."""
    if reason := _nobodys(error):
        return ChannelUnavailableError(reason)
    match error:
        case RetryAfter(retry_after=timedelta() as pause):
            return _pause(pause, str(error))
        case Forbidden():
            return RecipientUnreachableError(str(error))
        # BadRequest is a NetworkError in PTB, so it must be matched first.
        case BadRequest() if "chat not found" in error.message.lower():
            return RecipientUnreachableError(str(error))
        case BadRequest() | ChatMigrated():
            return PermanentDeliveryError(str(error))
        case AnswerLostError() | TimedOut():
            return OutcomeUnknownError(str(error))
        case _:
            return TemporaryDeliveryError(str(error))


def _nobodys(error: TelegramError) -> str | None:
    """Return why no message gets through, whosever it is: none uses up its attempts then."""
    match error:
        # Not Telegram's own words (they would be JSON): a proxy or a firewall refuses in its place.
        case Forbidden() | NetworkError() | InvalidToken() | Conflict() if error.__cause__:
            return f"{type(error).__name__}, but not by Telegram"
        case InvalidToken() | Conflict() | NotSentError():
            return str(error)
        # Not a 500, which may be about this message alone.
        case NetworkError() if error.message.startswith(GATEWAY_FAILURES):
            return str(error)
    return None


def _pause(pause: timedelta, reason: str) -> DeliveryError:
    """Let one delivery wait, or the whole channel: nothing would pass before a long halt's end."""
    if pause > timedelta(seconds=LONG_HALT):
        return ChannelUnavailableError(reason)
    return TemporaryDeliveryError(reason, retry_after=pause)
