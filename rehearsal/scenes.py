"""The scenes of a play: what the cast does, told to the one who watches. They fit any event."""

from collections.abc import Awaitable, Callable, Sequence

from babel import Locale

from conference.button import Act
from conference.event import Event
from conference.people import Wants
from conference.question import QuestionKind
from conference.reminder_rule import Audience, ReminderRule
from rehearsal import terminal
from rehearsal.arrivals import listed
from rehearsal.cast import ANNA, CAST, HELEN, ILZE, JANIS, MARTINS, PETERIS, TATJANA, ZANE, Person, Typed, an_answer
from rehearsal.crowd import Guest, register_all
from rehearsal.performer import Performer, Show

Scene = Callable[[], Awaitable[None]]


class Scenes:
    """*people* are the cast in order; *settle* lets happen what is due and shows what has arrived."""

    def __init__(
        self, people: Sequence[Performer], crowd: Sequence[Guest], event: Event, show: Show, settle: Scene
    ) -> None:
        self._people = people
        self._crowd = crowd
        self._event = event
        self._show = show
        self._settle = settle
        self._done: set[str] = set()

    async def the_teacher_registers(self) -> None:
        """A whole registration, with a few slips."""
        self._say(f"{_who(ANNA)}, follows a link to the bot and registers. This is her whole chat, slips and all.")
        anna = self._one(ANNA)
        anna.watch()
        if await anna.begin():
            await anna.answer_all(with_slips=True)
            await anna.confirm()
        anna.watch(False)
        if not anna.has_agreed:
            return
        self._say(
            "Her registration and its confirmation were stored in one transaction; the confirmation leaves at once."
        )

    async def the_doctor_corrects(self) -> None:
        """A change in the summary, and a press on a button that is out of date."""
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

    async def others_register(self) -> None:
        """Three more, of whom one wants e-mail only."""
        for person in (TATJANA, HELEN, MARTINS):
            one = self._one(person)
            language = Locale(one.voice.language).get_display_name("en")
            self._say(f"{_who(person)}, registers in {language}.")
            if await self._to_the_summary(one):
                await one.confirm()
        await self._settle()
        await self._prefers_email(self._one(TATJANA))

    async def a_crowd_registers(self) -> None:
        """Many more, whom nobody watches."""
        registered = await register_all(self._crowd)
        turned_away = f", {len(self._crowd) - registered} cannot" if registered < len(self._crowd) else ""
        self._say(f"By the evening, {registered} more professionals have registered{turned_away}.")

    async def some_stop_half_way(self) -> None:
        """Three who do not finish."""
        half = max(len(self._event.questions) // 2, 1)
        self._say(f"{_who(ILZE)}, begins to register, and is called away in the middle.")
        ilze = self._one(ILZE)
        if await self._begins(ilze):
            await ilze.answer_all(stop_before=half)
        self._say(f"{_who(ZANE)}, agrees to the privacy notice, and gets no further.")
        await self._begins(self._one(ZANE))
        self._say(f"{_who(JANIS)}, only looks at the conference.")
        await self._one(JANIS).open()

    async def a_while_passes(self) -> None:
        """Let those who stopped be reminded, if a reminder of theirs is due already."""

    async def reminder(self, rule: ReminderRule) -> None:
        """Let a reminder that is due go out, and its receivers react."""
        due = self._event.local(rule.due_at(self._event))
        self._say(f"The clock is turned: the reminder “{rule.key}” is due at {due:%H:%M}.")
        await self._settle()
        await self._react(rule)

    async def _react(self, rule: ReminderRule) -> None:
        if Audience.UNFINISHED in rule.audience:
            await self._once("goes on", self._goes_on)
        if Audience.OPENED in rule.audience:
            await self._once("opts out", self._opts_out)
        if Audience.REGISTERED in rule.audience:
            await self._once("answers", self._answer_whether_they_come)

    async def _goes_on(self) -> None:
        ilze = self._one(ILZE)
        if not ilze.has_agreed or not ilze.shows(Act.REGISTER):
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
        coming = [one for one in self._people if one.person is not MARTINS and one.shows(Act.COMING)]
        for one in coming:
            await one.press(Act.COMING)
        if coming:
            self._say(f"{listed([one.person.name for one in coming])} answer by a button that they come.")
        await self._once("cancels", self.cancels)

    async def cancels(self) -> None:
        """One cancels: by the button of a reminder, or in the registration."""
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
        martins.has_registered = False
        martins.watch(False)
        await self._settle()

    async def it_is_over(self) -> None:
        """The end."""
        self._say("The conference is over.")

    async def _to_the_summary(self, one: Performer) -> bool:
        """Answer all questions. Return False where one cannot register."""
        if not await self._begins(one):
            return False
        await one.answer_all()
        return True

    async def _begins(self, one: Performer) -> bool:
        """Begin to register. Where one cannot, say so, the first time with what the bot shows, and return False."""
        if await one.begin():
            return True
        self._say(f"{one.person.name} cannot register.")
        await self._once("turned away", self._shows_why(one))
        return False

    def _shows_why(self, one: Performer) -> Scene:
        async def scene() -> None:
            one.watch()
            self._show(terminal.bubble(one.phone.messages[-1]))
            one.watch(False)

        return scene

    async def _correct(self, one: Performer) -> None:
        """Change a written answer in the summary, where there is one."""
        kinds = (QuestionKind.TEXT, QuestionKind.LONG_TEXT)
        written = [question for question in self._event.questions if question.kind in kinds and not question.use]
        for question in written:
            given = an_answer(question, one.person)
            if isinstance(given, Typed):
                better = f"{given.text}, Cēsis"
                await one.press(Act.CORRECT, question.key)
                await one.give(Typed(better) if len(better) <= question.length_limit else given)
                return

    async def _prefers_email(self, one: Performer) -> None:
        if not one.shows(Act.SHOW):
            return
        await one.press(Act.SHOW)
        self._say(f"{one.person.name} prefers e-mail, and chooses it in her registration.")
        one.watch()
        await one.press(Act.CHANNELS)
        if one.offered(Act.WANTS):
            await one.press(Act.WANTS, Wants.EMAIL)
            one.by_email_only = True
        one.watch(False)

    async def _once(self, name: str, act: Scene) -> None:
        if name not in self._done:
            self._done.add(name)
            await act()

    def _one(self, person: Person) -> Performer:
        return self._people[CAST.index(person)]

    def _say(self, text: str) -> None:
        self._show(terminal.direction(text))


def _who(person: Person) -> str:
    return f"{person.name}, {person.role}"
