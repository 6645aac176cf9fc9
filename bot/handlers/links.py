"""Links that open the bot: https://t.me/<bot>?start=<event-key>, from e-mails <act>_<event-key>, invites i_<secret>."""

from collections.abc import Awaitable, Callable

from bot.handlers.event_info import open_current, open_event
from bot.handlers.finding import active_registration
from bot.handlers.my_registration import press_cancel, press_coming
from bot.handlers.oneself import press_opt_out
from bot.handlers.organiser.access import join
from bot.turn import Turn, plain
from conference import invites
from conference.button import Act, Button
from conference.event import Event
from conference.invites import PREFIX, Invite, Purpose
from conference.registration import Attendance


async def start(turn: Turn) -> None:
    """/start, with or without a link: do what the link says, open its conference, or ask which one."""
    payload = turn.text.partition(" ")[2].strip()
    act, _, key = payload.rpartition("_")
    event = turn.event(key)
    if payload.startswith(PREFIX):
        await _open_invite(turn, payload.removeprefix(PREFIX))
    elif event is None:
        await open_current(turn)
    elif await _can_do(turn, act, event):
        await LINKED[act](turn, Button(Act(act), event.key))
    else:
        await open_event(turn, event)


async def _open_invite(turn: Turn, secret: str) -> None:
    """Do what an invite is for. Where it is not valid, do not tell what it was for."""
    invite = await invites.find(turn.connection, secret)
    event = turn.event(invite.event) if invite else None
    if invite is None or event is None or not await INVITED[invite.purpose](turn, event, invite, secret):
        turn.say(plain(turn.voice, "invite-invalid"))
        await open_current(turn)


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
INVITED: dict[Purpose, Callable[[Turn, Event, Invite, str], Awaitable[bool]]] = {
    Purpose.ORGANISER: join,
    Purpose.DOOR: join,
}
COMMANDS = {"start": start}
