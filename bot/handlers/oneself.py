"""What a person decides about themselves: language, reminders, their data."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import ChatMember, ChatMemberUpdated, Update

from bot.handlers.event_info import where_we_are
from bot.handlers.finding import put_keyboard_away
from bot.handlers.organiser.finding import parts_of
from bot.screens import personal_screens
from bot.service import Service
from bot.turn import Callback, Turn, plain
from conference import people, personal_data
from conference.button import Act, Button
from conference.channels.channel import ChannelName
from conference.database import insist
from conference.personal_data import PersonalData


async def language_command(turn: Turn) -> None:
    """/language."""
    turn.say(personal_screens.languages(turn.voice, turn.service.texts))


async def my_data_command(turn: Turn) -> None:
    """/mydata: show what is stored, in plain words and as a file."""
    settings = turn.service.settings
    keep_days = settings.service.keep_personal_data_days
    turn.say(personal_screens.my_data(turn.voice, await _my_data(turn), settings.events, keep_days))


async def press_languages(turn: Turn, button: Button) -> None:
    await language_command(turn)


async def press_language(turn: Turn, button: Button) -> None:
    """Speak another language from now on."""
    if button.argument not in turn.service.texts.languages:
        turn.toast(turn.voice("stale-button"))
        return
    await people.set_language(turn.connection, turn.person.id, button.argument)
    turn.voice = turn.service.texts.voice(button.argument)
    turn.show(plain(turn.voice, "language-changed"))
    await where_we_are(turn)
    turn.show_menu(turn.voice, organises=bool(await parts_of(turn, turn.person)))


async def press_my_data(turn: Turn, button: Button) -> None:
    await my_data_command(turn)


async def press_my_data_file(turn: Turn, button: Button) -> None:
    turn.send_file("kopa-my-data.json", (await _my_data(turn)).as_json())


async def press_erase(turn: Turn, button: Button) -> None:
    turn.say(personal_screens.erasing(turn.voice))


async def press_erase_surely(turn: Turn, button: Button) -> None:
    """Erase everything about the person. What is said is said without knowing them any more."""
    await _erase(turn)


async def press_opt_out(turn: Turn, button: Button) -> None:
    """Send no more reminders."""
    await people.opt_out(turn.connection, turn.person.id, turn.now)
    turn.say(personal_screens.opted_out(turn.voice))


async def press_opt_in(turn: Turn, button: Button) -> None:
    await people.opt_in(turn.connection, turn.person.id)
    turn.show(plain(turn.voice, "opted-in"))


async def stand_again(turn: Turn) -> None:
    """Say again where the person stands, for an update that came before; whoever was erased since stays erased."""
    if turn.is_newcomer:
        await _erase(turn)
    else:
        await where_we_are(turn)


def noting_blocks(service: Service) -> Callback:
    """Return a handler that remembers who blocked the bot and who is back, also of groups. It makes nobody known."""

    async def handle(update: Update, context: Any) -> None:
        if change := update.my_chat_member:
            await insist(lambda: _note_block(service, change))

    return handle


async def _note_block(service: Service, change: ChatMemberUpdated) -> None:
    now = service.clock()
    async with service.database.transaction() as connection:
        person = await people.find(connection, change.chat.id)
        if person and change.new_chat_member.status == ChatMember.BANNED:
            await people.note_unreachable(connection, person.id, ChannelName.TELEGRAM, now)
        elif person:
            await people.meet(connection, change.chat.id, person.language, now)


async def _erase(turn: Turn) -> None:
    await put_keyboard_away(turn)
    await personal_data.erase(turn.connection, turn.person.id, turn.now)
    turn.erased = True
    turn.show(plain(turn.voice, "erased"))
    turn.show_menu(None)


async def _my_data(turn: Turn) -> PersonalData:
    events = turn.service.settings.events
    data = await personal_data.collect(turn.connection, turn.person.id, events, turn.voice.language)
    assert data is not None, "whoever writes is stored"
    return data


PRESSES: dict[Act, Callable[[Turn, Button], Awaitable[None]]] = {
    Act.LANGUAGES: press_languages,
    Act.LANGUAGE: press_language,
    Act.OPT_OUT: press_opt_out,
    Act.OPT_IN: press_opt_in,
    Act.MY_DATA: press_my_data,
    Act.MY_DATA_FILE: press_my_data_file,
    Act.ERASE: press_erase,
    Act.ERASE_SURELY: press_erase_surely,
}
COMMANDS = {"language": language_command, "mydata": my_data_command}
