"""Links that open the bot: https://t.me/<bot>?start=<event-key>, and from e-mails <act>_<event-key>."""

from collections.abc import Awaitable, Callable

from bot.handlers.event_info import open_current, open_event
from bot.handlers.finding import active_registration
from bot.handlers.my_registration import press_cancel, press_coming
from bot.handlers.oneself import press_opt_out
from bot.turn import Turn
from conference.button import Act, Button
from conference.event import Event
from conference.registration import Attendance


async def start(turn: Turn) -> None:
    """/start, with or without a link: do what the link says, open its conference, or ask which one."""
    act, _, key = turn.text.partition(" ")[2].strip().rpartition("_")
    event = turn.event(key)
    if event is None:
        await open_current(turn)
    elif await _can_do(turn, act, event):
        await LINKED[act](turn, Button(Act(act), event.key))
    else:
        await open_event(turn, event)


async def _can_do(turn: Turn, act: str, event: Event) -> bool:
    """Whether a link's act makes sense now; otherwise what there is to see says why not."""
    if act == Act.OPT_OUT:
        return True
    registered = await active_registration(turn, event)
    if act not in LINKED or registered is None or event.is_over(turn.now):
        return False
    return not (act == Act.COMING and registered.attendance is Attendance.COMING)


LINKED: dict[str, Callable[[Turn, Button], Awaitable[None]]] = {
    Act.COMING: press_coming,
    Act.NOT_COMING: press_cancel,
    Act.OPT_OUT: press_opt_out,
}
COMMANDS = {"start": start}
