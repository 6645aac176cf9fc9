"""The next message of an organiser, where something was asked of them: words to announce, a name to look for."""

from collections.abc import Awaitable, Callable, Mapping

from bot.turn import Act, Turn
from conference import organisers
from conference.event import Event
from conference.organisers import Expected, Role

Take = Callable[[Turn, Event, Expected], Awaitable[None]]
"""What is done with a message that was expected. It is expected again only where that asks for it."""


def if_expected(takes: Mapping[str, Take], otherwise: Act) -> Act:
    """Return what a message does: what an organiser was asked for, or else what it does for everybody.

    *takes* are named as `expects["what"]` names them.
    """

    async def act(turn: Turn) -> None:
        for part in await organisers.roles(turn.connection, turn.person.id):
            event = turn.event(part.event)
            expected = part.expects
            if event and expected and part.role is Role.ORGANISER and expected["what"] in takes:
                await organisers.expect_nothing(turn.connection, turn.person.id)
                await takes[expected["what"]](turn, event, expected)
                return
        await otherwise(turn)

    return act


def anew(act: Act) -> Act:
    """Return *act* for commands and buttons: whoever turns to something else is not asked any more."""

    async def turned(turn: Turn) -> None:
        await organisers.expect_nothing(turn.connection, turn.person.id)
        await act(turn)

    return turned
