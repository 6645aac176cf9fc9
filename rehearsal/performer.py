"""Somebody of the cast at their phone: reads what the bot shows, presses, types, and is watched or not."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import TypeAlias

from rich.console import RenderableType

from conference.button import Act, Button
from conference.event import Event
from conference.question import Question
from conference.texts import Voice
from rehearsal import terminal
from rehearsal.cast import Chosen, Given, Person, SharedContact, Skipped, Sticker, Typed, an_answer, slips
from rehearsal.stage import Stage
from rehearsal.telegram import ShownMessage

A_MOMENT = timedelta(seconds=12)
"""How long reading and an answer take."""

PATIENCE = 4
"""How often somebody tries to answer a question."""

ACTS_WITH_A_CONFIRMATION = frozenset({Act.CONFIRM, Act.CANCEL_SURELY})

Show: TypeAlias = Callable[[RenderableType], None]


class PlayError(Exception):
    """The service did not do what a rehearsal expects of it."""


class Performer:
    """Plays *person*. While `watched`, everything on the phone is shown."""

    def __init__(self, stage: Stage, event: Event, person: Person, show: Show) -> None:
        self.person = person
        self.phone = stage.telegram.phone(person.user_id, person.first_name, language_code=person.language)
        self.watched = False
        self.has_agreed = False
        self.has_registered = False
        """Whether they have a registration that they have not cancelled."""
        self.by_email_only = False
        self._stage = stage
        self._event = event
        self._show = show
        self._seen: dict[int, ShownMessage] = {}

    @property
    def voice(self) -> Voice:
        """The bot's voice for this person: in their language, if the service speaks it."""
        return self._stage.running.service.texts.voice(self.person.language)

    def watch(self, watched: bool = True) -> None:
        """Show from now on what is on the phone, or stop it."""
        if watched and not self.watched:
            zone, now = self._event.time_zone, self._stage.clock()
            self._show(terminal.heading(now, zone, f"{terminal.possessive(self.person.name)} phone"))
        self.watched = watched

    async def open(self) -> None:
        """Follow a link to the conference."""
        await self.follow(self._event.key)

    async def follow(self, payload: str) -> None:
        """Follow a t.me link to the bot with this payload."""
        await self._does(self.phone.open_link(payload))

    async def write(self, text: str, *, html: bool = False) -> None:
        """Write a text; *html* stands for the formatting menu of the phone."""
        await self._does(self.phone.send(text, html=html))

    async def forge(self, button: Button) -> None:
        """Send a press that the phone does not offer, as a program could."""
        await self._does(self.phone.press_data(button.encode(), self.phone.messages[-1].id))

    async def begin(self) -> bool:
        """Go from the introduction to the first question. Return False where one cannot register."""
        await self.open()
        if not self.offered(Act.REGISTER):
            return False
        await self.press(Act.REGISTER)
        if not self.offered(Act.AGREE):
            return False
        await self.press(Act.AGREE)
        self.has_agreed = True
        return True

    async def answer_all(self, *, stop_before: int | None = None, with_slips: bool = False) -> None:
        """Answer until nothing is asked any more, or until *stop_before* questions are left."""
        for number, question in enumerate(self._event.questions):
            if stop_before is not None and len(self._event.questions) - number <= stop_before:
                return
            if self.asked() == question:
                await self.answer(question, with_slips=with_slips)

    async def go_on(self) -> None:
        """Answer what is still asked."""
        while question := self.asked():
            await self.answer(question)

    async def answer(self, question: Question, *, with_slips: bool = False) -> None:
        """Answer one question, after a few mistakes if asked to. Raise PlayError if the bot takes no answer."""
        tries = [*(slips(question, self.person) if with_slips else ()), *[an_answer(question, self.person)] * PATIENCE]
        for given in tries:
            await self.give(given)
            if self.offered(Act.AS_SUGGESTED):
                await self.press(Act.AS_SUGGESTED)
            if self.asked() != question:
                return
        raise PlayError(f"the bot takes no answer of {self.person.name} to the question {question.key}")

    async def give(self, given: Given) -> None:
        match given:
            case Typed(text):
                await self._does(self.phone.send(text))
            case SharedContact(number):
                await self._does(self.phone.share_contact(number))
            case Sticker():
                await self._does(self.phone.send_sticker())
            case Skipped():
                await self.skip()
            case Chosen(keys):
                await self._choose(keys)

    async def confirm(self) -> bool:
        """Hand the summary in. Return False where that is not possible any more."""
        summary = next(m for m in reversed(self.phone.messages) if self._acts(m) & {Act.CONFIRM})
        await self.press(Act.CONFIRM)
        # A summary that was handed in stays as a record, without its buttons.
        self.has_registered = not any(m.buttons for m in self.phone.messages if m.id == summary.id)
        return self.has_registered

    async def press(self, act: Act, argument: str | None = None) -> None:
        """Press the newest button that does *act*. Raise PlayError where the phone shows none."""
        message, label = self._found(act, argument)
        if self.watched:
            self._show(terminal.press(label))
        await self._does(self.phone.press(label, message), only_edits=act in ACTS_WITH_A_CONFIRMATION)

    async def skip(self) -> None:
        """Skip a question by its button, or by the key that writes the word."""
        if self.offered(Act.SKIP):
            await self.press(Act.SKIP)
        else:
            await self._does(self.phone.send(self.voice("button-skip")))

    async def press_an_old_button(self) -> bool:
        """Press a button of a step long past. Return False if the chat has none."""
        for message in self.phone.messages:
            for button in message.buttons:
                act = Button.parse(button.callback_data or "")
                if act and act.step is not None:
                    if self.watched:
                        self._show(terminal.bubble(message))
                        self._show(terminal.press(button.label))
                    await self._does(self.phone.press(button.label, message))
                    return True
        return False

    def offered(self, act: Act) -> bool:
        """Whether the newest message with buttons that lead on has one for *act*."""
        newest = next((m for m in reversed(self.phone.messages) if self._buttons(m) or self._question_in(m)), None)
        return newest is not None and any(button.act is act for button, _ in self._buttons(newest))

    def shows(self, act: Act) -> bool:
        """Whether any message on the phone has a button for *act*."""
        return self._find(act, None) is not None

    def screen(self, act: Act) -> ShownMessage:
        """Return the newest message with a button for *act*. Raise PlayError where the phone shows none."""
        return self._found(act, None)[0]

    def label(self, act: Act, argument: str | None = None) -> str:
        """Return what the newest button for *act* says. Raise PlayError where the phone shows none."""
        return self._found(act, argument)[1]

    def asked(self) -> Question | None:
        """Return the question that waits for an answer, if one does."""
        for message in reversed(self.phone.messages):
            if not message.from_bot:
                continue
            if self._acts(message) & {Act.CONFIRM, Act.AGREE, Act.REGISTER}:
                return None
            if question := self._question_in(message):
                return question
        return None

    def remember(self) -> None:
        """Take what the phone shows as seen."""
        self._seen = {message.id: message for message in self.phone.messages}

    async def _choose(self, keys: Iterable[str]) -> None:
        several = self._find(Act.DONE, None) is not None and self.offered(Act.DONE)
        for key in keys:
            await self.press(Act.TICK if several else Act.PICK, key)
        if several:
            await self.press(Act.DONE)

    async def _does(self, act: Awaitable[object], *, only_edits: bool = False) -> None:
        """Act, wait for the answer, and show both.

        With *only_edits*, what follows an edited message is no answer but a notice, which has its own time.
        """
        self._stage.clock.advance(A_MOMENT)
        self.remember()
        alerts = len(self.phone.alerts)
        await act
        await self._stage.answered()
        edits = [m for m in self.phone.messages if m.id in self._seen and self._seen[m.id] is not m]
        new = [m for m in self.phone.messages if m.id not in self._seen]
        if self.watched:
            shown = edits if only_edits and edits else new or edits
            for renderable in (*map(terminal.toast, self.phone.alerts[alerts:]), *_messages(shown)):
                self._show(renderable)
        self.remember()

    def _found(self, act: Act, argument: str | None) -> tuple[ShownMessage, str]:
        found = self._find(act, argument)
        if found is None:
            raise PlayError(f"{self.person.name}'s phone shows no button for {act}")
        return found

    def _find(self, act: Act, argument: str | None) -> tuple[ShownMessage, str] | None:
        for message in reversed(self.phone.messages):
            for button, label in self._buttons(message):
                if button.act is act and argument in (None, button.argument):
                    return message, label
        return None

    def _buttons(self, message: ShownMessage) -> list[tuple[Button, str]]:
        parsed = ((Button.parse(button.callback_data or ""), button.label) for button in message.buttons)
        return [(button, label) for button, label in parsed if button]

    def _acts(self, message: ShownMessage) -> set[Act]:
        return {button.act for button, _ in self._buttons(message)}

    def _question_in(self, message: ShownMessage) -> Question | None:
        words = _joined(message.text) if message.from_bot else ""
        found = [question for question in self._event.questions if _joined(self.voice.of(question.text)) in words]
        return max(found, key=lambda question: len(self.voice.of(question.text)), default=None)


def _joined(text: str) -> str:
    """Return *text* in one line: white space may have changed on its way to the phone."""
    return " ".join(text.split())


def _messages(messages: Iterable[ShownMessage]) -> Iterable[RenderableType]:
    for message in messages:
        yield terminal.bubble(message)
        if message.keyboard:
            yield terminal.keys(message.keyboard)
