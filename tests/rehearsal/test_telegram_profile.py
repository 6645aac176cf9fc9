import pytest
from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest


async def test_the_menu_is_the_narrowest_scope_in_the_language_of_the_phone(bot, telegram):
    anna, organiser = telegram.phone(7, language_code="lv"), telegram.phone(8, "Pēteris", language_code="en")
    await bot.set_my_commands([("start", "Start")])
    await bot.set_my_commands([("start", "Sākt")], language_code="lv")
    menus = [anna.menu, organiser.menu]
    await bot.set_my_commands([("help", "Help")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("write", "Write")], scope=BotCommandScopeChat(8))
    menus += [anna.menu, organiser.menu]
    await bot.delete_my_commands(scope=BotCommandScopeChat(8))
    menus += [organiser.menu]

    assert menus == [
        (("start", "Sākt"),),
        (("start", "Start"),),
        (("help", "Help"),),
        (("write", "Write"),),
        (("help", "Help"),),
    ]


async def test_commands_are_read_back_for_exactly_their_scope_and_language(bot):
    await bot.set_my_commands([("start", "Sākt")], language_code="lv")

    commands = await bot.get_my_commands(language_code="lv")
    assert [(command.command, command.description) for command in commands] == [("start", "Sākt")]
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("", "Sākt")], "BOT_COMMAND_INVALID"),
        ([("Start", "Sākt")], "BOT_COMMAND_INVALID"),
        ([("sākt", "Sākt")], "BOT_COMMAND_INVALID"),
        ([("a" * 33, "Sākt")], "BOT_COMMAND_INVALID"),
        ([("start", "")], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([("start", "ā" * 257)], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([(f"c{number}", "Sākt") for number in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_beyond_the_limits_are_refused(bot, commands, reason):
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_my_commands(commands)


async def test_names_and_descriptions_are_kept_by_language(bot, telegram):
    await bot.set_my_name("Kopā")
    await bot.set_my_description("Konference Cēsīs", language_code="lv")
    await bot.set_my_short_description("Conference", language_code="en")

    assert telegram.profile.texts == {
        ("name", ""): "Kopā",
        ("description", "lv"): "Konference Cēsīs",
        ("short_description", "en"): "Conference",
    }


@pytest.mark.parametrize(
    ("method", "limit"), [("set_my_name", 64), ("set_my_description", 512), ("set_my_short_description", 120)]
)
async def test_texts_beyond_the_limits_are_refused(bot, method, limit):
    assert await getattr(bot, method)("ā" * limit)
    with pytest.raises(BadRequest, match="is too long"):
        await getattr(bot, method)("ā" * (limit + 1))
