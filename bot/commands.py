"""The menu of commands."""

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.ext import ExtBot

from conference.channels.pacing import Rank
from conference.texts import Texts, Voice

NAMES = ("start", "ask", "mydata", "language", "help")
OF_ORGANISERS = ("organise",)


def menu(voice: Voice, *, organises: bool = False) -> list[BotCommand]:
    """Return the commands as they are shown in one language; to whoever organises something, those for it come first.

    Nobody else is shown that there are more.
    """
    names = (*OF_ORGANISERS, *NAMES) if organises else NAMES
    return [BotCommand(name, voice(f"command-{name}")) for name in names]


async def set_menus(bot: ExtBot[Rank], texts: Texts) -> None:
    """Fill the menu in each language, and for people who use Telegram in another one."""
    everywhere = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(menu(texts.voice(texts.default_language)), everywhere)
    for language in texts.languages:
        await bot.set_my_commands(menu(texts.voice(language)), everywhere, language)
