"""What the handlers of announcements share: which one a button is about, its desk, how it stands, who was quicker."""

from collections.abc import Awaitable, Callable, Mapping

from bot.handlers.organiser.finding import Press, for_organisers, pressed_message
from bot.replies import TOAST_LENGTH
from bot.screens import announced_screens, announcement_screens, audience_screens
from bot.screens.announcement_screens import Desk
from bot.turn import Turn
from conference.announcements import announcement, composing, selection, standing
from conference.announcements.announcement import Announcement, State, Words
from conference.announcements.composing import BIGGEST_ATTACHMENT, Problem
from conference.announcements.selection import Counts, Selection
from conference.audit import Action
from conference.button import Button
from conference.channels.channel import ChannelName
from conference.event import Event

Deed = Callable[[Turn, Event, Announcement, Button], Awaitable[None]]
"""What a button does to an announcement of its event."""

EARLIER = 8
"""How many announcements are offered whose receivers can be left out."""

LARGEST_ID = 2**63 - 1

DEEDS: Mapping[str, str] = {
    Action.ANNOUNCED: "told-deed-announced",
    Action.UNDONE: "told-deed-undone",
    Action.PAUSED: "told-deed-paused",
    Action.RESUMED: "told-deed-resumed",
    Action.STOPPED: "told-deed-stopped",
    Action.RETRIED: "told-deed-retried",
    Action.CORRECTED: "told-deed-corrected",
    Action.TOOK_BACK: "told-deed-took-back",
    Action.PINNED: "told-deed-pinned",
    Action.DISCARDED: "told-deed-discarded",
}


def of_announcement(deed: Deed) -> Press:
    """Return what a button does that names an announcement; nothing where its event has no such one."""

    async def step(turn: Turn, event: Event, button: Button) -> None:
        found = await find(turn, event, button.step)
        if found is None:
            turn.toast(turn.voice("stale-button"))
        else:
            await deed(turn, event, found, button)

    return for_organisers(step)


def while_composing(deed: Deed) -> Press:
    """Return what a button of the desk does, unless the announcement has left it."""

    async def if_composing(turn: Turn, event: Event, found: Announcement, button: Button) -> None:
        if found.state is State.COMPOSING:
            await deed(turn, event, found, button)
        else:
            await say_who_was_quicker(turn, event, found)

    return of_announcement(if_composing)


async def begin(turn: Turn, event: Event) -> Announcement:
    """Begin a new announcement; one without e-mail where the service sends none."""
    new = await composing.begin(turn.connection, event, turn.person.id, turn.now)
    if turn.service.settings.email is None:
        only_chats = Selection(channels=frozenset({ChannelName.TELEGRAM}))
        await composing.set_selection(turn.connection, new.id, only_chats)
    return new


async def find(turn: Turn, event: Event, number: object) -> Announcement | None:
    """Return the announcement of that number; anybody can send any number."""
    if not isinstance(number, int) or not 0 < number <= LARGEST_ID:
        return None
    return await standing.find(turn.connection, event, number)


async def show_desk(turn: Turn, event: Event, announcement_id: int) -> None:
    """Show the desk as it is now: in the place of a pressed button's message, or below what was typed."""
    now = await announcement.get(turn.connection, announcement_id)
    assert now is not None
    turn.show(announcement_screens.desk(turn.voice, event, await desk_of(turn, event, now)))


async def desk_of(turn: Turn, event: Event, composed: Announcement) -> Desk:
    counts = await selection.count(turn.connection, event, composed.selection)
    earlier = {one.id: one for one in await announcement.latest(turn.connection, event, EARLIER)}
    return Desk(
        composed=composed,
        author=await author_of(turn, event, composed),
        counts=counts,
        audience=audience_screens.described(turn.voice, event, composed.selection, earlier),
        channels=audience_screens.via(turn.voice, composed.selection),
        problems=await problems_of(turn, event, composed, counts),
        languages=turn.service.texts.languages,
        has_email=turn.service.settings.email is not None,
    )


async def problems_of(turn: Turn, event: Event, composed: Announcement, counts: Counts) -> list[Problem]:
    """Return what stands in the way, and what else an organiser should know."""
    found = composing.problems(event, composed, counts, turn.service.texts)
    if any(words.written.poll for words in composed.body.values()):
        found.append(Problem("announce-poll-votes", blocks=False))
    fitting = {language for language, words in composed.body.items() if fits_an_email(words)}
    if counts.email and fitting - await standing.attached(turn.connection, composed.id):
        found.append(Problem("announce-file-not-attached", blocks=False))
    return found


def fits_an_email(words: Words) -> bool:
    """Return whether there is a file, and e-mails can carry it."""
    return words.written.media is not None and words.written.media.size <= BIGGEST_ATTACHMENT


async def author_of(turn: Turn, event: Event, found: Announcement) -> str | None:
    """Return who wrote it, where it was somebody else."""
    return None if found.author_id == turn.person.id else await name_of(turn, event, found.author_id)


async def name_of(turn: Turn, event: Event, person_id: int | None) -> str:
    if person_id == turn.person.id:
        return turn.voice("told-you")
    names = await standing.names(turn.connection, event, [person_id] if person_id else [])
    return names.get(person_id or 0) or turn.voice("told-colleague")


async def show_standing(turn: Turn, event: Event, found: Announcement) -> None:
    """Show how far it is. The message goes on showing it, unless another person's does."""
    now = await announcement.get(turn.connection, found.id)
    assert now is not None
    stands = await standing.look(turn.connection, event, now)
    if stands.is_under_way and (now.progress is None or now.progress["person"] == turn.person.id):
        await keep_showing(turn, now)
    turn.show(announced_screens.standing(turn.voice, event, stands, turn.now))


async def keep_showing(turn: Turn, found: Announcement) -> None:
    """Let the pressed message show the progress from now on."""
    if message_id := pressed_message(turn):
        shown = {"person": turn.person.id, "message": message_id}
        await announcement.show_progress_in(turn.connection, found.id, shown)


async def say_who_was_quicker(turn: Turn, event: Event, found: Announcement) -> None:
    """Say what was done last to an announcement, and by whom; then show how it stands."""
    deed = await standing.latest_deed(turn.connection, event, found.id, DEEDS)
    if deed is None:
        turn.toast(turn.voice("stale-button"))
    else:
        who = await name_of(turn, event, deed.person_id)
        turn.toast(announced_screens.already(turn.voice, event, DEEDS[deed.action], who, deed.at)[:TOAST_LENGTH])
    await show_as_it_is(turn, event, found)


async def show_as_it_is(turn: Turn, event: Event, found: Announcement) -> None:
    match found.state:
        case State.COMPOSING:
            await show_desk(turn, event, found.id)
        case State.DISCARDED:
            turn.show(announcement_screens.discarded(turn.voice, event))
        case _:
            await show_standing(turn, event, found)
