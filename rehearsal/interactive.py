"""A chat with the bot in the terminal, for somebody who wants to register themselves."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console, RenderableType

from conference.clock import wall_clock
from conference.config import Settings
from conference.event import Event
from rehearsal import terminal
from rehearsal.keeping import keep, kept_log, make_room
from rehearsal.stage import Stage, on_stage
from rehearsal.telegram import Key, Phone, ShownMessage
from rehearsal.timetable import begins_at, event_to_play, moments_to_see

ReadLine = Callable[[str], Awaitable[str | None]]
"""Shows a prompt and returns the line that was typed, without its end; None at the end of the input."""

YOU = 1
A_MOMENT = timedelta(seconds=10)
OWN_NUMBER = "+37120000001"

HELP = """\
What you type is sent to the bot, commands such as /start or /help too. Besides:
  #2                        press the button with this number
  :next                     turn the clock to the next reminder
  :clock 2024-06-13 10:01   turn the clock to this moment; :clock alone shows it
  :mail                     open the e-mails that have arrived
  :contact                  share your telephone number (or :contact +371…)
  :sticker                  send a sticker
  :help                     show this
  :quit                     end the rehearsal"""


async def interactive(settings: Settings, folder: Path, console: Console, read_line: ReadLine) -> None:
    """Let somebody chat with the bot of *settings* as a newcomer, and turn the clock, until they quit.

    Everything happens on local parts; what is left of it is kept in *folder*, in the place of an earlier rehearsal's.
    """
    event = event_to_play(settings.events, wall_clock())
    make_room(folder)
    with kept_log(folder):
        async with on_stage(settings, folder, begins_at(event)) as stage:
            chat = Chat(stage, settings.events, event, console)
            try:
                await chat.run(read_line)
            finally:
                keep(folder, event.time_zone, stage.mailbox, {"You": chat.phone})
    terminal.say(console, terminal.direction(f"The chat and the e-mails are kept in {folder}"))


class Chat:
    """One phone, one mailbox and one clock, in the hands of whoever types."""

    def __init__(self, stage: Stage, events: Iterable[Event], event: Event, console: Console) -> None:
        self.phone: Phone = stage.telegram.phone(YOU, "You", language_code=None)
        self._stage = stage
        self._events = tuple(events)
        self._zone = event.time_zone
        self._console = console
        self._seen: dict[int, ShownMessage] = {}
        self._alerts = 0
        self._letters = 0
        self._buttons: list[tuple[ShownMessage, str]] = []
        self._keys: list[Key] = []

    async def run(self, read_line: ReadLine) -> None:
        """Take lines until the end of the input or `:quit`."""
        self._say("You are somebody who follows a link to the bot for the first time.")
        self._say(HELP)
        await self._show_after(self.phone.open_link())
        while (line := await read_line(self._prompt())) is not None:
            if line.strip() == ":quit":
                return
            if line.strip():
                await self._take(line)

    async def _take(self, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        if word.startswith("#"):
            await self._press(word[1:])
        elif word.startswith(":"):
            await self._command(word, rest.strip())
        else:
            await self._show_after(self.phone.send(line))

    async def _command(self, word: str, rest: str) -> None:
        match word:
            case ":next":
                await self._next()
            case ":clock":
                await self._clock(rest)
            case ":mail":
                self._open_mail()
            case ":contact":
                await self._show_after(self.phone.share_contact(rest or OWN_NUMBER))
            case ":sticker":
                await self._show_after(self.phone.send_sticker())
            case ":help":
                self._say(HELP)
            case _:
                self._say(f"There is no {word}; :help shows what there is.")

    async def _press(self, number: str) -> None:
        last = len(self._buttons) + len(self._keys)
        if not number.isdecimal() or not 1 <= int(number) <= last:
            there_are = f"they go from #1 to #{last}" if last else "there are none"
            self._say(f"There is no button #{number}: {there_are}.")
        elif int(number) <= len(self._buttons):
            message, label = self._buttons[int(number) - 1]
            opened = len(self.phone.opened_links)
            await self._show_after(self.phone.press(label, message))
            for link in self.phone.opened_links[opened:]:
                self._say(f"A browser would open {link}")
        else:
            await self._press_key(self._keys[int(number) - len(self._buttons) - 1])

    async def _press_key(self, key: Key) -> None:
        # A key only writes its label; a button under some older message may have the same.
        share = self.phone.share_contact(OWN_NUMBER) if key.request_contact else self.phone.send(key.label)
        await self._show_after(share)

    async def _next(self) -> None:
        now = self._stage.clock()
        coming = sorted(moment for event in self._events for moment in moments_to_see(event) if moment > now)
        if coming:
            await self._turn(coming[0])
        else:
            self._say("Nothing more is to come.")

    async def _clock(self, typed: str) -> None:
        if not typed:
            self._say(f"It is {terminal.when(self._stage.clock(), self._zone)}.")
            return
        try:
            moment = datetime.strptime(typed, "%Y-%m-%d %H:%M").replace(tzinfo=self._zone)
        except ValueError:
            self._say("Write the moment as :clock 2024-06-13 10:01")
            return
        await self._turn(moment)

    async def _turn(self, moment: datetime) -> None:
        self._stage.clock.set(moment)
        self._say(f"It is {terminal.when(moment, self._zone)}.")
        if not await self._show_news():
            self._say("Nothing has arrived.")

    async def _show_after(self, act: Awaitable[object]) -> None:
        self._stage.clock.advance(A_MOMENT)
        await act
        await self._show_news()

    async def _show_news(self) -> bool:
        """Show what has come since one last looked. Return False if nothing has."""
        await self._stage.settled()
        alerts, letters = self.phone.alerts[self._alerts :], self._stage.mailbox.letters[self._letters :]
        changed = [message for message in self.phone.messages if self._seen.get(message.id) is not message]
        # What one has typed stands in the terminal already.
        shown = [message for message in changed if message.from_bot]
        self._number_buttons()
        for renderable in (*map(terminal.toast, alerts), *(self._bubble(message) for message in shown)):
            self._print(renderable)
        if self.phone.keyboard and any(message.keyboard for message in shown):
            self._print(terminal.keys(self.phone.keyboard, len(self._buttons) + 1))
        for letter in letters:
            self._print(terminal.letter_line(letter))
        if letters:
            self._say(":mail opens your e-mails.")
        self._seen = {message.id: message for message in self.phone.messages}
        self._alerts, self._letters = len(self.phone.alerts), len(self._stage.mailbox.letters)
        return bool(alerts or shown or letters)

    def _bubble(self, message: ShownMessage) -> RenderableType:
        numbered = any(of.id == message.id for of, _ in self._buttons)
        return terminal.bubble(message, 1 if numbered else None)

    def _number_buttons(self) -> None:
        """The newest message with buttons has them numbered, then the keys that stand in place of the letters."""
        messages = [message for message in self.phone.messages if message.from_bot]
        newest = next((message for message in reversed(messages) if message.inline_keyboard), None)
        asked = next((message for message in reversed(messages) if message.keyboard), None)
        keyboard = self.phone.keyboard
        if newest and keyboard and asked and asked.id > newest.id:
            newest = None
        self._buttons = [(newest, button.label) for button in newest.buttons] if newest else []
        self._keys = [key for row in keyboard.rows for key in row] if keyboard else []

    def _open_mail(self) -> None:
        for letter in self._stage.mailbox.letters:
            self._print(terminal.letter_card(letter))
        if not self._stage.mailbox.letters:
            self._say("No e-mail has arrived.")

    def _prompt(self) -> str:
        return f"\n{self._stage.clock().astimezone(self._zone):%Y-%m-%d %H:%M} > "

    def _say(self, text: str) -> None:
        self._print(terminal.direction(text))

    def _print(self, renderable: RenderableType) -> None:
        terminal.say(self._console, renderable)


async def read_from_terminal(prompt: str) -> str | None:
    """Read a line from the terminal; None at its end. A `ReadLine`."""
    print(prompt, end="", flush=True)
    keyboard, typed = sys.stdin.fileno(), bytearray()
    while not typed.endswith(b"\n"):
        await _readable(keyboard)
        # One at a time: what comes after this line is for the next call. No thread: Ctrl+C could not end it.
        octet = os.read(keyboard, 1)
        if not octet:
            return typed.decode(errors="replace") or None
        typed += octet
    return typed.decode(errors="replace").rstrip("\r\n")


async def _readable(file: int) -> None:
    """Wait until there is something to read. Files always have it; and some systems can only wait while reading."""
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    try:
        loop.add_reader(file, ready.set)
    except (PermissionError, NotImplementedError):
        return
    try:
        await ready.wait()
    finally:
        loop.remove_reader(file)
