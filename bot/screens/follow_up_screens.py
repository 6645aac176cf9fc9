"""What is done about an announcement afterwards: who did not get it, sending again, correcting, taking back."""

from collections.abc import Mapping, Sequence

from bot.screens.announced_screens import CHANNELS
from bot.screens.announcement_screens import language_name, on
from bot.screens.screen import Key, Screen, in_pairs, said
from conference.announcements.announcement import Announcement
from conference.announcements.report import Failure, Progress
from conference.button import Act
from conference.channels.channel import ChannelName
from conference.content import Content
from conference.event import Event
from conference.export import Column, Table
from conference.outbox import DeliveryStatus
from conference.people import Person
from conference.texts import Voice

SHOWN = 30
"""Of those who did not get it; all of them are in the file."""

DELETABLE_HOURS = 48
"""How old a message may be that a bot deletes (https://core.telegram.org/bots/api#deletemessage)."""

CONFIRMED, GIVEN_UP = "y", "n"
"""What the argument of a button says about a correction, before its number."""


def failures(
    voice: Voice, event: Event, found: Announcement, failed: Sequence[Failure], persons: Mapping[int, Person]
) -> Screen:
    """Show who did not get an announcement, and why."""
    lines = [
        f"{_name(voice, one)} – {voice(CHANNELS[one.channel])}: {why(voice, one, persons)}" for one in failed[:SHOWN]
    ]
    content = Content(
        title=voice("told-failures-title"),
        paragraphs=("\n".join(lines) or voice("told-failures-none"),),
        closing=(voice("told-failures-more"),) if len(failed) > SHOWN else (),
    )
    file = (Key(voice("button-told-failures-file"), on(event, found, Act.FAILURES_FILE)),) if failed else ()
    return Screen(content, (file, (_back(voice, event, found),)))


def failures_table(
    voice: Voice, found: Announcement, failed: Sequence[Failure], persons: Mapping[int, Person]
) -> Table:
    """Return the same as a table."""
    titles = {"name": "told-column-name", "channel": "told-column-channel", "why": "told-column-why"}
    columns = tuple(Column(key, voice(title)) for key, title in titles.items())
    rows = tuple((_name(voice, one), voice(CHANNELS[one.channel]), why(voice, one, persons)) for one in failed)
    return Table(str(found.id), columns, rows)


def why(voice: Voice, failed: Failure, persons: Mapping[int, Person]) -> str:
    """Say in words why something did not arrive."""
    if failed.status is DeliveryStatus.UNCERTAIN:
        return voice("told-why-uncertain")
    person = persons.get(failed.person_id)
    if failed.channel is ChannelName.TELEGRAM:
        is_unreachable = person is None or person.chat_id is None or person.telegram_unreachable_since
        return voice("told-why-blocked") if is_unreachable else voice("told-why-failed")
    is_unreachable = person is None or person.email is None or person.email_unreachable_since
    return voice("told-why-bad-address") if is_unreachable else voice("told-why-failed")


def sending_again(voice: Voice, event: Event, found: Announcement, uncertain: int) -> Screen:
    """Ask whether to send to those who may have got it already."""
    surely = Key(voice("button-told-retry-surely"), on(event, found, Act.RETRY_SURELY))
    question = said(voice("told-retry-question", count=uncertain))
    return Screen(question, ((surely,), (_back(voice, event, found),)))


def choice_of_languages(voice: Voice, event: Event, found: Announcement, offered: Sequence[str]) -> Screen:
    """Ask in which language it is to be corrected."""
    keys = [Key(language_name(voice, one), on(event, found, Act.REWORD, one)) for one in offered]
    return Screen(said(voice("announce-choose-language")), (*in_pairs(keys), (_back(voice, event, found),)))


def ask_rewording(voice: Voice, event: Event, found: Announcement, language: str) -> Screen:
    asked = said(voice("told-reword-ask", language=language_name(voice, language)))
    return Screen(asked, ((_back(voice, event, found),),))


def rewording(voice: Voice, event: Event, found: Announcement, progress: Progress, kept: int) -> Screen:
    """Ask whether to correct it as was shown."""
    question = voice("told-reword-question", **_arrived(progress))
    surely = Key(voice("button-told-reword-surely"), on(event, found, Act.REWORD_SURELY, f"{CONFIRMED}{kept}"))
    back = Key(voice("button-back"), on(event, found, Act.REWORD_SURELY, f"{GIVEN_UP}{kept}"))
    return Screen(said(question), ((surely,), (back,)))


def taking_back(voice: Voice, event: Event, found: Announcement, progress: Progress, *, late: bool) -> Screen:
    """Ask whether to take it back; *late*: whether some messages are too old to be deleted."""
    arrived = _arrived(progress)
    letters = progress.on(ChannelName.EMAIL, DeliveryStatus.SENT)
    paragraphs = [voice("told-take-back-question", telegram=arrived["telegram"])]
    if letters:
        paragraphs.append(voice("told-take-back-email", count=letters))
    if late:
        paragraphs.append(voice("told-take-back-late", count=DELETABLE_HOURS))
    surely = Key(voice("button-told-take-back-surely"), on(event, found, Act.TAKE_BACK_SURELY))
    return Screen(said(*paragraphs), ((surely,), (_back(voice, event, found),)))


def _arrived(progress: Progress) -> dict[str, str]:
    return {str(channel): str(progress.on(channel, DeliveryStatus.SENT)) for channel in ChannelName}


def _name(voice: Voice, one: Failure) -> str:
    return one.name or voice("told-unnamed", number=str(one.person_id))


def _back(voice: Voice, event: Event, found: Announcement) -> Key:
    return Key(voice("button-back"), on(event, found, Act.TOLD))
