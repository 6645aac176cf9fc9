"""Looking an announcement over before it goes out: as its readers will see it, and as a test to oneself."""

import asyncio
from collections.abc import Mapping
from functools import partial

from bot.handlers.organiser.finding import Press
from bot.handlers.organiser.one_announcement import desk_of, while_composing
from bot.replies import TOAST_LENGTH
from bot.screens import announcement_screens
from bot.turn import Turn, plain
from conference import audit, notices, registration
from conference.announcements import composing, placeholders, trying_out
from conference.announcements.announcement import Announcement, Words
from conference.announcements.selection import Counts
from conference.audit import Action
from conference.button import Act, Button
from conference.channels.channel import Envelope, Purpose
from conference.channels.email.message import build_message
from conference.channels.email.text import as_text
from conference.content import Content
from conference.event import Event
from conference.notices import Occasion
from conference.registration import Registration

ANYBODY = Counts(people=1, telegram=1, email=0, neither=0)


async def press_preview(turn: Turn, event: Event, composed: Announcement, button: Button) -> None:
    """Show it in one language; where it has several, ask in which one first."""
    languages = tuple(composed.body)
    if _refuses(turn, event, composed):
        return
    if button.argument in languages or len(languages) == 1:
        await _preview(turn, event, composed, button.argument or languages[0])
    else:
        screen = announcement_screens.choice_of_languages(turn.voice, event, composed, Act.PREVIEW, languages)
        turn.show(screen)


async def press_try_out(turn: Turn, event: Event, composed: Announcement, _: Button) -> None:
    """Send it to the organiser alone, the way it will go to all."""
    if _refuses(turn, event, composed):
        return
    await trying_out.send_to(turn.connection, composed, turn.person, turn.now)
    me, deed = turn.person.id, {"announcement": composed.id}
    await audit.note(turn.connection, turn.now, me, event.key, Action.TRIED, **deed)
    by_email = turn.person.email is not None and turn.service.settings.email is not None
    turn.toast(turn.voice("announce-tried" if by_email else "announce-tried-telegram"))


def _refuses(turn: Turn, event: Event, composed: Announcement) -> bool:
    """Say what is in the way of showing it, if anything is: what Telegram would not take."""
    found = composing.problems(event, composed, ANYBODY, turn.service.texts)
    blocking = next((problem for problem in found if problem.blocks), None)
    if blocking:
        turn.toast(turn.voice(blocking.key, **blocking.variables)[:TOAST_LENGTH])
    return blocking is not None


async def _preview(turn: Turn, event: Event, composed: Announcement, language: str) -> None:
    own = await registration.find(turn.connection, turn.person.id, event.key)
    occasion = turn.service.renderer.occasion(event, language, turn.now)
    shown = own or trying_out.sample(occasion.voice, event, turn.now)
    words, name = composed.body[language], announcement_screens.language_name(turn.voice, language)
    if own is None and placeholders.personal(words.written.html + (words.subject or "")):
        turn.say(plain(turn.voice, "announce-preview-sample"))
    turn.say(plain(turn.voice, "announce-preview-telegram", language=name))
    written = notices.announcement(occasion, words, shown).written
    assert written is not None
    turn.send_written(written)
    if turn.service.settings.email:
        await _preview_letter(turn, occasion, composed, words, shown, name)
    turn.say(announcement_screens.desk(turn.voice, event, await desk_of(turn, event, composed)))


async def _preview_letter(
    turn: Turn, occasion: Occasion, composed: Announcement, words: Words, shown: Registration, name: str
) -> None:
    language, event = occasion.voice.language, occasion.event
    attachment = (await composing.attached(turn.connection, composed.id)).get(language)
    letter = notices.announcement(occasion, words, shown, attachment, by_email=True)
    turn.say(plain(turn.voice, "announce-preview-email", language=name, subject=letter.title))
    turn.say(announcement_screens.letter(as_text(letter, event.title.in_language(language))))
    making = partial(asyncio.to_thread, _message, turn, occasion, composed, letter)
    turn.send_file(f"{event.key}.eml", making, turn.voice("announce-preview-letter"))


def _message(turn: Turn, occasion: Occasion, composed: Announcement, letter: Content) -> bytes:
    settings, event = turn.service.settings.email, occasion.event
    assert settings is not None
    envelope = Envelope(
        notice_id=composed.id,
        person_id=turn.person.id,
        address=turn.person.email or settings.sender,
        language=occasion.voice.language,
        purpose=Purpose.ANNOUNCEMENT,
        event_key=event.key,
        event_title=event.title.in_language(occasion.voice.language),
    )
    return build_message(envelope, letter, settings, occasion.now)


PRESSES: Mapping[Act, Press] = {
    Act.PREVIEW: while_composing(press_preview),
    Act.TRY_OUT: while_composing(press_try_out),
}
