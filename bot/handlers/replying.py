"""A reply to a message that shows a question or an answer: it needs no button."""

from bot.handlers import asking
from bot.handlers.organiser import answering
from bot.handlers.organiser.finding import may_organise
from bot.turn import Act, Turn
from conference import questions
from conference.questions import Message


def if_reply(otherwise: Act) -> Act:
    """Return what a message does: an answer, where an organiser replies to a question; a further question, where
    somebody replies to an answer; or else what it does for everybody."""

    async def act(turn: Turn) -> None:
        shown = await _replied_to(turn)
        event = turn.event(shown.event) if shown else None
        if shown is None or event is None:
            await otherwise(turn)
        elif shown.from_organiser:
            await asking.take(turn, event, {"what": asking.WHAT, "answer": shown.id})
        elif await may_organise(turn, event):
            await answering.take_answer(turn, event, shown)
        else:
            await otherwise(turn)

    return act


async def _replied_to(turn: Turn) -> Message | None:
    message = turn.update.message
    if message is None or message.reply_to_message is None:
        return None
    return await questions.shown_in(turn.connection, message.chat.id, message.reply_to_message.message_id)
