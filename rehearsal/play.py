"""A conference played in the terminal: people register, the clock is turned, reminders arrive, and all is counted."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from rich.console import Console, RenderableType
from rich.text import Text

from conference.clock import wall_clock
from conference.config import Settings
from conference.event import Event
from conference.reminder_rule import Audience
from conference.reminders import QUIET
from rehearsal import summary, terminal
from rehearsal.arrivals import Arrivals
from rehearsal.cast import CAST
from rehearsal.crowd import Guest, crowd
from rehearsal.keeping import keep, kept_log, make_room
from rehearsal.ledger import Evidence
from rehearsal.organising import Organising
from rehearsal.performer import Performer, PlayError
from rehearsal.scenes import Scene, Scenes
from rehearsal.stage import Stage, on_stage
from rehearsal.timetable import A_MINUTE, begins_at, event_to_play

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)

MORE = 24
"""How many come besides the cast."""


async def play(settings: Settings, folder: Path, console: Console, more: int = MORE) -> None:
    """Play the next conference of *settings* from the first registration to its end, and show it on *console*.

    Besides the cast, so many *more* register. Everything happens on local parts. Letters, calendars, chats, pictures,
    the database and the service's log are kept in *folder*, in the place of those of an earlier rehearsal. Raise
    PlayError where something went wrong.
    """
    event = event_to_play(settings.events, wall_clock())
    make_room(folder)
    with kept_log(folder) as log:
        async with on_stage(settings, folder, begins_at(event)) as stage:
            played = Play(stage, event, settings.service.keep_personal_data_days, console, more)
            try:
                await played.run()
            except asyncio.CancelledError:
                terminal.say(console, terminal.direction("Stopped."))
                raise
            finally:
                phones = {one.person.name: one.phone for one in (*played.people, *played.organisers)}
                keep(folder, event.time_zone, stage.mailbox, phones)
    faults = played.faults + [f"the log has an error: {error}" for error in log.errors]
    terminal.say(console, summary.verdict(played.evidence, faults), Text(), summary.left_behind(folder))
    if faults:
        raise PlayError("; ".join(faults))


class Play:
    """Lets the scenes happen when the event says, turns the clock from one to the next, and counts at the end."""

    def __init__(self, stage: Stage, event: Event, keep_days: int, console: Console, more: int) -> None:
        cast = [Performer(stage, event, person, self._show) for person in CAST]
        guests = [Guest(stage, event, person) for person in crowd(more)]
        self.people: list[Performer] = [*cast, *guests]
        self.evidence = Evidence((), {}, ())
        self.faults: list[str] = []
        self._stage = stage
        self._event = event
        self._keep_days = keep_days
        self._console = console
        self._counts: Mapping[str, int] = {}
        self._scenes = Scenes(cast, guests, event, self._show, self._settle)
        self._organising = Organising(stage, event, self.people, self._show, self._settle)
        self.organisers = (self._organising.organiser, self._organising.colleague)
        self._arrivals = Arrivals(stage, event, (*self.people, *self.organisers), self._show)

    async def run(self) -> None:
        """Play everything."""
        self._show(summary.prologue(self._event, self._stage.running.service.texts.languages))
        day = ""
        for moment, scene in self._timetable():
            # A scene takes a while; the next one of the timetable then begins after it, not in the past.
            moment = max(moment, self._stage.clock())
            if (today := terminal.day(moment, self._event.time_zone)) != day:
                self._show(terminal.chapter(today))
                day = today
            self._stage.clock.set(moment)
            await scene()
            await self._settle()
        await self._is_erased()
        phones = {one.phone.user_id: one.phone for one in (*self.people, *self.organisers)}
        letters, authors = self._stage.mailbox.letters, frozenset({self._organising.organiser.phone.user_id})
        self.evidence = Evidence(self._arrivals.entries, phones, letters, self._organising.meant, authors)
        self.faults += self._organising.faults + self.evidence.faults()
        self._show(terminal.chapter("What has come of it"))
        self._show(summary.account(self._counts, self.evidence))

    def _timetable(self) -> list[tuple[datetime, Scene]]:
        start, event = self._stage.clock(), self._event
        scenes: list[tuple[datetime, Scene]] = [
            (start, self._scenes.the_teacher_registers),
            (start + AN_HOUR, self._scenes.the_doctor_corrects),
            (start + 2 * AN_HOUR, self._scenes.others_register),
            (start + 8 * AN_HOUR, self._scenes.a_crowd_registers),
            (start + A_DAY, self._scenes.some_stop_half_way),
            (start + A_DAY + 2 * AN_HOUR, self._organising.scene),
            (start + A_DAY + QUIET + 4 * AN_HOUR, self._scenes.a_while_passes),
        ]
        if not any(Audience.REGISTERED in rule.audience for rule in event.reminders):
            scenes.append((start + 2 * A_DAY, self._scenes.cancels))
        within = [(at, scene) if at < event.deadline_at else (start, scene) for at, scene in scenes]
        dues = [(rule.due_at(event) + A_MINUTE, partial(self._scenes.reminder, rule)) for rule in event.reminders]
        # What was due before anybody came is of no interest to anybody.
        reminders = [(at, scene) for at, scene in dues if at > start]
        end = event.ends_at + A_MINUTE, self._scenes.it_is_over
        return sorted([*within, *reminders, end], key=lambda one: one[0])

    async def _is_erased(self) -> None:
        """See that nothing is kept longer than was promised."""
        keep = timedelta(days=self._keep_days)
        await self._stage.turn_clock(max(self._event.ends_at + keep + A_MINUTE, self._stage.clock()))
        async with self._stage.running.service.database.snapshot() as connection:
            left = (await summary.standing(connection, self._event))["people"]
        self._show(terminal.chapter(terminal.day(self._stage.clock(), self._event.time_zone)))
        stored = f"{left} people" if left else "nobody but its organiser"
        over = f"{self._keep_days} days later the service has erased what people left. It stores {stored} now."
        self._show(terminal.direction(over))
        if left:
            self.faults.append(f"{left} people were not erased after {self._keep_days} days")

    async def _settle(self) -> None:
        """Let everything that is due happen, and show what has arrived."""
        await self._stage.settled()
        await self._arrivals.show()
        async with self._stage.running.service.database.snapshot() as connection:
            counts = await summary.standing(connection, self._event)
        # What is counted at the end is what there was before it was erased.
        self._counts = counts if counts["people"] else self._counts

    def _show(self, renderable: RenderableType) -> None:
        terminal.say(self._console, renderable)
