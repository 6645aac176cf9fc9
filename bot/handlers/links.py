"""Links that open the bot: https://t.me/<bot>?start=<event-key>, from e-mails <act>_<event-key>, invites i_<secret>.

To whoever was registered by others, e-mails bring p_<registration>, and <act>_p_<registration>: see `taking_over`.
"""

from collections.abc import Awaitable, Callable

from bot.handlers.asking import press_ask
from bot.handlers.event_info import open_current, open_event
from bot.handlers.finding import active_registration
from bot.handlers.my_registration import press_cancel, press_coming
from bot.handlers.oneself import press_opt_out
from bot.handlers.organiser.access import join
from bot.turn import Turn, plain
from conference import invites, taking_over
from conference.button import Act, Button
from conference.event import Event
from conference.invites import PREFIX, Invite, Purpose
from conference.registration import Attendance
from conference.taking_over import Link, Outcome


async def start(turn: Turn) -> None:
    """/start, with or without a link: do what the link says, open its conference, or ask which one."""
    payload = turn.text.partition(" ")[2].strip()
    act, _, key = payload.rpartition("_")
    event = turn.event(key)
    if payload.startswith(PREFIX):
        await _open_invite(turn, payload.removeprefix(PREFIX))
    elif link := taking_over.read(payload):
        await _take_over(turn, link)
    elif event is None:
        await open_current(turn)
    else:
        await _do(turn, act, event)


async def _do(turn: Turn, act: str, event: Event) -> None:
    if await _can_do(turn, act, event):
        await LINKED[act](turn, Button(Act(act), event.key))
    else:
        await open_event(turn, event)


async def _take_over(turn: Turn, link: Link) -> None:
    """Let somebody go on with the registration that was made for them elsewhere; then do what the link says."""
    signing, me, is_newcomer = turn.service.signing, turn.person, turn.is_newcomer
    keys = [event.key for event in turn.service.current_events(turn.now)]
    taken = await taking_over.take_over(turn.connection, signing, link, me, keys, turn.now, is_newcomer=is_newcomer)
    turn.person = taken.person
    turn.voice = turn.service.texts.voice(taken.person.language)
    event = turn.event(taken.event) if taken.event else None
    if taken.outcome in SAID:
        turn.say(plain(turn.voice, SAID[taken.outcome]))
    if event is None:
        await open_current(turn)
    else:
        await _do(turn, link.act, event)


async def _open_invite(turn: Turn, secret: str) -> None:
    """Do what an invite is for. Where it is not valid, do not tell what it was for."""
    invite = await invites.find(turn.connection, secret)
    event = turn.event(invite.event) if invite else None
    if invite is None or event is None or not await INVITED[invite.purpose](turn, event, invite, secret):
        turn.say(plain(turn.voice, "invite-invalid"))
        await open_current(turn)


async def _can_do(turn: Turn, act: str, event: Event) -> bool:
    """Whether a link's act makes sense now; otherwise what there is to see says why not."""
    if act in (Act.OPT_OUT, Act.ASK):
        return True
    registered = await active_registration(turn, event)
    if act not in LINKED or registered is None or event.is_over(turn.now):
        return False
    return not (act == Act.COMING and registered.attendance is Attendance.COMING)


LINKED: dict[str, Callable[[Turn, Button], Awaitable[None]]] = {
    Act.COMING: press_coming,
    Act.NOT_COMING: press_cancel,
    Act.OPT_OUT: press_opt_out,
    Act.ASK: press_ask,
}
SAID = {
    Outcome.TAKEN: "taken-over",
    Outcome.WORTHLESS: "taken-over-before",
    Outcome.HAS_OWN: "taken-over-has-own",
    Outcome.FOR_COLLEAGUE: "taken-over-for-colleague",
}
INVITED: dict[Purpose, Callable[[Turn, Event, Invite, str], Awaitable[bool]]] = {
    Purpose.ORGANISER: join,
    Purpose.DOOR: join,
}
COMMANDS = {"start": start}
