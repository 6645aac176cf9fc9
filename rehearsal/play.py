"""A conference played in the terminal: people register, the clock is turned, reminders arrive, and all is counted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from babel import Locale
from rich.console import Console, RenderableType
from rich.text import Text

from conference.button import Act
from conference.clock import wall_clock
from conference.config import Settings
from conference.event import Event
from conference.people import Wants
from conference.question import QuestionKind
from conference.reminder_rule import Audience, ReminderRule
from rehearsal import summary, terminal
from rehearsal.arrivals import Arrivals, listed
from rehearsal.cast import ANNA, CAST, HELEN, ILZE, JANIS, MARTINS, PETERIS, TATJANA, ZANE, Person, Typed, an_answer
from rehearsal.keeping import keep, kept_log, make_room
from rehearsal.ledger import Evidence
from rehearsal.performer import Performer, PlayError
from rehearsal.stage import Stage, on_stage
from rehearsal.timetable import A_MINUTE, begins_at, event_to_play

Scene = Callable[[], Awaitable[None]]

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


async def play(settings: Settings, folder: Path, console: Console) -> None:
    """Play the next conference of *settings* from the first registration to its end, and show it on *console*.

    Everything happens on local parts. Letters, calendars, chats, the database and the service's log are kept in
    *folder*, in the place of those of an earlier rehearsal. Raise PlayError where something went wrong.
    """
    event = event_to_play(settings.events, wall_clock())
    make_room(folder)
    with kept_log(folder) as log:
        async with on_stage(settings, folder, begins_at(event)) as stage:
            played = Play(stage, event, settings.service.keep_personal_data_days, console)
            try:
                await played.run()
            except asyncio.CancelledError:
                terminal.say(console, terminal.direction("Stopped."))
                raise
            finally:
                phones = {one.person.name: one.phone for one in played.people}
                keep(folder, event.time_zone, stage.mailbox, phones)
    faults = played.faults + [f"the log has an error: {error}" for error in log.errors]
    terminal.say(console, summary.verdict(played.evidence, faults), Text(), summary.left_behind(folder))
    if faults:
        raise PlayError("; ".join(faults))


class Play:
    """The scenes. What people do is written down once; when, follows from the event."""

    def __init__(self, stage: Stage, event: Event, keep_days: int, console: Console) -> None:
        self.people = [Performer(stage, event, person, self._show) for person in CAST]
        self.evidence = Evidence((), {}, ())
        self.faults: list[str] = []
        self._stage = stage
        self._event = event
        self._keep_days = keep_days
        self._console = console
        self._arrivals = Arrivals(stage, event, self.people, self._show)
        self._counts: Mapping[str, int] = {}
        self._done: set[str] = set()

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
        phones = {one.phone.user_id: one.phone for one in self.people}
        self.evidence = Evidence(self._arrivals.entries, phones, self._stage.mailbox.letters)
        self.faults += self.evidence.faults()
        self._show(terminal.chapter("What has come of it"))
        self._show(summary.account(self._counts, self.evidence))

    def _timetable(self) -> list[tuple[datetime, Scene]]:
        start, event = self._stage.clock(), self._event
        scenes: list[tuple[datetime, Scene]] = [
            (start, self._the_teacher_registers),
            (start + AN_HOUR, self._the_doctor_corrects),
            (start + 2 * AN_HOUR, self._others_register),
            (start + A_DAY, self._some_stop_half_way),
        ]
        if not any(Audience.REGISTERED in rule.audience for rule in event.reminders):
            scenes.append((start + 2 * A_DAY, self._cancels))
        within = [(at, scene) if at < event.deadline_at else (start, scene) for at, scene in scenes]
        dues = [(rule.due_at(event) + A_MINUTE, self._reminder(rule)) for rule in event.reminders]
        # What was due before anybody came is of no interest to anybody.
        reminders = [(at, scene) for at, scene in dues if at > start]
        return sorted([*within, *reminders, (event.ends_at + A_MINUTE, self._it_is_over)], key=lambda one: one[0])

    async def _the_teacher_registers(self) -> None:
        self._say(f"{_who(ANNA)}, follows a link to the bot and registers. This is her whole chat, slips and all.")
        anna = self._one(ANNA)
        anna.watch()
        if await anna.begin():
            await anna.answer_all(with_slips=True)
            await anna.confirm()
        anna.watch(False)
        self._say(
            "Her registration and its confirmation were stored in one transaction; the confirmation leaves at once."
        )

    async def _the_doctor_corrects(self) -> None:
        self._say(
            f"{_who(PETERIS)}, registers too. In the summary he sees that one answer can be better, and changes it."
        )
        peteris = self._one(PETERIS)
        if not await self._to_the_summary(peteris):
            return
        peteris.watch()
        await self._correct(peteris)
        await peteris.confirm()
        peteris.watch(False)
        await self._settle()
        self._say("Later he presses a button of an earlier question. It changes nothing, and the bot says so.")
        peteris.watch()
        await peteris.press_an_old_button()
        peteris.watch(False)

    async def _others_register(self) -> None:
        for person in (TATJANA, HELEN, MARTINS):
            one = self._one(person)
            language = Locale(one.voice.language).get_display_name("en")
            self._say(f"{_who(person)}, registers in {language}.")
            if await self._to_the_summary(one):
                await one.confirm()
        await self._settle()
        await self._prefers_email(self._one(TATJANA))

    async def _some_stop_half_way(self) -> None:
        half = max(len(self._event.questions) // 2, 1)
        self._say(f"{_who(ILZE)}, begins to register, and is called away in the middle.")
        ilze = self._one(ILZE)
        if await ilze.begin():
            await ilze.answer_all(stop_before=half)
        self._say(f"{_who(ZANE)}, agrees to the privacy notice, and gets no further.")
        await self._one(ZANE).begin()
        self._say(f"{_who(JANIS)}, only looks at the conference.")
        await self._one(JANIS).open()

    def _reminder(self, rule: ReminderRule) -> Scene:
        async def scene() -> None:
            due = self._event.local(rule.due_at(self._event))
            self._say(f"The clock is turned: the reminder “{rule.key}” is due at {due:%H:%M}.")
            await self._settle()
            await self._react(rule)

        return scene

    async def _react(self, rule: ReminderRule) -> None:
        if Audience.UNFINISHED in rule.audience:
            await self._once("goes on", self._goes_on)
        if Audience.OPENED in rule.audience:
            await self._once("opts out", self._opts_out)
        if Audience.REGISTERED in rule.audience:
            await self._once("answers", self._answer_whether_they_come)

    async def _goes_on(self) -> None:
        ilze = self._one(ILZE)
        if not ilze.shows(Act.REGISTER):
            return
        self._say(f"{ilze.person.name} goes on where she stopped: nothing is asked twice.")
        ilze.watch()
        await ilze.press(Act.REGISTER)
        ilze.watch(False)
        await ilze.go_on()
        if ilze.shows(Act.CONFIRM):
            await ilze.confirm()
        await self._settle()

    async def _opts_out(self) -> None:
        janis = self._one(JANIS)
        if not janis.shows(Act.OPT_OUT):
            return
        self._say(f"{janis.person.name} wants no more reminders. One press is enough.")
        janis.watch()
        await janis.press(Act.OPT_OUT)
        janis.watch(False)

    async def _answer_whether_they_come(self) -> None:
        coming = [one for one in self.people if one.person is not MARTINS and one.shows(Act.COMING)]
        for one in coming:
            await one.press(Act.COMING)
        if coming:
            self._say(f"{listed([one.person.name for one in coming])} answer by a button that they come.")
        await self._once("cancels", self._cancels)

    async def _cancels(self) -> None:
        martins = self._one(MARTINS)
        if not martins.shows(Act.NOT_COMING):
            await martins.open()
        act = next((act for act in (Act.NOT_COMING, Act.CANCEL) if martins.shows(act)), None)
        if act is None:
            return
        self._say(f"{martins.person.name} is on duty that day and cancels, so that the place is free for somebody.")
        martins.watch()
        await martins.press(act)
        await martins.press(Act.CANCEL_SURELY)
        martins.watch(False)
        await self._settle()

    async def _it_is_over(self) -> None:
        self._say("The conference is over.")

    async def _is_erased(self) -> None:
        """See that nothing is kept longer than was promised."""
        keep = timedelta(days=self._keep_days)
        await self._stage.turn_clock(max(self._event.ends_at + keep + A_MINUTE, self._stage.clock()))
        async with self._stage.running.service.database.snapshot() as connection:
            left = (await summary.standing(connection, self._event))["people"]
        self._show(terminal.chapter(terminal.day(self._stage.clock(), self._event.time_zone)))
        self._say(
            f"{self._keep_days} days after the conference the service erases what people left: {left} are stored."
        )
        if left:
            self.faults.append(f"{left} people were not erased after {self._keep_days} days")

    async def _to_the_summary(self, one: Performer) -> bool:
        """Answer all questions. Where one cannot register, show why and return False."""
        if await one.begin():
            await one.answer_all()
            return True
        self._say(f"{one.person.name} cannot register:")
        one.watch()
        self._show(terminal.bubble(one.phone.messages[-1]))
        one.watch(False)
        return False

    async def _correct(self, one: Performer) -> None:
        kinds = (QuestionKind.TEXT, QuestionKind.LONG_TEXT)
        fitting = [question for question in self._event.questions if question.kind in kinds and not question.use]
        if not fitting:
            return
        await one.press(Act.CORRECT, fitting[0].key)
        given = an_answer(fitting[0], one.person)
        text = given.text if isinstance(given, Typed) else terminal.when(self._stage.clock(), self._event.time_zone)
        longer = f"{text}, Cēsis"
        await one.give(Typed(longer if len(longer) <= fitting[0].length_limit else text))

    async def _prefers_email(self, one: Performer) -> None:
        if not one.shows(Act.SHOW):
            return
        await one.press(Act.SHOW)
        self._say(f"{one.person.name} prefers e-mail, and chooses it in her registration.")
        one.watch()
        await one.press(Act.CHANNELS)
        if one.offered(Act.WANTS):
            await one.press(Act.WANTS, Wants.EMAIL)
        one.watch(False)

    async def _settle(self) -> None:
        """Let everything that is due happen, and show what has arrived."""
        await self._stage.settled()
        await self._arrivals.show()
        async with self._stage.running.service.database.snapshot() as connection:
            counts = await summary.standing(connection, self._event)
        # What is counted at the end is what there was before it was erased.
        self._counts = counts if counts["people"] else self._counts

    async def _once(self, name: str, act: Scene) -> None:
        if name not in self._done:
            self._done.add(name)
            await act()

    def _one(self, person: Person) -> Performer:
        return self.people[CAST.index(person)]

    def _say(self, text: str) -> None:
        self._show(terminal.direction(text))

    def _show(self, renderable: RenderableType) -> None:
        terminal.say(self._console, renderable)


def _who(person: Person) -> str:
    return f"{person.name}, {person.role}"
