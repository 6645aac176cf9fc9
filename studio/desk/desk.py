"""The desk: one conference in rehearsal, with everything that whoever rehearses can do to it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.running import Running
from bot.starting import alone_on
from conference import ledger
from conference.clock import wall_clock
from conference.config import Settings
from conference.database import Database
from conference.event import Event
from conference.ledger import Choice, LedgerRow
from rehearsal.mailbox import Letter
from rehearsal.stage import House, open_house
from rehearsal.timetable import begins_at, event_to_play
from studio.desk import keeping, moments, settling
from studio.desk.changes import Changes
from studio.desk.crowd import Crowd
from studio.desk.faults import Faults
from studio.desk.keeping import Kept
from studio.desk.moments import Moment
from studio.desk.seats import Seat, Seats, start_of
from studio.desk.settings import read
from studio.desk.turning import Stop, Turning

DATABASE = "rehearsal.db"
REQUESTS_KEPT = 1_000


@asynccontextmanager
async def open_desk(settings: str, folder: Path, start: datetime | None = None) -> AsyncIterator["Desk"]:
    """Begin a rehearsal by *settings*, the text of a config.toml, with its database in *folder*.

    It begins at *start*; without it, before the first reminder of the next conference. What an earlier rehearsal has
    left in *folder* is taken away. Everything runs on local parts, whatever the settings and the environment say:
    nothing goes outside. Raise SettingsError for mistakes in the settings, CannotStartError where another desk is open
    in *folder*.
    """
    desk = Desk(folder)
    try:
        await desk.reset(settings, start)
        yield desk
    finally:
        await desk.close()


class Desk:
    """Made by `open_desk`."""

    house: House
    """Telegram, the mailbox and the clock."""
    settings: Settings
    """As they were written; the service runs with every address in them replaced by a local one."""
    settings_text: str

    # The service's connections die with it; these do not.
    _database: Database

    def __init__(self, folder: Path) -> None:
        self.changed = Changes()
        self.generation = 0
        """Rises when another rehearsal is put on the desk: then all seats are new."""
        self.seats = Seats(self)
        self.faults = Faults(self)
        self.crowd = Crowd(self)
        self._turning = Turning(self)
        self._folder = folder
        self._open = AsyncExitStack()

    # What there is

    @property
    def now(self) -> datetime:
        """The conference's time, in UTC. It runs on by itself, except while `turn_to` is under way."""
        return self.house.clock()

    @property
    def database_url(self) -> str:
        return f"sqlite+aiosqlite:///{self._folder / DATABASE}"

    @property
    def event(self) -> Event:
        """The conference that is rehearsed: the next one by the conference's time."""
        return event_to_play(self.settings.events, self.now)

    @property
    def running(self) -> Running | None:
        """The service; None where it was killed."""
        return self.house.running

    @property
    def is_running(self) -> bool:
        """Whether the service runs: it was neither killed nor has it stopped by itself."""
        return self.running is not None and not self.running.work.done()

    @property
    def is_turning(self) -> bool:
        """Whether `turn_to` is under way."""
        return self._turning.is_under_way

    @property
    def bot_username(self) -> str:
        """What the bot is called in Telegram."""
        return self.house.telegram.username

    @property
    def letters(self) -> Sequence[Letter]:
        """All e-mails that have arrived, oldest first."""
        return self.house.mailbox.letters

    @property
    def letters_version(self) -> int:
        """A number that rises with every letter."""
        return len(self.house.mailbox.letters)

    async def letters_of(self, seat: Seat) -> list[Letter]:
        """Return the e-mails to a person, oldest first."""
        addresses = seat.addresses
        return [one for one in self.letters if any(to.lower() in addresses for to in one.recipients)]

    async def timeline(self) -> tuple[Moment, ...]:
        """Return everything that happens by itself, past and to come, the earliest first, with what was sent of it."""
        async with self.snapshot() as connection:
            return await moments.moments(connection, self.settings)

    async def next_notice(self) -> Moment | None:
        """Return the next reminder or announcement that is still to come."""
        return next((one for one in await self.timeline() if one.is_notice and one.at > self.now), None)

    async def ledger(self, choice: Choice | None = None, limit: int = 100) -> list[LedgerRow]:
        """Return the newest deliveries, the newest first."""
        async with self.snapshot() as connection:
            return await ledger.rows(connection, choice or Choice(), limit)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that reads the database, whether the service runs or not."""
        async with self._database.snapshot() as connection:
            yield connection

    # What can be done

    async def turn_to(self, moment: datetime) -> list[Stop]:
        """Turn the clock to *moment*. What is due until then happens in its order, each thing at its own time.

        Return the stops that brought anything. Under a fault it waits for what can come, and no longer. A moment in
        the past is gone to at once.
        """
        return await self._turning.turn_to(moment)

    async def follow(self, url: str, seat: Seat) -> bool:
        """Let a person open a link from a message or an e-mail. Return False where it does not lead to the bot."""
        payload = start_of(url, self.bot_username)
        if payload is None:
            return False
        await seat.open_link(payload)
        return True

    async def settle(self) -> bool:
        """Let all be answered, and what is due be sent. Return False where something was waited for in vain.

        Where a fault lasts or the service does not run, that is soon.
        """
        return await settling.settle(self.house, self.faults)

    async def apply(self, settings: str) -> None:
        """Go on by other settings: the service is started anew, with the same database, chats, letters and clock.

        Raise SettingsError with all mistakes, and change nothing then; CannotStartError where it cannot be started.
        """
        checked = read(settings)
        self.settings, self.settings_text = checked, settings
        await self.start()
        self.changed.note()

    async def start(self) -> None:
        """Start the service, or start it anew. Raise CannotStartError where that is impossible."""
        try:
            await self.house.start(self.settings)
        finally:
            self.changed.note()

    async def reset(self, settings: str | None = None, start: datetime | None = None) -> None:
        """Begin from nothing, by other settings or by the same. Raise what `open_desk` raises."""
        text = self.settings_text if settings is None else settings
        checked = read(text)
        await self._begin(checked, text, start or begins_at(event_to_play(checked.events, wall_clock())))

    async def save(self, path: Path) -> None:
        """Write the whole rehearsal into one file, which `load` reads. Raise OSError where it cannot be written."""
        await keeping.save(self, path)

    async def load(self, path: Path) -> None:
        """Put a saved rehearsal in the place of this one; nobody of a crowd goes on registering.

        Raise NotARehearsalError for a file that is none, SettingsError for one whose settings are out of date.
        """
        kept = await keeping.load(path)
        await self._begin(read(kept.settings), kept.settings, kept.desk.now, kept)

    async def close(self) -> None:
        """End everything."""
        self.changed.close()
        await self._clear()

    async def copy_database(self, path: Path) -> None:
        """Write one consistent state of the database into a new file."""
        await self._database.copy_to(path)

    async def _begin(self, settings: Settings, text: str, start: datetime, kept: Kept | None = None) -> None:
        async with self._turning.hand:  # whoever turns the clock turns this one to the end, not the next one
            await self._replace(settings, text, start, kept)

    async def _replace(self, settings: Settings, text: str, start: datetime, kept: Kept | None) -> None:
        await self._clear()
        self._make_room(kept)
        self.settings, self.settings_text = settings, text
        self.house = await self._open.enter_async_context(open_house(self._folder, start, flowing=True))
        if kept:
            self._bring_back(kept)
        self.generation += 1
        self.house.telegram.changed.subscribe(self._note)
        self.house.mailbox.changed.subscribe(self._note)
        self._database = Database(self.database_url)
        self._open.push_async_callback(self._database.close)
        await self.start()

    def _make_room(self, kept: Kept | None) -> None:
        path = self._folder / DATABASE
        self._folder.mkdir(parents=True, exist_ok=True)
        with alone_on(self.database_url):  # never under the hands of another desk
            for file in self._folder.glob(f"{DATABASE}*"):
                if file.suffix != ".lock":
                    file.unlink()
        if kept:
            path.touch(mode=0o600)
            path.write_bytes(kept.database)

    def _bring_back(self, kept: Kept) -> None:
        self.house.telegram.bring_back(kept.chats)
        self.house.mailbox.letters.extend(kept.letters)
        for one in kept.desk.seats:
            self.seats.take(one.person, one.role, of_crowd=one.of_crowd).read_up_to = one.read_up_to
        self.crowd.progress = replace(kept.desk.crowd, is_running=False)

    async def _clear(self) -> None:
        await self.crowd.leave()
        await self.faults.end()
        await self._open.aclose()
        self.seats.clear()

    def _note(self) -> None:
        # Of two thousand people there would be a hundred megabytes.
        if len(requests := self.house.telegram.requests) > 2 * REQUESTS_KEPT:
            del requests[:-REQUESTS_KEPT]
        self.changed.note()
