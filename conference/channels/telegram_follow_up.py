"""What is done to messages that have arrived: their words corrected, or taken away, or pinned.

All of it can be done twice without harm: what is done already counts as done.
"""

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest
from telegram.ext import ExtBot

from conference.channels.channel import FollowUp, PermanentDeliveryError
from conference.channels.pacing import Rank
from conference.content import Written

ALREADY_EDITED = "message is not modified"
ALREADY_GONE = "message to delete not found"


class Arrived:
    """A message that a chat has."""

    def __init__(self, bot: ExtBot[Rank], chat_id: int, message_id: int, rank: Rank) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._message_id = message_id
        self._rank = rank

    async def follow_up(self, act: FollowUp, written: Written | None, buttons: InlineKeyboardMarkup | None) -> None:
        """Do *act*; *written* and *buttons* are the new ones.

        Raises TelegramError, and PermanentDeliveryError for what can never be done.
        """
        match act:
            case FollowUp.EDIT:
                await self._edit(written, buttons)
            case FollowUp.DELETE:
                await self._delete()
            case FollowUp.PIN:
                await self._bot.pin_chat_message(
                    self._chat_id, self._message_id, disable_notification=True, rate_limit_args=self._rank
                )

    async def _edit(self, written: Written | None, buttons: InlineKeyboardMarkup | None) -> None:
        if written is None or written.poll or written.spot:
            raise PermanentDeliveryError("only the words of one message can be changed")
        try:
            await self._edit_words(written, buttons)
        except BadRequest as error:
            if ALREADY_EDITED not in error.message.lower():
                raise

    async def _edit_words(self, written: Written, buttons: InlineKeyboardMarkup | None) -> None:
        if written.media:
            await self._bot.edit_message_caption(
                self._chat_id,
                self._message_id,
                caption=written.html,
                parse_mode="HTML",
                reply_markup=buttons,
                rate_limit_args=self._rank,
            )
        else:
            await self._bot.edit_message_text(
                written.html,
                self._chat_id,
                self._message_id,
                parse_mode="HTML",
                reply_markup=buttons,
                rate_limit_args=self._rank,
            )

    async def _delete(self) -> None:
        try:
            await self._bot.delete_message(self._chat_id, self._message_id, rate_limit_args=self._rank)
        except BadRequest as error:
            if ALREADY_GONE not in error.message.lower():
                raise
