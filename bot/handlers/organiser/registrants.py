"""Who is coming: the list, a search, one registrant's card, and the list as a file. Every look is noted."""

import asyncio
import re
from collections.abc import Mapping

from bot.handlers.organiser.expecting import Take
from bot.handlers.organiser.finding import Press, for_organisers, may_organise
from bot.reports import WRITERS, headings
from bot.screens import registrants_screens
from bot.turn import Turn, plain
from conference import audit, expecting, export, registrants
from conference.audit import Action
from conference.button import Act, Button
from conference.event import Event
from conference.expecting import Expected

SEARCH = "search"
NUMBER = re.compile(r"[0-9]{1,18}")  # what fits into a column of ids


async def show_list(turn: Turn, event: Event, button: Button) -> None:
    """Show a page of the list, or of what was found. Door staff see nobody whom they have not searched for."""
    if button.argument or await may_organise(turn, event):
        await _show_page(turn, event, button.step or 0, button.argument)
    else:
        await ask_for_a_name(turn, event, button)


async def ask_for_a_name(turn: Turn, event: Event, _: Button) -> None:
    await _expect_a_name(turn, event)
    turn.say(plain(turn.voice, "registrants-search-what"))


async def search(turn: Turn, event: Event, _: Expected) -> None:
    """Show who was found by what was typed. A name may follow a name: at the door there is no time for buttons."""
    if words := registrants_screens.searched(turn.text):
        await _show_page(turn, event, 0, words)
    else:
        await _expect_a_name(turn, event)
        turn.say(plain(turn.voice, "registrants-search-what"))


async def show_card(turn: Turn, event: Event, button: Button) -> None:
    """Show what is known of one registrant; to door staff, what they need to let somebody in."""
    number = int(button.argument) if NUMBER.fullmatch(button.argument) else 0
    card = await registrants.card(turn.connection, event, number)
    if card is None:
        turn.toast(turn.voice("stale-button"))
        return
    await audit.note(turn.connection, turn.now, turn.person.id, event.key, Action.VIEWED, registration=number)
    if await may_organise(turn, event):
        turn.say(registrants_screens.card(turn.voice, event, card))
    else:
        turn.say(registrants_screens.card_at_the_door(turn.voice, event, card))
        await _expect_a_name(turn, event)


async def export_list(turn: Turn, event: Event, button: Button) -> None:
    """Send the list as a file, made when the transaction is over: of thousands it takes seconds."""
    file_format, voice, database = button.argument, turn.voice, turn.service.database
    if file_format not in registrants_screens.FORMATS:
        turn.toast(voice("stale-button"))
        return

    async def body() -> bytes:
        async with database.snapshot() as connection:
            table = await export.registrations_table(
                connection, event, voice.language, voice("yes"), voice("no"), headings(voice)
            )
        return await asyncio.to_thread(WRITERS[file_format], table)

    await audit.note(turn.connection, turn.now, turn.person.id, event.key, Action.EXPORTED, format=file_format)
    turn.send_file(f"{event.key}.{file_format}", body, voice("registrants-export-caption"))


async def _show_page(turn: Turn, event: Event, number: int, words: str) -> None:
    page = await registrants.page(turn.connection, event, number, words)
    seen = {"page": page.number + 1, "found": page.total}
    await audit.note(turn.connection, turn.now, turn.person.id, event.key, Action.LISTED, **seen)
    everything = await may_organise(turn, event)
    turn.show(registrants_screens.page(turn.voice, event, page, words, everything=everything))
    if words:
        await _expect_a_name(turn, event)


async def _expect_a_name(turn: Turn, event: Event) -> None:
    await expecting.expect(turn.connection, turn.person.id, event.key, {"what": SEARCH})


PRESSES: Mapping[Act, Press] = {
    Act.REGISTRANTS: for_organisers(show_list, door_too=True),
    Act.SEARCH: for_organisers(ask_for_a_name, door_too=True),
    Act.CARD: for_organisers(show_card, door_too=True),
    Act.EXPORT: for_organisers(export_list),
}
EXPECTED: Mapping[str, Take] = {SEARCH: search}
