"""Pressed buttons: from callback data to the function that acts on them."""

from collections.abc import Awaitable, Callable, Mapping

from bot.turn import Act as TurnAct
from bot.turn import Turn
from conference.button import Act, Button


def pressing(presses: Mapping[Act, Callable[[Turn, Button], Awaitable[None]]]) -> TurnAct:
    """Return what a pressed button does. Forged or outdated data do nothing, and that is said."""

    async def press(turn: Turn) -> None:
        query = turn.update.callback_query
        button = Button.parse(query.data or "") if query else None
        act = presses.get(button.act) if button else None
        if button is None or act is None:
            turn.toast(turn.voice("stale-button"))
        else:
            await act(turn, button)

    return press
