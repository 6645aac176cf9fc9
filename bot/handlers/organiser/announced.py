"""Announcements afterwards: the list, who did not get one and why, sending again, correcting, taking back, pinning."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.handlers.organiser.expecting import Take
from bot.handlers.organiser.finding import Press, for_organisers
from bot.handlers.organiser.one_announcement import (
    find,
    name_of,
    of_announcement,
    say_who_was_quicker,
    show_as_it_is,
    show_standing,
)
from bot.screens import announced_screens, follow_up_screens
from bot.screens.announced_screens import UNCERTAIN
from bot.screens.follow_up_screens import CONFIRMED, DELETABLE_HOURS
from bot.turn import Turn, plain
from bot.written import written
from conference import audit, export, notices, people, registration
from conference.announcements import announcement, composing, following_up, report, rewording, standing, trying_out
from conference.announcements.announcement import BEGUN, Announcement, Words, in_language
from conference.announcements.selection import Counts
from conference.audit import Action
from conference.button import Act, Button
from conference.content import Written
from conference.event import Event
from conference.expecting import Expected, expect
from conference.outbox import DeliveryStatus

REWORD = "reword"
LISTED = 10
FAILURES = 1000
"""How many of those who did not get it are in the file, at most."""

ANYBODY = Counts(people=1, telegram=1, email=0, neither=0)


async def show_list(turn: Turn, event: Event, _: Button) -> None:
    """Show what is being written, what is on its way and what was sent, the newest first."""
    begun = await standing.being_written(turn.connection, event)
    found = [*begun, *await announcement.latest(turn.connection, event, LISTED)][:LISTED]
    authors = {one.author_id: await name_of(turn, event, one.author_id) for one in found if one.author_id}
    turn.show(announced_screens.listed(turn.voice, event, found, authors))


async def press_told(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    """Show how far it is."""
    await show_as_it_is(turn, event, found)


async def press_failures(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    """Show who did not get it: names, so it is noted who looked."""
    failed = await report.failures(turn.connection, event, found.id, follow_up_screens.SHOWN + 1)
    persons = await people.get_all(turn.connection, {one.person_id for one in failed})
    await _note(turn, event, found, Action.LISTED, failed=len(failed))
    turn.show(follow_up_screens.failures(turn.voice, event, found, failed, persons))


async def press_failures_file(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    failed = await report.failures(turn.connection, event, found.id, FAILURES)
    persons = await people.get_all(turn.connection, {one.person_id for one in failed})
    await _note(turn, event, found, Action.EXPORTED, failed=len(failed))
    table = follow_up_screens.failures_table(turn.voice, found, failed, persons)
    turn.send_file(f"{event.key}-{found.id}.csv", export.to_csv(table), turn.voice("told-failures-title"))


async def press_retry(turn: Turn, event: Event, found: Announcement, button: Button) -> None:
    """Send again what has surely failed; ask first where it may have arrived."""
    if button.argument == UNCERTAIN:
        progress = await report.progress(turn.connection, found.id)
        uncertain = progress.on(None, DeliveryStatus.UNCERTAIN)
        turn.show(follow_up_screens.sending_again(turn.voice, event, found, uncertain))
    else:
        await _retry(turn, event, found, uncertain=False)


async def press_retry_surely(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    await _retry(turn, event, found, uncertain=True)


async def press_reword(turn: Turn, event: Event, found: Announcement, button: Button) -> None:
    """Ask for the new words, and before that, in which language, where it has several."""
    languages = tuple(found.body)
    if found.state not in BEGUN or not announced_screens.can_be_reworded(found):
        await _say_it_cannot_be_corrected(turn, event, found)
    elif button.argument in languages or len(languages) == 1:
        language = button.argument or languages[0]
        expected = {"what": REWORD, "notice": found.id, "language": language}
        await expect(turn.connection, turn.person.id, event.key, expected)
        turn.show(follow_up_screens.ask_rewording(turn.voice, event, found, language))
    else:
        turn.show(follow_up_screens.choice_of_languages(turn.voice, event, found, languages))


async def take_rewording(turn: Turn, event: Event, expected: Expected) -> None:
    """Take the new words, and show what everybody would see."""
    message, found = turn.update.message, await find(turn, event, expected["notice"])
    if message is None or found is None:
        return
    language, known = expected["language"], in_language(found.body, expected["language"])
    sent = written(message)
    if known is None or found.state not in BEGUN:
        await _say_it_cannot_be_corrected(turn, event, found)
    elif sent is None or sent.media or sent.poll or sent.spot:
        await expect(turn.connection, turn.person.id, event.key, expected)
        turn.say(plain(turn.voice, "told-reword-only-words"))
    else:
        new = replace(known, written=replace(known.written, html=sent.html))
        await _propose(turn, event, found, expected, language, new)


async def press_reword_surely(turn: Turn, event: Event, found: Announcement, button: Button) -> None:
    """Correct it as it was shown, or leave it as it is."""
    number = button.argument[1:]
    kept = (
        await rewording.take(turn.connection, found, int(number)) if number.isdecimal() and len(number) < 19 else None
    )
    if kept is None:
        turn.toast(turn.voice("told-reword-gone"))
    elif button.argument.startswith(CONFIRMED):
        me = turn.person.id
        done = await following_up.correct(turn.connection, found.id, me, kept.language, kept.words, turn.now)
        if done is None:
            await _say_it_cannot_be_corrected(turn, event, found)
            return
        await _note(turn, event, found, Action.CORRECTED, correction=done)
    await show_as_it_is(turn, event, found)


async def press_take_back(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    """Ask before it is taken back, and say where that cannot be done."""
    if found.state not in BEGUN:
        await say_who_was_quicker(turn, event, found)
        return
    progress = await report.progress(turn.connection, found.id)
    begun = found.starts_at or found.created_at
    late = turn.now - begun > timedelta(hours=DELETABLE_HOURS)
    turn.show(follow_up_screens.taking_back(turn.voice, event, found, progress, late=late))


async def press_take_back_surely(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    if await following_up.take_back(turn.connection, found.id, turn.person.id, turn.now) is None:
        await say_who_was_quicker(turn, event, found)
        return
    await _note(turn, event, found, Action.TOOK_BACK)
    await show_standing(turn, event, found)


async def press_pin(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    if await following_up.pin(turn.connection, found.id, turn.person.id, turn.now) is None:
        turn.toast(turn.voice("told-pinned-already"))
    else:
        await _note(turn, event, found, Action.PINNED)
    await show_as_it_is(turn, event, found)


async def _retry(turn: Turn, event: Event, found: Announcement, *, uncertain: bool) -> None:
    count = await report.retry(turn.connection, found.id, turn.now, uncertain=uncertain)
    if count:
        await _note(turn, event, found, Action.RETRIED, count=count, uncertain=uncertain)
        turn.service.wake_lanes()
        turn.toast(turn.voice("told-retried", count=count))
    else:
        turn.toast(turn.voice("told-nothing-to-retry"))
    await show_as_it_is(turn, event, found)


async def _propose(
    turn: Turn, event: Event, found: Announcement, expected: Expected, language: str, new: Words
) -> None:
    """Show a correction as it will be seen, and ask whether to make it; or say what is wrong with it."""
    corrected = replace(found, body={**found.body, language: new})
    wrong = next((one for one in composing.problems(event, corrected, ANYBODY, turn.service.texts) if one.blocks), None)
    if wrong:
        await expect(turn.connection, turn.person.id, event.key, expected)
        turn.say(plain(turn.voice, wrong.key, **wrong.variables))
        return
    kept = await rewording.keep(turn.connection, found, turn.person.id, language, new, turn.now)
    turn.send_written(await _as_read(turn, event, language, new))
    progress = await report.progress(turn.connection, found.id)
    turn.say(follow_up_screens.rewording(turn.voice, event, found, progress, kept))


async def _as_read(turn: Turn, event: Event, language: str, words: Words) -> Written:
    occasion = turn.service.renderer.occasion(event, language, turn.now)
    own = await registration.find(turn.connection, turn.person.id, event.key)
    shown = notices.announcement(occasion, words, own or trying_out.sample(occasion.voice, event, turn.now))
    assert shown.written is not None
    return shown.written


async def _say_it_cannot_be_corrected(turn: Turn, event: Event, found: Announcement) -> None:
    if turn.update.callback_query:
        turn.toast(turn.voice("told-reword-impossible"))
    else:
        turn.say(plain(turn.voice, "told-reword-impossible"))
    await show_as_it_is(turn, event, found)


async def _note(turn: Turn, event: Event, found: Announcement, action: Action, **numbers: int) -> None:
    await audit.note(turn.connection, turn.now, turn.person.id, event.key, action, announcement=found.id, **numbers)


PRESSES: Mapping[Act, Press] = {
    Act.ANNOUNCEMENTS: for_organisers(show_list),
    Act.TOLD: of_announcement(press_told),
    Act.FAILURES: of_announcement(press_failures),
    Act.FAILURES_FILE: of_announcement(press_failures_file),
    Act.RETRY: of_announcement(press_retry),
    Act.RETRY_SURELY: of_announcement(press_retry_surely),
    Act.REWORD: of_announcement(press_reword),
    Act.REWORD_SURELY: of_announcement(press_reword_surely),
    Act.TAKE_BACK: of_announcement(press_take_back),
    Act.TAKE_BACK_SURELY: of_announcement(press_take_back_surely),
    Act.PIN: of_announcement(press_pin),
}
EXPECTED: Mapping[str, Take] = {REWORD: take_rewording}
