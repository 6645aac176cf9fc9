"""What an organiser wrote, as the one message that it was: a text, a file with its caption, a poll or a point."""

from collections.abc import Awaitable, Callable
from typing import TypedDict

from telegram import InlineKeyboardMarkup, Message
from telegram.ext import ExtBot

from conference.channels.pacing import Rank
from conference.content import Media, MediaKind, Poll, Spot, Written

Part = Callable[[int], Awaitable[Message]]
"""Sends one message to a chat."""


class Manner(TypedDict):
    """How a message is sent, whatever is in it."""

    reply_markup: InlineKeyboardMarkup | None
    allow_paid_broadcast: bool | None
    rate_limit_args: Rank


def written_part(bot: ExtBot[Rank], written: Written, manner: Manner) -> Part:
    """Return what sends *written*; links are previewed, as they are where organisers write themselves."""
    match written:
        case Written(poll=Poll() as poll):
            return _poll(bot, poll, manner)
        case Written(spot=Spot() as spot):
            return lambda chat_id: bot.send_location(chat_id, spot.latitude, spot.longitude, **manner)
        case Written(media=Media() as media):
            return _media(bot, media, written.html, manner)
        case _:
            return lambda chat_id: bot.send_message(chat_id, written.html, parse_mode="HTML", **manner)


def _poll(bot: ExtBot[Rank], poll: Poll, manner: Manner) -> Part:
    return lambda chat_id: bot.send_poll(
        chat_id,
        poll.question,
        poll.options,
        is_anonymous=poll.anonymous,
        allows_multiple_answers=poll.several_answers,
        **manner,
    )


def _media(bot: ExtBot[Rank], media: Media, html: str, manner: Manner) -> Part:
    match media.kind:
        case MediaKind.PHOTO:
            return lambda chat_id: bot.send_photo(chat_id, media.file_id, html, parse_mode="HTML", **manner)
        case MediaKind.VIDEO:
            return lambda chat_id: bot.send_video(chat_id, media.file_id, caption=html, parse_mode="HTML", **manner)
        case MediaKind.DOCUMENT:
            return lambda chat_id: bot.send_document(chat_id, media.file_id, html, parse_mode="HTML", **manner)
