"""Announcements that are being sent or have been: how far each is, what came of it, and the list of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.screens.announcement_screens import EXCERPT, glance, on
from bot.screens.organiser_screens import to_menu
from bot.screens.screen import Key, Screen, in_pairs
from conference import wording
from conference.announcements.announcement import BEGUN, Announcement, State
from conference.announcements.report import Progress
from conference.announcements.standing import UNDER_WAY, Standing
from conference.button import Act, Button
from conference.channels.channel import ChannelName
from conference.content import Content, Fact
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind
from conference.texts import Voice

BAR = 12
"""Characters."""

SOON = 60
"""Seconds before the start that are counted."""

UNCERTAIN = "uncertain"
"""The argument of a button that is about those who may have got it."""

TITLES: Mapping[State, str] = {
    State.COMPOSING: "told-title-composing",
    State.PLANNED: "told-title-planned",
    State.SENDING: "told-title-sending",
    State.PAUSED: "told-title-paused",
    State.STOPPED: "told-title-stopped",
    State.DONE: "told-title-done",
    State.TAKEN_BACK: "told-title-taken-back",
}
STATES: Mapping[State, str] = {
    State.COMPOSING: "told-state-composing",
    State.PLANNED: "told-state-planned",
    State.SENDING: "told-state-sending",
    State.PAUSED: "told-state-paused",
    State.STOPPED: "told-state-stopped",
    State.DONE: "told-state-done",
    State.TAKEN_BACK: "told-state-taken-back",
}
STEERING: Mapping[State, Mapping[Act, str]] = {
    State.COMPOSING: {Act.DESK: "button-told-desk"},
    State.PLANNED: {Act.UNDO: "button-told-undo"},
    State.SENDING: {Act.PAUSE: "button-told-pause", Act.HALT: "button-told-halt"},
    State.PAUSED: {Act.RESUME: "button-told-resume", Act.HALT: "button-told-halt"},
}
FOLLOW_UPS: Mapping[NoticeKind, str] = {
    NoticeKind.CORRECTION: "told-fact-correction",
    NoticeKind.RETRACTION: "told-fact-retraction",
    NoticeKind.PINNING: "told-fact-pinning",
}
CHANNELS: Mapping[ChannelName, str] = {ChannelName.TELEGRAM: "told-fact-telegram", ChannelName.EMAIL: "told-fact-email"}


def standing(voice: Voice, event: Event, stands: Standing, now: datetime, left: timedelta | None = None) -> Screen:
    """Show how far an announcement is; *left*: how long the rest will take, where that can be told."""
    found = stands.announcement
    content = Content(
        title=voice(TITLES[found.state]),
        paragraphs=(glance(voice, found.body, EXCERPT), *_bar(stands)),
        facts=(*_origin(voice, event, stands), *_counts(voice, stands), *_left(voice, left), *_followed(voice, stands)),
        closing=tuple(_closing(voice, stands, now)),
    )
    look = (Key(voice("button-told-look"), on(event, found, Act.TOLD)),) if stands.is_under_way else ()
    all_of_them = Key(voice("button-announcements"), Button(Act.ANNOUNCEMENTS, event.key))
    steering = tuple(Key(voice(label), on(event, found, act)) for act, label in STEERING.get(found.state, {}).items())
    return Screen(
        content, (steering, *_remedies(voice, event, stands), *_afterwards(voice, event, stands), look, (all_of_them,))
    )


def listed(voice: Voice, event: Event, found: Sequence[Announcement], authors: Mapping[int, str]) -> Screen:
    """List announcements, with a button for each."""
    lines = [_line(voice, event, number, one, authors) for number, one in enumerate(found, start=1)]
    keys = [
        (Key(f"{number}. {glance(voice, one.body)}", on(event, one, _opening(one))),)
        for number, one in enumerate(found, start=1)
    ]
    paragraph = "\n".join(lines) or voice("told-list-empty")
    content = Content(title=voice("told-list-title"), paragraphs=(paragraph,))
    return Screen(content, (*keys, (to_menu(voice, event),)))


def already(voice: Voice, event: Event, deed: str, who: str, at: datetime) -> str:
    """Say that somebody was quicker."""
    return voice("told-already", deed=voice(deed), who=who, moment=wording.time_of_day(voice, event.local(at)))


def shown_state(voice: Voice, found: Announcement) -> str:
    return voice(STATES[found.state])


def can_be_retried(stands: Standing) -> int:
    """Return how many failed deliveries could arrive after all."""
    dead = stands.progress.on(None, DeliveryStatus.DEAD)
    return dead - sum(stands.unreachable.values())


def _bar(stands: Standing) -> Iterator[str]:
    progress = stands.progress
    if stands.announcement.state in BEGUN and progress.total:
        # What was withdrawn for another reason than a stop will not be missed by anybody.
        stopped = progress.withdrawn if stands.announcement.state is State.STOPPED else 0
        share = 1 - (progress.remaining + stopped) / progress.total
        full = int(share * BAR)
        yield f"{'▓' * full}{'░' * (BAR - full)} {int(100 * share)} %"


def _origin(voice: Voice, event: Event, stands: Standing) -> Iterator[Fact]:
    if stands.author:
        yield Fact(voice("announce-fact-author"), stands.author)
    if starts_at := stands.announcement.starts_at:
        yield Fact(voice("told-fact-begun"), wording.moment(voice, event, starts_at))


def _counts(voice: Voice, stands: Standing) -> Iterator[Fact]:
    progress = stands.progress
    for channel, label in CHANNELS.items():
        if total := progress.on(channel):
            sent = str(progress.on(channel, DeliveryStatus.SENT))
            yield Fact(voice(label), voice("told-of", sent=sent, total=total))
    uncertain, missed = progress.on(None, DeliveryStatus.UNCERTAIN), progress.on(None, DeliveryStatus.MISSED)
    failures = {
        "told-fact-blocked": stands.unreachable.get(ChannelName.TELEGRAM, 0),
        "told-fact-bad-address": stands.unreachable.get(ChannelName.EMAIL, 0),
        "told-fact-uncertain": uncertain,
        "told-fact-failed": can_be_retried(stands) + missed,
        "told-fact-withdrawn": progress.withdrawn,
    }
    yield from (Fact(voice(label), str(count)) for label, count in failures.items() if count)


def _left(voice: Voice, left: timedelta | None) -> Iterator[Fact]:
    if left is None:
        return
    minutes = round(left / timedelta(minutes=1))
    hours = round(left / timedelta(hours=1))
    if left < timedelta(minutes=1):
        shown = voice("told-left-seconds")
    elif left < timedelta(hours=2):
        shown = voice("told-left-minutes", count=minutes)
    else:
        shown = voice("told-left-hours", count=hours)
    yield Fact(voice("told-fact-left"), shown)


def _followed(voice: Voice, stands: Standing) -> Iterator[Fact]:
    for one in stands.follow_ups:
        begins = one.state in UNDER_WAY and not one.progress.total
        done = voice("told-follow-up-soon") if begins else _done(voice, one.progress)
        yield Fact(voice(FOLLOW_UPS[one.kind]), done)


def _done(voice: Voice, progress: Progress) -> str:
    done, total, failed = str(progress.sent), progress.total - progress.withdrawn, progress.failed
    if failed:
        return voice("told-follow-up-failed", done=done, total=total, failed=str(failed))
    return voice("told-follow-up", done=done, total=total)


def _closing(voice: Voice, stands: Standing, now: datetime) -> Iterator[str]:
    found = stands.announcement
    if found.state is State.PLANNED and found.starts_at:
        seconds = round((found.starts_at - now).total_seconds())
        yield voice("told-soon", count=seconds) if 0 < seconds <= SOON else voice("announce-confirm-undo")
    if found.state is State.SENDING and not found.queued_at:
        yield voice("told-queueing")


def _remedies(voice: Voice, event: Event, stands: Standing) -> Iterator[tuple[Key, ...]]:
    """Yield the buttons about those who did not get it."""
    found, progress = stands.announcement, stands.progress
    if found.state is State.STOPPED and progress.withdrawn:
        yield (Key(voice("button-told-go-on", count=progress.withdrawn), on(event, found, Act.GO_ON)),)
    if progress.failed:
        yield (Key(voice("button-told-failures", count=progress.failed), on(event, found, Act.FAILURES)),)
    if found.state in (State.SENDING, State.DONE):
        if dead := can_be_retried(stands):
            yield (Key(voice("button-told-retry", count=dead), on(event, found, Act.RETRY)),)
        if uncertain := progress.on(None, DeliveryStatus.UNCERTAIN):
            label = voice("button-told-retry-uncertain", count=uncertain)
            yield (Key(label, on(event, found, Act.RETRY, UNCERTAIN)),)


def _afterwards(voice: Voice, event: Event, stands: Standing) -> Iterator[tuple[Key, ...]]:
    """Yield the buttons that change what has arrived."""
    found = stands.announcement
    if found.state not in BEGUN:
        return
    pinned = any(one.kind is NoticeKind.PINNING for one in stands.follow_ups)
    offered = {
        **({Act.REWORD: "button-told-reword"} if can_be_reworded(found) else {}),
        **({} if pinned else {Act.PIN: "button-told-pin"}),
        Act.TAKE_BACK: "button-told-take-back",
    }
    yield from in_pairs(Key(voice(label), on(event, found, act)) for act, label in offered.items())


def can_be_reworded(found: Announcement) -> bool:
    """Return whether there are words that can be changed where they have arrived."""
    return any(not (words.written.poll or words.written.spot) for words in found.body.values())


def _line(voice: Voice, event: Event, number: int, one: Announcement, authors: Mapping[int, str]) -> str:
    when = wording.moment(voice, event, one.starts_at or one.created_at)
    who = authors.get(one.author_id or 0)
    about = ", ".join(part for part in (shown_state(voice, one), when, who) if part)
    return f"{number}. {glance(voice, one.body)} – {about}"


def _opening(one: Announcement) -> Act:
    return Act.DESK if one.state is State.COMPOSING else Act.TOLD
