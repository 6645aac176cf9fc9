"""Importing a list of participants in the chat: a file, its check, and the button that imports it.

Nothing of a file is kept: until the button is pressed, its file id is part of what is expected of the organiser, and
Telegram is asked for it again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from telegram import Document
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.handlers.finding import say_over
from bot.handlers.organiser.expecting import Take
from bot.handlers.organiser.finding import Press, for_organisers, may_organise
from bot.screens import organiser_import
from bot.turn import Act as TurnAct
from bot.turn import Turn, Work, plain
from conference import expecting
from conference.answers import Problem
from conference.button import Act, Button
from conference.channels.pacing import Rank
from conference.event import Event
from conference.expecting import Expected
from conference.importing import importing
from conference.importing.checking import Checked, check
from conference.importing.importing import SOURCE_LENGTH, Order
from conference.importing.reading import LARGEST, UnreadableError, read
from conference.typed_text import one_line

Continued = Callable[[Turn, Event, Checked], Awaitable[None]]
"""What is done with a file that has been fetched and checked."""

WHAT = "import"
KEPT_FOR = timedelta(hours=1)
"""A list that was checked longer ago is sent anew: who is registered has changed since."""


async def press_import(turn: Turn, event: Event, button: Button) -> None:
    if event.is_over(turn.now):
        say_over(turn, event)
        return
    await _expect(turn, event, {})
    turn.say(organiser_import.ask(turn.voice, event))


async def take(turn: Turn, event: Event, expected: Expected) -> None:
    """Take a file, or the word that was missing: where these people agreed."""
    await _expect(turn, event, expected)
    message = turn.update.message
    if message and message.document:
        await _take_file(turn, event, message.document, one_line(message.caption or ""))
    elif "file" in expected and one_line(turn.text):
        await _take_source(turn, event, expected, one_line(turn.text))
    else:
        turn.say(organiser_import.needs_file(turn.voice, event))


async def press_import_surely(turn: Turn, event: Event, button: Button) -> None:
    """Fetch the checked file again, and import it."""
    kept = _kept(turn, event)
    if kept is None:
        turn.show(plain(turn.voice, "import-expired"))
        return
    await _expect(turn, event, kept)  # so that the button still works if we die before it is done
    turn.settle(plain(turn.voice, "import-reading"))
    how = button.argument.split(".")
    order = Order(kept["source"], organiser_import.FILL in how, organiser_import.LETTERS in how)
    turn.then(_fetching(turn, event, kept["file"], partial(_bring_in, order=order)))


async def press_import_stop(turn: Turn, event: Event, button: Button) -> None:
    turn.show(plain(turn.voice, "import-nothing-imported"))


async def _take_file(turn: Turn, event: Event, document: Document, source: str) -> None:
    if (document.file_size or 0) > LARGEST:
        turn.say(plain(turn.voice, "import-too-large", limit=LARGEST // 1024 // 1024))
        return
    fits = len(source) <= SOURCE_LENGTH
    kept = {"file": document.file_id, "source": source if fits else "", "since": turn.now.isoformat()}
    await _expect(turn, event, kept)
    turn.say(plain(turn.voice, "import-reading"))
    turn.then(_fetching(turn, event, document.file_id, partial(_report, kept=kept)))


async def _take_source(turn: Turn, event: Event, expected: Expected, source: str) -> None:
    if len(source) > SOURCE_LENGTH:
        turn.say(plain(turn.voice, "import-source-too-long", limit=SOURCE_LENGTH))
        return
    await _expect(turn, event, {**expected, "source": source})
    turn.say(organiser_import.confirm(turn.voice, event, source, exceeds=expected.get("exceeds", False)))


def _fetching(turn: Turn, event: Event, file_id: str, act: Continued) -> Work:
    """Return the slow work: to fetch a file and check it, outside of any transaction; then *act* on what it says."""
    languages = turn.service.settings.service.languages

    async def work(bot: ExtBot[Rank]) -> TurnAct:
        try:
            body = await (await bot.get_file(file_id)).download_as_bytearray()
        except TelegramError:
            return partial(_refuse, problem=Problem("import-not-fetched"))
        try:
            # In a thread: thousands of rows take a second, and others are talking to the bot.
            found = await asyncio.to_thread(lambda: check(event, read(bytes(body)), languages))
        except UnreadableError as error:
            return partial(_refuse, problem=error.problem)
        return partial(_as_organiser, event=event, checked=found, act=act)

    return work


async def _refuse(turn: Turn, problem: Problem) -> None:
    turn.say(organiser_import.problem(turn.voice, problem))


async def _as_organiser(turn: Turn, event: Event, checked: Checked, act: Continued) -> None:
    # They may have been dismissed while the file was on its way.
    if await may_organise(turn, event):
        await act(turn, event, checked)


async def _report(turn: Turn, event: Event, checked: Checked, kept: Expected) -> None:
    report = await importing.look(turn.connection, event, checked)
    if report.ready:
        await _expect(turn, event, {**kept, "exceeds": bool(report.exceeding)})
    else:
        await _expect(turn, event, {})  # a better file is the next message, not a source
    turn.say(organiser_import.checked(turn.voice, event, report, kept["source"]))
    remarks = organiser_import.remarks(turn.voice, report)
    if len(remarks) > organiser_import.SHOWN:
        turn.send_file("import.txt", "\n".join(remarks).encode("utf-8-sig"))


async def _bring_in(turn: Turn, event: Event, checked: Checked, order: Order) -> None:
    report = await importing.bring_in(turn.connection, event, checked, order, turn.now, turn.person.id)
    await expecting.expect_nothing(turn.connection, turn.person.id)
    turn.say(organiser_import.done(turn.voice, report))


def _kept(turn: Turn, event: Event) -> Expected | None:
    """Return what the button is about, unless that was given up, or is too long ago."""
    event_key, kept = turn.expected or ("", {})
    if event_key != event.key or kept.get("what") != WHAT or not kept.get("source"):
        return None
    return kept if turn.now - datetime.fromisoformat(kept["since"]) < KEPT_FOR else None


async def _expect(turn: Turn, event: Event, kept: Expected) -> None:
    await expecting.expect(turn.connection, turn.person.id, event.key, {**kept, "what": WHAT})


PRESSES: Mapping[Act, Press] = {
    Act.IMPORT: for_organisers(press_import),
    Act.IMPORT_SURELY: for_organisers(press_import_surely),
    Act.IMPORT_STOP: for_organisers(press_import_stop),
}
EXPECTED: Mapping[str, Take] = {WHAT: take}
