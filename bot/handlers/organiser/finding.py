"""Whether somebody may do what a button or a command of organisers says."""

from collections.abc import Awaitable, Callable

from bot.handlers.event_info import unknown_command
from bot.turn import Act, Turn
from conference import organisers
from conference.announcements import standing
from conference.button import Button
from conference.event import Event
from conference.organisers import Organiser, Role
from conference.people import Person

Press = Callable[[Turn, Button], Awaitable[None]]
Step = Callable[[Turn, Event, Button], Awaitable[None]]
"""What a button of organisers does, when it was pressed by one of that event's."""


def for_organisers(step: Step, *, door_too: bool = False) -> Press:
    """Return what a button does; for whoever is no organiser of its event, no more than a forged one would."""

    async def press(turn: Turn, button: Button) -> None:
        event = turn.event(button.event)
        if event is None or not await may_organise(turn, event, door_too=door_too):
            turn.toast(turn.voice("stale-button"))
        else:
            await _let_it_stay(turn)
            await step(turn, event, button)

    return press


def command_of_organisers(act: Callable[[Turn, list[Organiser]], Awaitable[None]]) -> Act:
    """Return what a command does; to whoever organises nothing, it is one that the bot does not know."""

    async def command(turn: Turn) -> None:
        if parts := await parts_of(turn, turn.person):
            await act(turn, parts)
        else:
            await unknown_command(turn)

    return command


def pressed_message(turn: Turn) -> int | None:
    query = turn.update.callback_query
    return query.message.message_id if query and query.message else None


async def parts_of(turn: Turn, person: Person) -> list[Organiser]:
    """Return a person's parts in the events that the settings have."""
    return [one for one in await organisers.roles(turn.connection, person.id) if turn.event(one.event)]


async def may_organise(turn: Turn, event: Event, *, door_too: bool = False) -> bool:
    """Return whether this person is an organiser of an event; with *door_too*, or one of its door staff."""
    part = await organisers.find(turn.connection, turn.person.id, event.key)
    return part is not None and (door_too or part.role is Role.ORGANISER)


async def _let_it_stay(turn: Turn) -> None:
    """Let what is shown now in the place of an announcement's progress not be written over by that.

    Where it is the progress again, that is said anew.
    """
    if message_id := pressed_message(turn):
        await standing.stop_showing(turn.connection, turn.person.id, message_id)
