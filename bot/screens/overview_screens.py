"""An event at a glance: its numbers as a message, and what the picture under it shows."""

from datetime import date, datetime

from babel.dates import format_skeleton

from bot.screens.organiser_screens import to_menu
from bot.screens.screen import Key, Screen
from conference import wording
from conference.button import Act, Button
from conference.chart import MOST_BARS, Bar, Chart
from conference.content import Content, Fact
from conference.event import Event
from conference.overview import Breakdown, NextNotice, Overview
from conference.question import QuestionKind
from conference.registration import Attendance
from conference.texts import Voice

MOST_TICKS = 4
"""How many dates find room at the axis."""
FAR = 60
"""How many days ahead a deadline may be to be shown beside the few days that have passed."""


def overview(voice: Voice, event: Event, found: Overview) -> Screen:
    """Show the numbers of an event."""
    breakdowns = (_breakdown_lines(voice, breakdown) for breakdown in found.breakdowns)
    content = Content(
        title=voice.of(event.title),
        facts=(*_registration_facts(voice, found), *_attendance_facts(voice, found)),
        closing=(*breakdowns, _next_lines(voice, event, found.next_notices)),
    )
    registrants = Key(voice("button-registrants"), Button(Act.REGISTRANTS, event.key))
    return Screen(content, ((registrants,), (to_menu(voice, event),)))


def chart(voice: Voice, event: Event, found: Overview, now: datetime) -> Chart | None:
    """Return what the picture shows: the registrations of each day, and of each field; None while there are none."""
    if not found.per_day:
        return None
    days = [day for day, _ in found.per_day]
    today = wording.day(voice, "date-listed", event.local(now).date())
    deadline = _deadline(event, days)
    by_field = _by_field(found)
    return Chart(
        title=voice.of(event.title),
        subtitle=voice("chart-subtitle", count=found.numbers.registered, date=today),
        days=tuple(count for _, count in found.per_day),
        days_label=voice("chart-days"),
        total_label=voice("chart-total"),
        ticks=_ticks(voice, days[0], max(len(days), (deadline or 0) + 1)),
        deadline=deadline,
        deadline_label=voice("chart-deadline"),
        bars_title=voice.of(by_field.question.label) if by_field else "",
        bars=_bars(voice, by_field) if by_field else (),
    )


def _registration_facts(voice: Voice, found: Overview) -> tuple[Fact, ...]:
    numbers = found.numbers
    left = () if numbers.places_left is None else (_number(voice, "overview-places-left", max(numbers.places_left, 0)),)
    return (
        _number(voice, "overview-registered", numbers.registered),
        *left,
        *_if_any(voice, "overview-waiting", numbers.waiting),
        _number(voice, "overview-unfinished", numbers.unfinished),
        _number(voice, "overview-cancelled", numbers.cancelled),
    )


def _attendance_facts(voice: Voice, found: Overview) -> tuple[Fact, ...]:
    return (
        _number(voice, "overview-coming", found.attendance[Attendance.COMING]),
        _number(voice, "overview-unanswered", found.attendance[Attendance.UNANSWERED]),
        # Whoever says so by a button cancels; it may have been imported, or noted by an organiser.
        *_if_any(voice, "overview-not-coming", found.attendance[Attendance.NOT_COMING]),
        *_if_any(voice, "overview-attended", found.attendance[Attendance.ATTENDED]),
    )


def _number(voice: Voice, key: str, number: int) -> Fact:
    return Fact(voice(key), str(number))


def _if_any(voice: Voice, key: str, number: int) -> tuple[Fact, ...]:
    return (_number(voice, key, number),) if number else ()


def _breakdown_lines(voice: Voice, breakdown: Breakdown) -> str:
    lines = [
        voice("overview-choice", choice=voice.of(choice.text), count=breakdown.counts[choice.key])
        for choice in breakdown.question.choices
    ]
    if breakdown.others:
        lines.append(voice("overview-choice", choice=voice("overview-others"), count=breakdown.others))
    return "\n".join([voice.of(breakdown.question.label), *lines])


def _next_lines(voice: Voice, event: Event, coming: tuple[NextNotice, ...]) -> str:
    if not coming:
        return voice("overview-next-none")
    lines = [
        voice(
            "overview-next",
            moment=wording.moment(voice, event, notice.due_at),
            title=notice.title,
            count=notice.people,
        )
        for notice in coming
    ]
    return "\n".join([voice("overview-next-title"), *lines])


def _by_field(found: Overview) -> Breakdown | None:
    """Return the first question of which everybody gives one answer: in this order they matter to the organisers."""
    return next((one for one in found.breakdowns if one.question.kind is QuestionKind.CHOICE), None)


def _bars(voice: Voice, breakdown: Breakdown) -> tuple[Bar, ...]:
    choices = breakdown.question.choices
    bars = [Bar(voice.of(choice.text), breakdown.counts[choice.key]) for choice in choices]
    bars.sort(key=lambda bar: -bar.count)
    unanswered = [Bar(voice("chart-others"), breakdown.others)] if breakdown.others else []
    room = MOST_BARS - len(unanswered)
    if len(bars) > room:
        rest = Bar(voice("chart-rest"), sum(bar.count for bar in bars[room - 1 :]))
        bars = [*bars[: room - 1], rest]
    return (*bars, *unanswered)


def _deadline(event: Event, days: list[date]) -> int | None:
    deadline = (event.deadline_day - days[0]).days
    return deadline if 0 <= deadline <= max(FAR, 2 * len(days)) else None


def _ticks(voice: Voice, first: date, number: int) -> tuple[tuple[int, str], ...]:
    """Return the days that are named at the axis, evenly spaced."""
    step = -(-number // MOST_TICKS)
    return tuple((day, _short(voice, date.fromordinal(first.toordinal() + day))) for day in range(0, number, step))


def _short(voice: Voice, day: date) -> str:
    return format_skeleton("MMMd", day, locale=voice.language)
