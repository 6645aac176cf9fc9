"""What has changed in the settings: organisers are asked, and registrants hear of it only when one of them says so."""

from datetime import timedelta

import icalendar

from conference.event import Event
from conference.event_changes import WHILE
from tests.bot.conftest import OpenStage, an_event_of_every_kind
from tests.bot.organising import a_colleague
from tests.bot.visitor import Visitor

MOVED = an_event_of_every_kind(venue={"name": "Kultūras centrs", "address": "Raunas iela 12, Cēsis"})
NEWS = "Norises vieta: Kultūras centrs, Raunas iela 12, Cēsis (agrāk: Koncertzāle, Raunas iela 12, Cēsis)"


class Story:
    """The same people in front of a service that is started again with other settings."""

    def __init__(self, open_stage: OpenStage) -> None:
        self._open = open_stage

    async def before(self) -> None:
        async with self._open() as stage:
            await Visitor(stage, stage.telegram.phone(11, "Anna")).registers()
            await a_colleague(stage)
            await stage.settled()

    def after(self, event: Event = MOVED):
        return self._open(event)


async def test_organisers_are_asked_and_people_hear_of_it_with_a_new_calendar_entry(open_stage: OpenStage) -> None:
    story = Story(open_stage)
    await story.before()
    async with story.after() as stage:
        anna, ilze = stage.telegram.phone(11), stage.telegram.phone(77)
        had = len(anna.messages)
        await stage.settled()
        await stage.turn_clock(stage.clock() + WHILE)
        asked = ilze.messages[-1]
        assert NEWS in asked.text
        assert asked.labels == (("Sagatavot paziņojumu",), ("Nepaziņot",))
        assert len(anna.messages) == had

        organiser = Visitor(stage, ilze)
        await organiser.presses("Sagatavot paziņojumu")
        assert len(anna.messages) == had
        await organiser.presses("Sūtīt")
        await organiser.presses("Jā, sūtīt")
        await stage.turn_clock(stage.clock() + timedelta(seconds=31))
        await stage.settled()
        words, calendar = anna.messages[had:]
        assert NEWS in words.text
        assert calendar.document
        (entry,) = icalendar.Calendar.from_ical(calendar.document.content).walk("VEVENT")
        assert (int(entry["SEQUENCE"]), str(entry["LOCATION"])) == (1, "Kultūras centrs, Raunas iela 12, Cēsis")
        letter = stage.mailbox.letters[-1]
        assert (letter.subject, NEWS in " ".join((letter.text or "").split()), letter.calendar is not None) == (
            "Izmaiņas: Paraugs",
            True,
            True,
        )


async def test_what_an_organiser_is_writing_is_not_lost_to_it(open_stage: OpenStage) -> None:
    story = Story(open_stage)
    await story.before()
    async with story.after() as stage:
        await stage.settled()
        await stage.turn_clock(stage.clock() + WHILE)
        organiser = Visitor(stage, stage.telegram.phone(77))
        await organiser.says("/organise")
        await organiser.presses("Rakstīt paziņojumu")
        await organiser.says("Lūdzu, ņemiet līdzi dokumentu.")
        organiser.hears()
        assert await organiser.presses("Sagatavot paziņojumu") == []
        assert organiser.hears()[-1].startswith("Jūs jau rakstāt paziņojumu.")
        await organiser.presses("Dzēst")
        await organiser.presses("Jā, dzēst")
        assert NEWS in (await organiser.presses("Sagatavot paziņojumu"))[-1][0]


async def test_an_organiser_may_leave_it(open_stage: OpenStage) -> None:
    story = Story(open_stage)
    await story.before()
    async with story.after() as stage:
        await stage.settled()
        await stage.turn_clock(stage.clock() + WHILE)
        organiser = Visitor(stage, stage.telegram.phone(77))
        had = len(stage.telegram.phone(11).messages)
        assert (await organiser.presses("Nepaziņot"))[-1][0].startswith("Dalībniekiem par šīm izmaiņām netiks ziņots.")
        await organiser.presses("Sagatavot paziņojumu")
        assert organiser.hears()[-1].startswith("Par šīm izmaiņām jau ir parūpējies kāds no rīkotājiem")
        await stage.turn_clock(stage.clock() + timedelta(hours=1))
        assert len(stage.telegram.phone(11).messages) == had


async def test_nobody_else_can_announce_a_change(open_stage: OpenStage) -> None:
    story = Story(open_stage)
    await story.before()
    async with story.after() as stage:
        await stage.settled()
        await stage.turn_clock(stage.clock() + WHILE)
        button = next(one for one in stage.telegram.phone(77).messages[-1].buttons)
        anna = Visitor(stage, stage.telegram.phone(11))
        await anna.sees()
        assert button.callback_data is not None
        assert await anna.forges(button.callback_data) == []
        assert anna.hears() == [anna.voice("stale-button")]
