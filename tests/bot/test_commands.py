from bot.application import COMMANDS
from bot.commands import NAMES, OF_ORGANISERS
from conference.texts import Voice

CODES = {"lv": "lv", "en": "en", "ru": "ru", "de": "lv"}
"""What Telegram says, and what is spoken then."""


async def test_the_menu_speaks_each_language_and_the_first_to_everybody_else(stage):
    await stage.telegram.phone(9).send("/help")
    await stage.answered()  # the bot introduces itself before it listens
    menus = {code: stage.telegram.phone(number, language_code=code).menu for number, code in enumerate(CODES)}
    assert menus == {
        code: tuple((name, Voice(language)(f"command-{name}")) for name in NAMES) for code, language in CODES.items()
    }


def test_the_menu_names_every_command():
    assert {*NAMES, *OF_ORGANISERS} == set(COMMANDS)
