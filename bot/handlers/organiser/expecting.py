"""The next message of an organiser, where something was asked of them: words to announce, a name to look for."""

from collections.abc import Awaitable, Callable, Mapping

from bot.turn import Act, Turn
from conference import organisers
from conference.event import Event
from conference.organisers import Expected, Role

Take = Callable[[Turn, Event, Expected], Awaitable[None]]
"""What is done with a message that was expected. It is expected again only where that asks for it."""

AT_THE_DOOR = frozenset({"search"})
"""What door staff are asked for, too."""


def if_expected(takes: Mapping[str, Take], otherwise: Act) -> Act:
    """Return what a message does: what an organiser was asked for, or else what it does for everybody.

    *takes* are named as `expects["what"]` names them.
    """

    async def act(turn: Turn) -> None:
        for part in await organisers.roles(turn.connection, turn.person.id):
            event = turn.event(part.event)
            expected = part.expects
            if event and expected and expected["what"] in takes and _is_for(part.role, expected):
                await organisers.expect_nothing(turn.connection, turn.person.id)
                await takes[expected["what"]](turn, event, expected)
                return
        await otherwise(turn)

    return act


def _is_for(role: Role, expected: Expected) -> bool:
    return role is Role.ORGANISER or expected["what"] in AT_THE_DOOR


def anew(act: Act) -> Act:
    """Return *act* for commands and buttons: whoever turns to something else is not asked any more.

    The turn keeps what was expected, for buttons that belong to it.
    """

    async def turned(turn: Turn) -> None:
        turn.expected = await organisers.take_expected(turn.connection, turn.person.id)
        await act(turn)

    return turned
