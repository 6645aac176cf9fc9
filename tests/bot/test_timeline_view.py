from datetime import UTC, date, datetime, time

import pytest
from rich.console import Console

from bot.timeline_view import relative, show
from conference.channels.channel import ChannelName
from conference.content import Action, Content
from conference.outbox import DeliveryStatus
from conference.reminder_rule import Audience
from conference.reminders import Timing
from conference.timeline import Past, Reach, Timeline, Upcoming, Variant
from tests.conference.example_event import an_event

EVENT = an_event()
LAST_DAY, DAY_BEFORE = EVENT.reminders
CONTENT = Content(
    title="Atgādinājums",
    paragraphs=("Atgādinām, ka pieteicāties konferencei „Paraugs”. Būsim priecīgi Jūs satikt.",),
    actions=(Action("Piedalīšos", command="c"),),
)
NOTHING: dict[tuple[ChannelName, DeliveryStatus], int] = {}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_reach(people: int, telegram: int, email: int, unreachable: int = 0, opted_out: int = 0) -> Reach:
    return Reach(people, {ChannelName.TELEGRAM: telegram, ChannelName.EMAIL: email}, unreachable, opted_out)


def a_notice(**changes) -> Upcoming:
    notice = {
        "event": EVENT,
        "rule": DAY_BEFORE,
        "due_at": DAY_BEFORE.due_at(EVENT),
        "useless_at": DAY_BEFORE.useless_at(EVENT),
        "timing": Timing.EARLY,
        "ledger": {},
        "variants": (Variant(Audience.REGISTERED, a_reach(2, 2, 1), CONTENT),),
    }
    return Upcoming(**(notice | changes))


def lines(timeline: Timeline, now: datetime, **settings) -> list[str]:
    console = Console(**({"width": 80, "force_terminal": False} | settings))
    with console.capture() as capture:
        show(console, timeline, now)
    return [line.rstrip() for line in capture.get().splitlines()]


def about(notice: Upcoming, now: datetime) -> list[str]:
    """Return what is said of the only notice, above its first bubble."""
    shown = lines(Timeline((notice,), (), NOTHING), now)
    bubble = next(number for number, line in enumerate(shown) if "╭" in line)
    return [line.strip() for line in shown[3:bubble] if line]


def test_a_notice_stands_under_its_day_with_its_text_and_whom_it_reaches():
    outbox = {(ChannelName.TELEGRAM, DeliveryStatus.SENT): 3, (ChannelName.TELEGRAM, DeliveryStatus.WAITING): 1}
    assert lines(Timeline((a_notice(),), (), outbox), utc("2024-06-10 09:00")) == [
        "Timeline as of Monday 10 June 2024, 12:00 EEST",
        "A dry run: nothing is sent, nothing is written.",
        "",
        "Thursday 13 June 2024 · in 3 days ──────────────────────────────────────────────",
        "",
        "10:00 EEST  day-before · Example",
        "            Not sent after Fri 14 June, 10:00.",
        "",
        "            To 2 people who are registered:",
        "            2 by Telegram, 1 by e-mail",
        "            ╭──────────────────────────────────────────────────╮",
        "            │ Atgādinājums                                     │",
        "            │                                                  │",
        "            │ Atgādinām, ka pieteicāties konferencei           │",
        "            │ „Paraugs”. Būsim priecīgi Jūs satikt.            │",
        "            │                                                  │",
        "            │                  [ Piedalīšos ]                  │",
        "            ╰──────────────────────────────────────────────────╯",
        "            E-mail subject: Atgādinājums",
        "",
        "Outbox ─────────────────────────────────────────────────────────────────────────",
        "",
        "Telegram  1 waiting, 3 sent",
        "e-mail    nothing yet",
        "",
    ]


def test_two_wordings_stand_side_by_side_where_there_is_room():
    opened = Variant(Audience.OPENED, a_reach(1, 1, 0), CONTENT)
    unfinished = Variant(Audience.UNFINISHED, a_reach(0, 0, 0), CONTENT)
    notice = a_notice(variants=(opened, unfinished))
    wide = lines(Timeline((notice,), (), NOTHING), utc("2024-06-10 09:00"), width=120)
    assert [line[12:66].rstrip() for line in wide[8:11]] == [
        "To 1 person who looked at the event:",
        "1 by Telegram, 0 by e-mail",
        "╭──────────────────────────────────────────────────╮",
    ]
    assert [line[66:] for line in wide[8:11]] == [
        "To nobody who began to register, as things stand.",
        "╭──────────────────────────────────────────────────╮",
        "│ Atgādinājums                                     │",
    ]
    narrow = lines(Timeline((notice,), (), NOTHING), utc("2024-06-10 09:00"))
    assert [line.strip() for line in narrow if line.strip().startswith("To ")] == [
        "To 1 person who looked at the event:",
        "To nobody who began to register, as things stand.",
    ]


def test_a_notice_that_is_due_says_so_and_what_the_ledger_has_of_it():
    ledger = {DeliveryStatus.SENT: 12, DeliveryStatus.WAITING: 2, DeliveryStatus.DEAD: 1}
    assert about(a_notice(timing=Timing.DUE, ledger=ledger), utc("2024-06-13 07:20")) == [
        "Now ────────────────────────────────────────────────────────────────────────────",
        "due         day-before · Example",
        "Due since Thu 13 June, 10:00; the next tick sends it.",
        "Not sent after Fri 14 June, 10:00.",
        "In the ledger already: 2 waiting, 12 sent, 1 dead",
        "To 2 people who are registered:",
        "2 by Telegram, 1 by e-mail",
    ]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2024-06-13 06:20", "Due within the hour: in 40 minutes."),
        ("2024-06-13 06:00", "Due within the hour: in 1 hour."),
        ("2024-06-13 05:59", "Due in 1 hour."),
        ("2024-06-13 02:00", "Due in 5 hours."),
    ],
)
def test_a_notice_of_today_says_how_soon(now, said):
    assert about(a_notice(), utc(now))[:3] == [
        "Thursday 13 June 2024 · today ──────────────────────────────────────────────────",
        "10:00 EEST  day-before · Example",
        said,
    ]


def test_people_who_get_nothing_are_named():
    reach = a_reach(3, 3, 0, unreachable=2, opted_out=1)
    notice = a_notice(variants=(Variant(Audience.REGISTERED, reach, CONTENT),))
    assert about(notice, utc("2024-06-10 09:00"))[-2:] == [
        "2 more cannot be reached on any channel.",
        "1 more asked for no reminders.",
    ]


def test_what_is_past_is_a_short_list_with_what_was_missed():
    past = (
        Past(EVENT, LAST_DAY, LAST_DAY.due_at(EVENT), {DeliveryStatus.MISSED: 4, DeliveryStatus.SENT: 10}, 0),
        Past(EVENT, DAY_BEFORE, DAY_BEFORE.due_at(EVENT), {DeliveryStatus.SENT: 10}, 2),
        Past(EVENT, DAY_BEFORE, DAY_BEFORE.due_at(EVENT), {}, 0),
    )
    assert lines(Timeline((), past, NOTHING), utc("2024-06-20 09:00"))[3:11] == [
        "No reminder is still to come.",
        "",
        "Past ───────────────────────────────────────────────────────────────────────────",
        "",
        "Fri 7 June, 09:00   last-day    10 sent, 4 missed",
        "Thu 13 June, 10:00  day-before  10 sent, 2 missed (unrecorded)",
        "Thu 13 June, 10:00  day-before  nobody was meant",
        "",
    ]


def test_past_reminders_of_several_events_name_their_event():
    other = an_event(key="second", reminders=[])
    past = (
        Past(EVENT, LAST_DAY, LAST_DAY.due_at(EVENT), {DeliveryStatus.SENT: 1}, 0),
        Past(other, LAST_DAY, LAST_DAY.due_at(EVENT), {DeliveryStatus.SENT: 2}, 0),
    )
    assert lines(Timeline((), past, NOTHING), utc("2024-06-20 09:00"))[7:9] == [
        "Fri 7 June, 09:00  last-day · example-2024  1 sent",
        "Fri 7 June, 09:00  last-day · second        2 sent",
    ]


def test_nothing_at_all_is_said_calmly():
    assert lines(Timeline((), (), NOTHING), utc("2024-06-20 09:00"))[:4] == [
        "Timeline as of Thursday 20 June 2024, 09:00 UTC",
        "A dry run: nothing is sent, nothing is written.",
        "",
        "No reminder is still to come.",
    ]


def test_colour_only_repeats_what_the_words_say(monkeypatch):
    plain = lines(Timeline((a_notice(),), (), NOTHING), utc("2024-06-10 09:00"))
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = lines(Timeline((a_notice(),), (), NOTHING), utc("2024-06-10 09:00"), force_terminal=True)
    assert not any("\x1b[3" in line for line in terminal)
    assert len(terminal) == len(plain)


def test_a_console_that_leaves_wrapping_to_the_terminal_still_gets_wrapped_lines():
    timeline = Timeline((a_notice(),), (), NOTHING)
    now = utc("2024-06-10 09:00")
    assert lines(timeline, now, width=40, soft_wrap=True) == lines(timeline, now, width=40)


def test_times_are_those_of_the_events_clocks_on_both_sides_of_a_change():
    autumn = an_event(date=date(2024, 10, 27), registration_deadline=date(2024, 10, 25), starts=time(10), ends=time(16))
    before, after = utc("2024-10-26 07:00"), utc("2024-10-27 07:00")
    notices = tuple(a_notice(event=autumn, due_at=at, useless_at=utc("2024-10-27 08:00")) for at in (before, after))
    shown = lines(Timeline(notices, (), NOTHING), utc("2024-10-24 09:00"))
    assert [line.partition(" ──")[0] for line in shown if "October 2024 ·" in line or "EE" in line[:11]] == [
        "Saturday 26 October 2024 · in 2 days",
        "10:00 EEST  day-before · Example",
        "Sunday 27 October 2024 · in 3 days",
        "09:00 EET   day-before · Example",
    ]


@pytest.mark.parametrize(
    ("moment", "now", "said"),
    [
        ("2024-06-13 07:00", "2024-06-13 06:59:30", "in less than a minute"),
        ("2024-06-13 07:00", "2024-06-13 06:58:30", "in 1 minute"),
        ("2024-06-13 07:00", "2024-06-12 21:00", "in 10 hours"),
        ("2024-06-13 07:00", "2024-06-12 20:59", "tomorrow"),
        ("2024-06-12 21:10", "2024-06-12 20:40", "in 30 minutes"),
        ("2024-06-13 07:00", "2024-06-11 20:59", "in 2 days"),
        ("2024-10-27 21:59", "2024-10-26 21:00", "in 24 hours"),
    ],
)
def test_how_far_off_a_moment_is_follows_the_events_calendar(moment, now, said):
    assert relative(EVENT, utc(moment), utc(now)) == said
