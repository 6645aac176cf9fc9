"""Writing an announcement: its words in each language, the subject of its e-mails, when it goes out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.handlers.organiser.expecting import Take
from bot.handlers.organiser.finding import Press, for_organisers, may_organise
from bot.handlers.organiser.one_announcement import (
    begin,
    find,
    fits_an_email,
    of_announcement,
    say_who_was_quicker,
    show_as_it_is,
    show_desk,
    while_composing,
)
from bot.screens import announcement_screens
from bot.screens.announcement_screens import SUBJECT_LENGTH
from bot.turn import Act as TurnAct
from bot.turn import Turn, Work, plain
from bot.written import written
from conference import audit
from conference.announcements import announcement, composing, standing
from conference.announcements.announcement import Announcement, State, Words
from conference.audit import Action
from conference.button import Act, Button
from conference.channels.pacing import Rank
from conference.content import Attachment, Media, Written
from conference.event import Event
from conference.expecting import Expected, expect
from conference.typed_moment import typed_moment
from conference.typed_text import one_line

WORDS, SUBJECT, WHEN = "words", "subject", "when"
"""What an organiser's next message may be."""

FARTHEST = timedelta(days=366)
"""What is to go out later than that was mistyped."""

AT_ONCE = "now"
AUTOMATIC = "0"
"""The second part of a button's argument: to have the subject made."""


async def press_announce(turn: Turn, event: Event, _: Button) -> None:
    """Go on with what the organiser was writing, or begin anew."""
    begun = await announcement.being_composed(turn.connection, event, turn.person.id)
    if begun and begun.body:
        await show_desk(turn, event, begun.id)
        return
    await _ask_words(turn, event, begun or await begin(turn, event), turn.voice.language)


async def press_words(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Ask for the words, and before that, in which language, where the service speaks several."""
    languages = turn.service.texts.languages
    if button.argument in languages:
        await _ask_words(turn, event, composed, button.argument)
    elif len(languages) == 1:
        await _ask_words(turn, event, composed, languages[0])
    else:
        screen = announcement_screens.choice_of_languages(turn.voice, event, composed, Act.WORDS, languages)
        turn.show(screen)


async def press_no_words(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Take the words of one language away, but never all."""
    if button.argument in composed.body and len(composed.body) > 1:
        await composing.remove_words(turn.connection, composed.id, button.argument)
    await show_desk(turn, event, composed.id)


async def press_subject(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Ask for the subject of the e-mails, or let it be made."""
    language, _, automatic = button.argument.partition(".")
    if automatic == AUTOMATIC and language in composed.body:
        await composing.set_subject(turn.connection, composed.id, language, None)
        await show_desk(turn, event, composed.id)
    elif language in composed.body or len(composed.body) == 1:
        language = language or next(iter(composed.body))
        await _expect(turn, event, composed, SUBJECT, language)
        turn.show(announcement_screens.ask_subject(turn.voice, event, composed, language))
    else:
        offered = tuple(composed.body)
        turn.show(announcement_screens.choice_of_languages(turn.voice, event, composed, Act.SUBJECT, offered))


async def press_when(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Ask when it is to go out, or let it be at once."""
    if button.argument == AT_ONCE:
        await standing.wish_start(turn.connection, composed.id, None)
        await show_desk(turn, event, composed.id)
    else:
        await _expect(turn, event, composed, WHEN)
        turn.show(announcement_screens.ask_when(turn.voice, event, composed))


async def press_discard(turn: Turn, event: Event, composed: Announcement, _: Button) -> None:
    turn.show(announcement_screens.discarding(turn.voice, event, composed))


async def press_discard_surely(turn: Turn, event: Event, composed: Announcement, _: Button) -> None:
    await composing.discard(turn.connection, composed.id)
    me, deed = turn.person.id, {"announcement": composed.id}
    await audit.note(turn.connection, turn.now, me, event.key, Action.DISCARDED, **deed)
    turn.show(announcement_screens.discarded(turn.voice, event))


async def press_desk(turn: Turn, event: Event, found: Announcement, _: Button) -> None:
    """Show the desk; or what has become of the announcement meanwhile."""
    await show_as_it_is(turn, event, found)


async def take_words(turn: Turn, event: Event, expected: Expected) -> None:
    """Take what is to be announced, just as it was sent."""
    message, composed = turn.update.message, await _composed(turn, event, expected)
    if message is None or composed is None:
        return
    if message.media_group_id:
        await _refuse_album(turn, event, expected, message.media_group_id)
    elif (sent := written(message)) is None:
        await expect(turn.connection, turn.person.id, event.key, expected)
        turn.say(plain(turn.voice, "announce-cannot"))
    else:
        await _keep_words(turn, event, composed, expected["language"], sent)


async def take_subject(turn: Turn, event: Event, expected: Expected) -> None:
    composed = await _composed(turn, event, expected)
    if composed is None:
        return
    subject = one_line(turn.text)
    if not subject or len(subject) > SUBJECT_LENGTH or "\n" in turn.text.strip():
        await expect(turn.connection, turn.person.id, event.key, expected)
        turn.say(plain(turn.voice, "announce-subject-wrong", limit=SUBJECT_LENGTH))
        return
    await composing.set_subject(turn.connection, composed.id, expected["language"], subject)
    await show_desk(turn, event, composed.id)


async def take_when(turn: Turn, event: Event, expected: Expected) -> None:
    composed = await _composed(turn, event, expected)
    if composed is None:
        return
    moment = typed_moment(turn.text, event, turn.now)
    if moment is None or not turn.now < moment <= turn.now + FARTHEST:
        await expect(turn.connection, turn.person.id, event.key, expected)
        is_past = moment is not None and moment <= turn.now
        turn.say(announcement_screens.moment_problem(turn.voice, event, moment, past=is_past))
        return
    await standing.wish_start(turn.connection, composed.id, moment)
    await show_desk(turn, event, composed.id)


async def _composed(turn: Turn, event: Event, expected: Expected) -> Announcement | None:
    """Return what a message is for; say so where it has left the desk."""
    found = await find(turn, event, expected["notice"])
    if found and found.state is not State.COMPOSING:
        await say_who_was_quicker(turn, event, found)
        return None
    return found


async def _ask_words(turn: Turn, event: Event, composed: Announcement, language: str) -> None:
    await _expect(turn, event, composed, WORDS, language)
    turn.show(announcement_screens.ask(turn.voice, event, composed, language))


async def _expect(turn: Turn, event: Event, composed: Announcement, what: str, language: str = "") -> None:
    expected = {"what": what, "notice": composed.id, "language": language}
    await expect(turn.connection, turn.person.id, event.key, expected)


async def _refuse_album(turn: Turn, event: Event, expected: Expected, album: str) -> None:
    """Say once what to do instead: each picture of an album is a message of its own."""
    await expect(turn.connection, turn.person.id, event.key, {**expected, "album": album})
    if expected.get("album") != album:
        turn.say(plain(turn.voice, "announce-album"))


async def _keep_words(turn: Turn, event: Event, composed: Announcement, language: str, sent: Written) -> None:
    known = composed.body.get(language) or Words(None, sent)
    words = replace(known, written=sent, version=_next_version(composed))
    await composing.set_attachment(turn.connection, composed.id, language, None)
    await composing.set_words(turn.connection, composed.id, language, words)
    if fits_an_email(words) and words.written.media:
        turn.then(_fetching(event, composed.id, language, words.written.media))
    else:
        await show_desk(turn, event, composed.id)


def _next_version(composed: Announcement) -> int:
    # Whoever sends e-mails keeps the files of a version: a new file needs a new one.
    return max((words.version for words in composed.body.values()), default=0) + 1


def _fetching(event: Event, announcement_id: int, language: str, media: Media) -> Work:
    """Return the slow work: to fetch a file for those who read e-mail, outside of any transaction."""

    async def work(bot: ExtBot[Rank]) -> TurnAct:
        try:
            body = bytes(await (await bot.get_file(media.file_id)).download_as_bytearray())
        except TelegramError:
            return partial(_attach, event=event, announcement_id=announcement_id, language=language, file=None)
        file = media.file_id, Attachment(media.name, media.media_type, body)
        return partial(_attach, event=event, announcement_id=announcement_id, language=language, file=file)

    return work


async def _attach(
    turn: Turn, event: Event, announcement_id: int, language: str, file: tuple[str, Attachment] | None
) -> None:
    """Keep a file that was fetched, and show the desk."""
    # They may have been dismissed, or somebody has sent or discarded it, while the file was on its way.
    found = await find(turn, event, announcement_id) if await may_organise(turn, event) else None
    if found is None or found.state is not State.COMPOSING:
        return
    words = found.body.get(language)
    if file is None:
        turn.say(plain(turn.voice, "announce-file-not-fetched"))
    elif words and words.written.media and words.written.media.file_id == file[0]:
        await composing.set_attachment(turn.connection, found.id, language, file[1])
        newer = replace(words, version=_next_version(found))
        await composing.set_words(turn.connection, found.id, language, newer)
    await show_desk(turn, event, found.id)


PRESSES: Mapping[Act, Press] = {
    Act.ANNOUNCE: for_organisers(press_announce),
    Act.DESK: of_announcement(press_desk),
    Act.WORDS: while_composing(press_words),
    Act.NO_WORDS: while_composing(press_no_words),
    Act.SUBJECT: while_composing(press_subject),
    Act.WHEN: while_composing(press_when),
    Act.DISCARD: while_composing(press_discard),
    Act.DISCARD_SURELY: while_composing(press_discard_surely),
}
EXPECTED: Mapping[str, Take] = {WORDS: take_words, SUBJECT: take_subject, WHEN: take_when}
