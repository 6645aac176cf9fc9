"""Whom an announcement is for, and where it goes: ticks, each of which shows at once how many it reaches."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.handlers.organiser.finding import Press
from bot.handlers.organiser.one_announcement import EARLIER, while_composing
from bot.screens import audience_screens
from bot.screens.audience_screens import CHOICE, GROUP, MISSED, QUESTION, VIA
from bot.turn import Turn
from conference.announcements import announcement, composing, selection
from conference.announcements.announcement import Announcement
from conference.announcements.selection import Group, Selection
from conference.button import Act, Button
from conference.event import Event

TICK = re.compile(r"([a-z])(?:\.([a-z_]{1,12}|[0-9]{1,18}))?(?:\.([0-9]{1,4}))?")


async def press_audience(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Show the groups; or the answers to one question, or the earlier announcements."""
    await _show(turn, event, composed, button.argument)


async def press_aim(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Set or remove a tick, in the same message."""
    ticked = _ticked(turn, event, composed.selection, button.argument)
    if ticked is None:
        turn.toast(turn.voice("stale-button"))
        return
    await composing.set_selection(turn.connection, composed.id, ticked)
    page = {CHOICE: f"{QUESTION}.{_second(button.argument)}", MISSED: MISSED}.get(button.argument[:1], "")
    await _show(turn, event, replace(composed, selection=ticked), page)


async def press_via(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Show on which channels it goes, or choose others."""
    if button.argument in VIA:
        meant, _ = VIA[button.argument]
        chosen = replace(composed.selection, channels=meant)
        await composing.set_selection(turn.connection, composed.id, chosen)
        composed = replace(composed, selection=chosen)
    counts = await selection.count(turn.connection, event, composed.selection)
    turn.show(audience_screens.channels(turn.voice, event, composed, counts))


async def _show(turn: Turn, event: Event, composed: Announcement, page: str) -> None:
    counts = await selection.count(turn.connection, event, composed.selection)
    number = int(_second(page)) if page.startswith(QUESTION) and _second(page).isdecimal() else -1
    if number in dict(audience_screens.asked(event)):
        screen = audience_screens.answers(turn.voice, event, composed, counts, number)
    elif page == MISSED:
        earlier = await announcement.latest(turn.connection, event, EARLIER)
        screen = audience_screens.missed(turn.voice, event, composed, counts, earlier)
    else:
        screen = audience_screens.audience(turn.voice, event, composed, counts)
    turn.show(screen)


def _ticked(turn: Turn, event: Event, chosen: Selection, argument: str) -> Selection | None:
    """Return a selection with one tick more or less; None where the argument names nothing."""
    found = TICK.fullmatch(argument)
    what, which, place = found.groups() if found else ("", None, None)
    if what == GROUP and which in set(Group):
        return replace(chosen, groups=chosen.groups ^ {Group(which)})
    if what == MISSED and which and which.isdecimal():
        return replace(chosen, missed=chosen.missed ^ {int(which)})
    if what == CHOICE and which and which.isdecimal() and place:
        return _answered(turn, event, chosen, int(which), int(place))
    return None


def _answered(turn: Turn, event: Event, chosen: Selection, number: int, place: int) -> Selection | None:
    question = dict(audience_screens.asked(event)).get(number)
    keys = list(audience_screens.choices(turn.voice, question)) if question else []
    if question is None or place >= len(keys):
        return None
    ticked = chosen.choices.get(question.key, frozenset()) ^ {keys[place]}
    others = {key: answers for key, answers in chosen.choices.items() if key != question.key}
    # No answer at all would mean nobody; without a tick everybody is meant.
    return replace(chosen, choices={**others, question.key: ticked} if ticked else others)


def _second(argument: str) -> str:
    return argument.partition(".")[2].partition(".")[0]


PRESSES: Mapping[Act, Press] = {
    Act.AUDIENCE: while_composing(press_audience),
    Act.AIM: while_composing(press_aim),
    Act.VIA: while_composing(press_via),
}
