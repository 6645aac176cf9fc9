"""The scene of the organisers: one joins, looks at the numbers, and announces something to one field only."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from conference import rich_text
from conference.button import Act, Button
from conference.event import Event
from rehearsal import terminal
from rehearsal.cast import AGNESE, HELEN, ROBERTS
from rehearsal.invitation import organiser_link
from rehearsal.keeping import pictures, size_in_pixels
from rehearsal.performer import Performer, Show
from rehearsal.receivers import Receivers
from rehearsal.room_change import MISTYPED, RIGHT, aim_of, in_words
from rehearsal.stage import Stage

THE_HOLD = timedelta(seconds=31)
"""A little more than what lies between the confirmation and the first message."""

UNTIL_TRIED_AGAIN = timedelta(minutes=1)
AT_ONCE = timedelta()

PATIENCE = 5
"""How often one looks whether a message is up to date."""


class Organising:
    """*people* are all who may have registered; *settle* lets happen what is due."""

    def __init__(
        self,
        stage: Stage,
        event: Event,
        people: Sequence[Performer],
        show: Show,
        settle: Callable[[], Awaitable[None]],
    ) -> None:
        self.organiser, self.colleague = (Performer(stage, event, person, show) for person in (AGNESE, ROBERTS))
        self.meant: frozenset[int] = frozenset()
        """Whom it is announced to, by user id."""
        self._stage = stage
        self._event = event
        self._people = people
        self._show = show
        self._settle = settle
        self._receivers = Receivers(people, stage.mailbox)
        self._aim = aim_of(event)
        voice = self.organiser.voice
        self._mistyped, self._right = (rich_text.plain(in_words(room, voice.language)) for room in (MISTYPED, RIGHT))

    @property
    def faults(self) -> list[str]:
        """What was not as it should be."""
        return self._receivers.faults

    async def scene(self) -> None:
        """Everything, from the link to the report."""
        await self._joins()
        await self._looks()
        self.meant = frozenset(one.phone.user_id for one in self._people if self._is_meant(one))
        if not self.meant:
            self._say("Nobody is registered, so there is nothing to announce.")
            return
        await self._writes()
        await self._thinks_again()
        await self._sends()
        await self._corrects()
        await self._reports()
        await self._forged(next(one for one in self._people if one.person is HELEN))

    async def _joins(self) -> None:
        self._say(
            f"{AGNESE.name}, {AGNESE.role}, looks after the conference. She opens a link made by `kopa "
            "organiser-link`, and is an organiser."
        )
        payload = (await organiser_link(self._stage, self._event)).partition("?start=")[2]
        self.organiser.watch()
        await self.organiser.follow(payload)
        self.organiser.watch(False)
        self._say(f"{ROBERTS.name}, {ROBERTS.role}, opens the same link: he is a visitor like everybody.")
        await self.colleague.follow(payload)
        self.colleague.watch()
        self._show(terminal.bubble(next(message for message in self.colleague.phone.messages if message.from_bot)))
        self.colleague.watch(False)
        await self.colleague.write("/organise")
        self._receivers.check(not self.colleague.shows(Act.OVERVIEW), "one link made two people organisers")

    async def _looks(self) -> None:
        one = self.organiser
        self._say("With /organise she opens the menu, and looks at the overview.")
        await one.write("/organise")
        await self._presses(Act.OVERVIEW, Act.REGISTRANTS)
        for picture in pictures(one.phone):
            width, height = size_in_pixels(picture)
            self._show(terminal.bubble(picture, note=f"{width} × {height} pixels, kept in pictures/"))

    async def _writes(self) -> None:
        one, whom = self.organiser, f"“{self._aim.label}” only" if self._aim else "all who are registered"
        self._say(f"A room has changed. She announces it, to {whom}.")
        await one.press(Act.ORGANISE)
        await one.press(Act.ANNOUNCE)
        await self._types(MISTYPED)
        if self._aim:
            await self._takes_aim(f"q.{self._aim.place}", f"c.{self._aim.place}.{self._aim.answer}")
        numbers = {"telegram": str(len(self._by_telegram())), "email": str(len(self._by_email()))}
        counted = one.voice("announce-count", count=len(self.meant), **numbers)
        self._receivers.check(counted in one.screen(Act.SEND).text, "the bot counts another audience")
        self._say("The preview shows how it will be seen in Telegram and, further below, as an e-mail.")
        await one.press(Act.PREVIEW)
        preview = next(m for m in one.phone.messages if m.from_bot and m.text == self._mistyped)
        self._show(terminal.bubble(preview))

    async def _takes_aim(self, question: str, answer: str) -> None:
        one = self.organiser
        await one.press(Act.AUDIENCE)
        await one.press(Act.AUDIENCE, question)
        self._say("She ticks whom it is for, and sees at once how many they are.")
        await self._presses(Act.AIM, Act.AIM, answer)
        await one.press(Act.AUDIENCE)
        await one.press(Act.DESK)

    async def _thinks_again(self) -> None:
        one = self.organiser
        self._say("She sends it, and thinks again in the half minute in which that can be undone.")
        await self._presses(Act.SEND, Act.SEND_SURELY)
        await self._presses(Act.SEND_SURELY, Act.UNDO)
        one.watch()
        self._show(terminal.press(one.label(Act.UNDO)))
        one.watch(False)
        await one.press(Act.UNDO)
        await self._later(THE_HOLD)
        self._receivers.expect(self._mistyped, Counter(), Counter())
        self._say("Half a minute later nobody has got anything. All is well, so she sends it after all.")

    async def _sends(self) -> None:
        one, telegram = self.organiser, self._by_telegram()
        waiting = len(telegram) // 2
        await one.press(Act.SEND)
        await one.press(Act.SEND_SURELY)
        self._stage.telegram.fail_next("sendMessage", 502, "Bad Gateway", times=waiting)
        await self._later(THE_HOLD)
        if waiting:
            await self._stops(len(telegram) - waiting, waiting)
        self._receivers.expect(self._mistyped, Counter(telegram), Counter(self._by_email()))
        self._say(f"All {len(self.meant)} have it now, each once. Nobody else has it, on any phone or in any letter.")

    async def _stops(self, sent: int, waiting: int) -> None:
        self._say(f"Telegram is overloaded: it takes {sent} messages, {waiting} have to wait. She stops in the middle.")
        voice, total = self.organiser.voice, sent + waiting
        await self._shows_progress(voice("told-of", sent=str(sent), total=total))
        there = self._receivers.chats_with(self._mistyped)
        fits = there.total() == sent and there.keys() <= self.meant
        self._receivers.check(fits, f"{there.total()} chats had it when it was stopped, not {sent}")
        await self._steers(Act.HALT, UNTIL_TRIED_AGAIN, voice("button-told-go-on", count=waiting))
        self._receivers.check(self._receivers.chats_with(self._mistyped) == there, "it went on when it was stopped")
        self._say(f"A minute later {there.total()} phones have it still. She lets it go to the rest.")
        await self._steers(Act.GO_ON, UNTIL_TRIED_AGAIN, voice("told-title-done"))

    async def _corrects(self) -> None:
        one, letters = self.organiser, Counter(self._by_email())
        self._say("The room's number was mistyped. She corrects it where it has arrived.")
        await one.press(Act.REWORD)
        await self._types(RIGHT)
        self._show(terminal.bubble(one.screen(Act.REWORD_SURELY)))
        self._show(terminal.press(one.label(Act.REWORD_SURELY)))
        await one.press(Act.REWORD_SURELY)
        await self._later(AT_ONCE)
        self._receivers.expect(self._right, Counter(self._by_telegram()), letters)
        self._receivers.expect(self._mistyped, Counter(), letters)
        self._receivers.expect_corrected(self._mistyped, self._right)
        self._say(
            "Chats show the right number in its place; readers of e-mail get a second letter, marked as a correction."
        )
        self._show_corrected(next(reader for reader in self._people if reader.phone.user_id in self.meant))

    def _show_corrected(self, reader: Performer) -> None:
        now, zone, whose = self._stage.clock(), self._event.time_zone, terminal.possessive(reader.person.name)
        self._show(terminal.heading(now, zone, f"{whose} phone and mailbox"))
        for message in self._receivers.messages(reader, self._right):
            self._show(terminal.bubble(message, note="edited"))
        for words in (self._mistyped, self._right):
            for letter in self._receivers.letters(reader, words):
                self._show(terminal.letter_line(letter))

    async def _reports(self) -> None:
        self._say("The report says what has become of it.")
        await self.organiser.press(Act.ANNOUNCEMENTS)
        await self._presses(Act.TOLD, Act.TAKE_BACK)

    async def _forged(self, forger: Performer) -> None:
        shown, before = self.organiser.screen(Act.TAKE_BACK), forger.phone.messages
        self._say(
            f"{forger.person.name} is no organiser. Presses of all these buttons, forged by a program on her phone, "
            "have no effect:"
        )
        for button in shown.buttons:
            if forged := Button.parse(button.callback_data or ""):
                await forger.forge(forged)
        forger.watch()
        await forger.forge(Button(Act.OVERVIEW, self._event.key))
        forger.watch(False)
        self._receivers.check(forger.phone.messages == before, "forged presses had an effect")

    async def _types(self, room: str) -> None:
        one = self.organiser
        await one.write(in_words(room, one.voice.language), html=True)
        typed = next(message for message in reversed(one.phone.messages) if not message.from_bot)
        one.watch()
        self._show(terminal.bubble(typed))
        one.watch(False)

    async def _presses(self, act: Act, shown: Act, argument: str | None = None) -> None:
        """Press a button, and show the screen that has a button for *shown* then."""
        one = self.organiser
        one.watch()
        self._show(terminal.press(one.label(act, argument)))
        one.watch(False)
        await one.press(act, argument)
        self._show(terminal.bubble(one.screen(shown)))

    async def _steers(self, act: Act, pause: timedelta, until: str) -> None:
        """Press a button under the message that shows the progress, and show what it says after a pause."""
        self._show(terminal.press(self.organiser.label(act)))
        await self.organiser.press(act)
        await self._later(pause)
        await self._shows_progress(until)

    async def _shows_progress(self, until: str) -> None:
        """Show the message with the progress, once it says so: it is brought up to date now and then."""
        for _ in range(PATIENCE):
            if self._progress_says(until):
                break
            await self._settle()
        self._receivers.check(self._progress_says(until), f"the progress is never shown as “{until}”")
        self._show(terminal.bubble(self.organiser.screen(Act.ANNOUNCEMENTS)))

    def _progress_says(self, words: str) -> bool:
        shown = self.organiser.screen(Act.ANNOUNCEMENTS)
        return words in "\n".join([shown.text, *(button.label for button in shown.buttons)])

    async def _later(self, pause: timedelta) -> None:
        """Let happen what is due after a pause."""
        self._stage.clock.advance(pause)
        await self._settle()

    def _is_meant(self, one: Performer) -> bool:
        return one.has_registered and (self._aim is None or self._aim.is_met_by(one.person))

    def _by_telegram(self) -> frozenset[int]:
        return self.meant - {one.phone.user_id for one in self._people if one.by_email_only}

    def _by_email(self) -> frozenset[int]:
        return self.meant & self._receivers.readers_of_letters()

    def _say(self, text: str) -> None:
        self._show(terminal.direction(text))
