"""Who helps to run an event: the menu of organisers, the list of them, inviting and dismissing."""

from collections.abc import Mapping

from bot.handlers.organiser.finding import Press, command_of_organisers, for_organisers, parts_of
from bot.screens import organiser_screens
from bot.screens.organiser_screens import Colleague
from bot.screens.screen import Screen
from bot.turn import Act as TurnAct
from bot.turn import Turn, plain
from conference import audit, invites, organisers, people, registration
from conference.audit import Action
from conference.button import Act, Button
from conference.event import Event
from conference.invites import Invite, Purpose
from conference.organisers import Organiser, Role

ROLES: Mapping[Purpose, Role] = {Purpose.ORGANISER: Role.ORGANISER, Purpose.DOOR: Role.DOOR}
"""What part an invite gives to whoever opens it."""


async def organise(turn: Turn, parts: list[Organiser]) -> None:
    """/organise: open the menu of one's event; where there are several, ask which one."""
    events = [event for part in parts if (event := turn.event(part.event))]
    if len(events) == 1:
        turn.say(_menu(turn, events[0], parts[0].role))
    else:
        turn.say(organiser_screens.choice_of_events(turn.voice, events))
    # So it is right again wherever it could not be set when it should have been.
    turn.show_menu(turn.voice, organises=True)


async def press_organise(turn: Turn, event: Event, button: Button) -> None:
    part = await organisers.find(turn.connection, turn.person.id, event.key)
    if part:
        turn.show(_menu(turn, event, part.role))


async def press_colleagues(turn: Turn, event: Event, button: Button) -> None:
    turn.show(organiser_screens.colleagues(turn.voice, event, await _team(turn, event)))


async def press_invite(turn: Turn, event: Event, button: Button) -> None:
    """Make a link that works once, and show it once: nobody can look it up afterwards."""
    username = turn.service.renderer.bot_username
    if button.argument not in ROLES or username is None:
        turn.toast(turn.voice("stale-button"))
        return
    purpose, secret = Purpose(button.argument), invites.new_secret()
    made = await invites.create(turn.connection, event.key, purpose, secret, turn.now, invited_by=turn.person.id)
    await audit.note(
        turn.connection, turn.now, turn.person.id, event.key, Action.INVITED, purpose=purpose, invite=made.id
    )
    link = invites.link(username, secret)
    turn.say(organiser_screens.invite_note(turn.voice, purpose))
    turn.say(organiser_screens.invite(turn.voice, event, purpose, link, made.valid_until))


async def press_dismiss(turn: Turn, event: Event, button: Button) -> None:
    """Ask before anybody is dismissed."""
    if found := await _colleague(turn, event, button):
        turn.show(organiser_screens.dismissing(turn.voice, event, found))


async def press_dismiss_surely(turn: Turn, event: Event, button: Button) -> None:
    """Dismiss a colleague or oneself, but never the last organiser."""
    found = await _colleague(turn, event, button)
    if found is None:
        return
    if not await organisers.dismiss(turn.connection, found.person_id, event.key):
        turn.toast(turn.voice("colleague-last"))
        return
    await audit.note(
        turn.connection, turn.now, turn.person.id, event.key, Action.DISMISSED, person=found.person_id, role=found.role
    )
    if found.is_you:
        turn.show(plain(turn.voice, "dismissed-yourself", event=turn.voice.of(event.title)))
    else:
        turn.toast(turn.voice("dismissed"))
        await press_colleagues(turn, event, button)
    await _show_menu_to(turn, found.person_id)


async def join(turn: Turn, event: Event, invite: Invite, secret: str) -> bool:
    """Let whoever opened an invite take part in an event. Return False where it is not valid."""
    role = ROLES[invite.purpose]
    part = await organisers.find(turn.connection, turn.person.id, event.key)
    if part and part.role in (role, Role.ORGANISER):
        # Whoever looks at a link before they forward it does not use it up.
        turn.say(plain(turn.voice, "joined-already", event=turn.voice.of(event.title)))
        turn.say(_menu(turn, event, part.role))
        return True
    if await invites.use(turn.connection, secret, turn.person.id, turn.now) is None:
        return False
    await organisers.appoint(turn.connection, turn.person.id, event.key, role, turn.now)
    await audit.note(turn.connection, turn.now, turn.person.id, event.key, Action.JOINED, role=role, invite=invite.id)
    turn.say(organiser_screens.joined(turn.voice, event, role))
    turn.say(_menu(turn, event, role))
    turn.show_menu(turn.voice, organises=True)
    return True


def _menu(turn: Turn, event: Event, role: Role) -> Screen:
    from bot.handlers.organiser import PRESSES as KNOWN  # which joins this module's to the others'

    return organiser_screens.menu(turn.voice, event, role, KNOWN)


async def _team(turn: Turn, event: Event) -> list[Colleague]:
    team = await organisers.of_event(turn.connection, event.key)
    theirs = await registration.find_all(turn.connection, [one.person_id for one in team], [event.key])

    def colleague(one: Organiser) -> Colleague:
        registered = theirs.get((one.person_id, event.key))
        name = registered.name(event) if registered else None
        return Colleague(one.person_id, one.role, one.since, name, is_you=one.person_id == turn.person.id)

    return [colleague(one) for one in team]


async def _colleague(turn: Turn, event: Event, button: Button) -> Colleague | None:
    """Return whom a button is about; say so where they have no part in the event."""
    found = next((one for one in await _team(turn, event) if str(one.person_id) == button.argument), None)
    if found is None:
        turn.toast(turn.voice("stale-button"))
    return found


async def _show_menu_to(turn: Turn, person_id: int) -> None:
    """Leave in a person's menu what they can still do."""
    if person := await people.get(turn.connection, person_id):
        turn.show_menu_to(person, organises=bool(await parts_of(turn, person)))


COMMANDS: Mapping[str, TurnAct] = {"organise": command_of_organisers(organise)}
PRESSES: Mapping[Act, Press] = {
    Act.ORGANISE: for_organisers(press_organise, door_too=True),
    Act.COLLEAGUES: for_organisers(press_colleagues),
    Act.INVITE: for_organisers(press_invite),
    Act.DISMISS: for_organisers(press_dismiss),
    Act.DISMISS_SURELY: for_organisers(press_dismiss_surely),
}
