"""The next message of somebody who was asked for something: their question, words to announce, a name to look for."""

from collections.abc import Awaitable, Callable, Mapping

from bot.handlers.organiser.finding import may_organise
from bot.turn import Act, Turn
from conference import expecting
from conference.event import Event
from conference.expecting import Expected

Take = Callable[[Turn, Event, Expected], Awaitable[None]]
"""What is done with a message that was expected. It is expected again only where that asks for it."""

AT_THE_DOOR = frozenset({"search"})
"""What door staff are asked for, too."""


def if_expected(of_anybody: Mapping[str, Take], of_organisers: Mapping[str, Take], otherwise: Act) -> Act:
    """Return what a message does: what its writer was asked for, or else what it does for everybody.

    What may be asked of whom is named as `expects["what"]` names it.
    """

    async def act(turn: Turn) -> None:
        key, expected = await expecting.expected_of(turn.connection, turn.person.id) or ("", {})
        event, what = turn.event(key), expected.get("what", "")
        take = of_anybody.get(what)
        # They may have been dismissed since they were asked.
        if event and what in of_organisers and await may_organise(turn, event, door_too=what in AT_THE_DOOR):
            take = of_organisers[what]
        if event and take:
            await expecting.expect_nothing(turn.connection, turn.person.id)
            await take(turn, event, expected)
        else:
            await otherwise(turn)

    return act


def anew(act: Act) -> Act:
    """Return *act* for commands and buttons: whoever turns to something else is not asked any more.

    The turn keeps what was expected, for buttons that belong to it.
    """

    async def turned(turn: Turn) -> None:
        turn.expected = await expecting.take_expected(turn.connection, turn.person.id)
        await act(turn)

    return turned
